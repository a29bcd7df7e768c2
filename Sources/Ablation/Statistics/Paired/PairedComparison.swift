import Foundation
import Seeding

/// An arm against a baseline that was trained with the same seeds.
public struct PairedComparison: Hashable, Sendable {
  /// The differences, arm less baseline, and what follows from them.
  public let effect: EffectEstimate
  /// How often the arm is better than the baseline of the same seed, ties counting half.
  ///
  /// P(A > B) of Bouthillier et al. (2021).
  public let improvement: Double
  /// Its percentile bootstrap interval; of no width where all pairs agree, however few they are.
  public let improvementBootstrap: ConfidenceInterval?
  /// Its exact binomial interval over the pairs that differ, which keeps its width where all agree; `nil` where none
  /// differs.
  public let improvementExact: ConfidenceInterval?
  /// Pearson's correlation of arm and baseline over the seeds; `nil` where either is constant.
  public let correlation: Double?
  /// The variance of the difference by what independent seeds would give, var(arm) + var(baseline).
  ///
  /// Below 1 pairing paid; `nil` where the denominator is zero.
  public let varianceRatio: Double?
  /// Seeds on which the arm is above the baseline.
  public let above: Int
  /// Seeds on which both are equal.
  public let equal: Int
  /// Seeds on which the arm is below the baseline.
  public let below: Int

  /// Compares pairs; `nil` without any, and when a value is not finite.
  ///
  /// - Parameter isMaximized: whether the larger of two values is the better one.
  /// - Precondition: both have a value for each seed, in the same order.
  public init?(
    arm: [Double], baseline: [Double], isMaximized: Bool = true, level: Double = 0.95, resamples: Int = 10_000,
    seed: SeedSequence = SeedSequence(root: 0), rule: IntervalRule = .student
  ) {
    let differences = pairedDifferences(arm, baseline)
    guard let effect = EffectEstimate(differences, level: level, resamples: resamples, seed: seed, rule: rule) else {
      return nil
    }
    self.effect = effect
    above = differences.count { $0 > 0 }
    equal = differences.count { $0 == 0 }
    below = differences.count - above - equal
    let wins = differences.map { $0 == 0 ? 0.5 : ($0 > 0) == isMaximized ? 1 : 0 }
    improvement = wins.reduce(0, +) / Double(wins.count)
    improvementBootstrap =
      wins.count > 1
      ? BootstrapDistribution(meansOf: wins, resamples: resamples, seed: seed.child("improvement"))
        .percentileInterval(level: level) : nil
    improvementExact =
      above + below > 0 ? Binomial.exactInterval(isMaximized ? above : below, of: above + below, level: level) : nil
    correlation = pearsonCorrelation(arm, baseline)
    if let first = Moments(arm).variance, let second = Moments(baseline).variance, first + second > 0,
      let together = Moments(differences).variance
    {
      varianceRatio = together / (first + second)
    } else {
      varianceRatio = nil
    }
  }
}

/// Arm less baseline, seed by seed, rounded to the fourteenth decimal of the largest value.
///
/// Metrics are often counts by a number of images: differences that are equal on paper would otherwise differ in their
/// last digits, and neither ties nor zeros would be seen.
///
/// - Precondition: both have the same length.
public func pairedDifferences(_ arm: [Double], _ baseline: [Double]) -> [Double] {
  precondition(arm.count == baseline.count, "pairs need a value on either side, got \(arm.count), \(baseline.count)")
  let largest = (arm + baseline).reduce(0) { max($0, abs($1)) }
  guard largest > 0, largest.isFinite else { return zip(arm, baseline).map { $0 - $1 } }
  let steps = pow(10, 14 - log10(largest).rounded(.up))
  return zip(arm, baseline).map { (($0 - $1) * steps).rounded() / steps }
}

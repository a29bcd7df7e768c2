import Seeding

/// The mean of one number a seed - a paired difference, a factorial contrast, a Shapley value - with its uncertainty.
public struct EffectEstimate: Hashable, Sendable {
  /// The values, a seed each.
  public let values: [Double]
  /// The intervals of the mean.
  public let intervals: MeanIntervals
  /// The sign-flip permutation test, which decides.
  public let signFlip: SignFlipTest
  /// A sensitivity row; `nil` where undefined.
  public let wilcoxon: WilcoxonSignedRank?
  /// A sensitivity row; `nil` with one seed or where all values are equal.
  public let tTest: PairedTTest?

  /// Analyses the values; `nil` without any, and when one is not finite.
  ///
  /// - Parameters:
  ///   - resamples: of the bootstrap.
  ///   - seed: of the bootstrap, and of the sign-flip test above 16 seeds.
  ///   - rule: which interval is the primary one.
  public init?(
    _ values: [Double], level: Double = 0.95, resamples: Int = 10_000, seed: SeedSequence = SeedSequence(root: 0),
    rule: IntervalRule = .student
  ) {
    guard let signFlip = SignFlipTest(values, seed: seed) else { return nil }
    self.values = values
    self.signFlip = signFlip
    wilcoxon = WilcoxonSignedRank(values)
    tTest = PairedTTest(values)
    intervals = MeanIntervals(values, level: level, resamples: resamples, seed: seed, rule: rule)
  }

  /// The primary interval, by the rule; `nil` with one seed.
  public var interval: ConfidenceInterval? { intervals.primary }

  /// The number of seeds.
  public var count: Int { values.count }

  /// The mean.
  public var mean: Double { Statistics.mean(of: values) ?? .nan }

  /// With n - 1 in the denominator; `nil` for one seed.
  public var standardDeviation: Double? { Statistics.standardDeviation(of: values) }

  /// d_z: the mean by the standard deviation of the values; `nil` where that is zero or undefined.
  public var standardizedSize: Double? {
    guard let deviation = standardDeviation, deviation > 0 else { return nil }
    return mean / deviation
  }
}

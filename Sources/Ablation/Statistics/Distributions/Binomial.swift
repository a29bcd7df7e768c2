import Foundation

/// The binomial distribution: successes among independent trials of one probability.
public struct Binomial: Hashable, Sendable {
  /// The number of trials.
  public let trials: Int
  /// The probability of success.
  public let probability: Double

  /// The distribution of successes in `trials` trials.
  ///
  /// - Precondition: `trials >= 0`, and `probability` lies within 0 and 1.
  public init(trials: Int, probability: Double = 0.5) {
    precondition(trials >= 0, "a binomial distribution needs a number of trials, got \(trials)")
    precondition((0...1).contains(probability), "a probability lies within 0 and 1, got \(probability)")
    self.trials = trials
    self.probability = probability
  }

  /// The probability of exactly `count` successes.
  public func mass(_ count: Int) -> Double {
    guard (0...trials).contains(count) else { return 0 }
    if probability == 0 { return count == 0 ? 1 : 0 }
    if probability == 1 { return count == trials ? 1 : 0 }
    let (n, k) = (Double(trials), Double(count))
    // ln C(n, k) = -ln(n + 1) - ln B(n - k + 1, k + 1).
    let logarithm = -log(n + 1) - GammaFunction.logBeta(n - k + 1, k + 1)
    return exp(logarithm + k * log(probability) + (n - k) * log1p(-probability))
  }

  /// The probability of at most `count` successes.
  public func cumulative(_ count: Int) -> Double {
    if count < 0 { return 0 }
    if count >= trials { return 1 }
    return IncompleteBeta.regularized(
      x: 1 - probability, complement: probability, a: Double(trials - count), b: Double(count + 1))
  }

  /// The exact interval of a proportion (Clopper and Pearson 1934), which covers at least `level`.
  ///
  /// - Precondition: `0 <= count <= total`, `total > 0`, and `level` lies between 0 and 1.
  public static func exactInterval(_ count: Int, of total: Int, level: Double = 0.95) -> ConfidenceInterval {
    precondition(total > 0 && (0...total).contains(count), "a proportion of \(count) in \(total)")
    precondition(level > 0 && level < 1, "an interval's level lies between 0 and 1, got \(level)")
    let tail = (1 - level) / 2
    // The limits are where `count` successes or more, or fewer, have the probability `tail`.
    let lower = count == 0 ? 0 : root { 1 - Binomial(trials: total, probability: $0).cumulative(count - 1) < tail }
    let upper = count == total ? 1 : root { Binomial(trials: total, probability: $0).cumulative(count) > tail }
    return ConfidenceInterval(
      estimate: Double(count) / Double(total), lower: lower, upper: upper, level: level)
  }

  private static func root(isBelow: (Double) -> Bool) -> Double {
    var (lower, upper) = (0.0, 1.0)
    while true {
      let middle = 0.5 * (lower + upper)
      if middle <= lower || middle >= upper { return middle }
      if isBelow(middle) { lower = middle } else { upper = middle }
    }
  }
}

import Foundation

extension ConfidenceInterval {
  /// The interval of the median between two order statistics, for whatever continuous distribution.
  ///
  /// The limits are the k-th smallest and the k-th largest value, k as large as the binomial distribution with n trials of
  /// probability 1/2 allows (Conover, Practical Nonparametric Statistics, 1999, section 3.2), so that the coverage is at
  /// least `level`.
  ///
  /// - Returns: `nil` where even the whole range covers less than `level` (fewer than 6 values for 0.95), and when a value is
  ///   not a number.
  /// - Precondition: `level` lies between 0 and 1.
  public static func median(of values: [Double], level: Double = 0.95) -> ConfidenceInterval? {
    precondition(level > 0 && level < 1, "an interval's level lies between 0 and 1, got \(level)")
    guard let estimate = Statistics.median(of: values) else { return nil }
    let rank = medianRank(count: values.count, level: level)
    guard rank >= 1 else { return nil }
    let sorted = values.sorted()
    return ConfidenceInterval(
      estimate: estimate, lower: sorted[rank - 1], upper: sorted[sorted.count - rank], level: level)
  }

  /// The k of ``median(of:level:)``, counted from 1; 0 where there is none.
  static func medianRank(count: Int, level: Double) -> Int {
    let tail = (1 - level) / 2
    // In logarithms, so that no power underflows: the probability of exactly `rank` values below the median.
    var logarithm = -Double(count) * log(2.0)
    var probability = 0.0
    var rank = 0
    while rank <= count / 2 {
      probability += exp(logarithm)
      if probability > tail { break }
      rank += 1
      logarithm += log(Double(count - rank + 1) / Double(rank))
    }
    return min(rank, count / 2)
  }
}

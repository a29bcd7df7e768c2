import Foundation

extension ConfidenceInterval {
  /// The interval of Pearson's correlation by Fisher's transformation, which supposes a bivariate normal distribution.
  ///
  /// `nil` with fewer than four pairs and where the correlation is undefined; of a perfect correlation the interval is a
  /// point.
  ///
  /// - Precondition: both samples have the same length, and `level` lies between 0 and 1.
  public static func pearson(_ left: [Double], _ right: [Double], level: Double = 0.95) -> ConfidenceInterval? {
    pearsonCorrelation(left, right).flatMap { fisher($0, count: left.count, inflation: 1, level: level) }
  }

  /// The interval of Spearman's correlation: Fisher's transformation with the variance of Bonett and Wright (2000).
  ///
  /// `nil` as for ``pearson(_:_:level:)``.
  ///
  /// - Precondition: both samples have the same length, and `level` lies between 0 and 1.
  public static func spearman(_ left: [Double], _ right: [Double], level: Double = 0.95) -> ConfidenceInterval? {
    spearmanCorrelation(left, right).flatMap {
      fisher($0, count: left.count, inflation: 1 + 0.5 * $0 * $0, level: level)
    }
  }

  private static func fisher(
    _ correlation: Double, count: Int, inflation: Double, level: Double
  ) -> ConfidenceInterval? {
    precondition(level > 0 && level < 1, "an interval's level lies between 0 and 1, got \(level)")
    guard count >= 4 else { return nil }
    guard abs(correlation) < 1 else {
      return ConfidenceInterval(estimate: correlation, lower: correlation, upper: correlation, level: level)
    }
    let centre = atanh(correlation)
    let half = StandardNormal.quantile(0.5 + 0.5 * level) * (inflation / Double(count - 3)).squareRoot()
    return ConfidenceInterval(
      estimate: correlation, lower: tanh(centre - half), upper: tanh(centre + half), level: level)
  }
}

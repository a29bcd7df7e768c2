extension ConfidenceInterval {
  /// Welch's interval of the difference of two means (`first` less `second`), whose variances may differ.
  ///
  /// `nil` where either sample has fewer than two values, or neither varies.
  ///
  /// - Precondition: `level` lies between 0 and 1.
  public static func meanDifference(
    _ first: [Double], _ second: [Double], level: Double = 0.95
  ) -> ConfidenceInterval? {
    precondition(level > 0 && level < 1, "an interval's level lies between 0 and 1, got \(level)")
    let (a, b) = (Moments(first), Moments(second))
    guard let meanA = a.mean, let meanB = b.mean, let errorA = a.standardError, let errorB = b.standardError else {
      return nil
    }
    let (squareA, squareB) = (errorA * errorA, errorB * errorB)
    let square = squareA + squareB
    guard square > 0, square.isFinite else { return nil }
    let freedom =
      square * square / (squareA * squareA / Double(a.count - 1) + squareB * squareB / Double(b.count - 1))
    let half = StudentT(degreesOfFreedom: freedom).quantile(upperTail: (1 - level) / 2) * square.squareRoot()
    let difference = meanA - meanB
    return ConfidenceInterval(estimate: difference, lower: difference - half, upper: difference + half, level: level)
  }
}

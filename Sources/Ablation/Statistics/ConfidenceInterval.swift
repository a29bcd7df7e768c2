/// An estimate with the range that would cover the true value in a stated share of repetitions.
public struct ConfidenceInterval: Hashable, Sendable {
  /// The estimate, in the units of the data.
  public var estimate: Double
  /// The lower limit.
  public var lower: Double
  /// The upper limit.
  public var upper: Double
  /// The nominal coverage, such as 0.95.
  public var level: Double

  /// Describes an interval.
  public init(estimate: Double, lower: Double, upper: Double, level: Double) {
    self.estimate = estimate
    self.lower = lower
    self.upper = upper
    self.level = level
  }

  /// Student's interval of the mean of a normal sample; `nil` for fewer than two values.
  ///
  /// - Precondition: `level` lies between 0 and 1.
  public static func mean(of values: [Double], level: Double = 0.95) -> ConfidenceInterval? {
    precondition(level > 0 && level < 1, "an interval's level lies between 0 and 1, got \(level)")
    let moments = Moments(values)
    guard let mean = moments.mean, let error = moments.standardError else { return nil }
    let student = StudentT(degreesOfFreedom: Double(moments.count - 1))
    let halfWidth = student.quantile(upperTail: (1 - level) / 2) * error
    return ConfidenceInterval(estimate: mean, lower: mean - halfWidth, upper: mean + halfWidth, level: level)
  }
}

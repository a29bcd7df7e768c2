/// Two one-sided t tests that the mean of paired differences lies within a margin around zero (Schuirmann 1987).
///
/// A small p value says "no difference that matters", which a large p value of a test for a difference never says.
public struct EquivalenceTest: Hashable, Sendable {
  /// The largest difference that would not matter, in the units of the differences.
  public let margin: Double
  /// That the mean is at or below minus the margin.
  public let lowerPValue: Double
  /// That the mean is at or above the margin.
  public let upperPValue: Double

  /// The larger of the two one-sided p values.
  public var pValue: Double { max(lowerPValue, upperPValue) }

  /// Tests differences; `nil` with fewer than two, and where all are equal: without spread there is no t statistic.
  ///
  /// - Precondition: `margin` is positive.
  public init?(_ differences: [Double], margin: Double) {
    precondition(margin > 0, "a margin is positive, got \(margin)")
    let moments = Moments(differences)
    guard let mean = moments.mean, let error = moments.standardError, error > 0, error.isFinite
    else { return nil }
    self.margin = margin
    let student = StudentT(degreesOfFreedom: Double(moments.count - 1))
    lowerPValue = student.upperTail((mean + margin) / error)
    upperPValue = student.cumulative((mean - margin) / error)
  }
}

/// Student's t test that paired differences have mean zero; a sensitivity row beside the sign-flip test.
public struct PairedTTest: Hashable, Sendable {
  /// The mean by its standard error.
  public let statistic: Double
  /// The number of pairs less one.
  public let degreesOfFreedom: Double
  /// Two-sided.
  public let pValue: Double

  /// Tests differences; `nil` with fewer than two, or where all are equal.
  public init?(_ differences: [Double]) {
    let moments = Moments(differences)
    guard let mean = moments.mean, let error = moments.standardError, error > 0, error.isFinite else { return nil }
    statistic = mean / error
    degreesOfFreedom = Double(moments.count - 1)
    pValue = StudentT(degreesOfFreedom: degreesOfFreedom).twoSidedTail(statistic)
  }
}

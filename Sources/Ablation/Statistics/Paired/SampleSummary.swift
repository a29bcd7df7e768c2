/// One arm's values over its seeds.
public struct SampleSummary: Hashable, Sendable {
  /// The number of values.
  public let count: Int
  /// The arithmetic mean.
  public let mean: Double
  /// With n - 1 in the denominator; `nil` for one value.
  public let standardDeviation: Double?
  /// The middle value.
  public let median: Double
  /// The mean of the middle half, after Agarwal and others (2021).
  ///
  /// `nil` below ``fewestForInterquartileMean`` values.
  public let interquartileMean: Double?
  /// The smallest value.
  public let minimum: Double
  /// The largest value.
  public let maximum: Double

  /// The fewest values of which an interquartile mean is taken.
  public static let fewestForInterquartileMean = 8

  /// Summarises values; `nil` without any, and when one is NaN.
  public init?(_ values: [Double]) {
    let sorted = values.sorted()
    guard let first = sorted.first, let last = sorted.last, let mean = Statistics.mean(of: values),
      let median = Statistics.median(of: values)
    else { return nil }
    count = values.count
    self.mean = mean
    standardDeviation = Statistics.standardDeviation(of: values)
    self.median = median
    (minimum, maximum) = (first, last)
    // A quarter of the values is cut at either end, rounded down, as SciPy's trim_mean does.
    let cut = values.count / 4
    interquartileMean =
      values.count >= Self.fewestForInterquartileMean
      ? Statistics.mean(of: Array(sorted[cut..<(sorted.count - cut)])) : nil
  }
}

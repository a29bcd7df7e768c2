/// Count, mean and variance of a stream of values, in one pass without loss of precision (Welford 1962).
///
/// Values are taken relative to the first one, which keeps the digits of values that are far from zero.
public struct Moments: Hashable, Sendable {
  /// How many values were added.
  public private(set) var count = 0
  private var origin = 0.0
  private var center = 0.0
  private var squares = 0.0

  /// The moments of no values.
  public init() {}

  /// The moments of an array of values.
  public init(_ values: [Double]) {
    for value in values { add(value) }
  }

  /// Takes in one more value.
  public mutating func add(_ value: Double) {
    if count == 0 { origin = value }
    count += 1
    let shifted = value - origin
    let deviation = shifted - center
    center += deviation / Double(count)
    squares += deviation * (shifted - center)
  }

  /// The arithmetic mean; `nil` without values.
  public var mean: Double? {
    count > 0 ? origin + center : nil
  }

  /// The unbiased variance, with n - 1 in the denominator; `nil` with fewer than two values.
  public var variance: Double? {
    count > 1 ? squares / Double(count - 1) : nil
  }

  /// The square root of the unbiased variance; `nil` with fewer than two values.
  public var standardDeviation: Double? {
    variance?.squareRoot()
  }

  /// The standard deviation of the mean; `nil` with fewer than two values.
  public var standardError: Double? {
    standardDeviation.map { $0 / Double(count).squareRoot() }
  }
}

/// The arithmetic mean; `nil` for an empty array.
public func mean(of values: [Double]) -> Double? {
  Moments(values).mean
}

/// The sample standard deviation, with n - 1 in the denominator; `nil` for fewer than two values.
public func standardDeviation(of values: [Double]) -> Double? {
  Moments(values).standardDeviation
}

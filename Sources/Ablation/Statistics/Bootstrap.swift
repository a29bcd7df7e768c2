import Seeding

/// Intervals from resampling with replacement (Efron 1979), by the percentile method.
///
/// The percentile interval covers too little with small samples; below about 15 values prefer
/// ``ConfidenceInterval/mean(of:level:)`` where it applies.
public struct Bootstrap: Hashable, Sendable {
  /// How many resamples are drawn.
  public var resamples: Int
  /// The nominal coverage, such as 0.95.
  public var level: Double

  /// Chooses the effort and the coverage.
  ///
  /// - Precondition: `resamples >= 1`, and `level` lies between 0 and 1.
  public init(resamples: Int = 10_000, level: Double = 0.95) {
    precondition(resamples >= 1, "a bootstrap needs at least 1 resample, got \(resamples)")
    precondition(level > 0 && level < 1, "an interval's level lies between 0 and 1, got \(level)")
    self.resamples = resamples
    self.level = level
  }

  /// The interval of any statistic of one sample; `nil` for an empty sample or where the statistic is undefined.
  public func interval(
    of values: [Double], using generator: inout Xoshiro256, statistic: ([Double]) -> Double?
  ) -> ConfidenceInterval? {
    guard let estimate = statistic(values) else { return nil }
    return interval(estimate: estimate) {
      statistic(resample(values, using: &generator))
    }
  }

  /// The interval of the median.
  public func median(of values: [Double], using generator: inout Xoshiro256) -> ConfidenceInterval? {
    interval(of: values, using: &generator) { Statistics.median(of: $0) }
  }

  /// The interval of the ratio of two medians, from samples that were measured independently.
  ///
  /// `nil` when either sample is empty or a resample's denominator is zero.
  public func ratioOfMedians(
    _ numerators: [Double], over denominators: [Double], using generator: inout Xoshiro256
  ) -> ConfidenceInterval? {
    guard let estimate = ratio(Statistics.median(of: numerators), Statistics.median(of: denominators)) else {
      return nil
    }
    return interval(estimate: estimate) {
      ratio(
        Statistics.median(of: resample(numerators, using: &generator)),
        Statistics.median(of: resample(denominators, using: &generator)))
    }
  }

  /// The interval of the median of the ratios of pairs, such as two programs measured in turn.
  ///
  /// `nil` for no pairs or a zero denominator.
  ///
  /// - Precondition: both samples have the same length.
  public func medianOfRatios(
    _ numerators: [Double], over denominators: [Double], using generator: inout Xoshiro256
  ) -> ConfidenceInterval? {
    precondition(
      numerators.count == denominators.count,
      "ratios need pairs, got \(numerators.count) and \(denominators.count) values")
    let ratios = zip(numerators, denominators).map { $0 / $1 }
    guard ratios.allSatisfy(\.isFinite) else { return nil }
    return median(of: ratios, using: &generator)
  }

  func interval(estimate: Double, draw: () -> Double?) -> ConfidenceInterval? {
    var draws: [Double] = []
    draws.reserveCapacity(resamples)
    for _ in 0..<resamples {
      guard let value = draw(), !value.isNaN else { return nil }
      draws.append(value)
    }
    draws.sort()
    let tail = (1 - level) / 2
    let limits = quantiles([tail, 1 - tail], ofSorted: draws)
    return ConfidenceInterval(estimate: estimate, lower: limits[0], upper: limits[1], level: level)
  }

  func resample(_ values: [Double], using generator: inout Xoshiro256) -> [Double] {
    guard !values.isEmpty else { return [] }
    return values.map { _ in values[generator.uniform(below: values.count)] }
  }

  private func ratio(_ numerator: Double?, _ denominator: Double?) -> Double? {
    guard let numerator, let denominator, denominator != 0 else { return nil }
    return numerator / denominator
  }
}

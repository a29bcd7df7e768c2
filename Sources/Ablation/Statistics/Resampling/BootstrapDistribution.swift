import Seeding

/// What a statistic is in resamples of the pairs, and the intervals that follow from it.
public struct BootstrapDistribution: Hashable, Sendable {
  /// The statistic of the sample itself.
  public let estimate: Double
  /// The statistic of each resample, sorted.
  public let replicates: [Double]

  /// Takes resamples that were drawn elsewhere.
  ///
  /// - Precondition: there is at least one, and none is NaN.
  public init(estimate: Double, replicates: [Double]) {
    precondition(!replicates.isEmpty, "a bootstrap needs at least 1 resample")
    precondition(!replicates.contains(where: \.isNaN), "NaN has no place in a distribution")
    self.estimate = estimate
    self.replicates = replicates.sorted()
  }

  /// Draws the means of resamples with replacement; equal seeds give equal draws for equal lengths.
  ///
  /// - Precondition: `values` is not empty.
  public init(meansOf values: [Double], resamples: Int = 10_000, seed: SeedSequence) {
    precondition(!values.isEmpty, "a bootstrap needs values")
    var generator = seed.child("bootstrap").generator()
    let count = Double(values.count)
    self.init(
      estimate: values.reduce(0, +) / count,
      replicates: values.withUnsafeBufferPointer { values in
        (0..<resamples).map { _ in
          var sum = 0.0
          for _ in 0..<values.count { sum += values[generator.uniform(below: values.count)] }
          return sum / count
        }
      })
  }

  /// The means of stored resamples, each the positions of its values.
  public init(meansOf values: [Double], draws: [[Int]]) {
    let count = Double(values.count)
    self.init(
      estimate: values.reduce(0, +) / count,
      replicates: draws.map { draw in draw.reduce(0) { $0 + values[$1] } / Double(draw.count) })
  }

  /// The interval between two quantiles of the resamples (Efron 1979).
  public func percentileInterval(level: Double = 0.95) -> ConfidenceInterval {
    let tail = (1 - level) / 2
    return interval(from: tail, to: 1 - tail, level: level)
  }

  /// The bias-corrected and accelerated interval (Efron 1987), as `scipy.stats.bootstrap` has it.
  ///
  /// - Parameter jackknife: the statistic without each of the values in turn.
  /// - Returns: `nil` where all resamples lie on one side of the estimate or the statistic never changes.
  public func acceleratedInterval(jackknife: [Double], level: Double = 0.95) -> ConfidenceInterval? {
    // A resample that holds each value once has the estimate as its mean, but for the order of the additions.
    let rounding = 1e-10 * (replicates[replicates.count - 1] - replicates[0])
    let below = replicates.count { $0 < estimate - rounding }
    let atMost = replicates.count { $0 <= estimate + rounding }
    let share = Double(below + atMost) / Double(2 * replicates.count)
    guard share > 0, share < 1, let centre = Statistics.mean(of: jackknife) else { return nil }
    let influence = jackknife.map { centre - $0 }
    let squares = influence.reduce(0) { $0 + $1 * $1 }
    guard squares > 0 else { return nil }
    let cubes = influence.reduce(0) { $0 + $1 * $1 * $1 }
    let acceleration = cubes / (6 * squares * squares.squareRoot())
    let bias = StandardNormal.quantile(share)
    func corrected(_ z: Double) -> Double {
      StandardNormal.cumulative(bias + (bias + z) / (1 - acceleration * (bias + z)))
    }
    let z = StandardNormal.quantile((1 - level) / 2)
    return interval(from: corrected(z), to: corrected(-z), level: level)
  }

  private func interval(from lower: Double, to upper: Double, level: Double) -> ConfidenceInterval {
    let limits = quantiles([lower, upper], ofSorted: replicates)
    return ConfidenceInterval(estimate: estimate, lower: limits[0], upper: limits[1], level: level)
  }
}

/// The mean without each of the values in turn.
func jackknifeMeans(of values: [Double]) -> [Double] {
  let total = values.reduce(0, +)
  return values.map { (total - $0) / Double(values.count - 1) }
}

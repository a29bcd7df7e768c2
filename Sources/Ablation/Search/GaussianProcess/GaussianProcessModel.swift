/// What a Gaussian process has learnt from a study's history.
struct GaussianProcessModel {
  private static let largestFit = 100
  /// The least improvement worth a trial, in standard deviations of the observed values.
  ///
  /// Without it a search that has found a minimum polishes it for ever instead of looking for a deeper one.
  private static let resolution = 1e-4

  /// The observations of the history that lie in the space.
  let observations: [Observation]
  /// Their points, in the same order.
  let points: [[Double]]
  /// Their places from best to worst.
  let order: [Int]
  /// Points under way.
  let pending: [[Double]]
  /// How metric values were scaled.
  let scale: ObjectiveScale
  /// The process given the observations.
  let process: GaussianProcess
  /// The process as if the pending points too had been observed, at its own mean.
  let conditioned: GaussianProcess
  /// The scaled value to improve on.
  let threshold: Double

  /// Learns from a history; `nil` if it has fewer than two values or the numbers are degenerate.
  init?(encoding: MixedEncoding, goal: Goal, history: TrialHistory) {
    var observations: [Observation] = []
    var points: [[Double]] = []
    var raw: [Double?] = []
    for observation in history.observations {
      guard let point = encoding.encode(observation.configuration) else { continue }
      observations.append(observation)
      points.append(point)
      if case .value(let value) = observation.outcome, value.isFinite { raw.append(value) } else { raw.append(nil) }
    }
    guard raw.count(where: { $0 != nil }) >= 2 else { return nil }
    let scale = ObjectiveScale(raw, goal: goal)
    let values = scale.values
    let order = values.indices.sorted { values[$0] < values[$1] || (values[$0] == values[$1] && $0 < $1) }
    let taught = GaussianProcessModel.lessons(order)
    let fit = KernelFit(
      points: taught.map { points[$0] }, values: taught.map { values[$0] }, isCategory: encoding.isCategory)
    let (kernel, noise) = fit.fit()
    guard let process = GaussianProcess(kernel: kernel, noise: noise, points: points, values: values) else {
      return nil
    }
    let pending = history.pending.compactMap(encoding.encode)
    var conditioned = process
    if !pending.isEmpty {
      // Nothing is learnt from values the process expected anyway, except that there is nothing more to learn there.
      let expected = process.predict(pending).map(\.mean)
      conditioned =
        GaussianProcess(kernel: kernel, noise: noise, points: points + pending, values: values + expected) ?? process
    }
    self.observations = observations
    self.points = points
    self.order = order
    self.pending = pending
    self.scale = scale
    self.process = process
    self.conditioned = conditioned
    // The best prediction at an observed or pending point, which noise flatters less than the best reading; without the
    // pending ones a promising point under way would be suggested over and over.
    let best = conditioned.predict(points + pending).map(\.mean).min() ?? 0
    threshold = best - GaussianProcessModel.resolution
  }

  /// The observations from which length-scales are learnt, of all observations from best to worst.
  ///
  /// Fitting takes cubic time: of a long history the best ones count, and a regular sample of the others.
  private static func lessons(_ order: [Int]) -> [Int] {
    guard order.count > largestFit else { return order }
    let best = largestFit / 2
    let sampled = largestFit - best
    let rest = order.count - best
    return order[..<best] + (0..<sampled).map { order[best + $0 * rest / sampled] }
  }

  /// The logarithm of the expected improvement, in scaled units, at a point.
  func logExpectedImprovement(_ point: [Double]) -> Double {
    let (mean, variance) = conditioned.predict(point)
    return LogExpectedImprovement.value(mean: mean, variance: variance, threshold: threshold)
  }
}

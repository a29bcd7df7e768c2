import Seeding

/// Bayesian optimisation with a Gaussian process over mixed spaces; what a sweep file calls `bayes`.
///
/// After a Latin hypercube of start-up points, each suggestion maximises the expected improvement of a process with a
/// Matérn-5/2 kernel, one length-scale a parameter, amplitude and noise fitted by maximum a posteriori. Points under
/// way count as observed at their predicted mean; failed and infeasible ones as the worst value seen. Points of finite
/// spaces are suggested once.
///
/// Single-threaded, in fixed order and without the C library's functions, so that suggestions depend neither on build
/// mode, thread count nor processor.
public struct GaussianProcessSampler: Sampler {
  /// The number of trials that are spread over the space before the model is asked.
  static let startUpTrials = 8
  private static let largestListedSpace = 4096
  private static let largestFit = 100

  private let goal: Goal
  private let encoding: MixedEncoding
  private let seeds: SeedSequence
  private let random: RandomSampler

  /// A search over the space.
  ///
  /// - Throws: `SearchError.onlyConstants` if there is nothing to search.
  public init(space: SearchSpace, goal: Goal, seed: UInt64) throws {
    guard !space.dimensions.isEmpty else { throw SearchError.onlyConstants(method: "bayes") }
    self.goal = goal
    encoding = MixedEncoding(space: space)
    seeds = SeedSequence(root: seed).child("gaussian process search")
    random = RandomSampler(space: space, seed: seed)
  }

  /// The configuration for a trial, or `nil` when every point of a finite space has been tried.
  public func suggest(trial number: Int, history: TrialHistory) throws -> Configuration? {
    let size = encoding.space.size
    let tried = history.triedKeys
    if let size, tried.count >= size { return try random.suggest(trial: number, history: history) }
    if number < GaussianProcessSampler.startUpTrials {
      let point = encoding.decode(startUpPoint(number))
      if !tried.contains(point.canonicalKey) { return point }
      return try random.suggest(trial: number, history: history)
    }
    guard let point = modelled(number, history), case let configuration = encoding.decode(point),
      !tried.contains(configuration.canonicalKey)
    else { return try random.suggest(trial: number, history: history) }
    return configuration
  }

  /// A point of a Latin hypercube: each of the start-up trials has its own stratum of every axis.
  private func startUpPoint(_ number: Int) -> [Double] {
    let count = GaussianProcessSampler.startUpTrials
    return encoding.axes.indices.map { j in
      var generator = seeds.child("start-up").child(j).generator()
      let strata = generator.permutation(count: count)
      let jitters = (0..<count).map { _ in generator.uniform() }
      return encoding.coordinate(axis: j, draw: (Double(strata[number]) + jitters[number]) / Double(count))
    }
  }

  /// The point of highest expected improvement; `nil` if there is too little to learn from.
  private func modelled(_ number: Int, _ history: TrialHistory) -> [Double]? {
    var points: [[Double]] = []
    var raw: [Double?] = []
    for observation in history.observations {
      guard let point = encoding.encode(observation.configuration) else { continue }
      points.append(point)
      if case .value(let value) = observation.outcome, value.isFinite { raw.append(value) } else { raw.append(nil) }
    }
    guard raw.count(where: { $0 != nil }) >= 2 else { return nil }
    let values = ObjectiveScale.scale(raw, goal: goal)
    let order = values.indices.sorted { values[$0] < values[$1] || (values[$0] == values[$1] && $0 < $1) }
    let taught = GaussianProcessSampler.lessons(order)
    let fit = KernelFit(
      points: taught.map { points[$0] }, values: taught.map { values[$0] }, isCategory: encoding.isCategory)
    let (kernel, noise) = fit.fit()
    guard let process = GaussianProcess(kernel: kernel, noise: noise, points: points, values: values) else {
      return nil
    }
    let pending = history.pending.compactMap(encoding.encode)
    let search = AcquisitionSearch(
      encoding: encoding, process: conditioned(process, on: pending, points, values) ?? process,
      threshold: threshold(process, points), excluded: Set(points + pending))
    if let size = encoding.space.size, size <= GaussianProcessSampler.largestListedSpace {
      return search.best(of: allPoints(size))
    }
    return search.best(incumbents: order.map { points[$0] }, seeds: seeds.child(number))
  }

  /// The value to improve on: the best prediction at an observed point, which noise flatters less than the best reading.
  private func threshold(_ process: GaussianProcess, _ points: [[Double]]) -> Double {
    process.predict(points).map(\.mean).min() ?? 0
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

  /// The process as if the pending points had been observed at its own mean.
  private func conditioned(
    _ process: GaussianProcess, on pending: [[Double]], _ points: [[Double]], _ values: [Double]
  ) -> GaussianProcess? {
    if pending.isEmpty { return process }
    return GaussianProcess(
      kernel: process.kernel, noise: process.noise, points: points + pending,
      values: values + pending.map { process.predict($0).mean })
  }

  private func allPoints(_ size: Int) -> [[Double]] {
    (0..<size).map { index in
      var rest = index
      return encoding.axes.indices.map { j in
        let count = encoding.axes[j].count ?? 1
        defer { rest /= count }
        return encoding.coordinate(axis: j, position: rest % count)
      }
    }
  }
}

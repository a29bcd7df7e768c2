import Seeding

/// Multivariate tree-structured Parzen estimators; what a sweep file calls `sampler: tpe`.
///
/// The method is that of Bergstra, Bardenet, Bengio and Kégl (2011). After quasi-random start-up points, the best tenth of all observations (at most 25) makes one density, the others,
/// the failed trials and those under way make another; of several draws from the first, the one is suggested at which
/// the first is largest relative to the second. Points of finite spaces are suggested once.
public struct ParzenSampler: Sampler {
  static let mostStartUpTrials = 10
  private static let candidates = 24
  private static let redraws = 4
  private static let largestGood = 25
  /// The latest observations count in full; older ones among the rest count less the older they are.
  private static let recent = 25

  /// How many trials are spread over the space before the densities are asked.
  let startUpTrials: Int
  let goal: Goal
  let encoding: MixedEncoding
  private let priors: [[Double]]
  private let seeds: SeedSequence
  private let startUp: SobolSampler

  /// A search over the space.
  ///
  /// - Parameter trialBudget: how many trials the study has, if that is known: of a short study a third is start-up.
  /// - Throws: `SearchError.onlyConstants` if there is nothing to search.
  public init(space: SearchSpace, goal: Goal, seed: UInt64, trialBudget: Int? = nil) throws {
    guard !space.dimensions.isEmpty else { throw SearchError.onlyConstants(method: SamplerName.tpe.rawValue) }
    self.goal = goal
    startUpTrials = SamplerName.startUpTrials(most: ParzenSampler.mostStartUpTrials, budget: trialBudget)
    encoding = MixedEncoding(space: space)
    priors = encoding.levelProbabilities
    seeds = SeedSequence(root: seed).child("parzen search")
    startUp = SobolSampler(space: space, seed: seed)
  }

  /// The configuration for a trial, or `nil` when every point of a finite space has been tried.
  public func suggest(trial number: Int, history: TrialHistory) throws -> Configuration? {
    let tried = history.triedKeys
    if let size = encoding.space.size, tried.count >= size { return nil }
    guard number >= startUpTrials, let (good, rest) = densities(history) else {
      return try startUp.suggest(trial: number, history: history)
    }
    var generator = seeds.child(number).generator()
    for _ in 0..<ParzenSampler.redraws {
      var best: (configuration: Configuration, score: Double)?
      for _ in 0..<ParzenSampler.candidates {
        let point = good.sample(&generator)
        let score = good.logDensity(point) - rest.logDensity(point)
        guard score > best?.score ?? -.infinity else { continue }
        let configuration = encoding.decode(point)
        if !tried.contains(configuration.canonicalKey) { best = (configuration, score) }
      }
      if let best { return best.configuration }
    }
    return try startUp.suggest(trial: number, history: history)
  }

  /// The densities of the good and of the other observations; `nil` if none has a value.
  func densities(_ history: TrialHistory) -> (good: ParzenEstimator, rest: ParzenEstimator)? {
    var seen: [(point: [Double], value: Double)] = []
    for observation in history.observations {
      guard let point = encoding.encode(observation.configuration) else { continue }
      var value = Double.infinity
      if case .value(let metric) = observation.outcome, metric.isFinite {
        value = goal == .minimize ? metric : -metric
      }
      seen.append((point, value))
    }
    let finite = seen.count { $0.value < .infinity }
    guard finite > 0 else { return nil }
    let order = seen.indices.sorted {
      seen[$0].value < seen[$1].value || (seen[$0].value == seen[$1].value && $0 < $1)
    }
    let count = min((seen.count + 9) / 10, ParzenSampler.largestGood, finite)
    let good = order.prefix(count).sorted()
    let rest = order.dropFirst(count).sorted()
    let pending = history.pending.compactMap(encoding.encode)
    let others = rest.map { seen[$0].point } + pending
    return (
      ParzenEstimator(
        axes: encoding.axes, priors: priors, points: good.map { seen[$0].point },
        weights: ParzenSampler.weights(good.count)),
      ParzenEstimator(
        axes: encoding.axes, priors: priors, points: others, weights: ParzenSampler.weights(others.count))
    )
  }

  /// Oldest first: a ramp up to 1, then ones.
  private static func weights(_ count: Int) -> [Double] {
    let old = count - recent
    guard old > 0 else { return [Double](repeating: 1, count: count) }
    let first = 1 / Double(count)
    let ramp = (0..<old).map { index in
      old == 1 ? first : first + (1 - first) * Double(index) / Double(old - 1)
    }
    return ramp + [Double](repeating: 1, count: recent)
  }
}

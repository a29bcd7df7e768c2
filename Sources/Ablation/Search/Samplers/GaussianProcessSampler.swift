import Seeding

/// Bayesian optimisation with a Gaussian process over mixed spaces; what a sweep file calls `bayes`.
///
/// After quasi-random start-up points, each suggestion maximises the expected improvement of a process with a
/// Matérn-5/2 kernel, one length-scale a parameter, amplitude and noise fitted by maximum a posteriori. Points under
/// way count as observed at their predicted mean; failed and infeasible ones as the worst value seen. Points of finite
/// spaces are suggested once. The number of start-up points, the priors and the least improvement that counts were
/// chosen on the problems of `SamplerProblem.tuning`.
///
/// Single-threaded, in fixed order and without the C library's functions, so that suggestions depend neither on build
/// mode, thread count nor processor.
public struct GaussianProcessSampler: Sampler {
  /// The largest number of trials that are spread over the space before the model is asked.
  static let mostStartUpTrials = 12
  private static let largestListedSpace = 4096

  /// How many trials are spread over the space before the model is asked.
  let startUpTrials: Int
  let goal: Goal
  let encoding: MixedEncoding
  private let seeds: SeedSequence
  private let startUp: SobolSampler
  private let random: RandomSampler

  /// A search over the space.
  ///
  /// - Parameter trialBudget: how many trials the study has, if that is known: of a short study a third is start-up.
  /// - Throws: `SearchError.onlyConstants` if there is nothing to search.
  public init(space: SearchSpace, goal: Goal, seed: UInt64, trialBudget: Int? = nil) throws {
    guard !space.dimensions.isEmpty else { throw SearchError.onlyConstants(method: "bayes") }
    self.goal = goal
    startUpTrials = SamplerName.startUpTrials(most: GaussianProcessSampler.mostStartUpTrials, budget: trialBudget)
    encoding = MixedEncoding(space: space)
    seeds = SeedSequence(root: seed).child("gaussian process search")
    startUp = SobolSampler(space: space, seed: seed)
    random = RandomSampler(space: space, seed: seed)
  }

  /// The configuration for a trial, or `nil` when every point of a finite space has been tried.
  public func suggest(trial number: Int, history: TrialHistory) throws -> Configuration? {
    let tried = history.triedKeys
    if let size = encoding.space.size, tried.count >= size {
      return try random.suggest(trial: number, history: history)
    }
    if number < startUpTrials { return try startUp.suggest(trial: number, history: history) }
    if let model = GaussianProcessModel(encoding: encoding, goal: goal, history: history),
      let configuration = best(number, model).map(encoding.decode), !tried.contains(configuration.canonicalKey)
    {
      return configuration
    }
    return try random.suggest(trial: number, history: history)
  }

  /// The point of highest expected improvement.
  private func best(_ number: Int, _ model: GaussianProcessModel) -> [Double]? {
    let search = AcquisitionSearch(
      encoding: encoding, process: model.conditioned, threshold: model.threshold,
      excluded: Set(model.points + model.pending))
    if let size = encoding.space.size, size <= GaussianProcessSampler.largestListedSpace {
      return search.best(of: encoding.allPoints(count: size))
    }
    return search.best(incumbents: model.order.map { model.points[$0] }, seeds: seeds.child(number))
  }
}

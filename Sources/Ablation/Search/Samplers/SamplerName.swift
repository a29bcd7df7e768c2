/// The samplers by the names that a sweep file's second document gives them.
public enum SamplerName: String, Hashable, Sendable, Codable, CaseIterable {
  /// Every point once, in W&B's order.
  case grid
  /// Every point once, in an order that the seed shuffles.
  case shuffledGrid = "shuffled-grid"
  /// Independent draws.
  case random
  /// A scrambled Sobol sequence.
  case sobol
  /// Tree-structured Parzen estimators.
  case tpe
  /// A Gaussian process.
  case gp

  /// The method that W&B knows the sampler's kind by, which the file's first document has to name.
  public var method: SweepMethod {
    switch self {
    case .grid, .shuffledGrid: return .grid
    case .random, .sobol: return .random
    case .tpe, .gp: return .bayes
    }
  }

  /// The number of trials before a model is asked: the usual one, or a third of a short study, but two at least.
  static func startUpTrials(most: Int, budget: Int?) -> Int {
    guard let budget else { return most }
    return min(most, max(2, budget / 3))
  }

  /// Trials of a study with so many trials that no result decides; `nil` for samplers that never look at results.
  func startUpTrials(trialBudget: Int?) -> Int? {
    switch self {
    case .grid, .shuffledGrid, .random, .sobol: return nil
    case .tpe: return Self.startUpTrials(most: ParzenSampler.mostStartUpTrials, budget: trialBudget)
    case .gp: return Self.startUpTrials(most: GaussianProcessSampler.mostStartUpTrials, budget: trialBudget)
    }
  }

  /// Makes the sampler for a space.
  ///
  /// - Parameters:
  ///   - goal: which direction is better; only `tpe` and `gp` look at results.
  ///   - trialBudget: how many trials the study has, if that is known; `tpe` and `gp` spread a third at most.
  /// - Throws: `SearchError` if the space does not suit the sampler.
  public func makeSampler(space: SearchSpace, goal: Goal, seed: UInt64, trialBudget: Int? = nil) throws -> any Sampler {
    switch self {
    case .grid: return try GridSampler(space: space)
    case .shuffledGrid: return try GridSampler(space: space, seed: seed)
    case .random: return RandomSampler(space: space, seed: seed)
    case .sobol: return SobolSampler(space: space, seed: seed)
    case .tpe: return try ParzenSampler(space: space, goal: goal, seed: seed, trialBudget: trialBudget)
    case .gp: return try GaussianProcessSampler(space: space, goal: goal, seed: seed, trialBudget: trialBudget)
    }
  }
}

extension SweepMethod {
  /// The sampler of a sweep whose file does not name one.
  public var defaultSampler: SamplerName {
    switch self {
    case .grid: return .grid
    case .random: return .random
    case .bayes: return .gp
    }
  }
}

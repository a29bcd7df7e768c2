/// Placeholder.
public struct GaussianProcessSampler: Sampler {
  let fallback: RandomSampler
  /// Placeholder.
  public init(space: SearchSpace, goal: Goal, seed: UInt64) throws { fallback = RandomSampler(space: space, seed: seed) }
  /// Placeholder.
  public func suggest(trial number: Int, history: TrialHistory) throws -> Configuration? {
    try fallback.suggest(trial: number, history: history)
  }
}

import Seeding

/// Independent draws from the parameters' distributions; without replacement where the space is finite.
///
/// Each draw comes from a stream of its own, keyed by the seed, the trial's number and the parameter's name, so that
/// adding a parameter does not change the others' values. Unlike W&B's random search, which repeats points of finite
/// spaces for ever, tried points are drawn anew and the search ends when none is left.
public struct RandomSampler: Sampler {
  private static let redraws = 64
  private static let largestListedSpace = 100_000

  private let space: SearchSpace
  private let seeds: SeedSequence

  /// A random search over the space.
  public init(space: SearchSpace, seed: UInt64) {
    self.space = space
    seeds = SeedSequence(root: seed).child("random search")
  }

  /// The configuration for a trial, or `nil` when every point of a finite space has been tried.
  public func suggest(trial number: Int, history: TrialHistory) throws -> Configuration? {
    let node = seeds.child(number)
    var generators = space.parameters.map { node.child($0.name).generator() }
    let size = space.size
    let tried = size == nil ? [] : history.triedKeys
    for _ in 0...RandomSampler.redraws {
      var candidate: Configuration = [:]
      for (index, parameter) in space.parameters.enumerated() {
        candidate[parameter.name] = parameter.distribution.quantile(generators[index].uniform())
      }
      // Rarely, rounding at the very edge of a weighted list gives a value of probability 0: such a draw does not count.
      if size == nil || (!tried.contains(candidate.canonicalKey) && space.contains(candidate)) { return candidate }
    }
    guard let size else { return nil }
    var last = node.child("points left").generator()
    if size <= RandomSampler.largestListedSpace {
      return pointLeft(size: size, tried: tried, draw: last.uniform())
    }
    // The space is far larger than any history, so that the walk from a random position ends soon.
    let start = last.uniform(below: size)
    for step in 0..<size {
      let candidate = space.configuration(at: start < size - step ? start + step : start - (size - step))
      if !tried.contains(candidate.canonicalKey) { return candidate }
    }
    return nil
  }

  /// One of the untried points, by their probabilities.
  private func pointLeft(size: Int, tried: Set<String>, draw: Double) -> Configuration? {
    let left = (0..<size).map(space.configuration(at:)).filter { !tried.contains($0.canonicalKey) }
    let weights = left.map { configuration in
      space.parameters.reduce(1.0) { product, parameter in
        guard let value = configuration[parameter.name] else { return 0 }
        let index = parameter.distribution.levelIndex(of: value)
        return product * (index.map(parameter.distribution.levelProbability) ?? 0)
      }
    }
    var remaining = draw * weights.reduce(0, +)
    for (configuration, weight) in zip(left, weights) {
      remaining -= weight
      if remaining < 0 { return configuration }
    }
    return left.last
  }
}

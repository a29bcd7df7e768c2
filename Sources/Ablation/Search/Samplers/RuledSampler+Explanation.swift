extension RuledSampler: ExplainingSampler {
  /// Explains a configuration by the inner sampler's model, as far as it has one, in terms of the active parameters.
  ///
  /// The model knows the whole space: to it an absent parameter had the fixed value that completes a configuration.
  public func explain(
    _ configuration: Configuration, trial number: Int, history: TrialHistory, neighbours: Int = 3
  ) throws -> SamplerExplanation {
    let decision = try decide(trial: number, history: history)
    let isOwn = decision?.suggestion.canonicalKey == configuration.canonicalKey
    let view = decision?.view ?? TrialHistory()
    guard let inner = inner as? any ExplainingSampler else {
      return SamplerExplanation(
        trial: number, configuration: configuration, origin: .random, prediction: nil, incumbent: nil, neighbours: [],
        drivers: [])
    }
    let whole = isOwn ? decision?.inner?.whole : nil
    // Points that were refused on the way are no trials.
    let all = try inner.explain(
      whole ?? space.completed(configuration), trial: decision?.inner?.number ?? number, history: view,
      neighbours: neighbours + view.observations.count { $0.trial == number })
    var result = all
    result.trial = number
    result.configuration = configuration
    if whole == nil { result.origin = .random }
    result.drivers = all.drivers.filter { configuration[$0.parameter] != nil }
    result.neighbours = Array(try all.neighbours.filter { $0.trial != number }.prefix(neighbours).map(reduced))
    result.incumbent = try all.incumbent.map(reduced)
    return result
  }

  private func reduced(_ neighbour: SamplerExplanation.Neighbour) throws -> SamplerExplanation.Neighbour {
    var result = neighbour
    do throws(ExpressionError) {
      result.configuration = try rules.reduced(neighbour.configuration)
    } catch {
      throw SearchError.expression(error)
    }
    return result
  }
}

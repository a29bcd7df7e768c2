extension ParzenSampler: ExplainingSampler {
  /// Explains a configuration by the two densities: the score is the logarithm of their ratio.
  public func explain(
    _ configuration: Configuration, trial number: Int, history: TrialHistory, neighbours: Int = 3
  ) throws -> SamplerExplanation {
    let point = try encoding.pointOrError(configuration)
    let nearest = encoding.neighbours(of: point, in: history.observations, count: neighbours)
    var explanation = SamplerExplanation(
      trial: number, configuration: configuration, origin: .startUp, prediction: nil, incumbent: nil,
      neighbours: nearest, drivers: [])
    guard let (good, rest) = densities(history), let incumbent = incumbent(history) else {
      explanation.origin = number < startUpTrials ? .startUp : .random
      return explanation
    }
    if number >= startUpTrials {
      let asked = try suggest(trial: number, history: history)
      explanation.origin = asked?.canonicalKey == configuration.canonicalKey ? .model : .random
    }
    let place = try encoding.pointOrError(incumbent.configuration)
    explanation.incumbent = SamplerExplanation.Neighbour(incumbent, distance: encoding.distance(point, place))
    func score(_ point: [Double]) -> Double { good.logDensity(point) - rest.logDensity(point) }
    explanation.logDensityRatio = score(point)
    let here = encoding.decode(point)
    let there = encoding.decode(place)
    explanation.drivers = encoding.parameters.enumerated().map { j, parameter in
      var moved = point
      moved[j] = place[j]
      return SamplerExplanation.Driver(
        parameter: parameter.name, value: here[parameter.name] ?? .null, incumbent: there[parameter.name] ?? .null,
        meanChange: nil, scoreChange: moved == point ? 0 : score(moved) - score(point), lengthScale: nil,
        logDensityRatio: good.logDensity(point, axis: j) - rest.logDensity(point, axis: j))
    }.sorted { ($0.scoreChange, $0.parameter) < ($1.scoreChange, $1.parameter) }
    return explanation
  }

  private func incumbent(_ history: TrialHistory) -> Observation? {
    var best: (observation: Observation, value: Double)?
    for observation in history.observations where encoding.encode(observation.configuration) != nil {
      guard case .value(let metric) = observation.outcome, metric.isFinite else { continue }
      let value = goal == .minimize ? metric : -metric
      if value < best?.value ?? .infinity { best = (observation, value) }
    }
    return best?.observation
  }
}

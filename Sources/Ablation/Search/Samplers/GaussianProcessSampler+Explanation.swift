extension GaussianProcessSampler: ExplainingSampler {
  /// Explains a configuration by the process fitted to the history; distances are in length-scales.
  public func explain(
    _ configuration: Configuration, trial number: Int, history: TrialHistory, neighbours: Int = 3
  ) throws -> SamplerExplanation {
    let point = try encoding.pointOrError(configuration)
    var explanation = SamplerExplanation(
      trial: number, configuration: configuration, origin: .startUp, prediction: nil, incumbent: nil, neighbours: [],
      drivers: [])
    guard let model = GaussianProcessModel(encoding: encoding, goal: goal, history: history) else {
      explanation.origin = number < startUpTrials ? .startUp : .random
      explanation.neighbours = encoding.neighbours(of: point, in: history.observations, count: neighbours)
      return explanation
    }
    if number >= startUpTrials {
      let asked = try suggest(trial: number, history: history)
      explanation.origin = asked?.canonicalKey == configuration.canonicalKey ? .model : .random
    }
    let kernel = model.process.kernel
    let order = model.points.indices.map { index in
      (index: index, distance: kernel.squaredDistance(point, model.points[index]).squareRoot())
    }.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }
    func neighbour(_ index: Int) -> SamplerExplanation.Neighbour {
      SamplerExplanation.Neighbour(
        model.observations[index], distance: kernel.squaredDistance(point, model.points[index]).squareRoot())
    }
    explanation.neighbours = order.prefix(neighbours).map { neighbour($0.index) }
    explanation.prediction = prediction(model, point)
    if let best = model.order.first {
      explanation.incumbent = neighbour(best)
      explanation.drivers = drivers(model, point, incumbent: model.points[best])
    }
    return explanation
  }

  private func prediction(_ model: GaussianProcessModel, _ point: [Double]) -> SamplerExplanation.Prediction {
    let (mean, variance) = model.conditioned.predict(point)
    let logImprovement = model.logExpectedImprovement(point) + Elementary.log(model.scale.difference(1))
    return SamplerExplanation.Prediction(
      mean: model.scale.metric(mean), standardDeviation: model.scale.difference(variance.squareRoot()),
      target: model.scale.metric(model.threshold), expectedImprovement: Elementary.exp(logImprovement),
      logExpectedImprovement: logImprovement,
      noise: model.scale.difference(model.process.noise.squareRoot()))
  }

  private func drivers(
    _ model: GaussianProcessModel, _ point: [Double], incumbent: [Double]
  ) -> [SamplerExplanation.Driver] {
    let here = encoding.decode(point)
    let there = encoding.decode(incumbent)
    let (mean, _) = model.conditioned.predict(point)
    let score = model.logExpectedImprovement(point)
    let drivers = encoding.parameters.enumerated().map { j, parameter in
      var moved = point
      moved[j] = incumbent[j]
      let movedMean = model.conditioned.predict(moved).mean
      return SamplerExplanation.Driver(
        parameter: parameter.name, value: here[parameter.name] ?? .null, incumbent: there[parameter.name] ?? .null,
        meanChange: model.scale.metric(movedMean) - model.scale.metric(mean),
        scoreChange: moved == point ? 0 : model.logExpectedImprovement(moved) - score,
        lengthScale: 1 / model.process.kernel.weights[j].squareRoot())
    }
    return drivers.sorted { ($0.scoreChange, $0.parameter) < ($1.scoreChange, $1.parameter) }
  }
}

extension SamplerExplanation.Neighbour {
  /// An observation at a distance.
  init(_ observation: Observation, distance: Double) {
    var value: Double?
    if case .value(let metric) = observation.outcome { value = metric }
    self.init(
      trial: observation.trial, configuration: observation.configuration, distance: distance, value: value)
  }
}

import SamplerProblems
import Testing
import TestSupport

@testable import Search

@Suite struct SamplerExplanationTests {
  /// A one-parameter study on a parabola, and a useless second parameter.
  static let space = SearchSpace([
    Parameter("idle", .categorical(["a", "b"])), Parameter("x", .continuous(.uniform(min: 0, max: 2))),
  ])

  private func history(_ places: [(x: Double, idle: String)], goal: Goal = .minimize) -> TrialHistory {
    TrialHistory(
      observations: places.enumerated().map { number, place in
        let value = 3 + 4 * (place.x - 1.2) * (place.x - 1.2)
        return Observation(
          trial: number, configuration: ["idle": .string(place.idle), "x": .double(place.x)],
          outcome: .value(goal == .minimize ? value : -value))
      })
  }

  static let places: [(x: Double, idle: String)] = [
    (0.1, "a"), (0.4, "b"), (0.7, "a"), (1.0, "b"), (1.6, "a"), (1.9, "b"), (0.25, "a"), (1.75, "b"), (1.45, "a"),
    (0.9, "a"), (0.6, "b"), (1.3, "b"),
  ]

  @Test(arguments: [Goal.minimize, .maximize]) func predictionsAreInTheMetricsUnits(goal: Goal) throws {
    let sampler = try GaussianProcessSampler(space: SamplerExplanationTests.space, goal: goal, seed: 1)
    let history = history(SamplerExplanationTests.places, goal: goal)
    let sign = goal == .minimize ? 1.0 : -1
    for (x, value) in [(1.2, 3.0), (0.5, 4.96), (1.5, 3.36)] {
      let explanation = try sampler.explain(["idle": "a", "x": .double(x)], trial: 30, history: history)
      let prediction = try #require(explanation.prediction)
      #expect(abs(prediction.mean - sign * value) < 0.15, "\(x): \(prediction)")
      #expect(prediction.standardDeviation > 0 && prediction.standardDeviation < 0.5)
      #expect(prediction.expectedImprovement >= 0 && prediction.expectedImprovement < 0.2)
      let logarithm = Elementary.log(prediction.expectedImprovement)
      #expect(abs(logarithm - prediction.logExpectedImprovement) < 1e-9 * max(1, abs(logarithm)))
    }
  }

  @Test func neighboursAndIncumbentAreTheRightTrials() throws {
    let sampler = try GaussianProcessSampler(space: SamplerExplanationTests.space, goal: .minimize, seed: 1)
    let explanation = try sampler.explain(
      ["idle": "a", "x": 1.42], trial: 30, history: history(SamplerExplanationTests.places), neighbours: 2)
    #expect(explanation.incumbent?.trial == 11)
    #expect(explanation.neighbours.first?.trial == 8 && explanation.neighbours.count == 2)
    let distances = explanation.neighbours.map(\.distance)
    #expect(distances == distances.sorted() && distances[0] > 0)
    #expect(abs((explanation.neighbours[0].value ?? 0) - 3.25) < 1e-9)
    #expect(explanation.origin == .random, "nobody suggested this point")
  }

  /// Moving the number back to the incumbent's loses; the idle category hardly matters and has a long length-scale.
  @Test func driversAreTheParametersThatMatter() throws {
    let sampler = try GaussianProcessSampler(space: SamplerExplanationTests.space, goal: .minimize, seed: 1)
    let explanation = try sampler.explain(
      ["idle": "a", "x": 1.9], trial: 30, history: history(SamplerExplanationTests.places))
    let drivers = Dictionary(uniqueKeysWithValues: explanation.drivers.map { ($0.parameter, $0) })
    let number = try #require(drivers["x"])
    let idle = try #require(drivers["idle"])
    // 3 + 4 (1.3 - 1.2)^2 less 3 + 4 (1.9 - 1.2)^2.
    #expect(abs((number.meanChange ?? 0) + 1.92) < 0.3)
    #expect(abs(idle.meanChange ?? 1) < 0.3)
    #expect(number.incumbent == 1.3 && idle.incumbent == "b" && idle.value == "a")
    #expect((idle.lengthScale ?? 0) > (number.lengthScale ?? .infinity))
  }

  @Test(arguments: [SamplerName.gp, .tpe]) func suggestionsAreRecognised(name: SamplerName) throws {
    let problem = SamplerProblem.lenetMix()
    let sampler = try #require(
      try name.makeSampler(space: problem.space, goal: .minimize, seed: 3) as? any ExplainingSampler)
    let trace = try SamplerTrace(problem, sampler: sampler, seed: 3, trials: 24)
    let observations = trace.configurations.enumerated().map {
      Observation(trial: $0, configuration: $1, outcome: .value(trace.observed[$0]))
    }
    let history = TrialHistory(observations: observations)
    let suggestion = try #require(try sampler.suggest(trial: 24, history: history))
    let explanation = try sampler.explain(suggestion, trial: 24, history: history, neighbours: 3)
    #expect(explanation.origin == .model && explanation.neighbours.count == 3 && explanation.drivers.count == 6)
    #expect((explanation.prediction != nil) == (name == .gp))
    let changes = explanation.drivers.map(\.scoreChange)
    #expect(changes == changes.sorted())
    for driver in explanation.drivers where driver.value == driver.incumbent { #expect(driver.scoreChange == 0) }
    let early = try sampler.explain(trace.configurations[2], trial: 2, history: TrialHistory(), neighbours: 3)
    #expect(early.origin == .startUp && early.neighbours.isEmpty && early.drivers.isEmpty)
    #expect(throws: SearchError.outsideSpace(parameters: ["optimizer"])) {
      var outside = suggestion
      outside["optimizer"] = "lion"
      return try sampler.explain(outside, trial: 24, history: history, neighbours: 3)
    }
  }
}

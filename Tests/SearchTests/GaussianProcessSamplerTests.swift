import SamplerProblems
import Search
import Testing
import TestSupport

@Suite struct GaussianProcessSamplerTests {
  @Test func bayesBeatsRandomSearchOnTheMixedProblem() throws {
    let problem = SamplerProblem.lenetMix()
    var wins = 0
    var found = 0
    for seed in UInt64(200)..<206 {
      func regret(_ sampler: any Sampler) throws -> Double {
        try SamplerTrace(problem, sampler: sampler, seed: seed, trials: 45)
          .regret(after: 45, minimum: problem.minimum)
      }
      let bayes = try regret(try GaussianProcessSampler(space: problem.space, goal: .minimize, seed: seed))
      let random = try regret(RandomSampler(space: problem.space, seed: seed))
      if bayes < random { wins += 1 }
      if bayes < 0.002 { found += 1 }
    }
    #expect(wins >= 5, "bayes was better in \(wins) of 6 seeds")
    #expect(found >= 4, "the right categories were found in \(found) of 6 seeds")
  }

  /// The configurations that a sampler suggests for a problem, one after the other.
  private func path(
    _ space: SearchSpace, goal: Goal = .minimize, trials: Int = 16, _ value: (Configuration) -> Double?
  ) throws -> [Configuration] {
    let sampler = try GaussianProcessSampler(space: space, goal: goal, seed: 9)
    var history = TrialHistory()
    for number in 0..<trials {
      let configuration = try #require(try sampler.suggest(trial: number, history: history))
      let outcome = value(configuration).map(Outcome.value) ?? .failed
      history.observations.append(Observation(trial: number, configuration: configuration, outcome: outcome))
    }
    return history.observations.map(\.configuration)
  }

  @Test func divergedAndFailedTrialsDoNotBlindTheModel() throws {
    let problem = SamplerProblem.branin
    let explored = try path(problem.space, trials: 30) { configuration in
      let value = problem.value(configuration)
      return value > 150 ? nil : value > 60 ? 1e30 : value
    }
    let best = explored.map(problem.value).min() ?? .infinity
    #expect(best < 1.5, "\(best)")
  }

  @Test func aConstantObjectiveIsSearchedOn() throws {
    let configurations = try path(SamplerTests.mixed) { _ in 1 }
    #expect(Set(configurations.map(\.canonicalKey)).count == configurations.count)
  }

  @Test func pendingTrialsAreNotSuggestedAgain() throws {
    let problem = SamplerProblem.branin
    let sampler = try GaussianProcessSampler(space: problem.space, goal: .minimize, seed: 1)
    var history = TrialHistory()
    for number in 0..<12 {
      let configuration = try #require(try sampler.suggest(trial: number, history: history))
      history.observations.append(
        Observation(trial: number, configuration: configuration, outcome: .value(problem.value(configuration))))
    }
    for _ in 0..<3 {
      let configuration = try #require(try sampler.suggest(trial: 12, history: history))
      let point = try #require(problem.space.encode(configuration))
      for other in history.pending {
        let there = try #require(problem.space.encode(other))
        #expect(zip(point, there).contains { abs($0 - $1) > 1e-3 })
      }
      history.pending.append(configuration)
    }
  }

  @Test func constantsAloneAreRefused() {
    #expect(throws: SearchError.onlyConstants(method: "bayes")) {
      try GaussianProcessSampler(space: SearchSpace([Parameter("x", .constant(1))]), goal: .minimize, seed: 0)
    }
  }
}

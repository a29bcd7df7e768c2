import SamplerProblems
import Testing
import TestSupport

@testable import Search

/// What must not change a suggestion: how values are listed, what they and the parameters are called, the metric's scale.
@Suite struct SamplerInvarianceTests {
  static let blind: [SamplerName] = [.random, .sobol]
  static let models: [SamplerName] = [.tpe, .gp]

  /// The configurations that a sampler suggests for a problem, one after the other.
  private func path(
    _ name: SamplerName, _ space: SearchSpace, goal: Goal = .minimize, trials: Int = 18,
    _ value: (Configuration) -> Double
  ) throws -> [Configuration] {
    let sampler = try name.makeSampler(space: space, goal: goal, seed: 9)
    var history = TrialHistory()
    for number in 0..<trials {
      let configuration = try #require(try sampler.suggest(trial: number, history: history))
      history.observations.append(
        Observation(trial: number, configuration: configuration, outcome: .value(value(configuration))))
    }
    return history.observations.map(\.configuration)
  }

  @Test(arguments: [SamplerName.sobol, .tpe, .gp]) func theOrderOfListedValuesDoesNotMatter(name: SamplerName) throws {
    let first = SamplerProblem.lenetMix(booleans: [false, true])
    let second = SamplerProblem.lenetMix(booleans: [true, false])
    #expect(try path(name, first.space, first.value) == path(name, second.space, second.value))
  }

  /// Categories are compared for equality only: other labels in the same alphabetical order change nothing.
  @Test(arguments: [SamplerName.random, .sobol, .tpe, .gp]) func labelsOfCategoriesDoNotMatter(
    name: SamplerName
  ) throws {
    let labels: [ParameterValue: ParameterValue] = ["a": "kiwi", "b": "lemon", "c": "mango"]
    func space(_ values: [ParameterValue]) -> SearchSpace {
      SearchSpace([
        Parameter("kind", .categorical(values)), Parameter("x", .continuous(.uniform(min: 0, max: 1))),
        Parameter("layers", .integerUniform(min: 1, max: 4)),
      ])
    }
    func value(_ kind: String, _ configuration: Configuration) -> Double {
      let x = configuration["x"]?.asDouble ?? 0
      let layers = configuration["layers"]?.asDouble ?? 0
      return (x - 0.3) * (x - 0.3) + (kind == "b" ? 0 : kind == "a" ? 0.2 : 0.5) + 0.05 * abs(layers - 3)
    }
    let plain = try path(name, space(["a", "b", "c"])) { value($0["kind"]?.asString ?? "", $0) }
    let fruit = try path(name, space(["kiwi", "lemon", "mango"])) { configuration in
      let original = labels.first { $0.value == configuration["kind"] }?.key.asString
      return value(original ?? "", configuration)
    }
    let renamed = plain.map { configuration in
      var result = configuration
      result["kind"] = labels[configuration["kind"] ?? .null]
      return result
    }
    #expect(renamed == fruit)
  }

  /// The order of the parameters is that of their names: new names in the same order change nothing.
  @Test(arguments: [SamplerName.sobol, .tpe, .gp]) func namesOfParametersDoNotMatter(name: SamplerName) throws {
    let problem = SamplerProblem.lenetMix()
    func rename(_ configuration: Configuration, adding prefix: String) -> Configuration {
      Dictionary(uniqueKeysWithValues: configuration.map { (prefix + $0.key, $0.value) })
    }
    let renamed = SearchSpace(problem.space.parameters.map { Parameter("net_" + $0.name, $0.distribution) })
    let other = try path(name, renamed) { configuration in
      problem.value(Dictionary(uniqueKeysWithValues: configuration.map { (String($0.key.dropFirst(4)), $0.value) }))
    }
    #expect(try path(name, problem.space, problem.value).map { rename($0, adding: "net_") } == other)
  }

  @Test(arguments: models) func maximisingTheNegativeIsTheSame(name: SamplerName) throws {
    let problem = SamplerProblem.lenetMix()
    let negative = try path(name, problem.space, goal: .maximize) { -problem.value($0) }
    #expect(try path(name, problem.space, problem.value) == negative)
  }

  @Test(arguments: models) func scalingByAPowerOfTwoIsTheSame(name: SamplerName) throws {
    let problem = SamplerProblem.lenetMix()
    #expect(
      try path(name, problem.space, problem.value) == path(name, problem.space) { 1024 * problem.value($0) })
  }

  /// Ranks are all that Parzen estimators see.
  @Test func anyIncreasingScaleIsTheSameToParzenEstimators() throws {
    let problem = SamplerProblem.branin
    let curved = try path(.tpe, problem.space) { 5 + 3 * problem.value($0).squareRoot() }
    #expect(try path(.tpe, problem.space, problem.value) == curved)
  }

  /// Other scales change the last bits only: the search must end about as well.
  @Test func scaledAndShiftedObjectivesAreSearchedAsWell() throws {
    let problem = SamplerProblem.branin
    for (scale, shift) in [(1.0, 0.0), (1e-3, 0), (7e5, -3e6)] {
      let found = try path(.gp, problem.space, trials: 32) { scale * problem.value($0) + shift }
      let regret = (found.map(problem.value).min() ?? .infinity) - problem.minimum
      #expect(regret < 0.3, "scale \(scale), shift \(shift): \(regret)")
    }
  }

  @Test(arguments: SamplerName.allCases.filter { $0.method != .grid }) func anotherSeedIsAnotherSearch(
    name: SamplerName
  ) throws {
    let space = SamplerProblem.branin.space
    let first = try name.makeSampler(space: space, goal: .minimize, seed: 1).suggest(trial: 0, history: TrialHistory())
    let second = try name.makeSampler(space: space, goal: .minimize, seed: 2).suggest(trial: 0, history: TrialHistory())
    #expect(first != second)
  }
}

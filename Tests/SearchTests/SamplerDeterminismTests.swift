import Search
import Testing

/// Suggestions are a function of seed, number and history alone, and have the same bits in every build on every machine.
@Suite struct SamplerDeterminismTests {
  static let space = SearchSpace([
    Parameter("rate", .continuous(.logUniform(min: 1e-4, max: 0.1))), Parameter("on", .categorical([true, false])),
    Parameter("size", .categorical([32, 16, 64])), Parameter("layers", .integerUniform(min: 1, max: 5)),
    Parameter("gauss", .continuous(.normal(mu: 0, sigma: 2))),
    Parameter("share", .continuous(.beta(a: 2, b: 5))),
  ])

  /// An objective of additions and multiplications only, whose bits no library decides.
  private static func value(_ configuration: Configuration) -> Double {
    let rate = configuration["rate"]?.asDouble ?? 0
    let layers = configuration["layers"]?.asDouble ?? 0
    let gauss = configuration["gauss"]?.asDouble ?? 0
    let share = configuration["share"]?.asDouble ?? 0
    let penalty = configuration["on"] == true ? 0 : 0.3
    return (10 * rate - 0.05) * (10 * rate - 0.05) + 0.1 * (layers - 3) * (layers - 3) + 0.05 * (gauss - 1)
      * (gauss - 1)
      + (share - 0.4) * (share - 0.4) + penalty
  }

  private static func histories(_ name: SamplerName, lag: Int, trials: Int) throws -> [TrialHistory] {
    let sampler = try name.makeSampler(space: space, goal: .minimize, seed: 42)
    var observations: [Observation] = []
    var suggested: [Configuration] = []
    var result: [TrialHistory] = []
    for number in 0..<trials {
      let visible = max(0, number - lag)
      let history = TrialHistory(
        observations: Array(observations.prefix(visible)), pending: Array(suggested.dropFirst(visible)))
      result.append(history)
      guard let configuration = try sampler.suggest(trial: number, history: history) else { break }
      suggested.append(configuration)
      observations.append(
        Observation(trial: number, configuration: configuration, outcome: .value(value(configuration))))
    }
    result.append(TrialHistory(observations: observations))
    return result
  }

  /// The bits of all suggestions, by FNV-1a.
  private static func digest(_ name: SamplerName, lag: Int) throws -> UInt64 {
    let last = try #require(try histories(name, lag: lag, trials: 28).last)
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for observation in last.observations {
      for parameter in space.parameters {
        for byte in (observation.configuration[parameter.name] ?? .null).canonicalKey.utf8 {
          digest = (digest ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        }
      }
    }
    return digest
  }

  static let digests: [(name: SamplerName, lag: Int, digest: UInt64)] = [
    (.random, 0, 15_674_124_819_381_408_140), (.sobol, 0, 11_630_068_544_940_262_388),
    (.tpe, 0, 8_242_251_616_801_692_572), (.tpe, 3, 3_389_651_112_015_436_194),
    (.gp, 0, 7_357_687_118_771_421_723), (.gp, 3, 14_659_006_188_069_306_436),
  ]

  /// Recorded bits: another build mode, processor or C library must give the same ones.
  ///
  /// `swift test -c release -Xswiftc -enable-testing --filter SamplerDeterminism` checks a release build.
  @Test(arguments: digests) func suggestionsHaveTheRecordedBits(name: SamplerName, lag: Int, digest: UInt64) throws {
    let found = try SamplerDeterminismTests.digest(name, lag: lag)
    #expect(found == digest)
  }

  /// Asked by eight tasks at once, in any order, a sampler gives every trial the same configuration.
  @Test(arguments: [SamplerName.random, .sobol, .tpe, .gp])
  func workersDoNotMatter(name: SamplerName) async throws {
    let histories = try SamplerDeterminismTests.histories(name, lag: 2, trials: 20)
    let sampler = try name.makeSampler(space: SamplerDeterminismTests.space, goal: .minimize, seed: 42)
    let alone = try histories.enumerated().map { try sampler.suggest(trial: $0, history: $1) }
    let together = try await withThrowingTaskGroup(of: (Int, Configuration?).self) { group in
      for (number, history) in histories.enumerated().reversed() {
        group.addTask { (number, try sampler.suggest(trial: number, history: history)) }
      }
      var result = [Configuration?](repeating: nil, count: histories.count)
      for try await (number, configuration) in group { result[number] = configuration }
      return result
    }
    #expect(alone == together)
  }

  /// Later results than the lag allows are not in the history and cannot be looked at; earlier ones all count.
  @Test(arguments: [SamplerName.tpe, .gp]) func aDifferentResultIsADifferentSuggestion(name: SamplerName) throws {
    var history = try #require(try SamplerDeterminismTests.histories(name, lag: 0, trials: 20).last)
    let sampler = try name.makeSampler(space: SamplerDeterminismTests.space, goal: .minimize, seed: 42)
    let before = try sampler.suggest(trial: 20, history: history)
    history.observations[3].outcome = .value(-5)
    #expect(try sampler.suggest(trial: 20, history: history) != before)
  }
}

import Search
import Testing
import TestSupport

@Suite struct SamplerTests {
  static let twelvePoints = SearchSpace([
    Parameter("a", .categorical([true, false])), Parameter("b", .categorical(["x", "y"])),
    Parameter("c", .integerUniform(min: 1, max: 3)), Parameter("d", .constant("fixed")),
  ])
  static let repetitive = SearchSpace([
    Parameter("a", .categorical([1, 1.0, 2, true])), Parameter("b", .categorical(["x", "x"])),
    Parameter("c", .integerUniform(min: 0, max: 1)),
  ])
  static let weighted = SearchSpace([
    Parameter("a", .categorical(["rare", "common", "never"], probabilities: [0.0001, 0.9999, 0])),
    Parameter("q", .quantized(.uniform(min: 1, max: 10), step: QuantizationStep(4))),
  ])
  static let mixed = SearchSpace([
    Parameter("rate", .continuous(.logUniform(min: 1e-4, max: 0.1))), Parameter("on", .categorical([true, false])),
    Parameter("size", .categorical([32, 16, 64])), Parameter("wide", .integerUniform(min: 0, max: 1_000_000)),
    Parameter("gauss", .continuous(.normal(mu: 0, sigma: 2))), Parameter("name", .constant(.null)),
    Parameter("steps", .quantized(.normal(mu: 0, sigma: 1), step: QuantizationStep(0.5))),
    Parameter(path: ["group", "weight"], distribution: .continuous(.beta(a: 2, b: 5))),
  ])
  static let large = SearchSpace(
    (0..<9).map { Parameter("p\($0)", .integerUniform(min: 0, max: 9)) })

  @Test func aLedSamplerBeginsWithItsPoint() throws {
    let space = SearchSpace([Parameter("x", .continuous(.uniform(min: 0, max: 1)))])
    let others = SobolSampler(space: space, seed: 4)
    let first: Configuration = ["x": .double(0.25)]
    let led = LedSampler(first: first, others: others)
    #expect(try led.suggest(trial: 0, history: TrialHistory()) == first)
    for number in 1..<5 {
      let own = try led.suggest(trial: number, history: TrialHistory())
      #expect(try own == others.suggest(trial: number - 1, history: TrialHistory()))
    }
    #expect(
      try LedSampler(first: nil, others: others).suggest(trial: 0, history: TrialHistory())
        == others.suggest(trial: 0, history: TrialHistory()))
  }

  @Test(arguments: SamplerName.allCases, [twelvePoints, repetitive])
  func finiteSpacesAreVisitedOnceAndEnd(name: SamplerName, space: SearchSpace) throws {
    for lag in [0, 4] {
      let violations = try checkSampler(space: space, lag: lag) {
        try name.makeSampler(space: space, goal: .minimize, seed: 5)
      }
      #expect(violations == [])
    }
  }

  @Test(arguments: SamplerName.allCases.filter { $0.method != .grid }, [weighted, mixed])
  func otherSpaces(name: SamplerName, space: SearchSpace) throws {
    for lag in [0, 3] {
      let violations = try checkSampler(space: space, trials: 18, lag: lag) {
        try name.makeSampler(space: space, goal: .minimize, seed: 11)
      }
      #expect(violations == [])
    }
  }

  @Test(arguments: SamplerName.allCases)
  func spacesTooLargeToListGiveDistinctPoints(name: SamplerName) throws {
    let sampler = try name.makeSampler(space: SamplerTests.large, goal: .minimize, seed: 1)
    var history = TrialHistory()
    for number in 0..<14 {
      let configuration = try #require(try sampler.suggest(trial: number, history: history))
      #expect(SamplerTests.large.contains(configuration))
      let value = SamplerTests.large.encode(configuration)?.reduce(0, +) ?? 0
      history.observations.append(Observation(trial: number, configuration: configuration, outcome: .value(value)))
    }
    #expect(Set(history.observations.map(\.configuration.canonicalKey)).count == 14)
  }

  // MARK: Grid

  @Test func gridOrderIsSortedDepthFirstWithTheLastNameFastest() throws {
    let sweep = try SweepFile.parse(
      text: """
        method: grid
        parameters:
          b: {values: [1, 2]}
          a: {parameters: {z: {values: [x, y]}, B: {values: [u, v]}}}
          B: {value: 0}
        """, fileName: "s")
    let sampler = try #require(try sweep.makeSampler(seed: 0) as? GridSampler)
    let order = (0..<sampler.count).map { index in
      let point = sampler.configuration(at: index)
      return ["a.B", "a.z", "b"].map { point[$0]?.description ?? "?" }.joined()
    }
    #expect(order == ["ux1", "ux2", "uy1", "uy2", "vx1", "vx2", "vy1", "vy2"])
    #expect(sweep.space.parameters.map(\.name) == ["B", "a.B", "a.z", "b"])
  }

  @Test func aGridPointFromAnotherTrialIsNotRepeated() throws {
    let space = SearchSpace([Parameter("a", .categorical([1, 2, 3]))])
    let sampler = try GridSampler(space: space)
    let seen = TrialHistory(observations: [Observation(trial: 0, configuration: ["a": 2.0], outcome: .failed)])
    #expect(try sampler.suggest(trial: 1, history: seen) == ["a": 1])
    #expect(try sampler.suggest(trial: 2, history: seen) == ["a": 3])
    #expect(try GridSampler(space: SearchSpace([])).suggest(trial: 0, history: TrialHistory()) == [:])
  }

  /// Trials in the grid's order are recognised; one that is out of order makes the sampler look at all of them.
  @Test(arguments: [0, 3])
  func gridsGoOnFromAnyHistory(pending: Int) throws {
    let space = SearchSpace((0..<4).map { Parameter("p\($0)", .integerUniform(min: 0, max: 9)) })
    let sampler = try GridSampler(space: space)
    let points = (0..<5_000).map(sampler.configuration(at:))
    func history(_ points: [Configuration]) -> TrialHistory {
      let seen = points.dropLast(pending)
      return TrialHistory(
        observations: seen.enumerated().map { Observation(trial: $0, configuration: $1, outcome: .failed) },
        pending: Array(points.suffix(pending)))
    }
    #expect(try sampler.suggest(trial: 5_000, history: history(points)) == sampler.configuration(at: 5_000))
    for moved in [0, 2_500, 4_999] {
      var others = points
      others[moved] = sampler.configuration(at: 5_000)
      #expect(try sampler.suggest(trial: 5_000, history: history(others)) == points[moved])
    }
    // Trials without a place in the history still keep theirs.
    let gap = TrialHistory(observations: [Observation(trial: 1, configuration: points[1], outcome: .failed)])
    #expect(try sampler.suggest(trial: 2, history: gap) == points[2])
  }

  @Test func aShuffledGridHasTheSamePointsInAnotherOrder() throws {
    let space = SearchSpace((0..<3).map { Parameter("p\($0)", .integerUniform(min: 0, max: 6)) })
    let plain = try GridSampler(space: space)
    let points = (0..<plain.count).map(plain.configuration(at:))
    var orders: [[Configuration]] = []
    for seed in UInt64(0)..<3 {
      let shuffled = try GridSampler(space: space, seed: seed)
      let order = (0..<shuffled.count).map(shuffled.configuration(at:))
      #expect(Set(order) == Set(points) && order != points)
      orders.append(order)
    }
    #expect(orders[0] != orders[1] && orders[1] != orders[2])
    // Every point is about as likely in every place: the mean position of the first point over many seeds.
    let places = try (UInt64(0)..<400).compactMap { seed -> Int? in
      let shuffled = try GridSampler(space: space, seed: seed)
      return (0..<shuffled.count).first { shuffled.configuration(at: $0) == points[0] }
    }
    let mean = Double(places.reduce(0, +)) / 400
    // Four standard errors of the mean of uniform draws from 0 to 342.
    #expect(abs(mean - 171) < 4 * 99 / 20, "\(mean)")
  }

  @Test func gridRefusesWhatItCannotList() {
    let space = SearchSpace([Parameter("x", .continuous(.uniform(min: 0, max: 1))), Parameter("y", .constant(1))])
    #expect(throws: SearchError.noGrid(parameters: ["x"])) { try GridSampler(space: space) }
  }

  // MARK: Random

  @Test func drawsDependOnNothingButSeedTrialAndName() throws {
    let space = SamplerTests.mixed
    let smaller = SearchSpace(space.parameters.filter { $0.name != "gauss" })
    for number in 0..<20 {
      let full = try RandomSampler(space: space, seed: 3).suggest(trial: number, history: TrialHistory())
      let part = try RandomSampler(space: smaller, seed: 3).suggest(trial: number, history: TrialHistory())
      for parameter in smaller.parameters { #expect(full?[parameter.name] == part?[parameter.name]) }
      let other = try RandomSampler(space: space, seed: 4).suggest(trial: number, history: TrialHistory())
      #expect(other != full)
    }
  }

  @Test func frequenciesFollowTheDistribution() throws {
    let space = SearchSpace([
      Parameter("p", .categorical(["a", "b", "c"], probabilities: [0.2, 0.3, 0.5])),
      Parameter("x", .continuous(.uniform(min: 0, max: 1))),
    ])
    let sampler = RandomSampler(space: space, seed: 8)
    var counts: [ParameterValue: Int] = [:]
    for number in 0..<4000 {
      let configuration = try #require(try sampler.suggest(trial: number, history: TrialHistory()))
      counts[configuration["p"] ?? .null, default: 0] += 1
    }
    // Five standard deviations of a binomial count.
    for (value, share) in [("a", 0.2), ("b", 0.3), ("c", 0.5)] as [(ParameterValue, Double)] {
      #expect(abs(Double(counts[value] ?? 0) - 4000 * share) < 5 * (4000 * share * (1 - share)).squareRoot())
    }
  }
}

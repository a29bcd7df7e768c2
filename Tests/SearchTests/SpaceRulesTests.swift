import Search
import Testing

@Suite struct SpaceRulesTests {
  static func sweep(_ method: String, _ parameters: String, _ settings: String) throws -> SweepDefinition {
    try SweepFile.parse(
      text: "method: \(method)\nmetric: {name: loss}\nparameters: \(parameters)\n---\n\(settings)\n", fileName: "s")
  }

  /// Runs a sampler to the end of its space with made-up results.
  static func exhaust(_ sweep: SweepDefinition, most: Int = 200) throws -> [Configuration] {
    let sampler = try sweep.makeSampler(seed: 5)
    var history = TrialHistory()
    while history.observations.count < most,
      let point = try sampler.suggest(trial: history.observations.count, history: history)
    {
      let number = history.observations.count
      history.observations.append(
        Observation(trial: number, configuration: point, outcome: .value(Double(number * 7 % 11))))
    }
    return history.observations.map(\.configuration)
  }

  static let space = "{dropout: {values: [true, false]}, rate: {values: [1, 2, 3]}, n: {values: [1, 2]}}"

  /// 2 x (3 + 1) = 8 points: three rates where dropout is true, none where it is not.
  @Test(arguments: ["grid", "random", "bayes"]) func conditionsMakeTheSpaceSmaller(method: String) throws {
    let sweep = try Self.sweep(method, Self.space, "when: {rate: dropout == true}")
    let points = try Self.exhaust(sweep)
    #expect(points.count == 8)
    #expect(Set(points.map(\.canonicalKey)).count == 8)
    for point in points { #expect((point["rate"] != nil) == (point["dropout"] == true)) }
    let measure = try SpaceMeasure(
      sweep.space, rules: sweep.settings.rules, isGrid: method == "grid", infeasibility: { _ in nil })
    #expect(measure.combinations == 12 && measure.configurations == 8 && measure.forbidden == 0)
  }

  @Test func aGridKeepsItsOrder() throws {
    let sweep = try Self.sweep("grid", Self.space, "when: {rate: {dropout: true}}\nconstraints: ['n * rate <= 4']")
    let points = try Self.exhaust(sweep)
    // dropout, n, rate in code-point order, the last varying fastest; n = 2 with rate 3 is forbidden.
    let expected = [
      #"{"dropout":true,"n":1,"rate":1}"#, #"{"dropout":true,"n":1,"rate":2}"#, #"{"dropout":true,"n":1,"rate":3}"#,
      #"{"dropout":true,"n":2,"rate":1}"#, #"{"dropout":true,"n":2,"rate":2}"#, #"{"dropout":false,"n":1}"#,
      #"{"dropout":false,"n":2}"#,
    ]
    #expect(points.map(\.jsonText) == expected)
    #expect(try sweep.firstPoints(3, seed: 1).map(\.jsonText) == Array(expected.prefix(3)))
  }

  @Test(arguments: ["random", "bayes"]) func constraintsHoldInInfiniteSpaces(method: String) throws {
    let sweep = try Self.sweep(
      method, "{x: {min: 0.0, max: 1.0}, y: {min: 0.0, max: 1.0}, k: {values: [a, b]}}",
      "constraints: ['x + y <= 0.5']\nwhen: {y: \"k == 'a'\"}")
    let points = try Self.exhaust(sweep, most: 25)
    #expect(points.count == 25)
    for point in points {
      let (x, y) = (point["x"]?.asDouble ?? 9, point["y"]?.asDouble)
      #expect((y != nil) == (point["k"] == "a"))
      if let y { #expect(x + y <= 0.5) }
    }
    #expect(try Self.exhaust(sweep, most: 25) == points)
  }

  @Test func conditionsOfConditionalParametersAndGroups() throws {
    let sweep = try Self.sweep(
      "grid",
      "{a: {values: [true, false]}, b: {values: [true, false]}, c: {values: [1, 2]}, "
        + "g: {parameters: {x: {values: [1, 2]}}}}",
      "when: {b: a, c: b, g: not a}")
    let points = try Self.exhaust(sweep).map(\.jsonText)
    #expect(
      Set(points) == [
        #"{"a":true,"b":true,"c":1}"#, #"{"a":true,"b":true,"c":2}"#, #"{"a":true,"b":false}"#,
        #"{"a":false,"g.x":1}"#, #"{"a":false,"g.x":2}"#,
      ])
    #expect(points.count == 5)
  }

  @Test func shareOfForbiddenPointsIsExactOrEstimated() throws {
    let finite = try Self.sweep("random", "{a: {min: 1, max: 10}, b: {min: 1, max: 10}}", "constraints: [a <= b]")
    let exact = try SpaceMeasure(
      finite.space, rules: finite.settings.rules, isGrid: false, infeasibility: { $0["a"] == 1 ? "one" : nil })
    // 45 of 100 pairs are in descending order; of the others ten begin with 1.
    #expect(exact.isExact && exact.examined == 100 && exact.forbidden == 45 && exact.infeasible == 10)
    #expect(exact.configurations == 55 && exact.example?.reason == "one")
    let infinite = try Self.sweep("random", "{a: {min: 0.0, max: 1.0}}", "constraints: [a < 0.25]")
    let sampled = try SpaceMeasure(
      infinite.space, rules: infinite.settings.rules, isGrid: false, infeasibility: { _ in nil })
    // Three quarters, within four standard errors of 2,000 draws.
    #expect(!sampled.isExact && abs(Double(sampled.forbidden) / 2_000 - 0.75) < 0.04)
  }

  static let faults: [(String, String)] = [
    ("when: {rats: dropout == true}", "there is no parameter 'rats'"),
    ("when: {rate: dropuot == true}", "did you mean 'dropout'?"),
    ("when: {rate: rate > 1}", "depends on 'rate' itself"), ("when: {rate: n == 1, n: rate == 1}", "depends on"),
    ("when: {rate: {dropout: true, n: 1}}", "reads one parameter"), ("when: [rate]", "'when' must be a mapping"),
    ("constraints: ['rate[0] > 1']", "only lists have positions"), ("constraints: [rate > 5]", "no point of the space"),
    ("constraints: [rate >]", "expected, got the end"), ("constraints: [3]", "expected an expression"),
    ("constraints: {a: 1}", "must be a list"), ("constraints: [dropout == sgd]", "texts stand in quotation marks"),
    ("replicates: 0", "integers from 1 to 1000"), ("reduction: lats", "did you mean 'last'?"),
    ("reduction: {mean_of_last: 0}", "integers from 1"), ("lag: 0", "integers from 1"),
    ("timeout_seconds: -1", "seconds above 0"), ("constraints: [n]", "not true or false"),
  ]

  @Test(arguments: faults) func faultsAreFoundBeforeTraining(settings: String, message: String) {
    let error = #expect(throws: SweepFileError.self) { try Self.sweep("random", Self.space, settings) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("s:5:") == true)
  }

  @Test func settingsOfTheSecondDocument() throws {
    let sweep = try Self.sweep(
      "random", Self.space, "replicates: 3\nreduction: {mean_of_last: 4}\nlag: 5\ntimeout_seconds: 2.5")
    #expect(
      sweep.settings == StudySettings(replicates: 3, reduction: .meanOfLast(4), lag: 5, timeoutSeconds: 2.5))
  }

  @Test func settingsInAFileOfTheirOwn() throws {
    let text = "method: random\nparameters: \(Self.space)\n"
    let sweep = try SweepFile.parse(text: text, fileName: "s", settings: ("t", "seed: 9\n"))
    #expect(sweep.settings.seed == 9)
    let twice = #expect(throws: SweepFileError.self) {
      try SweepFile.parse(text: text + "---\nseed: 1\n", fileName: "s", settings: ("t", "seed: 9\n"))
    }
    #expect(twice?.description.contains("s:4:1") == true)
    let fault = #expect(throws: SweepFileError.self) {
      try SweepFile.parse(text: text, fileName: "s", settings: ("t", "sead: 9\n"))
    }
    #expect(fault?.description.contains("t:1:1: error: sead") == true)
  }

  @Test func reductions() {
    let curve = [3.0, 1.0, 2.0, 4.0]
    func value(_ reduction: MetricReduction, _ goal: Goal) -> Double? { reduction.value(of: curve, goal: goal)?.value }
    #expect(value(.last, .minimize) == 4 && value(.best, .minimize) == 1 && value(.best, .maximize) == 4)
    #expect(value(.meanOfLast(2), .minimize) == 3 && value(.meanOfLast(9), .minimize) == 2.5)
    #expect(MetricReduction.best.value(of: [.nan, 2, .infinity], goal: .minimize)?.index == 1)
    #expect(MetricReduction.last.value(of: [1, .nan], goal: .minimize) == nil)
    #expect(MetricReduction.last.value(of: [], goal: .minimize) == nil)
  }
}

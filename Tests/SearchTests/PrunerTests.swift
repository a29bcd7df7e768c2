import Foundation
import TestSupport
import Testing

@testable import Search

/// Rules of early termination against W&B, Optuna and Keras, and what they do with odd curves.
@Suite struct PrunerTests {
  struct Reference: Decodable {
    struct Case: Decodable {
      var rule: String
      var goal: String
      var curves: [[Double]]
      var stops: [Int?]
    }
    var cases: [Case]
  }

  /// Runs trials one after the other, each judged against those before it.
  static func stops(_ rule: EarlyTermination, goal: Goal, _ curves: [[Double]]) -> [Int?] {
    var peers: [PeerCurve] = []
    return curves.map { curve in
      let pruner = TrialPruner(rule, goal: goal, lastEpoch: curve.count, peers: peers)
      let stop = curve.indices.map { $0 + 1 }.first { pruner.decide(after: Array(curve.prefix($0)))?.stops == true }
      peers.append(PeerCurve(Array(curve.prefix(stop ?? curve.count)), isComplete: stop == nil))
      return stop
    }
  }

  @Test func decidesAsWandbOptunaAndKeras() throws {
    let cases = try Fixtures.decode(Reference.self, from: "search/pruners.json").cases
    #expect(cases.count == 112)
    for test in cases {
      let rule = try EarlyTermination.parse(test.rule, origin: "fixture")
      let goal = try #require(Goal(rawValue: test.goal))
      #expect(Self.stops(rule, goal: goal, test.curves) == test.stops, "\(rule) \(goal)")
    }
  }

  /// The two cases of `tests/test_hyperband_stopping.py` of W&B's package and its variant of the first.
  @Test(arguments: [
    (
      HyperbandSettings(ladder: .below(5, count: 2), eta: 2),
      ["a": [10.0, 9], "b": [10, 10], "c": [10, 8, 8], "d": [10, 7, 7], "e": [10, 6, 6]], ["b"], ["b", "c", "d"]
    ),
    (
      HyperbandSettings(ladder: .below(5, count: 2), eta: 2),
      ["a": [10.0], "b": [11], "c": [10, 8, 8], "d": [10, 7, 7], "e": [10, 6, 6]], ["b", "c"], ["b", "c", "d"]
    ),
    (
      HyperbandSettings(ladder: .below(9, count: 2), eta: 3, isStrict: false),
      ["a": [9.0, 8], "b": [11, 11], "c": [10, 8, 3], "d": [10, 7, 4], "e": [10, 6, 6]], ["b", "e"],
      ["b", "c", "d", "e"]
    ),
  ])
  func goldenCasesOfWandb(
    _ settings: HyperbandSettings, _ curves: [String: [Double]], _ expected: [String], _ running: [String]
  ) {
    let pruner = HyperbandPruner(settings)
    let stopped = running.filter { name in
      let own = curves[name] ?? []
      let peers = curves.filter { $0.key != name }.values.map { PeerCurve($0, isComplete: true) }
      guard let band = settings.bands(upTo: own.count).last else { return false }
      return pruner.judge(own, atEpoch: band, evidence: pruner.evidence(atEpoch: band, peers: peers)).stops
    }
    #expect(stopped == expected)
  }

  @Test func decisionsSayWhatWasCompared() throws {
    let peers = [0.9, 0.8, 0.7, 0.6].map { PeerCurve([0.5, $0, $0], isComplete: true) }
    let rule = EarlyTermination.hyperband(HyperbandSettings(ladder: .from(2), eta: 2))
    let pruner = TrialPruner(rule, goal: .maximize, peers: peers)
    #expect(pruner.decide(after: [0.1]) == nil)
    // Of 0.9, 0.8, 0.7, 0.6 and itself the third best is the threshold: int(5 / 2) + 1.
    let stop = try #require(pruner.decide(after: [0.1, 0.65]))
    #expect(stop == PruningDecision(rung: 1, epoch: 2, value: 0.65, threshold: 0.7, count: 5, stops: true))
    #expect(stop.sentence(metric: "acc").contains("stopped after rung 1, epoch 2: acc 0.65 is not within"))
    let tie = try #require(pruner.decide(after: [0.1, 0.7]))
    #expect(tie == PruningDecision(rung: 1, epoch: 2, value: 0.7, threshold: 0.7, count: 5, stops: false))
    // Nobody has reached the second rung: one alone goes on.
    let alone = try #require(pruner.decide(after: [0.1, 0.7, 0, 0]))
    #expect(alone.rung == 2 && alone.count == 1 && !alone.stops)
  }

  @Test func whatIsNotFiniteCountsNotAndTheLastEpochIsNoRung() {
    let rule = EarlyTermination.hyperband(HyperbandSettings(ladder: .from(2)))
    let peers = [PeerCurve([.nan, 1, .infinity, 1], isComplete: true), PeerCurve([0, .nan], isComplete: false)]
    let pruner = TrialPruner(rule, goal: .minimize, lastEpoch: 6, peers: peers)
    #expect(pruner.decide(after: [5, .nan]) == nil)
    #expect(
      pruner.decide(after: [5, .nan, 5])
        == PruningDecision(
          rung: 1, epoch: 2, value: 5, threshold: 1, count: 2, stops: true))
    #expect(pruner.decide(after: [5, 5, .nan]) == nil)
    #expect(pruner.decide(after: [5, 5, 5, 5, 5, 5]) == nil)
    #expect(TrialPruner(rule, goal: .minimize, lastEpoch: 2, peers: peers).decide(after: [5, 5]) == nil)
    #expect(TrialPruner(rule, goal: .minimize, peers: []).decide(after: []) == nil)
  }

  /// Rules see what a trial's value would be if it ended there, of it and of the others.
  @Test func judgesByTheReduction() throws {
    let rule = EarlyTermination.successiveHalving(SuccessiveHalvingSettings(minimumEpochs: 3))
    let peers = [PeerCurve([1, 4, 3], isComplete: true), PeerCurve([9, 9, 2], isComplete: true)]
    func decision(_ reduction: MetricReduction) throws -> PruningDecision {
      try #require(TrialPruner(rule, goal: .minimize, reduction: reduction, peers: peers).decide(after: [5, 1.5, 3]))
    }
    #expect(try decision(.last).value == 3 && decision(.last).threshold == 2)
    #expect(try decision(.best).value == 1.5 && decision(.best).threshold == 1)
    #expect(try decision(.meanOfLast(2)).value == 2.25 && decision(.meanOfLast(2)).threshold == 2.25)
  }

  @Test func aFrozenRuleSurvivesItsWayToAWorker() throws {
    let peers = [PeerCurve([0.1 + 0.2, 1.0 / 3], isComplete: true), PeerCurve([5, 5], isComplete: false)]
    for text in ["{type: hyperband, min_iter: 1}", "{type: median, minimum_trials: 1}", "{type: patience, epochs: 1}"] {
      let pruner = TrialPruner(
        try EarlyTermination.parse(text, origin: "t"), goal: .maximize, reduction: .meanOfLast(2), peers: peers)
      let copy = try JSONDecoder().decode(TrialPruner.self, from: JSONEncoder().encode(pruner))
      #expect(copy == pruner)
    }
  }

  @Test(arguments: [
    ("early_termination: median", "must be a mapping"),
    ("early_termination: {type: hyperband, min_iter: 1}", "it stands in the sweep itself, as 'early_terminate'"),
    ("early_termination: {type: medain}", "did you mean 'median'"),
    ("early_termination: {warm_up: 1}", "the rule needs a type"),
    ("early_termination: {type: median, warmup: 1}", "did you mean 'warm_up'"),
    ("early_termination: {type: median, warm_up: -1}", "integers from 0"),
    ("early_termination: {type: median, minimum_trials: 0}", "integers from 1"),
    ("early_termination: {type: successive_halving, eta: 1}", "integers from 2"),
    ("early_termination: {type: successive_halving, eta: 2.5}", "'eta' is 2.5"),
    ("early_termination: {type: patience}", "needs 'epochs'"),
    ("early_termination: {type: patience, epochs: 2, minimum_delta: -0.1}", "numbers from 0"),
  ])
  func faultsOfTheSettings(_ settings: String, _ expected: String) {
    let text = "method: random\nmetric: {name: loss}\nparameters: {a: {min: 0.0, max: 1.0}}\n---\n\(settings)\n"
    let error = #expect(throws: SweepFileError.self) { try SweepFile.parse(text: text, fileName: "s.yaml") }
    #expect(error?.description.contains(expected) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("s.yaml:5:") == true)
  }

  @Test func oneRuleWithAMetricAndOthersToCompareWith() throws {
    func text(_ first: String, _ second: String) -> String {
      "method: random\nrun_cap: 4\n\(first)\nparameters: {a: {min: 0.0, max: 1.0}}\n---\n\(second)\n"
    }
    let median = "early_termination: {type: median, warm_up: 2}"
    let sweep = try SweepFile.parse(text: text("metric: {name: l}", median), fileName: "s")
    #expect(sweep.rule == .median(MedianSettings(warmUp: 2)) && sweep.earlyTermination == nil)
    let two = #expect(throws: SweepFileError.self) {
      try SweepFile.parse(
        text: text("metric: {name: l}\nearly_terminate: {type: hyperband, min_iter: 1}", median), fileName: "s")
    }
    #expect(two?.description.contains("stands beside W&B's") == true)
    let none = #expect(throws: SweepFileError.self) { try SweepFile.parse(text: text("", median), fileName: "s") }
    #expect(none?.description.contains("needs a metric") == true)
    let lag = try SweepFile.parse(text: text("metric: {name: l}", median + "\nlag: 4"), fileName: "s")
    #expect(lag.diagnostics.contains { $0.description.contains("no trial can be compared with another") })
  }
}

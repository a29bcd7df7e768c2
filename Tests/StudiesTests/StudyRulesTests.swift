import Foundation
import GRDB
import Search
import Synchronization
import Testing

@testable import Studies

/// Target, imputation and retries of a study.
@Suite struct StudyRulesTests {
  /// Hands out numbers and remembers what it was told.
  final class Recorder: Sampler {
    let histories = Mutex<[TrialHistory]>([])

    func suggest(trial number: Int, history: TrialHistory) throws -> Search.Configuration? {
      histories.withLock { $0.append(history) }
      return ["n": .int(number)]
    }
  }

  static func with(
    goal: Goal = .minimize, lag: Int = 1, rules: StudyRules, budget: Int? = nil,
    _ body: (Study, Recorder) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let store = try SQLiteStudyStore.writing(at: folder.appending(path: "study.sqlite"))
      let sampler = Recorder()
      let definition = StudyDefinition(
        name: "s", family: "f", method: "random", metric: "loss", goal: goal, trialBudget: budget, lag: lag, seed: 1)
      try body(try Study(definition, in: store, sampler: sampler, rules: rules), sampler)
    }
  }

  static func next(_ study: Study) throws -> Int {
    guard case .trial(let trial) = try study.ask() else {
      Issue.record("no trial")
      return -1
    }
    return trial.number
  }

  @Test(arguments: [(Goal.minimize, 0.5), (.maximize, 0.5)]) func theTargetEndsTheStudy(goal: Goal, target: Double)
    throws
  {
    try Self.with(goal: goal, lag: 2, rules: StudyRules(target: target)) { study, sampler in
      let sign = goal == .minimize ? 1.0 : -1.0
      #expect(try Self.next(study) == 0)
      #expect(try Self.next(study) == 1)
      try study.tell(number: 0, result: TrialResult(state: .complete, value: 0.5 + sign * 0.1))
      // Trial 1 reaches the target exactly while trial 2 is under way: that one is finished, no other begins.
      #expect(try Self.next(study) == 2)
      try study.tell(number: 1, result: TrialResult(state: .complete, value: 0.5))
      #expect(try study.ask() == .waitForTrial(2))
      try study.tell(number: 2, result: TrialResult(state: .complete, value: 0.5 + sign))
      #expect(try study.ask() == .finished(.targetReached(trial: 1)))
      #expect(study.trials.count == 3)
    }
  }

  static let imputations: [(SweepMetric.Imputation, Outcome)] = [
    (.worst, .failed), (.best, .value(1)), (.latest, .value(7)),
  ]

  @Test(arguments: imputations) func failedTrialsAreImputed(imputation: SweepMetric.Imputation, expected: Outcome)
    throws
  {
    try Self.with(rules: StudyRules(imputation: imputation)) { study, sampler in
      for result in [
        TrialResult(state: .complete, value: 1), TrialResult(state: .complete, value: 3),
        TrialResult(state: .diverged, detail: "nan", latestValue: 7),
      ] { try study.tell(number: Self.next(study), result: result) }
      _ = try Self.next(study)
      let history = try #require(sampler.histories.withLock { $0.last })
      #expect(history.observations.map(\.outcome) == [.value(1), .value(3), expected])
    }
  }

  /// W&B gives 0.0 to a failed run without any value, the best loss of all; here it counts as failed.
  @Test func nothingIsInventedForTrialsWithoutAValue() throws {
    for imputation in SweepMetric.Imputation.allCases {
      try Self.with(rules: StudyRules(imputation: imputation)) { study, sampler in
        try study.tell(number: Self.next(study), result: TrialResult(state: .diverged, detail: "nan"))
        _ = try Self.next(study)
        #expect(sampler.histories.withLock { $0.last?.observations.map(\.outcome) } == [.failed])
      }
    }
  }

  static let running: [(SweepMetric.Imputation?, [Outcome], Int)] = [
    (nil, [.value(1), .value(3)], 1), (.latest, [.value(1), .value(3)], 1),
    (.best, [.value(1), .value(3), .value(1)], 0),
    (.worst, [.value(1), .value(3), .value(3)], 0),
  ]

  @Test(arguments: running) func trialsUnderWay(
    imputation: SweepMetric.Imputation?, outcomes: [Outcome], pending: Int
  ) throws {
    try Self.with(lag: 2, rules: StudyRules(imputationWhileRunning: imputation)) { study, sampler in
      for value in [1.0, 3.0] {
        try study.tell(number: Self.next(study), result: TrialResult(state: .complete, value: value))
      }
      #expect(try Self.next(study) == 2)
      #expect(try Self.next(study) == 3)
      let history = try #require(sampler.histories.withLock { $0.last })
      #expect(history.observations.map(\.outcome) == outcomes && history.pending.count == pending)
    }
  }

  /// Row 39 of the acceptance table: a failed point is tried again, once by default.
  @Test func aFailedPointIsTriedAgain() throws {
    try Self.with(rules: StudyRules(), budget: 1) { study, sampler in
      #expect(try Self.next(study) == 0)
      try study.tell(number: 0, result: TrialResult(state: .failed, detail: "no memory"))
      #expect(try Self.next(study) == 0)
      try study.tell(number: 0, result: TrialResult(state: .complete, value: 1))
      #expect(try study.ask() == .finished(.budgetSpent))
    }
  }

  @Test func reportsReplicatesAndLatestValuesSurviveTheStore() throws {
    try withTemporaryFolder { folder in
      let store = try SQLiteStudyStore.writing(at: folder.appending(path: "study.sqlite"))
      let definition = StudyDefinition(
        name: "s", family: "f", method: "random", metric: "loss", goal: .minimize, trialBudget: nil, lag: 1, seed: 1)
      try store.insert(definition)
      let trial = Trial(
        number: 0, configuration: ["x": 1.0], seed: 3, state: .diverged, detail: "nan",
        reports: [
          MetricReport(number: 1, epoch: 1, metrics: ["loss": 0.5, "test.acc": 0.25]),
          MetricReport(number: 2, step: 20, metrics: ["loss": .infinity]),
        ], replicateValues: [0.1, 0.30000000000000004], latestValue: 0.5)
      try store.save(trial, ofStudy: "s", timing: nil)
      #expect(try store.trials(ofStudy: "s") == [trial])
      var second = trial
      second.reports = []
      try store.save(second, ofStudy: "s", timing: nil)
      #expect(try store.trials(ofStudy: "s") == [second])
    }
  }

  /// A store of the first version is read and goes on, with the new columns at their defaults.
  @Test func storesOfTheFirstVersionAreUnderstood() throws {
    try withTemporaryFolder { folder in
      for isWriting in [true, false] {
        let url = folder.appending(path: "\(isWriting).sqlite")
        let queue = try DatabaseQueue(path: url.path)
        try StudySchema.migrator.migrate(queue, upTo: "v1")
        try queue.write { database in
          try database.execute(
            sql: """
              INSERT INTO studies VALUES ('s', 'f', 'random', 'loss', 'minimize', NULL, 1, '1', '{}', '');
              INSERT INTO trials VALUES ('s', 0, 'complete', '3', '{"x":1}', NULL, 0.5, 2, 1, NULL, NULL)
              """)
        }
        try queue.close()
        let store = isWriting ? try SQLiteStudyStore.writing(at: url) : try SQLiteStudyStore.reading(at: url)
        let expected = Trial(
          number: 0, configuration: ["x": 1], seed: 3, state: .complete, value: 0.5, bestEpoch: 2, attempts: 1)
        #expect(try store.trials(ofStudy: "s") == [expected])
      }
    }
  }
}

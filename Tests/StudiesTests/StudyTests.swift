import Foundation
import Search
import Seeding
import Testing

@testable import Studies

struct StudyTests {
  @Test(arguments: [1, 2, 4, 7])
  func storesTheSameForAnyNumberOfWorkers(lag: Int) throws {
    try withTemporaryFolder { folder in
      var tables: [[String]] = []
      for (workers, seed) in [(1, 0), (2, 1), (4, 2), (4, 3), (8, 4)] as [(Int, UInt64)] {
        let store = try SQLiteStudyStore.writing(at: folder.appending(path: "\(workers)-\(seed).sqlite"))
        let study = try toyStudy(toyDefinition(lag: lag), in: store)
        #expect(try run(study, workers: workers, seed: seed) == .budgetSpent)
        #expect(study.trials.count == 20)
        tables.append(try contents(of: store))
      }
      #expect(tables.allSatisfy { $0 == tables[0] })
      #expect(tables[0].count > 60)
    }
  }

  @Test func waitsForThePrefixThatTheLagNames() throws {
    try withStudy(toyDefinition(lag: 2)) { study in
      guard case .trial(let first) = try study.ask(), case .trial(let second) = try study.ask() else {
        Issue.record("two trials fit a lag of 2")
        return
      }
      #expect((first.number, second.number) == (0, 1))
      #expect(try study.ask() == .waitForTrial(0))
      try study.tell(number: 1, result: TrialResult(state: .complete, value: 1))
      #expect(try study.ask() == .waitForTrial(0))
      try study.tell(number: 0, result: TrialResult(state: .complete, value: 1))
      guard case .trial(let third) = try study.ask() else {
        Issue.record("trial 2 needs trial 0 only")
        return
      }
      #expect(third.number == 2)
      #expect(study.best?.number == 0)
    }
  }

  @Test func showsSamplersExactlyThePrefix() throws {
    let recorder = RecordingSampler()
    try withTemporaryFolder { folder in
      let store = try SQLiteStudyStore.writing(at: folder.appending(path: "study.sqlite"))
      let study = try Study(toyDefinition(lag: 3, budget: 6), in: store, sampler: recorder)
      try run(study, workers: 1)
    }
    // One worker has finished every earlier trial, and yet only those behind the lag are shown.
    #expect(recorder.histories.map { $0.observations.map(\.trial) } == [[], [], [], [0], [0, 1], [0, 1, 2]])
    #expect(recorder.histories.map(\.pending.count) == [0, 1, 2, 2, 2, 2])
  }

  @Test func retriesFailuresUnderTheSameNumberAndSeed() throws {
    try withStudy(toyDefinition(lag: 1, budget: 1), retries: 2) { study in
      var seeds: [UInt64] = []
      for attempt in 1...3 {
        guard case .trial(let trial) = try study.ask() else {
          Issue.record("attempt \(attempt) was not handed out")
          return
        }
        seeds.append(trial.seed)
        let told = try study.tell(number: 0, result: TrialResult(state: .failed, detail: "no memory"))
        #expect(told.attempts == attempt)
        #expect(told.state == (attempt < 3 ? .waiting : .failed))
        #expect(told.detail == "no memory")
      }
      #expect(Set(seeds) == [SeedSequence(root: .max - 5).child("lenet5/random").child(0).seed])
      #expect(try study.ask() == .finished(.budgetSpent))
      #expect(throws: StudyError.trialAlreadyEnded(study: "lenet5/random", number: 0, state: .failed)) {
        try study.tell(number: 0, result: TrialResult(state: .complete, value: 1))
      }
      #expect(throws: StudyError.unknownTrial(study: "lenet5/random", number: 5)) {
        try study.tell(number: 5, result: TrialResult(state: .complete, value: 1))
      }
    }
  }

  static let interruption = TrialResult(state: .failed, detail: "killed by signal 9", isInterruption: true)

  /// Attempts that were cut off from outside leave no trace.
  @Test func interruptionsDoNotCountAsAttempts() throws {
    try withTemporaryFolder { folder in
      let whole = try SQLiteStudyStore.writing(at: folder.appending(path: "whole.sqlite"))
      try run(toyStudy(toyDefinition(lag: 2), in: whole), workers: 1)
      let store = try SQLiteStudyStore.writing(at: folder.appending(path: "disturbed.sqlite"))
      let study = try toyStudy(toyDefinition(lag: 2), in: store)
      while case .trial(let trial) = try study.ask() {
        for _ in 0..<(trial.number % (Study.interruptionLimit + 1)) {
          let told = try study.tell(number: trial.number, result: Self.interruption)
          #expect(told.state == .waiting && told.attempts == trial.attempts)
          #expect(try study.ask() == .trial(trial))
        }
        try study.tell(number: trial.number, result: toyResult(of: trial))
      }
      #expect(try contents(of: store) == contents(of: whole))
    }
  }

  @Test func endlessInterruptionsFailTheTrial() throws {
    try withTemporaryFolder { folder in
      let store = try SQLiteStudyStore.writing(at: folder.appending(path: "study.sqlite"))
      func open() throws -> Study {
        try Study(toyDefinition(lag: 1, budget: 1), in: store, sampler: HistoryHashingSampler(), retries: 1)
      }
      func interrupt(_ study: Study, times: Int) throws {
        for _ in 0..<times {
          _ = try study.ask()
          #expect(try study.tell(number: 0, result: Self.interruption).state == .waiting)
        }
      }
      // Opening the study anew, and an attempt that ends by itself, begin the count again.
      try interrupt(open(), times: Study.interruptionLimit)
      let study = try open()
      try interrupt(study, times: Study.interruptionLimit)
      _ = try study.ask()
      #expect(try study.tell(number: 0, result: TrialResult(state: .failed, detail: "no memory")).attempts == 1)
      try interrupt(study, times: Study.interruptionLimit)
      _ = try study.ask()
      let last = try study.tell(number: 0, result: Self.interruption)
      #expect(last.state == .failed && last.attempts == 1)
      #expect(last.detail == "interrupted 6 times in a row, at last: killed by signal 9")
      #expect(try study.ask() == .finished(.budgetSpent))
    }
  }

  @Test(arguments: [
    (TrialResult(state: .complete, value: .nan), TrialState.diverged, "the objective is nan" as String?),
    (TrialResult(state: .complete), .diverged, "no objective value was reported"),
    (TrialResult(state: .diverged, detail: "loss is inf", value: .infinity), .diverged, "loss is inf"),
    (TrialResult(state: .infeasible, detail: "no image left"), .infeasible, "no image left"),
    (TrialResult(state: .complete, detail: "noise", value: 1), .complete, nil),
  ])
  func recordsMisfortunesAsValues(result: TrialResult, state: TrialState, detail: String?) throws {
    try withStudy(toyDefinition()) { study in
      _ = try study.ask()
      let trial = try study.tell(number: 0, result: result)
      #expect(trial.state == state)
      #expect(trial.detail == detail)
      #expect(trial.value == (state == .complete ? 1 : nil))
    }
  }

  @Test func endsWithTheSpace() throws {
    try withTemporaryFolder { folder in
      let store = try SQLiteStudyStore.writing(at: folder.appending(path: "study.sqlite"))
      let study = try toyStudy(toyDefinition(budget: nil), in: store, exhaustedAt: 7)
      #expect(try run(study, workers: 3) == .spaceExhausted)
      #expect(study.trials.count == 7)
    }
  }

  @Test func endsWhenEverythingIsInfeasible() throws {
    try withTemporaryFolder { folder in
      let store = try SQLiteStudyStore.writing(at: folder.appending(path: "study.sqlite"))
      let study = try Study(
        toyDefinition(budget: nil), in: store, sampler: HistoryHashingSampler(), infeasibleLimit: 5,
        feasibility: { _ in "too small" })
      #expect(try study.ask() == .finished(.onlyInfeasible(5)))
      #expect(try study.ask() == .finished(.onlyInfeasible(5)))
      #expect(study.trials.allSatisfy { $0.state == .infeasible && $0.detail == "too small" && $0.attempts == 0 })
      #expect(study.trials.count == 5)
    }
  }

  @Test func waitsForRunningTrialsBeforeItFinishes() throws {
    try withStudy(toyDefinition(lag: 4, budget: 2)) { study in
      _ = try study.ask()
      _ = try study.ask()
      try study.tell(number: 0, result: TrialResult(state: .complete, value: 1))
      #expect(try study.ask() == .waitForTrial(1))
      try study.tell(number: 1, result: TrialResult(state: .failed, detail: "killed"))
      guard case .trial(let retry) = try study.ask() else {
        Issue.record("a failed trial is retried even when the budget is spent")
        return
      }
      #expect(retry.number == 1)
    }
  }

  @Test(arguments: [(Goal.maximize, 1), (.minimize, 0)])
  func findsTheBestTrial(goal: Goal, expected: Int) {
    let values: [Double?] = [0.25, 0.75, 0.75, nil, 0.25]
    var trials = values.enumerated().map { number, value in
      Trial(number: number, configuration: [:], seed: 0, state: .complete, value: value)
    }
    trials.append(Trial(number: 5, configuration: [:], seed: 0, state: .pruned, value: goal == .maximize ? 1 : 0))
    #expect(Study.best(of: trials, goal: goal)?.number == expected)
  }

  private func withStudy(
    _ definition: StudyDefinition, retries: Int = 1, _ body: (Study) throws -> Void
  ) throws {
    try withTemporaryFolder { folder in
      let store = try SQLiteStudyStore.writing(at: folder.appending(path: "study.sqlite"))
      try body(Study(definition, in: store, sampler: HistoryHashingSampler(), retries: retries))
    }
  }
}

/// Keeps what it was shown.
private final class RecordingSampler: Sampler, @unchecked Sendable {
  private(set) var histories: [TrialHistory] = []

  func suggest(trial number: Int, history: TrialHistory) throws -> Configuration? {
    histories.append(history)
    return ["x": .double(Double(number))]
  }
}

import Foundation
import Search
import Testing

@testable import Studies

struct ResumptionTests {
  @Test(arguments: [(workers: 1, lag: 1), (workers: 4, lag: 4)])
  func killedAtAnyRecordGoesOnAsIfNothingHadHappened(workers: Int, lag: Int) throws {
    let definition = toyDefinition(lag: lag, budget: 7)
    try withTemporaryFolder { folder in
      let whole = try SQLiteStudyStore.writing(at: folder.appending(path: "whole.sqlite"))
      let counter = InterruptedStore(whole, writes: .max)
      try run(toyStudy(definition, in: counter), workers: workers)
      let expected = try contents(of: whole)
      let writes = Int.max - counter.writesLeft
      #expect(writes > 12)

      for boundary in 0..<writes {
        let url = folder.appending(path: "killed-\(boundary).sqlite")
        #expect(throws: InterruptedStore.Kill.self) {
          let store = InterruptedStore(try SQLiteStudyStore.writing(at: url), writes: boundary)
          try run(toyStudy(definition, in: store), workers: workers, seed: 1)
        }
        let store = try SQLiteStudyStore.writing(at: url)
        try run(toyStudy(definition, in: store), workers: workers, seed: 2)
        #expect(try contents(of: store) == expected, "killed before write \(boundary)")
      }
    }
  }

  @Test func killedAgainAndAgainGoesOn() throws {
    let definition = toyDefinition(lag: 2, budget: 12)
    try withTemporaryFolder { folder in
      let whole = try SQLiteStudyStore.writing(at: folder.appending(path: "whole.sqlite"))
      try run(toyStudy(definition, in: whole), workers: 1)

      let url = folder.appending(path: "killed.sqlite")
      var kills = 0
      while true {
        do {
          let store = InterruptedStore(try SQLiteStudyStore.writing(at: url), writes: 6)
          try run(toyStudy(definition, in: store), workers: 2, seed: UInt64(kills))
          break
        } catch is InterruptedStore.Kill {
          kills += 1
          try #require(kills < 50)
        }
      }
      #expect(kills > 3)
      #expect(try contents(of: SQLiteStudyStore.reading(at: url)) == contents(of: whole))
    }
  }

  @Test func orphansComeFirstAsTheyWere() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "study.sqlite")
      let definition = toyDefinition(lag: 3)
      func open() throws -> Study {
        try Study(definition, in: SQLiteStudyStore.writing(at: url), sampler: HistoryHashingSampler())
      }
      var handedOut: [Trial] = []
      do {
        let study = try open()
        while case .trial(let trial) = try study.ask() { handedOut.append(trial) }
        try study.tell(number: 1, result: TrialResult(state: .complete, value: 0.5))
      }
      let study = try open()
      #expect(study.trials.map(\.state) == [.waiting, .complete, .waiting])
      // A worker of the killed run had finished trial 0; its result is taken in before anything is handed out.
      try study.tell(number: 0, result: TrialResult(state: .complete, value: 0.25))
      #expect(try study.ask() == .trial(handedOut[2]))
    }
  }

  @Test func refusesAnotherDefinition() throws {
    try withTemporaryFolder { folder in
      let store = try SQLiteStudyStore.writing(at: folder.appending(path: "study.sqlite"))
      _ = try toyStudy(toyDefinition(), in: store)
      var changed = toyDefinition(lag: 8, budget: nil)
      changed.fields = ["data": "fashion-mnist", "split": "5000"]
      let error = #expect(throws: StudyError.self) { try toyStudy(changed, in: store) }
      #expect(
        error?.description == """
          study "lenet5/random" is stored with another definition:
            trialBudget: stored "20", now "none"
            lag: stored "4", now "8"
            fields.data: stored "mnist", now "fashion-mnist"
            fields.space: stored "{"x":[0,1]}", now nothing
            fields.split: stored nothing, now "5000"
          A study goes on only with the definition it began with: repeat that one, or give a new output folder.
          """)
    }
  }
}

/// A store that stops working before a given write, as a kill would; what was written stays.
private final class InterruptedStore: StudyStore, @unchecked Sendable {
  struct Kill: Error {}

  private let store: SQLiteStudyStore
  private(set) var writesLeft: Int

  init(_ store: SQLiteStudyStore, writes: Int) {
    self.store = store
    writesLeft = writes
  }

  private func write<Value>(_ body: () throws -> Value) throws -> Value {
    guard writesLeft > 0 else { throw Kill() }
    writesLeft -= 1
    return try body()
  }

  func metadata() throws -> [String: String] { try store.metadata() }
  func definitions() throws -> [StudyDefinition] { try store.definitions() }
  func definition(ofStudy name: String) throws -> StudyDefinition? { try store.definition(ofStudy: name) }
  func trials(ofStudy name: String) throws -> [Trial] { try store.trials(ofStudy: name) }
  func trialTimings(ofStudy name: String) throws -> [Int: TrialTiming] { try store.trialTimings(ofStudy: name) }
  func confirmations(ofStudy name: String) throws -> [Studies.Confirmation] { try store.confirmations(ofStudy: name) }
  func confirmationTimings(ofStudy name: String) throws -> [Studies.Confirmation.Key: TrialTiming] {
    try store.confirmationTimings(ofStudy: name)
  }
  func audits(ofStudy name: String) throws -> [TrialAudit] { try store.audits(ofStudy: name) }
  func save(_ audit: TrialAudit, ofStudy name: String) throws { try write { try store.save(audit, ofStudy: name) } }
  func retrainings(ofStudy name: String) throws -> [Retraining] { try store.retrainings(ofStudy: name) }
  func retrainingTimings(ofStudy name: String) throws -> [Studies.Confirmation.Key: TrialTiming] {
    try store.retrainingTimings(ofStudy: name)
  }
  func testOpenings() throws -> [TestOpening] { try store.testOpenings() }

  func setMetadata(_ value: String, forKey key: String) throws {
    try write { try store.setMetadata(value, forKey: key) }
  }
  func insert(_ definition: StudyDefinition) throws {
    try write { try store.insert(definition) }
  }
  func save(_ trial: Trial, ofStudy name: String, timing: TrialTiming?) throws {
    try write { try store.save(trial, ofStudy: name, timing: timing) }
  }
  func save(_ confirmation: Studies.Confirmation, ofStudy name: String, timing: TrialTiming?) throws {
    try write { try store.save(confirmation, ofStudy: name, timing: timing) }
  }
  func save(_ retraining: Retraining, ofStudy name: String, timing: TrialTiming?) throws {
    try write { try store.save(retraining, ofStudy: name, timing: timing) }
  }
  func recordTestOpening(
    study: String, configuration: Configuration, replicate: Int, purpose: String
  ) throws -> TestOpening {
    try write {
      try store.recordTestOpening(
        study: study, configuration: configuration, replicate: replicate, purpose: purpose)
    }
  }
}

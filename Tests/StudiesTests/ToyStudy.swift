import Foundation
import GRDB
import Search
import Seeding

@testable import Studies

/// A sampler whose every suggestion depends on all that it is shown, so that any leak of order or time changes it.
struct HistoryHashingSampler: Sampler {
  var exhaustedAt = Int.max

  func suggest(trial number: Int, history: TrialHistory) throws -> Search.Configuration? {
    if number >= exhaustedAt { return nil }
    var node = SeedSequence(root: 11).child(number)
    for observation in history.observations {
      node = node.child(observation.trial).child(StoredJSON.text(observation.configuration))
      switch observation.outcome {
      case .value(let value): node = node.child(String(value.bitPattern))
      case .infeasible: node = node.child("infeasible")
      case .failed: node = node.child("failed")
      }
    }
    for configuration in history.pending {
      node = node.child("pending").child(StoredJSON.text(configuration))
    }
    var generator = node.generator()
    return ["width": .int(1 + generator.uniform(below: 8)), "x": .double(generator.uniform())]
  }
}

/// A stand-in for training with every kind of end; the failed ones succeed when they are tried again.
func toyResult(of trial: Trial, worker: Int = 0) -> TrialResult {
  guard case .double(let x) = trial.configuration["x"] else { return TrialResult(state: .failed, detail: "no x") }
  let timing = TrialTiming(
    durationSeconds: Double.random(in: 0...1), imagesPerSecond: 1_000, worker: "slot \(worker)")
  let curve = (1...3).map { epoch in
    EpochRecord(
      epoch: epoch, learningRate: 0.1 / Double(epoch), trainLoss: x / Double(epoch), trainAccuracy: 1 - x,
      validationLoss: epoch == 1 ? nil : x, validationAccuracy: epoch == 1 ? nil : 1 - x)
  }
  switch trial.seed % 7 {
  case 0 where trial.attempts == 0:
    return TrialResult(state: .failed, detail: "out of memory", epochs: curve, timing: timing)
  case 1:
    var broken = curve
    broken[2].trainLoss = .nan
    broken[2].validationLoss = .infinity
    return TrialResult(state: .diverged, detail: "the loss is nan in epoch 3", epochs: broken, timing: timing)
  case 2:
    return TrialResult(state: .pruned, value: 1 - x, epochs: Array(curve.prefix(2)), bestEpoch: 2, timing: timing)
  default:
    return TrialResult(
      state: .complete, value: 1 - x, epochs: curve, bestEpoch: 3, parameterCount: 61_706, multiplyAdds: 416_520,
      timing: timing)
  }
}

func toyDefinition(lag: Int = 4, budget: Int? = 20, name: String = "lenet5/random") -> StudyDefinition {
  StudyDefinition(
    name: name, family: "lenet5", method: "random", metric: "validation_accuracy", goal: .maximize,
    trialBudget: budget, lag: lag, seed: .max - 5, fields: ["space": #"{"x":[0,1]}"#, "data": "mnist"])
}

func toyStudy(
  _ definition: StudyDefinition, in store: any StudyStore, exhaustedAt: Int = .max, retries: Int = 1
) throws -> Study {
  try Study(
    definition, in: store, sampler: HistoryHashingSampler(exhaustedAt: exhaustedAt), retries: retries,
    feasibility: { $0["width"] == .int(3) ? "width 3 leaves no image" : nil })
}

/// Runs a study to its end with a number of simulated workers, of which a seeded random one finishes next.
@discardableResult
func run(_ study: Study, workers: Int, seed: UInt64 = 0) throws -> Ask.Finish {
  var generator = SeedSequence(root: seed).generator()
  var running: [Trial] = []
  while true {
    var answer = try study.ask()
    while case .trial(let trial) = answer {
      running.append(trial)
      if running.count == workers { break }
      answer = try study.ask()
    }
    if case .finished(let finish) = answer { return finish }
    let slot = generator.uniform(below: running.count)
    let trial = running.remove(at: slot)
    try study.tell(number: trial.number, result: toyResult(of: trial, worker: slot))
  }
}

/// The contents of every table that must not depend on time, one line a row.
func contents(of store: SQLiteStudyStore) throws -> [String] {
  let tables = [
    "run_metadata": "*", "studies": "*", "trials": "*", "epochs": "*", "confirmations": "*",
    "confirmation_epochs": "*", "test_openings": "study, configuration, replicate, purpose, sequence",
    "trial_timings": "study, trial", "confirmation_timings": "study, trial, replicate",
  ]
  return try store.queue.read { database in
    try tables.sorted { $0.key < $1.key }.flatMap { table, columns in
      try Row.fetchAll(database, sql: "SELECT \(columns) FROM \(table)").map { "\(table) \($0)" }.sorted()
    }
  }
}

/// A fresh folder, removed when the body has ended; in memory where the system has such a place, because every write
/// of a store waits for the disk.
func withTemporaryFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
  let memory = URL(filePath: "/dev/shm")
  let parent =
    FileManager.default.isWritableFile(atPath: memory.path) ? memory : FileManager.default.temporaryDirectory
  let folder = parent.appending(path: "studies-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder)
}

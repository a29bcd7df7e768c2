import Foundation
import Search
import Studies
import Testing

/// Checks what every study store must do; `reopen` closes nothing but gives a new store over the same place.
func checkStudyStore(
  _ store: any StudyStore, reopen: (any StudyStore) throws -> any StudyStore
) throws {
  let definition = toyDefinition()
  #expect(try store.definitions().isEmpty)
  #expect(try store.definition(ofStudy: definition.name) == nil)
  #expect(throws: StudyError.unknownStudy("absent", known: [])) {
    try store.save(Trial(number: 0, configuration: [:], seed: 0), ofStudy: "absent", timing: nil)
  }

  try store.setMetadata("first", forKey: "command")
  try store.setMetadata("ablation run \"--all\"", forKey: "command")
  try store.register(definition)
  try store.register(definition)
  var other = definition
  other.name = "another/grid"
  other.trialBudget = nil
  other.seed = 0
  try store.register(other)

  let trials = storedTrials
  for trial in trials.shuffled() {
    var draft = trial
    draft.state = .running
    draft.epochs = [EpochRecord(epoch: 9, learningRate: 0, trainLoss: 0, trainAccuracy: 0)]
    try store.save(draft, ofStudy: definition.name, timing: nil)
    try store.save(trial, ofStudy: definition.name, timing: TrialTiming(durationSeconds: Double(trial.number)))
    try store.save(trial, ofStudy: definition.name, timing: nil)
  }
  #expect(throws: StudyError.unknownTrial(study: definition.name, number: 99)) {
    try store.save(
      Studies.Confirmation(trial: 99, replicate: 0, seed: 0, state: .failed), ofStudy: definition.name, timing: nil)
  }
  let confirmations = storedConfirmations
  for confirmation in confirmations.reversed() {
    try store.save(
      confirmation, ofStudy: definition.name,
      timing: TrialTiming(durationSeconds: 2, processorSeconds: 1.5, imagesPerSecond: 8_000, worker: "a"))
  }
  let audits = [
    TrialAudit(trial: 0, state: .failed, detail: "no memory", repeats: false),
    TrialAudit(trial: 1, state: .complete, value: 0.1 + 0.2, curve: [1 / 3, -.infinity, 2], repeats: true),
  ]
  for audit in audits.reversed() {
    try store.save(TrialAudit(trial: audit.trial, state: .complete, repeats: true), ofStudy: definition.name)
    try store.save(audit, ofStudy: definition.name)
  }
  #expect(throws: StudyError.unknownTrial(study: definition.name, number: 99)) {
    try store.save(TrialAudit(trial: 99, state: .complete, repeats: true), ofStudy: definition.name)
  }
  #expect(throws: StudyError.unknownTrial(study: definition.name, number: 99)) {
    try store.save(Retraining(trial: 99, replicate: 0, seed: 0, state: .failed), ofStudy: definition.name, timing: nil)
  }
  let retrainings = storedRetrainings
  for retraining in retrainings.reversed() {
    var draft = retraining
    draft.value = 7
    draft.testMetrics = [:]
    draft.epochs = [EpochRecord(epoch: 9, learningRate: 0, trainLoss: 0, trainAccuracy: 0)]
    try store.save(draft, ofStudy: definition.name, timing: nil)
    try store.save(retraining, ofStudy: definition.name, timing: TrialTiming(durationSeconds: 3, worker: "b"))
  }
  let configuration: Configuration = ["x": .double(0.5)]
  for expected in [1, 2] {
    let opening = try store.recordTestOpening(
      study: definition.name, configuration: configuration, replicate: 0, purpose: "confirmation")
    #expect(opening.sequence == expected)
  }
  try store.recordTestOpening(
    study: "another/grid", configuration: configuration, replicate: 0, purpose: "confirmation")

  let again = try reopen(store)
  #expect(try again.metadata() == ["command": "ablation run \"--all\""])
  #expect(try again.definitions() == [other, definition])
  #expect(try again.definition(ofStudy: definition.name) == definition)
  expectEqual(try again.trials(ofStudy: definition.name), trials)
  #expect(try again.trials(ofStudy: other.name).isEmpty)
  #expect(try again.trialTimings(ofStudy: definition.name).mapValues(\.durationSeconds) == [0: 0, 1: 1])
  #expect(try again.audits(ofStudy: definition.name) == audits)
  #expect(try again.audits(ofStudy: other.name).isEmpty)
  expectEqual(try again.confirmations(ofStudy: definition.name), confirmations)
  let timings = try again.confirmationTimings(ofStudy: definition.name)
  #expect(timings.keys.sorted() == confirmations.map(\.key))
  let expected = TrialTiming(durationSeconds: 2, processorSeconds: 1.5, imagesPerSecond: 8_000, worker: "a")
  #expect(timings.values.allSatisfy { $0 == expected })
  #expect(try again.retrainings(ofStudy: definition.name) == retrainings)
  #expect(try again.retrainings(ofStudy: other.name).isEmpty)
  #expect(try again.retrainingTimings(ofStudy: definition.name).keys.sorted() == retrainings.map(\.key))
  #expect(try again.testOpenings().map(\.sequence) == [1, 1, 2])
  #expect(try again.testOpenings().first?.study == "another/grid")
}

private let storedRetrainings = [
  Retraining(
    trial: 0, replicate: 0, seed: .max, state: .complete, value: 0.1 + 0.2,
    epochs: [
      EpochRecord(epoch: 1, learningRate: 0.1, trainLoss: 1, trainAccuracy: 0.5, validationLoss: 0.75),
      EpochRecord(epoch: 2, learningRate: 0.01, trainLoss: 0.5, trainAccuracy: 0.75, validationAccuracy: 1),
    ], testMetrics: ["accuracy": 0.3, "loss": .infinity]),
  Retraining(trial: 0, replicate: 1, seed: 5, state: .diverged, detail: "the loss was not finite"),
  Retraining(trial: 1, replicate: 0, seed: .max, state: .complete, value: -0.0),
]

// Curves and metrics are compared apart because a NaN is not equal to itself.

private func expectEqual(_ trials: [Trial], _ expected: [Trial]) {
  func bare(_ trial: Trial) -> Trial {
    var trial = trial
    trial.epochs = []
    return trial
  }
  #expect(trials.map(bare) == expected.map(bare))
  #expect(trials.map { "\($0.epochs)" } == expected.map { "\($0.epochs)" })
}

private func expectEqual(_ confirmations: [Studies.Confirmation], _ expected: [Studies.Confirmation]) {
  func bare(_ confirmation: Studies.Confirmation) -> Studies.Confirmation {
    var confirmation = confirmation
    confirmation.testMetrics = [:]
    return confirmation
  }
  #expect(confirmations.map(bare) == expected.map(bare))
  #expect(
    confirmations.map { $0.testMetrics.mapValues { "\($0)" } } == expected.map { $0.testMetrics.mapValues { "\($0)" } })
}

private let storedTrials = [
  Trial(
    number: 0,
    configuration: [
      "learning_rate": .double(1e-300), "batch_size": .int(.min), "whole": .double(2), "flag": .bool(false),
      "name": .string("tab\t\"quote\" \u{1} ✓"), "none": .null, "$odd": .map(["$number": .string("nan")]),
      "limits": .list([.double(-.infinity), .double(-0.0), .double(.greatestFiniteMagnitude)]),
    ],
    seed: .max, state: .diverged, detail: "the loss is nan",
    epochs: [
      EpochRecord(
        epoch: 1, learningRate: 0.1, trainLoss: .nan, trainAccuracy: 0, validationLoss: .infinity,
        validationAccuracy: .nan),
      EpochRecord(epoch: 2, learningRate: 0.05, trainLoss: .infinity, trainAccuracy: 1),
    ], attempts: 2),
  Trial(
    number: 1, configuration: [:], seed: 0, state: .complete, value: 0.1 + 0.2,
    decisions: [
      PruningDecision(rung: 1, epoch: 1, value: 1 / 3, threshold: nil, count: 0, stops: false),
      PruningDecision(rung: 2, epoch: 9, value: -0.1, threshold: 0.1 + 0.7, count: 7, stops: false),
      PruningDecision(replicate: 2, rung: 1, epoch: 1, value: 1e300, threshold: 0, count: 1, stops: true),
    ], judgedCurve: [.infinity, 0.1, 2], bestEpoch: 3, attempts: 1,
    parameterCount: 61_706, multiplyAdds: 416_520),
]

private let storedConfirmations = [
  Studies.Confirmation(
    trial: 0, replicate: 0, seed: 1 << 63, state: .complete,
    epochs: [EpochRecord(epoch: 1, learningRate: 0.1, trainLoss: 2.3, trainAccuracy: 0.1)],
    testMetrics: ["test_accuracy": 0.9873, "test_f1": 1], confusion: [[980, 0], [3, 1_132]],
    predictions: Predictions(classes: [0, 255, 7], confidences: [1, 0.1, .leastNonzeroMagnitude])),
  Studies.Confirmation(
    trial: 0, replicate: 1, seed: 3, state: .complete, testMetrics: ["test_accuracy": .nan],
    predictions: Predictions(classes: [])),
  Studies.Confirmation(trial: 1, replicate: 0, seed: 4, state: .failed, detail: "killed"),
]

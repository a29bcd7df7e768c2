import Execution
import Foundation
import Search
import Studies
import Training

/// Carries a run out: hands jobs to workers, stores what they say, and is the only one who writes the store.
///
/// Which worker does what, and when it ends, is left to chance; nothing that is stored outside the timings depends on
/// it: a trial's seed and configuration are decided when it is asked for, from results that the lag allows.
public final class RunCoordinator {
  private let run: Run
  private let executor: LocalExecutor
  private let workers: Int
  private let onEvent: (RunEvent) -> Void
  private var studies: [(prepared: PreparedStudy, study: Study, finished: Bool)] = []
  private var assignments: [Int: Assignment] = [:]
  private var confirmations: [PendingConfirmation] = []
  private var plannedConfirmations = 0
  private var doneConfirmations = 0
  private var nextJob = 0
  private var hasBegun = false
  private var failuresInARow = 0
  private var estimate = WorkEstimate()
  private let began = ContinuousClock.now

  /// A failing program should not burn through a whole study.
  static let failureLimit = 5

  private enum Assignment {
    case trial(index: Int, Trial, ModelConfiguration)
    case confirmation(PendingConfirmation)
  }

  private struct PendingConfirmation {
    var study: PreparedStudy
    var trial: Trial
    var replicate: Int
    var attempts = 0
    var configuration: ModelConfiguration
    var work: Double
  }

  /// - Parameter onEvent: called on the caller's thread.
  public init(_ run: Run, workers: RunWorkers, onEvent: @escaping (RunEvent) -> Void) throws {
    self.run = run
    self.workers = workers.count
    self.onEvent = onEvent
    executor = workers.executor
    for prepared in run.studies { studies.append((prepared, try prepared.open(in: run.store), false)) }
  }

  /// Runs to the end, or throws when the run cannot go on; what is stored then can be resumed.
  public func execute() throws {
    defer { executor.terminateAll() }
    let finished = studies.reduce(0) { $0 + $1.study.trials.filter(\.state.isTerminal).count }
    onEvent(
      .started(
        studies: run.plan.studies.count, note: run.plan.note, workers: workers, finishedTrials: finished))
    for study in studies {
      if let note = study.prepared.capNote { onEvent(.note("\(study.prepared.definition.name): \(note)")) }
    }
    try drain { try self.assignTrial(to: $0) }
    for index in studies.indices where studies[index].study.best == nil {
      let study = studies[index]
      let reasons = study.study.trials.compactMap(\.detail).first ?? "no trial was run"
      onEvent(.note("\(study.prepared.definition.name) has no complete trial to confirm: \(reasons)"))
    }
    if studies.allSatisfy({ $0.study.best == nil }) {
      let reason = studies.flatMap { $0.study.trials.compactMap(\.detail) }.first ?? "no trial was run"
      throw RunError.nothingComplete(reason)
    }
    try planConfirmations()
    onEvent(.progress(progress()))
    try drain { try self.assignConfirmation(to: $0) }
  }

  /// Keeps every worker busy until `assign` has nothing more and all have ended.
  private func drain(_ assign: (Int) throws -> Bool) throws {
    while true {
      for worker in executor.workerIndices where assignments[worker] == nil {
        if try !assign(worker) { break }
      }
      guard !assignments.isEmpty else { return }
      try handle(executor.nextEvent())
    }
  }

  private func assignTrial(to worker: Int) throws -> Bool {
    for index in studies.indices where !studies[index].finished {
      let before = studies[index].study.trials.count
      let answer = try studies[index].study.ask()
      reportInfeasible(index: index, from: before)
      switch answer {
      case .trial(let trial):
        let prepared = studies[index].prepared
        nextJob += 1
        var job = try prepared.searchJob(
          trial, id: nextJob, budget: run.plan.budget, data: run.plan.data)
        job.pruner = prepared.pruner(
          visible: studies[index].study.visibleTrials(to: trial.number), epochs: job.configuration.epochs)
        assignments[worker] = .trial(index: index, trial, job.configuration)
        try executor.submit(JobCoding.encode(Job.training(job)), to: worker)
        return true
      case .waitForTrial:
        continue
      case .finished(let finish):
        studies[index].finished = true
        if let note = finish.note { onEvent(.note("\(studies[index].prepared.definition.name): \(note)")) }
        onEvent(
          .studyFinished(
            study: studies[index].prepared.definition, trials: studies[index].study.trials.count,
            best: studies[index].study.best))
      }
    }
    return false
  }

  /// Infeasible suggestions are recorded by `ask` on the way to a feasible one.
  private func reportInfeasible(index: Int, from first: Int) {
    let study = studies[index].study
    for trial in study.trials.dropFirst(first) where trial.state == .infeasible {
      onEvent(.trialEnded(study: study.definition, trial: trial, best: study.best))
    }
  }

  private func planConfirmations() throws {
    for selection in try run.selections() {
      let name = selection.study.definition.name
      let done = Set(
        try run.store.confirmations(ofStudy: name).filter { $0.trial == selection.trial.number && $0.state.isTerminal }
          .map(\.replicate))
      plannedConfirmations += selection.replicates
      doneConfirmations += done.count
      var configuration = try selection.study.modelConfiguration(selection.trial.configuration)
      configuration.epochs = Budget.epochs(configuration.epochs, share: run.plan.budget.confirmationEpochShare)
      onEvent(
        .confirming(study: selection.study.definition, trial: selection.trial, replicates: selection.replicates))
      for replicate in 0..<selection.replicates where !done.contains(replicate) {
        confirmations.append(
          PendingConfirmation(
            study: selection.study, trial: selection.trial, replicate: replicate, configuration: configuration,
            work: WorkEstimate.work(
              multiplyAdds: selection.trial.multiplyAdds,
              images: run.plan.budget.confirmationImages ?? run.data.training.images.count,
              epochs: configuration.epochs)))
      }
    }
    // The longest first, so that the workers end together.
    confirmations = confirmations.enumerated().sorted { (-$0.element.work, $0.offset) < (-$1.element.work, $1.offset) }
      .map(\.element)
  }

  private func assignConfirmation(to worker: Int) throws -> Bool {
    guard !confirmations.isEmpty else { return false }
    let pending = confirmations.removeFirst()
    let definition = pending.study.definition
    try run.store.recordTestOpening(
      study: definition.name, configuration: pending.trial.configuration, replicate: pending.replicate,
      purpose: "confirmation")
    let job = makeJob(
      .confirmation(keepMistakes: pending.replicate == 0), configuration: pending.configuration,
      seed: definition.seedSequence(confirming: pending.trial.number, replicate: pending.replicate).seed,
      images: run.plan.budget.confirmationImages, validation: nil, metric: pending.study.metric)
    assignments[worker] = .confirmation(pending)
    try executor.submit(JobCoding.encode(Job.training(job)), to: worker)
    return true
  }

  private func makeJob(
    _ purpose: TrainingJob.Purpose, configuration: ModelConfiguration, seed: UInt64, images: Int?, validation: Int?,
    metric: Metric
  ) -> TrainingJob {
    nextJob += 1
    return TrainingJob(
      id: nextJob, purpose: purpose, data: run.plan.data, configuration: configuration, seed: seed,
      imageLimit: images, validationLimit: validation, metric: metric)
  }

  private func handle(_ event: LocalExecutor.Event) throws {
    switch event {
    case .message(let worker, let line):
      let message = try JobCoding.decode(WorkerMessage.self, from: line)
      if let failure = message.failure { throw RunError.workerFailed(failure) }
      if message.begins == true, !hasBegun {
        hasBegun = true
        onEvent(.trainingBegan)
      }
      guard var result = message.result, let assignment = assignments.removeValue(forKey: worker) else { return }
      result.trial.timing?.worker = String(worker)
      try finish(assignment, result)
    case .ended(let worker, let status, let signalled):
      guard let assignment = assignments.removeValue(forKey: worker) else { return }
      let reason = signalled ? "the worker was killed by signal \(status)" : "the worker ended with status \(status)"
      // A signal comes from outside: the trial is not to blame for it.
      try finish(
        assignment, JobResult(trial: TrialResult(state: .failed, detail: reason, isInterruption: signalled)))
    }
  }

  private func finish(_ assignment: Assignment, _ result: JobResult) throws {
    switch assignment {
    case .trial(let index, let trial, let configuration):
      let study = studies[index].study
      let stored = try study.tell(number: trial.number, result: result.trial)
      let images = min(run.plan.budget.searchImages ?? .max, run.data.split.trainingIndices.count)
      estimate.record(
        study: study.definition.name,
        work: WorkEstimate.work(
          multiplyAdds: result.trial.multiplyAdds, images: images,
          epochs: stored.stop == nil
            ? configuration.epochs * studies[index].prepared.sweep.settings.replicates : stored.epochs.count),
        seconds: result.trial.timing?.durationSeconds ?? 0, isSearch: true)
      if stored.state.isTerminal {
        onEvent(.trialEnded(study: study.definition, trial: stored, best: study.best))
      } else {
        onEvent(.note("\(study.definition.name) trial \(trial.number + 1) is tried again: \(stored.detail ?? "")"))
      }
      try checkFailures(result.trial)
    case .confirmation(var pending):
      let retries = result.trial.isInterruption ? Study.interruptionLimit : 1
      if result.trial.state == .failed, pending.attempts < retries {
        pending.attempts += 1
        confirmations.append(pending)
        return
      }
      try store(pending, result)
      try checkFailures(result.trial)
    }
    onEvent(.progress(progress()))
  }

  private func checkFailures(_ result: TrialResult) throws {
    if result.isInterruption { return }
    failuresInARow = result.state == .failed ? failuresInARow + 1 : 0
    if failuresInARow >= Self.failureLimit {
      throw RunError.tooManyFailures(failuresInARow, last: result.detail ?? "nothing")
    }
  }

  private func store(_ pending: PendingConfirmation, _ result: JobResult) throws {
    let definition = pending.study.definition
    var confirmation = Confirmation(
      trial: pending.trial.number, replicate: pending.replicate,
      seed: definition.seedSequence(confirming: pending.trial.number, replicate: pending.replicate).seed,
      state: result.trial.state, detail: result.trial.detail, epochs: result.trial.epochs)
    if let test = result.test {
      confirmation.testMetrics = test.metrics
      confirmation.confusion = test.confusion.counts
      confirmation.predictions = Studies.Predictions(classes: test.classes, confidences: test.confidences)
      if !test.mistakes.isEmpty {
        try run.store.setMetadata(
          String(decoding: JobCoding.encode(test.mistakes), as: UTF8.self), forKey: Run.mistakesKey(definition.name))
      }
      try run.store.setMetadata(test.digest, forKey: Run.testDigestKey)
    }
    try run.store.save(confirmation, ofStudy: definition.name, timing: result.trial.timing)
    doneConfirmations += 1
    estimate.record(
      study: definition.name, work: pending.work, seconds: result.trial.timing?.durationSeconds ?? 0, isSearch: false)
    onEvent(.confirmed(study: definition, confirmation: confirmation))
  }

  private func bestOfFamilies() -> [(family: String, validationAccuracy: Double)] {
    var best: [(family: String, validationAccuracy: Double)] = []
    for entry in studies {
      guard let accuracy = entry.study.best?.epochs.last?.validationAccuracy else { continue }
      let family = entry.prepared.plan.family.rawValue
      if let index = best.firstIndex(where: { $0.family == family }) {
        best[index].validationAccuracy = max(best[index].validationAccuracy, accuracy)
      } else {
        best.append((family, accuracy))
      }
    }
    return best
  }

  private func progress() -> RunProgress {
    var done = 0
    var planned = 0
    var left = 0.0
    var known = true
    for entry in studies {
      let trials = entry.study.trials
      let ended = trials.filter(\.state.isTerminal).count
      let size = entry.prepared.gridSize
      let total = entry.finished ? trials.count : min(entry.prepared.definition.trialBudget ?? .max, size ?? .max)
      done += ended
      planned += total == .max ? trials.count : total
      if let mean = estimate.meanSearchWork(entry.prepared.definition.name), total != .max {
        left += mean * Double(total - ended)
        if plannedConfirmations == 0 {
          // Before the selection: the mean trial's work, grown to the confirmation's epochs and images.
          let images = run.data.split.trainingIndices.count
          let growth =
            Double(run.plan.budget.confirmationImages ?? run.data.training.images.count)
            / Double(min(run.plan.budget.searchImages ?? .max, images))
            * run.plan.budget.confirmationEpochShare / run.plan.budget.searchEpochShare
          let families = Set(run.studies.map(\.plan.family)).count
          let more = run.plan.budget.bestSeeds - run.plan.budget.otherSeeds
          let extra = Double(more * families) / Double(studies.count)
          left +=
            mean / Double(entry.prepared.sweep.settings.replicates) * growth
            * (Double(run.plan.budget.otherSeeds) + extra)
        }
      } else {
        known = false
      }
    }
    left += confirmations.reduce(0) { $0 + $1.work }
    for assignment in assignments.values {
      if case .confirmation(let pending) = assignment { left += pending.work / 2 }
    }
    return RunProgress(
      trials: (done, planned), confirmations: (doneConfirmations, plannedConfirmations), best: bestOfFamilies(),
      elapsedSeconds: (ContinuousClock.now - began).seconds,
      remainingSeconds: known ? estimate.seconds(for: left, workers: workers) : nil)
  }
}

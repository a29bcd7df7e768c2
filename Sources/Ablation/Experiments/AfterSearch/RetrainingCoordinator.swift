import Execution
import Foundation
import Search
import Studies
import Training

/// Trains the best configurations of a study again with fresh seeds, on the search's own images and epochs.
///
/// What is stored depends neither on the workers nor on interruptions: a training that has ended is never repeated,
/// unless its network is to be tested and was not.
public final class RetrainingCoordinator {
  /// What the coordinator tells whoever watches it.
  public enum Event: Sendable {
    /// Work begins or goes on: how many of the trainings have ended already.
    case began(study: String, trials: [Trial], seeds: Int, done: Int, planned: Int)
    /// A training ended.
    case ended(Retraining, done: Int, planned: Int, remainingSeconds: Double?)
    /// Something that the user should know and that changes nothing.
    case note(String)
  }

  private struct Pending {
    var trial: Trial
    var replicate: Int
    var seed: UInt64
    var configuration: ModelConfiguration
    var attempts = 0
  }

  private let run: Run
  private let study: PreparedStudy
  private let request: RetrainingRequest
  private let workers: RunWorkers
  private let onEvent: (Event) -> Void
  private let trials: [Trial]
  private var pending: [Pending] = []
  private var assignments: [Int: Pending] = [:]
  private var nextJob = 0
  private var failuresInARow = 0
  private var planned: Int { trials.count * request.seeds }
  private var done = 0
  private var seconds: [Double] = []

  /// - Parameters:
  ///   - run: opened for writing.
  ///   - onEvent: called on the caller's thread.
  /// - Throws: ``AfterSearchError``, or `StudyError` where the data or the sweep are not those of the search.
  public init(
    _ run: Run, study: PreparedStudy, request: RetrainingRequest, workers: RunWorkers,
    onEvent: @escaping (Event) -> Void
  ) throws {
    self.run = run
    self.study = study
    self.request = request
    self.workers = workers
    self.onEvent = onEvent
    trials = try request.trials(of: study.definition, in: run.store)
    // The study is stored, or it would have no trials: this only compares.
    try run.store.register(study.definition)
  }

  /// Trains whatever is missing, or throws when it cannot go on; what is stored then is kept.
  public func execute() throws {
    defer { workers.executor.terminateAll() }
    let name = study.definition.name
    let waiting = try run.store.trials(ofStudy: name).count { !$0.state.isTerminal }
    if waiting > 0 {
      onEvent(.note("the search has not ended (\(waiting) trials are unfinished): its best may still change"))
    }
    try run.store.setMetadata(
      String(decoding: JobCoding.encode(request), as: UTF8.self), forKey: RetrainingRequest.key(name))
    try plan()
    onEvent(.began(study: name, trials: trials, seeds: request.seeds, done: done, planned: planned))
    while true {
      for worker in workers.executor.workerIndices where assignments[worker] == nil && !pending.isEmpty {
        try assign(pending.removeFirst(), to: worker)
      }
      guard !assignments.isEmpty else { return }
      try handle(workers.executor.nextEvent())
    }
  }

  /// Seed by seed, so that an interruption leaves the configurations with equally many.
  private func plan() throws {
    let stored = try run.store.retrainings(ofStudy: study.definition.name)
    let ended = Dictionary(stored.map { ($0.key, $0) }, uniquingKeysWith: { $1 })
    for replicate in 0..<request.seeds {
      for trial in trials {
        let earlier = ended[Confirmation.Key(trial: trial.number, replicate: replicate)]
        let needsTest = request.opensTest && earlier?.state == .complete && earlier?.testMetrics.isEmpty == true
        if let earlier, earlier.state.isTerminal, !needsTest {
          done += 1
          continue
        }
        var configuration = try study.modelConfiguration(trial.configuration)
        configuration.epochs = Budget.epochs(configuration.epochs, share: run.plan.budget.searchEpochShare)
        pending.append(
          Pending(
            trial: trial, replicate: replicate,
            seed: study.definition.seedSequence(retraining: replicate).seed, configuration: configuration))
      }
    }
  }

  private func assign(_ next: Pending, to worker: Int) throws {
    if request.opensTest {
      try run.store.recordTestOpening(
        study: study.definition.name, configuration: next.trial.configuration, replicate: next.replicate,
        purpose: RetrainingRequest.testPurpose)
    }
    nextJob += 1
    var job = TrainingJob(
      id: nextJob, purpose: .retraining(opensTest: request.opensTest), data: run.plan.data,
      configuration: next.configuration, seed: next.seed, imageLimit: run.plan.budget.searchImages,
      validationLimit: run.plan.budget.validationImages, metric: study.metric)
    job.reduction = study.sweep.settings.reduction
    job.goal = study.definition.goal
    assignments[worker] = next
    try workers.executor.submit(JobCoding.encode(Job.training(job)), to: worker)
  }

  private func handle(_ event: LocalExecutor.Event) throws {
    switch event {
    case .message(let worker, let line):
      let message = try JobCoding.decode(WorkerMessage.self, from: line)
      if let failure = message.failure { throw RunError.workerFailed(failure) }
      guard var result = message.result, let work = assignments.removeValue(forKey: worker) else { return }
      result.trial.timing?.worker = String(worker)
      try finish(work, result)
    case .ended(let worker, let status, let signalled):
      guard let work = assignments.removeValue(forKey: worker) else { return }
      let reason = signalled ? "the worker was killed by signal \(status)" : "the worker ended with status \(status)"
      try finish(work, JobResult(trial: TrialResult(state: .failed, detail: reason, isInterruption: signalled)))
    }
  }

  private func finish(_ work: Pending, _ result: JobResult) throws {
    let retries = result.trial.isInterruption ? Study.interruptionLimit : 1
    if result.trial.state == .failed, work.attempts < retries {
      var again = work
      again.attempts += 1
      pending.append(again)
      return
    }
    var retraining = result.trial.retraining(
      trial: work.trial.number, replicate: work.replicate, seed: work.seed)
    if let test = result.test {
      retraining.testMetrics = test.metrics
      try run.store.setMetadata(test.digest, forKey: Run.testDigestKey)
    }
    try run.store.save(retraining, ofStudy: study.definition.name, timing: result.trial.timing)
    done += 1
    if let spent = result.trial.timing?.durationSeconds { seconds.append(spent) }
    let mean = seconds.isEmpty ? nil : seconds.reduce(0, +) / Double(seconds.count)
    onEvent(
      .ended(
        retraining, done: done, planned: planned,
        remainingSeconds: mean.map { $0 * Double(planned - done) / Double(workers.count) }))
    failuresInARow = result.trial.state == .failed && !result.trial.isInterruption ? failuresInARow + 1 : 0
    if failuresInARow >= RunCoordinator.failureLimit {
      throw RunError.tooManyFailures(failuresInARow, last: result.trial.detail ?? "nothing")
    }
  }
}

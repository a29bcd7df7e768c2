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
  }

  private let run: Run
  private let study: PreparedStudy
  private let request: RetrainingRequest
  private let workers: RunWorkers
  private let onEvent: (Event) -> Void
  private let trials: [Trial]
  private var pending: [Pending] = []
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
    try JobQueue(workers: workers, job: makeJob, finish: finish).run(pending)
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

  private func makeJob(_ next: Pending, id: Int) throws -> Job {
    if request.opensTest {
      try run.store.recordTestOpening(
        study: study.definition.name, configuration: next.trial.configuration, replicate: next.replicate,
        purpose: RetrainingRequest.testPurpose)
    }
    var job = TrainingJob(
      id: id, purpose: .retraining(opensTest: request.opensTest), data: run.plan.data,
      configuration: next.configuration, seed: next.seed, imageLimit: run.plan.budget.searchImages,
      validationLimit: run.plan.budget.validationImages, metric: study.metric)
    job.reduction = study.sweep.settings.reduction
    job.goal = study.definition.goal
    return .training(job)
  }

  private func finish(_ work: Pending, _ result: JobResult) throws {
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
  }
}

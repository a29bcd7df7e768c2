import Execution
import Foundation
import Search
import Studies

/// The folder and the store of a sweep that runs a program.
public final class ProgramRun {
  /// The folder that holds everything of the run.
  public let folder: URL
  /// The study.
  public let prepared: PreparedProgram
  /// The store.
  public let store: any StudyStore

  static let planKey = "program_plan"

  private init(folder: URL, prepared: PreparedProgram, store: any StudyStore) {
    self.folder = folder
    self.prepared = prepared
    self.store = store
  }

  /// Where the trials' logs lie.
  public var logs: URL { folder.appending(path: "logs") }

  /// Begins a run in a folder, or takes up the one that the folder holds if it has the same plan.
  public static func begin(_ plan: ProgramPlan, in folder: URL, metadata: [String: String]) throws -> ProgramRun {
    let prepared = try PreparedProgram(plan)
    try Run.makeFolder(folder)
    let store = try SQLiteStudyStore.writing(at: folder.appending(path: Run.storeName))
    let facts = try store.metadata()
    if let stored = facts[planKey] {
      let earlier = try JobCoding.decode(ProgramPlan.self, from: Data(stored.utf8))
      guard earlier == plan else { throw RunError.otherPlan(folder: folder.path) }
    } else if facts[Run.planKey] != nil {
      throw RunError.otherPlan(folder: folder.path)
    }
    try store.setMetadata(String(decoding: JobCoding.encode(plan), as: UTF8.self), forKey: planKey)
    for (key, value) in metadata { try store.setMetadata(value, forKey: key) }
    return ProgramRun(folder: folder.standardizedFileURL, prepared: prepared, store: store)
  }

  /// Takes up an interrupted or finished run; `nil` for a folder whose run trains families.
  public static func open(_ folder: URL, writing: Bool) throws -> ProgramRun? {
    let file = folder.appending(path: Run.storeName)
    guard FileManager.default.fileExists(atPath: file.path) else { throw RunError.noRun(folder: folder.path) }
    let reading = try SQLiteStudyStore.reading(at: file)
    guard let text = try reading.metadata()[planKey] else { return nil }
    let plan = try JobCoding.decode(ProgramPlan.self, from: Data(text.utf8))
    let store = writing ? try SQLiteStudyStore.writing(at: file) : reading
    return ProgramRun(folder: folder.standardizedFileURL, prepared: try PreparedProgram(plan), store: store)
  }
}

/// Carries a sweep of a program out; the same rules hold as for `RunCoordinator`.
public final class ProgramCoordinator {
  private let run: ProgramRun
  private let study: Study
  private let executor: LocalExecutor
  private let workers: Int
  private let onEvent: (RunEvent) -> Void
  private var assignments: [Int: Trial] = [:]
  private var nextJob = 0
  private var failuresInARow = 0
  private var seconds: [Double] = []
  private let began = ContinuousClock.now

  /// - Parameters:
  ///   - executable: the program to start workers with; `arguments` make it one.
  ///   - onEvent: called on the caller's thread.
  public init(
    _ run: ProgramRun, workers: Int, executable: URL, arguments: [String], onEvent: @escaping (RunEvent) -> Void
  ) throws {
    self.run = run
    self.workers = workers
    self.onEvent = onEvent
    executor = LocalExecutor(count: workers, executable: executable, arguments: arguments)
    let definition = run.prepared.definition
    study = try Study(
      definition, in: run.store, sampler: run.prepared.sweep.makeSampler(seed: definition.seed),
      rules: run.prepared.sweep.studyRules)
  }

  /// Runs to the end, or throws when the run cannot go on; what is stored then can be resumed.
  public func execute() throws {
    defer { executor.terminateAll() }
    try Run.makeFolder(run.logs)
    let finished = study.trials.count(where: \.state.isTerminal)
    onEvent(.started(studies: 1, note: run.prepared.plan.note, workers: workers, finishedTrials: finished))
    while true {
      for worker in executor.workerIndices where assignments[worker] == nil {
        if try !assign(worker) { break }
      }
      guard !assignments.isEmpty else { break }
      try handle(executor.nextEvent())
    }
    if study.best == nil {
      throw RunError.nothingComplete(study.trials.compactMap(\.detail).first ?? "no trial was run")
    }
  }

  private func assign(_ worker: Int) throws -> Bool {
    switch try study.ask() {
    case .trial(let trial):
      nextJob += 1
      var job = run.prepared.job(for: trial, id: nextJob, logs: run.logs)
      job.pruner = run.prepared.pruner(visible: study.visibleTrials(to: trial.number))
      assignments[worker] = trial
      try executor.submit(JobCoding.encode(Job.program(job)), to: worker)
      return true
    case .waitForTrial: return false
    case .finished(let finish):
      guard assignments.isEmpty else { return false }
      if let note = finish.note { onEvent(.note(note)) }
      onEvent(.studyFinished(study: study.definition, trials: study.trials.count, best: study.best))
      return false
    }
  }

  private func handle(_ event: LocalExecutor.Event) throws {
    switch event {
    case .message(let worker, let line):
      let message = try JobCoding.decode(WorkerMessage.self, from: line)
      if let failure = message.failure { throw RunError.workerFailed(failure) }
      guard var result = message.result?.trial, let trial = assignments.removeValue(forKey: worker) else { return }
      result.timing?.worker = String(worker)
      try finish(trial, result)
    case .ended(let worker, let status, let signalled):
      guard let trial = assignments.removeValue(forKey: worker) else { return }
      let reason = signalled ? "the worker was killed by signal \(status)" : "the worker ended with status \(status)"
      try finish(trial, TrialResult(state: .failed, detail: reason, isInterruption: signalled))
    }
  }

  private func finish(_ trial: Trial, _ result: TrialResult) throws {
    let stored = try study.tell(number: trial.number, result: result)
    if let spent = result.timing?.durationSeconds { seconds.append(spent) }
    if stored.state.isTerminal {
      onEvent(.trialEnded(study: study.definition, trial: stored, best: study.best))
    } else {
      onEvent(.note("trial \(trial.number + 1) is tried again: \(stored.detail ?? "")"))
    }
    if !result.isInterruption {
      failuresInARow = result.state == .failed ? failuresInARow + 1 : 0
      if failuresInARow >= RunCoordinator.failureLimit {
        throw RunError.tooManyFailures(failuresInARow, last: result.detail ?? "nothing")
      }
    }
    let done = study.trials.count(where: \.state.isTerminal)
    let planned = run.prepared.trialCount
    let mean = seconds.isEmpty ? nil : seconds.reduce(0, +) / Double(seconds.count)
    onEvent(
      .progress(
        RunProgress(
          trials: (done, planned ?? study.trials.count), confirmations: (0, 0), best: [],
          elapsedSeconds: (ContinuousClock.now - began).seconds,
          remainingSeconds: planned.flatMap { total in
            mean.map { $0 * Double(max(0, total - done)) / Double(workers) }
          })))
  }
}

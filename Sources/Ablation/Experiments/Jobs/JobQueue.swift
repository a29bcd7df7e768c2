import Execution
import Foundation
import Studies

/// Keeps workers busy with a list of independent trainings and hands over how each ended.
///
/// Which worker does what, and when it ends, is left to chance: whoever takes the results keys them by the work.
final class JobQueue<Work> {
  private let workers: RunWorkers
  private let retriesFailures: Bool
  private let job: (Work, Int) throws -> Job
  private let finish: (Work, JobResult) throws -> Void
  private var pending: [(work: Work, attempts: Int)] = []
  private var assignments: [Int: (work: Work, attempts: Int)] = [:]
  private var nextJob = 0
  private var failuresInARow = 0

  /// - Parameters:
  ///   - retriesFailures: whether a failure is tried again here; where a study keeps count, it hands the work out again.
  ///   - job: what a worker is to do, with the job's number; called when the work is handed out.
  ///   - finish: takes the result of work that is not tried again, one at a time, on the caller's thread.
  init(
    workers: RunWorkers, retriesFailures: Bool = true, job: @escaping (Work, Int) throws -> Job,
    finish: @escaping (Work, JobResult) throws -> Void
  ) {
    self.workers = workers
    self.retriesFailures = retriesFailures
    self.job = job
    self.finish = finish
  }

  /// Does all of a list, in its order as far as workers are free.
  func run(_ works: [Work]) throws {
    var rest = works[...]
    try run { rest.popFirst() }
  }

  /// Does what `next` gives until it gives nothing and all have ended.
  ///
  /// Throws when the work cannot go on; the workers are left as they are.
  func run(next: () throws -> Work?) throws {
    while true {
      for worker in workers.executor.workerIndices where assignments[worker] == nil {
        let item: (work: Work, attempts: Int)
        if let work = try next() {
          item = (work, 0)
        } else if !pending.isEmpty {
          item = pending.removeFirst()
        } else {
          break
        }
        nextJob += 1
        let line = try JobCoding.encode(job(item.work, nextJob))
        assignments[worker] = item
        try workers.executor.submit(line, to: worker)
      }
      guard !assignments.isEmpty else { return }
      try handle(workers.executor.nextEvent())
    }
  }

  private func handle(_ event: LocalExecutor.Event) throws {
    switch event {
    case .message(let worker, let line):
      let message = try JobCoding.decode(WorkerMessage.self, from: line)
      if let failure = message.failure { throw RunError.workerFailed(failure) }
      guard var result = message.result, let item = assignments.removeValue(forKey: worker) else { return }
      result.trial.timing?.worker = String(worker)
      try end(item, result)
    case .ended(let worker, let status, let signalled):
      guard let item = assignments.removeValue(forKey: worker) else { return }
      let reason = signalled ? "the worker was killed by signal \(status)" : "the worker ended with status \(status)"
      // A signal comes from outside: the work is not to blame for it.
      try end(item, JobResult(trial: TrialResult(state: .failed, detail: reason, isInterruption: signalled)))
    }
  }

  private func end(_ item: (work: Work, attempts: Int), _ result: JobResult) throws {
    let retries = result.trial.isInterruption ? Study.interruptionLimit : 1
    if retriesFailures, result.trial.state == .failed, item.attempts < retries {
      pending.append((item.work, item.attempts + 1))
      return
    }
    try finish(item.work, result)
    if result.trial.isInterruption { return }
    failuresInARow = result.trial.state == .failed ? failuresInARow + 1 : 0
    if failuresInARow >= RunCoordinator.failureLimit {
      throw RunError.tooManyFailures(failuresInARow, last: result.trial.detail ?? "nothing")
    }
  }
}

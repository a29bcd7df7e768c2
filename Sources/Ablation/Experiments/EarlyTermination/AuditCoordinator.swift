import Execution
import Foundation
import Studies

/// Trains stopped trials again without a rule, on several workers, and stores what becomes of them.
///
/// What has ended is stored at once; an audit that was interrupted goes on where it was.
public final class AuditCoordinator {
  /// What happens in an audit.
  public enum Event: Sendable {
    /// This many trials are to be trained.
    case began(Int)
    /// A trial ended.
    case ended(study: StudyDefinition, audit: TrialAudit)
  }

  private struct Pending {
    var study: Int
    var trial: Trial
    var interruptions = 0
  }

  private let store: any StudyStore
  private let executor: LocalExecutor
  private var studies: [JudgedStudy]
  private var queue: [Pending] = []
  private var assignments: [Int: Pending] = [:]
  private var nextJob = 0

  /// Plans the audit of the trials that have not been audited yet.
  public init(_ audits: [RegretAudit], store: any StudyStore, workers: RunWorkers) {
    self.store = store
    executor = workers.executor
    studies = audits.map(\.study)
    for (index, audit) in audits.enumerated() {
      queue += audit.entries.filter { $0.audit == nil }.map { Pending(study: index, trial: $0.trial) }
    }
  }

  /// Trains until nothing is left, and returns the studies with their audits.
  ///
  /// - Throws: `RunError` where a trial cannot be trained, or a built-in training does not repeat its curve bit for bit.
  public func execute(onEvent: (Event) -> Void) throws -> [JudgedStudy] {
    defer { executor.terminateAll() }
    onEvent(.began(queue.count))
    while true {
      for worker in executor.workerIndices where assignments[worker] == nil && !queue.isEmpty {
        let pending = queue.removeFirst()
        nextJob += 1
        try executor.submit(JobCoding.encode(studies[pending.study].job(pending.trial, nextJob)), to: worker)
        assignments[worker] = pending
      }
      guard !assignments.isEmpty else { return studies }
      switch executor.nextEvent() {
      case .message(let worker, let line):
        let message = try JobCoding.decode(WorkerMessage.self, from: line)
        if let failure = message.failure { throw RunError.workerFailed(failure) }
        guard let result = message.result?.trial, let pending = assignments.removeValue(forKey: worker) else {
          continue
        }
        try finish(pending, result, onEvent)
      case .ended(let worker, let status, let signalled):
        guard var pending = assignments.removeValue(forKey: worker) else { continue }
        pending.interruptions += 1
        guard signalled, pending.interruptions <= Study.interruptionLimit else {
          throw RunError.workerFailed("it ended with \(signalled ? "signal" : "status") \(status)")
        }
        queue.insert(pending, at: 0)
      }
    }
  }

  private func finish(_ pending: Pending, _ result: TrialResult, _ onEvent: (Event) -> Void) throws {
    let study = studies[pending.study]
    var ended = pending.trial
    ended.epochs = result.epochs
    ended.reports = result.reports
    ended.judgedCurve = result.judgedCurve
    let curve = study.curve(of: ended)
    let stopped = study.curve(of: pending.trial)
    let repeats =
      curve.count >= stopped.count && zip(curve, stopped).allSatisfy { $0.bitPattern == $1.bitPattern }
      && (result.judgedCurve.isEmpty ? zip(result.epochs, pending.trial.epochs).allSatisfy(Self.areSame) : true)
    let audit = TrialAudit(
      trial: pending.trial.number, state: result.state, detail: result.detail, value: result.value, curve: curve,
      repeats: repeats)
    if !repeats, case .training = try study.job(pending.trial, 0) {
      throw RunError.doesNotRepeat(study: study.definition.name, trial: pending.trial.number)
    }
    try store.save(audit, ofStudy: study.definition.name)
    studies[pending.study].audits[audit.trial] = audit
    onEvent(.ended(study: study.definition, audit: audit))
  }

  private static func areSame(_ left: EpochRecord, _ right: EpochRecord) -> Bool {
    func bits(_ epoch: EpochRecord) -> [UInt64?] {
      [
        epoch.learningRate.bitPattern, epoch.trainLoss.bitPattern, epoch.trainAccuracy.bitPattern,
        epoch.validationLoss?.bitPattern, epoch.validationAccuracy?.bitPattern,
      ]
    }
    return left.epoch == right.epoch && bits(left) == bits(right)
  }
}

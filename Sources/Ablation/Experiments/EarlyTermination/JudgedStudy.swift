import Search
import Studies

/// A study of a run as early termination sees it, whatever was trained: its trials' curves, and how to train one of them
/// again.
public struct JudgedStudy: Sendable {
  /// The study.
  public let definition: StudyDefinition
  /// The sweep file.
  public let sweep: SweepDefinition
  /// The trials that have ended, by number.
  public let trials: [Trial]
  /// The stopped trials that were trained to their ends later, by number.
  public var audits: [Int: TrialAudit]
  /// What a worker does to train a trial without a rule.
  let job: @Sendable (Trial, Int) throws -> Job
  private let ownCurve: @Sendable (Trial) -> [Double]

  init(
    definition: StudyDefinition, sweep: SweepDefinition, store: any StudyStore,
    curve: @escaping @Sendable (Trial) -> [Double], job: @escaping @Sendable (Trial, Int) throws -> Job
  ) throws {
    self.definition = definition
    self.sweep = sweep
    let isStored = try store.definition(ofStudy: definition.name) != nil
    trials = isStored ? try store.trials(ofStudy: definition.name).filter(\.state.isTerminal) : []
    let stored = isStored ? try store.audits(ofStudy: definition.name) : []
    audits = Dictionary(stored.map { ($0.trial, $0) }, uniquingKeysWith: { $1 })
    ownCurve = curve
    self.job = job
  }

  /// The curve by which rules judge a trial: the metric after each epoch, or of each report.
  public func curve(of trial: Trial) -> [Double] { ownCurve(trial) }

  /// The best trial that was trained to its end.
  public var best: Trial? { Study.best(of: trials, goal: definition.goal) }

  /// The trials that a rule ended.
  public var stopped: [Trial] { trials.filter { $0.stop != nil } }

  /// Whether a value of the metric is strictly better than another.
  public func isBetter(_ value: Double, than other: Double) -> Bool {
    definition.goal == .maximize ? value > other : value < other
  }
}

extension Run {
  /// The run's studies with their trials, read from the store.
  public func judgedStudies() throws -> [JudgedStudy] {
    try studies.map { study in
      let (plan, data) = (self.plan, self.data.plan)
      return try JudgedStudy(
        definition: study.definition, sweep: study.sweep, store: store, curve: { study.curve(of: $0) },
        job: { .training(try study.searchJob($0, id: $1, budget: plan.budget, data: data)) })
    }
  }
}

extension ProgramRun {
  /// The run's study with its trials, read from the store.
  public func judgedStudy() throws -> JudgedStudy {
    let (prepared, logs) = (self.prepared, self.logs)
    return try JudgedStudy(
      definition: prepared.definition, sweep: prepared.sweep, store: store, curve: { prepared.curve(of: $0) },
      job: { .program(prepared.job(for: $0, id: $1, logs: logs, prefix: "audit")) })
  }
}

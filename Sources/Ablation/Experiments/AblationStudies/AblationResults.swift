import Foundation
import Search
import Statistics
import Studies

/// What the runs of one way of an ablation study measured, as a table that can be analysed.
public struct AblationResults: Sendable {
  /// Whether the arms had their own hyperparameters.
  public let way: TuningMode
  /// The runs by arm and replicate.
  let runs: [Confirmation.Key: Confirmation]
  /// The arms that have runs, the full model first, then by their bits downwards.
  public let arms: [Int]
  /// The replicates whose runs have all ended, well or badly.
  public let ended: [Int]
  /// Replicates that are left out because they have not ended, and why runs did not complete.
  public let notes: [String]
  private let prepared: PreparedAblation
  private let timings: [Confirmation.Key: TrialTiming]
  private let sizes: [Int: Trial]
  private let labels: [Int]

  /// Reads what has ended.
  public init(_ run: AblationRun, _ way: TuningMode) throws {
    self.way = way
    prepared = run.prepared
    let runs = try run.ended(way)
    self.runs = runs
    let name = try run.prepared.definition(way).name
    timings = try run.store.confirmationTimings(ofStudy: name)
    sizes = Dictionary(
      try run.store.trials(ofStudy: name).map { ($0.number, $0) }, uniquingKeysWith: { $1 })
    let text = try run.store.metadata()[AblationRun.labelsKey]
    labels = text.flatMap { Data(base64Encoded: $0) }.map { $0.map(Int.init) } ?? []
    let arms = Set(runs.keys.map(\.trial)).sorted(by: >)
    self.arms = arms
    var notes: [String] = []
    var ended: [Int] = []
    for replicate in 0..<run.plan.seeds {
      if let arm = arms.first(where: { runs[Confirmation.Key(trial: $0, replicate: replicate)] == nil }) {
        notes.append(
          "seed \(replicate + 1) is left out for all arms: '\(run.prepared.name(of: arm))' has not ended")
      } else {
        ended.append(replicate)
      }
    }
    for arm in arms {
      let bad = ended.compactMap { runs[Confirmation.Key(trial: arm, replicate: $0)] }.filter { $0.state != .complete }
      guard let first = bad.first else { continue }
      notes.append(
        "'\(run.prepared.name(of: arm))' with seed \(first.replicate + 1) "
          + "\(first.state.rawValue): \(first.detail ?? "no reason given")"
          + (bad.count > 1 ? "; \(bad.count - 1) more of its runs did not complete" : ""))
    }
    (self.ended, self.notes) = (ended, notes)
  }

  /// The primary metric's means of arms over all seeds; for an arm with a run that did not complete the worst there is, so
  /// that a path does not take it.
  ///
  /// Other arms have no say: what a path decides is the same when it is decided again after an interruption.
  ///
  /// - Throws: ``AblationStudyError`` where no arm completed.
  func means(of arms: [Int]) throws -> [Double] {
    let all = 0..<prepared.plan.seeds
    let complete = arms.filter { arm in
      all.allSatisfy { runs[Confirmation.Key(trial: arm, replicate: $0)]?.state == .complete }
    }
    guard !complete.isEmpty else { throw AblationStudyError.pathEnds(arms: arms.map(prepared.name), last: notes.last) }
    return try arms.map { arm in
      guard complete.contains(arm) else { return prepared.plan.goal == .maximize ? -.infinity : .infinity }
      let values = try all.map { try metric(prepared.plan.metric, arm, $0) }
      return values.reduce(0, +) / Double(values.count)
    }
  }

  private func metric(_ name: String, _ arm: Int, _ replicate: Int) throws -> Double {
    let run = runs[Confirmation.Key(trial: arm, replicate: replicate)]
    let metrics = run.map { prepared.subject.metrics($0) } ?? [:]
    guard let value = metrics[name], value.isFinite else {
      throw AblationStudyError.noMetric(name, arm: prepared.name(of: arm), known: metrics.keys.sorted())
    }
    return value
  }

  /// The metrics that every complete run has, the primary one first.
  public var metricNames: [String] {
    let all = arms.flatMap { arm in ended.map { Confirmation.Key(trial: arm, replicate: $0) } }
    var shared: Set<String>?
    for key in all where runs[key]?.state == .complete {
      let names = Set((runs[key].map { prepared.subject.metrics($0) } ?? [:]).filter { $0.value.isFinite }.keys)
      shared = shared?.intersection(names) ?? names
    }
    let primary = prepared.plan.metric
    return [primary] + (shared ?? []).subtracting([primary]).sorted()
  }

  /// The name of a replicate's seed in tables.
  static func seedName(_ replicate: Int) -> String { String(replicate + 1) }

  /// The components as factors.
  public var factors: [Factor] { prepared.components.map(\.factor) }

  private var full: Int { (1 << prepared.components.count) - 1 }

  /// The table of all runs of the seeds that have ended.
  ///
  /// - Throws: ``AblationStudyError`` or ``AblationTableError``.
  public func table(classNames: [String]) throws -> AblationTable {
    try AblationTable(
      factors: factors, metricNames: metricNames, baseline: prepared.name(of: full), runs: try rows(),
      curveName: prepared.plan.goal == .maximize ? "val_accuracy" : "val_loss", classNames: classNames)
  }

  /// All runs of the seeds that have ended, arm by arm; those that did not complete have no metric.
  ///
  /// Predictions are kept for the full and the bare model and the arms one component away from either, which are those
  /// that models are compared by.
  ///
  /// - Throws: ``AblationStudyError``.
  public func rows() throws -> [AblationTable.Run] {
    guard ended.count >= min(2, prepared.plan.seeds), !ended.isEmpty else {
      throw AblationStudyError.tooFewSeeds(
        ended: ended.count, planned: prepared.plan.seeds, last: notes.last ?? "nothing")
    }
    let names = metricNames
    let curve: KeyPath<EpochRecord, Double?> & Sendable =
      prepared.plan.goal == .maximize ? \.validationAccuracy : \.validationLoss
    var rows: [AblationTable.Run] = []
    for arm in arms {
      let distance = min(arm.nonzeroBitCount, (full & ~arm).nonzeroBitCount)
      for replicate in ended {
        let key = Confirmation.Key(trial: arm, replicate: replicate)
        guard let run = runs[key] else { continue }
        let isComplete = run.state == .complete
        var predictions: AblationTable.Predictions?
        if isComplete, distance <= 1, let classes = run.predictions?.classes, classes.count == labels.count {
          predictions = AblationTable.Predictions(truth: labels, predicted: classes.map(Int.init))
        }
        rows.append(
          AblationTable.Run(
            arm: prepared.name(of: arm), levels: prepared.components.indices.map { arm >> $0 & 1 },
            seed: Self.seedName(replicate), state: AblationRunState(run.state),
            metrics: try names.map { isComplete ? try metric($0, arm, replicate) : .nan },
            seconds: timings[key]?.processorSeconds, parameters: sizes[arm]?.parameterCount,
            multiplyAdds: sizes[arm]?.multiplyAdds, predictions: predictions,
            curve: !isComplete
              ? []
              : run.epochs.compactMap { record in
                record[keyPath: curve].map { AblationTable.CurvePoint(epoch: record.epoch, value: $0) }
              }))
      }
    }
    return rows
  }
}

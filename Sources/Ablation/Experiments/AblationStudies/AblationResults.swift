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
  /// The replicates that are complete in every arm.
  public let complete: [Int]
  /// Replicates that are left out, and why.
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
    var complete: [Int] = []
    for replicate in 0..<run.plan.seeds {
      let ended = arms.map { ($0, runs[Confirmation.Key(trial: $0, replicate: replicate)]) }
      if let bad = ended.first(where: { $0.1?.state != .complete }) {
        notes.append(
          "seed \(replicate + 1) is left out for all arms: '\(run.prepared.name(of: bad.0))' "
            + (bad.1.map { "\($0.state.rawValue), \($0.detail ?? "no reason given")" } ?? "has not ended"))
      } else {
        complete.append(replicate)
      }
    }
    (self.complete, self.notes) = (complete, notes)
  }

  /// The primary metric's means of arms over the seeds that are complete in all of them.
  ///
  /// Other arms have no say: what a path decides is the same when it is decided again after an interruption.
  ///
  /// - Throws: ``AblationStudyError`` where there are no such seeds.
  func means(of arms: [Int]) throws -> [Double] {
    let shared = (0..<prepared.plan.seeds).filter { replicate in
      arms.allSatisfy { runs[Confirmation.Key(trial: $0, replicate: replicate)]?.state == .complete }
    }
    guard !shared.isEmpty else { throw tooFew }
    return try arms.map { arm in
      let values = try shared.map { try metric(prepared.plan.metric, arm, $0) }
      return values.reduce(0, +) / Double(values.count)
    }
  }

  private var tooFew: AblationStudyError {
    .tooFewSeeds(complete: complete.count, planned: prepared.plan.seeds, last: notes.last ?? "nothing")
  }

  private func metric(_ name: String, _ arm: Int, _ replicate: Int) throws -> Double {
    let run = runs[Confirmation.Key(trial: arm, replicate: replicate)]
    let metrics = run.map { prepared.subject.metrics($0) } ?? [:]
    guard let value = metrics[name], value.isFinite else {
      throw AblationStudyError.noMetric(name, arm: prepared.name(of: arm), known: metrics.keys.sorted())
    }
    return value
  }

  /// The metrics that every run has, the primary one first.
  private var metricNames: [String] {
    let all = arms.flatMap { arm in complete.map { Confirmation.Key(trial: arm, replicate: $0) } }
    var shared: Set<String>?
    for key in all {
      let names = Set((runs[key].map { prepared.subject.metrics($0) } ?? [:]).filter { $0.value.isFinite }.keys)
      shared = shared?.intersection(names) ?? names
    }
    let primary = prepared.plan.metric
    return [primary] + (shared ?? []).subtracting([primary]).sorted()
  }

  /// The name of a replicate's seed in tables.
  static func seedName(_ replicate: Int) -> String { String(replicate + 1) }

  /// The table of all complete seeds.
  ///
  /// Predictions are kept for the full and the bare model and the arms one component away from either, which are those
  /// that models are compared by.
  ///
  /// - Throws: ``AblationStudyError`` or ``AblationTableError``.
  public func table(classNames: [String]) throws -> AblationTable {
    guard complete.count >= min(2, prepared.plan.seeds), !complete.isEmpty else { throw tooFew }
    let names = metricNames
    let full = (1 << prepared.components.count) - 1
    let curve: KeyPath<EpochRecord, Double?> & Sendable =
      prepared.plan.goal == .maximize ? \.validationAccuracy : \.validationLoss
    var rows: [AblationTable.Run] = []
    for arm in arms {
      let distance = min(arm.nonzeroBitCount, (full & ~arm).nonzeroBitCount)
      for replicate in complete {
        let key = Confirmation.Key(trial: arm, replicate: replicate)
        guard let run = runs[key] else { continue }
        var predictions: AblationTable.Predictions?
        if distance <= 1, let classes = run.predictions?.classes, classes.count == labels.count {
          predictions = AblationTable.Predictions(truth: labels, predicted: classes.map(Int.init))
        }
        rows.append(
          AblationTable.Run(
            arm: prepared.name(of: arm), levels: prepared.components.indices.map { arm >> $0 & 1 },
            seed: Self.seedName(replicate), metrics: try names.map { try metric($0, arm, replicate) },
            seconds: timings[key]?.processorSeconds, parameters: sizes[arm]?.parameterCount,
            multiplyAdds: sizes[arm]?.multiplyAdds, predictions: predictions,
            curve: run.epochs.compactMap { record in
              record[keyPath: curve].map { AblationTable.CurvePoint(epoch: record.epoch, value: $0) }
            }))
      }
    }
    return try AblationTable(
      factors: prepared.components.map(\.factor), metricNames: names, baseline: prepared.name(of: full), runs: rows,
      curveName: prepared.plan.goal == .maximize ? "val_accuracy" : "val_loss", classNames: classNames)
  }
}

import Experiments
import Statistics

/// `runs.csv`: all runs, as `ablation ablate --from-csv` reads them, those that did not complete too.
enum AblationRunsTable {
  static let columns = ["arm", "seed", "seconds", "parameters", "multiply_adds", "predictions", "curve", "state"]

  static func table(_ table: AblationTable) -> CSVTable {
    self.table(
      table.allArms.flatMap { table.runs(of: $0) }, factors: table.factors, metricNames: table.metricNames,
      hasCurves: AblationRunCurvesTable.table(table) != nil, hasPredictions: true)
  }

  /// Runs of which nothing can be compared.
  static func table(
    _ runs: [AblationTable.Run], factors: [Factor], metricNames: [String], hasCurves: Bool = false,
    hasPredictions: Bool = false
  ) -> CSVTable {
    var result = CSVTable(
      columns: columns + factors.map { "component.\($0.name)" } + metricNames.map { "metric.\($0)" })
    for run in runs {
      let key = AblationRunKey.name(run.arm, run.seed)
      let isComplete = run.state == .complete
      result.append(
        [
          .plain(run.arm), .plain(run.seed), .number(run.seconds), .count(run.parameters), .count(run.multiplyAdds),
          .plain(run.predictions == nil || !hasPredictions ? "" : "\(AblationPredictionsTable.fileName)#\(key)"),
          .plain(run.curve.isEmpty || !hasCurves ? "" : "\(AblationRunCurvesTable.fileName)#\(key)"),
          .text(run.state.rawValue),
        ] + zip(factors, run.levels).map { .plain($0.levels[$1]) }
          + run.metrics.map { isComplete ? .number($0) : .empty })
    }
    return result
  }
}

/// The column of a run in tables with a column for each run.
enum AblationRunKey {
  static func name(_ arm: String, _ seed: String) -> String { "\(arm)/\(seed)" }
}

/// `predictions.csv`: the class of each test image, and what each run that kept its predictions says it is.
enum AblationPredictionsTable {
  static let fileName = "predictions.csv"
  static let columns = ["true_class"]

  static func table(_ table: AblationTable) -> CSVTable? {
    let kept = table.allArms.flatMap { arm in
      table.runs(of: arm).compactMap { run in run.predictions.map { (AblationRunKey.name(arm, run.seed), $0) } }
    }
    guard let first = kept.first?.1 else { return nil }
    var result = CSVTable(columns: columns + kept.map(\.0))
    for image in first.truth.indices {
      result.append([.count(first.truth[image])] + kept.map { .count($0.1.predicted[image]) })
    }
    return result
  }
}

/// `run_curves.csv`: the learning curve of each run.
enum AblationRunCurvesTable {
  static let fileName = "run_curves.csv"
  static let columns = ["epoch"]

  static func table(_ table: AblationTable) -> CSVTable? {
    let runs = table.allArms.flatMap { arm in
      table.runs(of: arm).filter { !$0.curve.isEmpty }.map { run in
        (AblationRunKey.name(arm, run.seed), Dictionary(run.curve.map { ($0.epoch, $0.value) }) { first, _ in first })
      }
    }
    let epochs = Set(runs.flatMap { $0.1.keys }).sorted()
    // A cell without a value could not be read back.
    guard !epochs.isEmpty, runs.allSatisfy({ $0.1.count == epochs.count }) else { return nil }
    var result = CSVTable(columns: columns + runs.map(\.0))
    for epoch in epochs { result.append([.count(epoch)] + runs.map { .number($0.1[epoch]) }) }
    return result
  }
}

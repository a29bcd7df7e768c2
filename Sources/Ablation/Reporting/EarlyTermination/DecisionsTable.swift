import Search
import Studies

/// One row for each decision of a rule of early termination.
enum DecisionsTable {
  static let columns = [
    "family", "method", "rule", "trial", "replicate", "rung", "epoch", "metric", "value", "threshold", "n", "stopped",
  ]

  /// The decisions of a run, of its studies that have a rule.
  static func make(_ studies: [any SearchedStudy]) -> CSVTable {
    var table = CSVTable(columns: columns)
    for study in studies {
      guard let rule = study.rule else { continue }
      for trial in study.trials {
        append(trial.decisions, of: trial, rule, key: study.key, metric: study.metricName, to: &table)
      }
    }
    return table
  }

  static func append(
    _ decisions: [PruningDecision], of trial: Trial, _ rule: EarlyTermination, key: [CSVCell], metric: String,
    to table: inout CSVTable
  ) {
    for decision in decisions {
      table.append(
        key + [
          .text(rule.description), .count(trial.number + 1), .count(decision.replicate), .count(decision.rung),
          .count(decision.epoch), .text(metric), .number(decision.value), .number(decision.threshold),
          .count(decision.count), .flag(decision.stops),
        ])
    }
  }
}

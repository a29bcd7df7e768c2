import Search
import Studies

/// The tables that differ for programs: their metrics have names of their own.
enum ProgramTables {
  /// One row for each trial, with a column for each hyperparameter.
  static func trials(_ facts: ProgramFacts) -> CSVTable {
    let names = facts.space.parameters.map(\.name)
    var table = CSVTable(
      columns: [
        "family", "method", "trial", "state", "detail", "stopped_epoch", "seed", "metric", "value", "replicate_values",
        "measured_epoch", "reports", "attempts",
      ] + names.map { "config.\($0)" })
    for trial in facts.trials {
      table.append(
        facts.key + [
          .count(trial.number + 1), .text(trial.state.rawValue), .text(trial.detail), .count(trial.stop?.epoch),
          .text(TrialsTable.hexadecimal(trial.seed)), .text(facts.metricName), .number(trial.value),
          .text(TrialsTable.replicates(trial)), .count(trial.bestEpoch), .count(trial.reports.count),
          .count(trial.attempts),
        ] + names.map { .text(trial.configuration[$0]?.argumentText) })
    }
    return table
  }

  /// One row for each report of each trial, with a column for each metric; of replicates the means.
  static func reports(_ facts: ProgramFacts) -> CSVTable {
    let names = facts.metricNames
    var table = CSVTable(
      columns: ["family", "method", "trial", "selected", "report", "epoch", "step"] + names.map { "metric.\($0)" })
    for trial in facts.trials {
      for report in trial.reports {
        table.append(
          facts.key + [
            .count(trial.number + 1), .flag(trial.number == facts.best?.number), .count(report.number),
            .count(report.epoch), .count(report.step),
          ] + names.map { .number(report.metrics[$0]) })
      }
    }
    return table
  }

  /// What each trial cost.
  static func timings(_ facts: ProgramFacts) -> CSVTable {
    var table = CSVTable(columns: ["family", "method", "trial", "duration_s", "worker"])
    for trial in facts.trials {
      guard let timing = facts.trialTimings[trial.number] else { continue }
      table.append(
        facts.key + [.count(trial.number + 1), .number(timing.durationSeconds), .text(timing.worker)])
    }
    return table
  }
}

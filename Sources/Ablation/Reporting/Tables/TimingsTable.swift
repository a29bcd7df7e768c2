import Studies

/// What each trial and replicate cost; the only table of the report that depends on the machine and the moment.
enum TimingsTable {
  static let columns = [
    "family", "method", "phase", "trial", "replicate", "duration_s", "images_per_s", "worker",
  ]

  static func make(_ facts: RunFacts) -> CSVTable {
    var table = CSVTable(columns: columns)
    for study in facts.studies {
      for trial in study.trials {
        guard let timing = study.trialTimings[trial.number] else { continue }
        table.append(study.key + ["search", .count(trial.number + 1), .empty] + cells(timing))
      }
      for confirmation in study.confirmations {
        guard let timing = study.confirmationTimings[confirmation.key] else { continue }
        table.append(
          study.key + ["confirm", .count(confirmation.trial + 1), .count(confirmation.replicate + 1)] + cells(timing))
      }
      for (key, timing) in study.retrainingTimings.sorted(by: { $0.key < $1.key }) {
        table.append(study.key + ["retraining", .count(key.trial + 1), .count(key.replicate + 1)] + cells(timing))
      }
    }
    return table
  }

  private static func cells(_ timing: TrialTiming) -> [CSVCell] {
    [.number(timing.durationSeconds), .number(timing.imagesPerSecond), .text(timing.worker)]
  }
}

import Studies

/// One row for each epoch of each trial and replicate.
enum EpochsTable {
  static let columns = [
    "family", "method", "phase", "trial", "replicate", "selected", "epoch", "learning_rate", "train_loss",
    "train_accuracy", "validation_loss", "validation_accuracy",
  ]

  static func make(_ facts: RunFacts) -> CSVTable {
    var table = CSVTable(columns: columns)
    for study in facts.studies {
      for trial in study.trials {
        append(trial.epochs, study.key + ["search", .count(trial.number + 1), .empty], study, trial.number, to: &table)
      }
      for confirmation in study.confirmations {
        append(
          confirmation.epochs,
          study.key + ["confirm", .count(confirmation.trial + 1), .count(confirmation.replicate + 1)], study,
          confirmation.trial, to: &table)
      }
    }
    return table
  }

  private static func append(
    _ epochs: [EpochRecord], _ key: [CSVCell], _ study: StudyFacts, _ trial: Int, to table: inout CSVTable
  ) {
    for epoch in epochs {
      table.append(
        key + [
          .flag(trial == study.best?.number), .count(epoch.epoch), .number(epoch.learningRate),
          .number(epoch.trainLoss), .number(epoch.trainAccuracy), .number(epoch.validationLoss),
          .number(epoch.validationAccuracy),
        ])
    }
  }
}

import Search
import Studies

/// One row for each trial, with a column for each hyperparameter of any study.
enum TrialsTable {
  static let columns = [
    "family", "method", "trial", "state", "detail", "stopped_epoch", "seed", "validation_loss", "validation_accuracy",
    "measured_epoch",
    "epochs_trained", "parameters", "multiply_adds",
  ]

  static func make(_ facts: RunFacts) -> CSVTable {
    var names: [String] = []
    for parameter in facts.studies.flatMap(\.space.parameters) where !names.contains(parameter.name) {
      names.append(parameter.name)
    }
    var table = CSVTable(columns: columns + names.map { "config.\($0)" })
    for study in facts.studies {
      for trial in study.trials {
        let epoch = trial.measuredEpoch
        table.append(
          study.key + [
            .count(trial.number + 1), .text(trial.state.rawValue), .text(trial.detail), .count(trial.stop?.epoch),
            .text(hexadecimal(trial.seed)),
            .number(epoch?.validationLoss), .number(epoch?.validationAccuracy), .count(epoch?.epoch),
            .count(trial.epochs.count), .count(trial.parameterCount), .count(trial.multiplyAdds),
          ] + names.map { .text(trial.configuration[$0]?.argumentText) })
      }
    }
    return table
  }

  /// The values of the replicates with blanks between them; empty without replicates.
  static func replicates(_ trial: Trial) -> String {
    trial.replicateValues.map { "\($0)" }.joined(separator: " ")
  }

  static func hexadecimal(_ seed: UInt64) -> String {
    let digits = String(seed, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

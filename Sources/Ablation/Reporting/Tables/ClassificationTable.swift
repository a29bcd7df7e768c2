import Metrics

/// Precision, recall and F1 of each class and on average, for each replicate of every study's best configuration.
enum ClassificationTable {
  static let columns = ["family", "method", "replicate", "class", "precision", "recall", "f1", "support"]

  static func make(_ facts: RunFacts) -> CSVTable {
    var table = CSVTable(columns: columns)
    for study in facts.studies {
      for confirmation in study.tested {
        let report = ClassificationReport(ConfusionMatrix(counts: confirmation.confusion))
        var rows = Array(zip(facts.classNames.map(\.plainLabel), report.classes))
        rows += [("macro avg", report.macroAverage), ("weighted avg", report.weightedAverage)]
        for (name, scores) in rows {
          table.append(
            study.key + [
              .count(confirmation.replicate + 1), .text(name), .number(scores.precision), .number(scores.recall),
              .number(scores.f1), .count(scores.support),
            ])
        }
      }
    }
    return table
  }
}

extension ConfusionMatrix {
  /// The matrix of stored counts, `counts[truth][predicted]`.
  fileprivate init(counts: [[Int]]) {
    self.init(classCount: counts.count)
    for (truth, row) in counts.enumerated() {
      for (predicted, count) in row.enumerated() {
        for _ in 0..<count { record(truth: truth, predicted: predicted) }
      }
    }
  }
}

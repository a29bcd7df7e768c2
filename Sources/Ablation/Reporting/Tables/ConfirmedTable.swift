import Experiments
import Statistics
import Studies

/// One row for each of the best trials that were trained again with fresh seeds.
enum ConfirmedTable {
  static let columns = [
    "family", "method", "trial", "search_rank", "configuration", "metric", "goal", "selected", "seeds", "failed",
    "missing", "mean", "sd", "mean_low", "mean_high", "optimism_gap", "gap_low", "gap_high", "shrunk_mean",
    "behind_leader", "behind_low", "behind_high", "p", "p_holm", "among_best", "leader", "recommended", "parameters",
    "multiply_adds", "epochs", "test_accuracy_mean", "test_accuracy_sd", "test_f1_weighted_mean",
    "test_f1_weighted_sd",
  ]

  static func make(_ facts: RunFacts) -> CSVTable {
    var table = CSVTable(columns: columns)
    for study in facts.studies {
      guard let review = study.review else { continue }
      for index in review.entries.indices { table.append(study.key + row(index, review, study)) }
    }
    return table
  }

  private static func row(_ index: Int, _ review: SelectionReview, _ study: StudyFacts) -> [CSVCell] {
    let (entry, finding) = (review.entries[index], review.analysis.findings[index])
    let (accuracy, f1) = (entry.test("accuracy"), entry.test("f1_weighted"))
    var cells: [CSVCell] = [
      .count(entry.trial.number + 1), .count(index + 1), .text(study.space.text(of: entry.trial.configuration)),
      .text(study.metricName), .text(study.definition.goal.rawValue), .number(finding.selected),
      .count(finding.moments.count), .count(entry.failures), .count(entry.missing),
    ]
    cells += [
      .number(finding.moments.mean), .number(finding.moments.standardDeviation), .number(finding.interval?.lower),
      .number(finding.interval?.upper), .number(finding.gap?.estimate), .number(finding.gap?.lower),
      .number(finding.gap?.upper), .number(finding.shrunkMean), .number(finding.behindLeader?.estimate),
      .number(finding.behindLeader?.lower), .number(finding.behindLeader?.upper), .number(finding.pValue),
      .number(finding.pValueHolm), .flag(finding.isAmongBest), .flag(review.analysis.leader == index),
      .flag(review.recommended == index),
    ]
    cells += [
      .count(entry.trial.parameterCount), .count(entry.trial.multiplyAdds), .count(entry.epochs),
      .number(accuracy.mean), .number(accuracy.standardDeviation), .number(f1.mean), .number(f1.standardDeviation),
    ]
    return cells
  }
}

/// One row for each training with a fresh seed.
enum ConfirmedSeedsTable {
  static let columns = [
    "family", "method", "trial", "search_rank", "replicate", "seed", "state", "detail", "value", "test_accuracy",
    "test_f1_weighted", "test_loss",
  ]

  static func make(_ facts: RunFacts) -> CSVTable {
    var table = CSVTable(columns: columns)
    for study in facts.studies {
      for (index, entry) in (study.review?.entries ?? []).enumerated() {
        for retraining in entry.retrainings.compactMap({ $0 }) {
          table.append(
            study.key + [
              .count(entry.trial.number + 1), .count(index + 1), .count(retraining.replicate + 1),
              .text(TrialsTable.hexadecimal(retraining.seed)), .text(retraining.state.rawValue),
              .text(retraining.detail), .number(retraining.value), .number(retraining.testMetrics["accuracy"]),
              .number(retraining.testMetrics["f1_weighted"]), .number(retraining.testMetrics["loss"]),
            ])
        }
      }
    }
    return table
  }
}

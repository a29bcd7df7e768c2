import Statistics
import Studies

/// One row for each study: its trials, its best configuration and what the test set says of it.
enum SummaryTable {
  /// Test metrics by the names of the store, with their columns.
  static let metrics = [
    "accuracy", "precision_weighted", "recall_weighted", "f1_weighted", "precision_macro", "recall_macro", "f1_macro",
  ]

  static let columns =
    [
      "family", "method", "trials", "complete", "infeasible", "diverged", "failed", "pruned", "stopped", "best_trial",
      "best_configuration", "validation_loss", "validation_accuracy", "test_seeds",
    ] + metrics.flatMap { ["test_\($0)_mean", "test_\($0)_sd"] } + [
      "published_accuracy", "published_precision", "published_recall", "published_f1", "study", "budget", "note",
    ]

  static func make(_ facts: RunFacts) -> CSVTable {
    var table = CSVTable(columns: columns)
    for study in facts.studies { table.append(row(study, facts)) }
    return table
  }

  private static func row(_ study: StudyFacts, _ facts: RunFacts) -> [CSVCell] {
    func count(_ state: TrialState) -> CSVCell { .count(study.trials.count { $0.state == state }) }
    let best = study.best
    let epoch = best?.measuredEpoch
    let published = PublishedResult.best(of: study.family, on: facts.plan.data.source)
    var cells = study.key
    cells += [.count(study.trials.count), count(.complete), count(.infeasible), count(.diverged), count(.failed)]
    cells += [count(.pruned), .count(study.trials.count { $0.stop != nil })]
    cells += [
      .count(best.map { $0.number + 1 }), .text(best.map { study.space.text(of: $0.configuration) }),
      .number(epoch?.validationLoss), .number(epoch?.validationAccuracy), .count(study.tested.count),
    ]
    for metric in metrics {
      let moments = study.testMoments(metric)
      cells += [.number(moments.mean), .number(moments.standardDeviation)]
    }
    cells += [
      .number(published?.accuracy), .number(published?.precision), .number(published?.recall), .number(published?.f1),
      .text(study.definition.name), .text(facts.plan.budget.name.rawValue), .text(facts.plan.budget.note),
    ]
    return cells
  }
}

extension StudyFacts {
  /// Mean and spread of a test metric over the replicates.
  func testMoments(_ metric: String) -> Moments {
    Moments(tested.compactMap { $0.testMetrics[metric] })
  }
}

extension Trial {
  /// The epoch whose metrics are shown as the trial's: the one that its value comes from, or the last one, by which
  /// studies of a family are ranked; `nil` unless the trial is complete.
  var measuredEpoch: EpochRecord? {
    guard state == .complete else { return nil }
    return epochs.first { $0.epoch == bestEpoch } ?? epochs.last
  }
}

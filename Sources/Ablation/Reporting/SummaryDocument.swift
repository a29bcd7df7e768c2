import Experiments
import Foundation
import Statistics
import Training

/// `README.md` of a run's folder: the main table beside the published numbers, and the pictures.
struct SummaryDocument {
  private let facts: RunFacts
  private let figures: [String]

  /// - Parameter figures: names of the pictures in `plots`.
  init(_ facts: RunFacts, figures: [String]) {
    self.facts = facts
    self.figures = figures
  }

  /// The file's content; the same for equal stores.
  var text: String {
    var parts = ["# Results: \(facts.plan.note)"]
    if facts.plan.budget.name == .quick {
      parts.append("**\(facts.plan.budget.note.prefix(1).uppercased() + facts.plan.budget.note.dropFirst()).**")
    }
    parts.append(introduction)
    parts.append(table)
    if !configurations.isEmpty { parts.append("## Best configurations\n\n" + configurations) }
    if !figures.isEmpty {
      parts.append("## Figures\n\n" + figures.map { "![\(Self.title($0))](plots/\($0))" }.joined(separator: "\n\n"))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var introduction: String {
    """
    Every search saw training and validation images only. The best configuration of each study was then trained again \
    with fresh seeds and evaluated on the test set: mean ± standard deviation over the seeds, F1 weighted by class. \
    The test set was read \(facts.openings.count) times (`test_openings.csv`). The study with the best validation \
    metric of each family is set in bold.

    Published: \(PublishedResult.source).
    """
  }

  private var table: String {
    let header = [
      "family", "method", "trials", "validation accuracy", "test accuracy", "test F1", "seeds", "published accuracy",
      "published F1",
    ]
    let rows = facts.studies.map { study in
      let published = PublishedResult.best(of: study.family, on: facts.plan.data.source)
      let isBest = study.selection?.isBestOfFamily == true
      func strong(_ text: String) -> String { isBest && text != "–" ? "**\(text)**" : text }
      let planned = study.selection?.replicates ?? 0
      let seeds = study.tested.count == planned ? "\(planned)" : "\(study.tested.count) of \(planned)"
      return [
        study.family.title, strong(study.label.method), "\(study.trials.count)",
        Self.number(study.best?.bestEpochRecord?.validationAccuracy),
        strong(Self.spread(study.testMoments("accuracy"))),
        strong(Self.spread(study.testMoments("f1_weighted"))), seeds, Self.number(published?.accuracy),
        Self.number(published?.f1),
      ]
    }
    let rule = header.enumerated().map { $0.offset < 2 ? "---" : "---:" }
    return ([header, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  private var configurations: String {
    facts.families.compactMap { family in
      facts.best(of: family).flatMap { study in
        study.best.map { "- \(family.title), \(study.label.method): `\(study.space.text(of: $0.configuration))`" }
      }
    }.joined(separator: "\n")
  }

  private static func title(_ name: String) -> String {
    name.replacing(".png", with: "").replacing("_", with: " ")
  }

  private static func spread(_ moments: Moments) -> String {
    guard let mean = moments.mean else { return "–" }
    return number(mean) + (moments.standardDeviation.map { " ± \(number($0))" } ?? "")
  }

  private static func number(_ value: Double?) -> String {
    value.map { String(format: "%.4f", $0) } ?? "–"
  }
}

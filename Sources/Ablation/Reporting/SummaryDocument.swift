import Experiments
import Foundation
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
    parts += facts.studies.compactMap { StoppingText.paragraph($0) }
    if !configurations.isEmpty { parts.append("## Best configurations\n\n" + configurations) }
    for study in facts.studies {
      guard let review = study.review else { continue }
      parts.append(ConfirmedText(study, review).section)
    }
    if !figures.isEmpty {
      parts.append("## Figures\n\n" + figures.map { "![\(Self.title($0))](plots/\($0))" }.joined(separator: "\n\n"))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private var introduction: String {
    """
    Every search saw training and validation images only. The best configuration of each study was then trained again \
    with fresh seeds and evaluated on the test set: mean ± standard deviation over the seeds, F1 weighted by class. \
    \(openings) The study of each family with the highest validation accuracy (of equal ones the lowest validation \
    loss) is set in bold; \(measured).

    \(BudgetText.sentence(facts.plan.budget))\(schedules)

    Published: \(PublishedResult.source).
    """
  }

  /// A sweep file may have trials measured otherwise than by their end.
  private var measured: String {
    let reduced = facts.studies.filter { $0.prepared.sweep.settings.reduction != .last }
    let usual = "validation numbers are those after the last epoch"
    guard !reduced.isEmpty else { return usual }
    let names = reduced.map { "\($0.definition.name) by the \($0.prepared.sweep.settings.reduction)" }
    return usual + ", but trials were compared in \(names.joined(separator: ", ")) (`history.csv`)"
  }

  /// An opening is recorded when its evaluation is handed out: one that diverged or was killed may not have read.
  private var openings: String {
    let count = facts.openings.count
    if count == 0 { return "The test files have not been opened yet." }
    return """
      The test files were opened for at most \(count) evaluation\(count == 1 ? "" : "s"), one for each confirmed \
      configuration and fresh seed (`test_openings.csv`; one that was interrupted counts again when it is repeated).
      """
  }

  /// How the spaces part from the original studies, which kept the learning rate constant.
  private var schedules: String {
    guard facts.plan.data.source == .mnist else { return "" }
    let annealed = facts.studies.filter { study in
      guard let schedule = study.space.parameters.first(where: { $0.name == "schedule" })?.distribution else {
        return false
      }
      return schedule.levelCount == 1 && schedule.level(0) == .string("cosine")
    }
    guard !annealed.isEmpty else { return "" }
    let who =
      annealed.count == facts.studies.count
      ? "Every sweep file lowers" : "\(annealed.count) of \(facts.studies.count) sweep files lower"
    return " \(who) the learning rate along a cosine; the original studies kept it constant."
  }

  private var table: String {
    let header = [
      "family", "method", "trials", "validation accuracy", "test accuracy", "test F1", "seeds", "published accuracy",
      "published F1",
    ]
    let rows = facts.summaryLines.map { line in
      func strong(_ text: String) -> String {
        line.isBestOfFamily && text != SummaryLine.none ? "**\(text)**" : text
      }
      return [
        line.family, strong(line.method), line.trials, line.validationAccuracy, strong(line.testAccuracy),
        strong(line.testF1), line.seeds, line.publishedAccuracy, line.publishedF1,
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
}

import Experiments
import Foundation
import Statistics
import Training

/// One study's line in the short tables that people read: the run's `README.md` and the terminal.
struct SummaryLine {
  var family: String
  var method: String
  var isBestOfFamily: Bool
  var trials: String
  var validationAccuracy: String
  var testAccuracy: String
  var testF1: String
  /// Replicates that were tested, of those planned where some are missing.
  var seeds: String
  var publishedAccuracy: String
  var publishedF1: String

  init(_ study: StudyFacts, _ facts: RunFacts) {
    let published = PublishedResult.best(of: study.family, on: facts.plan.data.source)
    let planned = study.selection?.replicates ?? 0
    family = study.family.title
    method = study.label.method
    isBestOfFamily = study.selection?.isBestOfFamily == true
    trials = "\(study.trials.count)"
    validationAccuracy = Self.number(study.best?.measuredEpoch?.validationAccuracy)
    testAccuracy = Self.spread(study.testMoments("accuracy"))
    testF1 = Self.spread(study.testMoments("f1_weighted"))
    seeds = study.tested.count == planned ? "\(planned)" : "\(study.tested.count) of \(planned)"
    publishedAccuracy = Self.number(published?.accuracy)
    publishedF1 = Self.number(published?.f1)
  }

  /// What stands where there is no number.
  static let none = "–"

  private static func spread(_ moments: Moments) -> String {
    guard let mean = moments.mean else { return none }
    return number(mean) + (moments.standardDeviation.map { " ± \(number($0))" } ?? "")
  }

  private static func number(_ value: Double?) -> String {
    value.map { String(format: "%.4f", $0) } ?? none
  }
}

extension RunFacts {
  /// The studies' lines, in the order of every table.
  var summaryLines: [SummaryLine] { studies.map { SummaryLine($0, self) } }

  /// What a run is, for the top of what people read; of a quick run that it is no result.
  var headline: String {
    plan.note.prefix(1).uppercased() + plan.note.dropFirst()
  }
}

import Foundation
import TestSupport
import Testing

@testable import Reporting

/// The tables have exactly the documented columns, in the documented order.
@Suite struct ColumnDocumentTests {
  @Test(arguments: [
    ("summary.csv", SummaryTable.columns), ("trials.csv", TrialsTable.columns + ["config.<name>"]),
    ("epochs.csv", EpochsTable.columns), ("history.csv", HistoryTable.columns),
    ("importance.csv", ImportanceTable.columns), ("confusion/<family>_<method>.csv", ConfusionTable.columns),
    ("classification_report.csv", ClassificationTable.columns), ("mistakes.csv", MistakesTable.columns),
    ("mistakes_pixels.csv", MistakesPixelsTable.columns),
    ("augmented_digits/<family>.csv", AugmentedDigitsTable.columns),
    ("parallel/<family>_<method>.csv", ParallelTable.columns), ("test_openings.csv", TestOpeningsTable.columns),
    ("timings.csv", TimingsTable.columns), ("early_termination.csv", DecisionsTable.columns),
    ("stopping/<family>_<method>.csv", StoppingTable.columns), ("replay/replay.csv", ReplayReport.columns),
    ("audit/audit.csv", AuditReport.columns), ("audit/shares.csv", AuditReport.shareColumns),
    ("confirmed.csv", ConfirmedTable.columns),
    ("confirmed_seeds.csv", ConfirmedSeedsTable.columns),
    ("arms.csv", AblationArmsTable.columns + ["component.<name>"]),
    ("effects.csv", AblationEffectsTable.columns), ("pairing.csv", AblationPairingTable.columns),
    ("anova.csv", AblationAnovaTable.columns), ("interactions.csv", AblationInteractionsTable.columns),
    ("interaction_cells.csv", AblationInteractionCellsTable.columns), ("shapley.csv", AblationShapleyTable.columns),
    ("lenth.csv", AblationLenthTable.columns),
    ("path.csv", AblationPathTable.columns), ("mcnemar.csv", AblationMcNemarTable.columns),
    ("mcnemar_matrix.csv", AblationMcNemarMatrixTable.columns), ("cochran.csv", AblationCochranTable.columns),
    ("classes.csv", AblationClassesTable.columns), ("cost.csv", AblationCostTable.columns),
    ("curves.csv", AblationCurvesTable.columns), ("secondary.csv", AblationSecondaryTable.columns),
    ("runs.csv", AblationRunsTable.columns + ["component.<name>", "metric.<name>"]),
    ("predictions.csv", AblationPredictionsTable.columns), ("run_curves.csv", AblationRunCurvesTable.columns),
    ("tuning.csv", AblationTuningTable.columns), ("aliases.csv", AblationAliasesTable.columns),
  ])
  func areDocumented(_ file: String, _ columns: [String]) throws {
    #expect(try Self.documented()[file] == columns)
  }

  /// The first cells of the document's tables, by file.
  private static func documented() throws -> [String: [String]] {
    let document = try String(
      contentsOf: Fixtures.projectRoot.appending(path: "docs/csv-columns.md"), encoding: .utf8)
    var result: [String: [String]] = [:]
    var file = ""
    for line in document.split(separator: "\n") {
      if line.hasPrefix("## ") || line.hasPrefix("| column of ") {
        file = code(line).first ?? ""
      } else if line.hasPrefix("| `"), let cell = line.split(separator: "|").first {
        for name in code(cell) {
          // `…_sd` stands for the same name as the one before with another end.
          let previous = result[file]?.last?.replacing("_mean", with: "") ?? ""
          result[file, default: []].append(name.hasPrefix("…") ? previous + name.dropFirst() : name)
        }
      }
    }
    return result
  }

  /// The parts of a line between backquotes.
  private static func code(_ line: some StringProtocol) -> [String] {
    line.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
  }
}

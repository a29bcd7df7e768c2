import Experiments
import Foundation
import TestSupport
import Testing

@testable import Reporting

/// The report of the committed example, a factorial of three components with ten seeds on scikit-learn's digits.
struct AblationReportTests {
  static func report() throws -> AblationReport {
    let reading = try AblationCSV.read(Fixtures.url("ablation/digits/runs.csv"), metric: "accuracy")
    let options = AblationOptions(margin: 0.002, resamples: 500, nestedResamples: 30)
    return AblationReport(
      AblationAnalysis(reading.table, options: options), title: "digits_100%",
      provenance: ["Runs: `digits_ablation.py`."])
  }

  @Test func everyTableAndFigureIsThere() throws {
    let report = try Self.report()
    #expect(Set(report.tables.map(\.name)) == Set(AblationReport.tableNames).subtracting(["lenth.csv"]))
    #expect(
      report.drawings.map(\.name) == [
        "forest.png", "interactions.png", "interaction_plot.png", "shapley.png", "path.png", "mcnemar.png",
        "curves.png", "cost.png",
      ])
    let tables = Dictionary(uniqueKeysWithValues: report.tables)
    #expect(tables["arms.csv"]?.rows.count == 8 && tables["effects.csv"]?.rows.count == 6)
    #expect(tables["anova.csv"]?.rows.count == 9 && tables["interactions.csv"]?.rows.count == 6)
    #expect(tables["mcnemar.csv"]?.rows.count == 60 && tables["mcnemar_matrix.csv"]?.rows.count == 12)
    #expect(tables["classes.csv"]?.rows.count == 33 && tables["secondary.csv"]?.rows.count == 12)
    #expect(tables["runs.csv"]?.rows.count == 80 && tables["path.csv"]?.rows.count == 4)
  }

  @Test func writesAReportAndRemovesWhatAnEarlierOneLeft() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ablation-report-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let report = try Self.report()
    try report.write(to: folder)
    let first = try Data(contentsOf: folder.appending(path: "effects.csv"))
    let readme = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
    for name in report.drawings.map(\.name) {
      #expect(readme.contains("(plots/\(name))"))
      #expect(try Data(contentsOf: folder.appending(path: "plots/\(name)")).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
    #expect(readme.contains("Removing augmentation ") && readme.contains("Declared family: 6 comparisons"))
    // The same arms without their components: no factorial, hence no tables and figures of one.
    let table = report.analysis.table
    let plain = try AblationTable(
      metricNames: ["accuracy"], baseline: "full",
      runs: ["full", "bare"].flatMap { arm in
        table.runs(of: arm).map { .init(arm: arm, seed: $0.seed, metrics: [$0.metrics[0]]) }
      })
    try AblationReport(AblationAnalysis(plain, options: report.analysis.options), title: "plain", provenance: [])
      .write(to: folder)
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "anova.csv").path))
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "plots/shapley.png").path))
    try report.write(to: folder)
    #expect(try Data(contentsOf: folder.appending(path: "effects.csv")) == first)
  }

  /// Every environment and brace is closed, nothing of LaTeX's own is left unescaped, and rows have all their cells.
  @Test func theLaTeXIsWellFormed() throws {
    let report = try Self.report()
    let text = AblationLaTeX(report, figures: Set(report.drawings.map(\.name))).text
    var open: [String] = []
    for match in text.matches(of: /\\(begin|end)\{([a-z]+\*?)\}/) {
      if match.1 == "begin" { open.append(String(match.2)) } else { #expect(open.popLast() == String(match.2)) }
    }
    #expect(open.isEmpty)
    var depth = 0
    var previous: Character = " "
    for character in text where true {
      if previous != "\\" { depth += character == "{" ? 1 : character == "}" ? -1 : 0 }
      #expect(depth >= 0)
      previous = character == "\\" && previous == "\\" ? " " : character
    }
    #expect(depth == 0)
    for line in text.split(separator: "\n") {
      #expect(line.count(of: "$") % 2 == 0, "\(line)")
      #expect(line.firstMatch(of: /[^\\][%#]/) == nil, "\(line)")
    }
    #expect(text.unicodeScalars.allSatisfy { $0.isASCII })
    var columns = 0
    for line in text.split(separator: "\n") {
      if let match = line.firstMatch(of: /begin\{tabular\}\{(l+)\}/) { columns = match.1.count }
      if line.hasSuffix("\\\\") || line.hasSuffix("\\\\ \\hline") {
        #expect(line.matches(of: /[^\\]&/).count == columns - 1, "\(line)")
      }
    }
    #expect(text.contains("digits\\_100\\%"))
  }
}

extension Substring {
  fileprivate func count(of character: Character) -> Int { count { $0 == character } }
}

import Experiments
import Foundation
import PlotScripts
import Search
import Statistics
import Studies

/// Everything that an ablation study which this program trained leaves in its folder: the report of each way in which arms
/// were tuned, what the sweeps chose, and how often the test files were opened.
public struct AblationStudyReport {
  private let run: AblationRun

  /// A report on a study.
  public init(_ run: AblationRun) { self.run = run }

  /// The page to read first.
  public var readme: URL { run.folder.appending(path: "README.md") }

  /// Where the report of a way lies: of both the retuned one in a folder of its own.
  private func folder(_ way: TuningMode) -> URL {
    run.plan.mode == .both && way == .retuned ? run.folder.appending(path: "retuned") : run.folder
  }

  /// What a report says.
  public struct Outcome {
    /// One sentence for each thing that may be said, for each comparison of both ways too.
    public internal(set) var sentences: [String] = []
    /// Why nothing can be compared, of a way where that is so; its runs are written nevertheless.
    public internal(set) var failure: AblationTableError?
  }

  private typealias Analysed = (way: TuningMode, analysis: AblationAnalysis, notes: [String])

  /// Writes every table, figure and text.
  ///
  /// - Parameter progress: hears what is left out.
  /// - Throws: ``ReportError``, `AblationStudyError`, `AblationTableError` or `StudyError`.
  public func write(progress: (String) -> Void) throws -> Outcome {
    let facts = try AblationFacts(run)
    var outcome = Outcome()
    var analyses: [Analysed] = []
    for way in run.plan.mode.ways {
      let results = try AblationResults(run, way)
      for note in results.notes { progress(note) }
      do {
        let table = try results.table(classNames: facts.classNames)
        analyses.append((way, AblationAnalysis(table, options: run.plan.options), results.notes))
      } catch let error as AblationTableError {
        guard case .nothingCompleted = error else { throw error }
        try writeRuns(results, facts, error)
        outcome.failure = error
      }
    }
    for (index, analysis) in AblationAnalysis.together(analyses.map(\.analysis)).enumerated() {
      analyses[index].analysis = analysis
      if analysis.effects.isEmpty, !analysis.table.incomplete.isEmpty {
        outcome.failure = analysis.table.nothingCompleted
      }
    }
    let comparison =
      analyses.count == 2 ? TuningComparison(frozen: analyses[0].analysis, retuned: analyses[1].analysis) : nil
    let tuning = try AblationTuningTable.table(run)
    try tuning?.write(to: run.folder.appending(path: "tuning.csv"))
    if let aliases = AblationAliasesTable.table(run.prepared) {
      try aliases.write(to: run.folder.appending(path: "aliases.csv"))
    }
    try AblationOpeningsTable.table(run).write(to: run.folder.appending(path: "test_openings.csv"))
    try ReportFile.write(facts.environment(), to: run.folder.appending(path: "environment.json"))
    for (way, analysis, notes) in analyses {
      var report = AblationReport(
        analysis, title: title(way, facts),
        provenance: try facts.provenance(way, notes: notes, arms: analysis.table.allArms.count))
      if let comparison { report.supplement = Self.section(comparison, analyses) }
      if run.plan.design == .fractional { report.supplement += AblationAliasesTable.section(run.prepared) }
      try report.write(to: folder(way))
      let prefix = run.plan.mode == .both ? "\(way.rawValue): " : ""
      outcome.sentences += report.sentences.map { prefix + $0 }
    }
    outcome.sentences += comparison?.rows.map { "after retuning: \($0.sentence)" } ?? []
    return outcome
  }

  private func title(_ way: TuningMode, _ facts: AblationFacts) -> String {
    facts.title + (run.plan.mode == .both ? ", \(way.rawValue)" : "")
  }

  /// What is left to write of a way in which nothing can be compared: every run and how it ended.
  private func writeRuns(_ results: AblationResults, _ facts: AblationFacts, _ error: AblationTableError) throws {
    let folder = folder(results.way)
    let rows = try results.rows()
    try AblationRunsTable.table(rows, factors: results.factors, metricNames: results.metricNames)
      .write(to: folder.appending(path: "runs.csv"))
    let document = AblationDocument(
      title: title(results.way, facts), reason: error.description,
      provenance: try facts.provenance(results.way, notes: results.notes, arms: results.arms.count), runs: rows,
      metricNames: results.metricNames)
    try AblationReport.write(document, to: folder)
    try AblationReport.removeStale(in: folder, tables: ["runs.csv"], figures: [])
  }

  private static func section(
    _ comparison: TuningComparison, _ analyses: [Analysed]
  ) -> [AblationDocument.Block] {
    let (frozen, retuned) = (analyses[0].analysis, analyses[1].analysis)
    let suffix = frozen.unit.suffix.isEmpty ? "" : ",\(frozen.unit.suffix)"
    return [
      .heading("Frozen and retuned"),
      .paragraph(
        "Frozen arms have the full model's hyperparameters; retuned arms have the best of the same small sweep each, chosen "
          + "on validation data (`tuning.csv`). The frozen report is in this study's folder, the retuned one in `retuned/`."
      ),
      .table(
        header: [
          "design", "component", "frozen\(suffix) [95 %]", "verdict", "retuned\(suffix) [95 %]", "verdict",
        ],
        rows: comparison.rows.map { row in
          [
            row.frozen.kind.rawValue, row.frozen.label,
            frozen.difference(row.frozen.comparison.effect).replacing(frozen.unit.suffix, with: ""),
            frozen.verdict(of: row.frozen).kind.rawValue,
            retuned.difference(row.retuned.comparison.effect).replacing(retuned.unit.suffix, with: ""),
            retuned.verdict(of: row.retuned).kind.rawValue,
          ]
        }),
      .list(comparison.rows.map { $0.sentence.prefix(1).uppercased() + $0.sentence.dropFirst() + "." }),
    ]
  }
}

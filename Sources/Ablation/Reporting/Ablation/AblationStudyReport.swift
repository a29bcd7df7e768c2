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

  /// Writes every table, figure and text.
  ///
  /// - Parameter progress: hears what is left out.
  /// - Returns: one sentence for each comparison of the declared family, and for each comparison of both ways.
  /// - Throws: ``ReportError``, `AblationStudyError`, `AblationTableError` or `StudyError`.
  public func write(progress: (String) -> Void) throws -> [String] {
    let facts = try AblationFacts(run)
    var analyses: [(way: TuningMode, analysis: AblationAnalysis, notes: [String])] = []
    for way in run.plan.mode.ways {
      let results = try AblationResults(run, way)
      for note in results.notes { progress(note) }
      let table = try results.table(classNames: facts.classNames)
      analyses.append((way, AblationAnalysis(table, options: run.plan.options), results.notes))
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
    var sentences: [String] = []
    for (way, analysis, notes) in analyses {
      var report = AblationReport(
        analysis, title: facts.title + (run.plan.mode == .both ? ", \(way.rawValue)" : ""),
        provenance: try facts.provenance(way, notes: notes, table: analysis.table))
      if let comparison { report.supplement = Self.section(comparison, analyses) }
      if run.plan.design == .fractional { report.supplement += AblationAliasesTable.section(run.prepared) }
      try report.write(to: folder(way))
      let prefix = run.plan.mode == .both ? "\(way.rawValue): " : ""
      sentences += analysis.effects.map { prefix + analysis.verdict(of: $0).sentence }
      if analysis.effects.isEmpty { sentences += Self.mainEffects(analysis).map { prefix + $0 } }
    }
    return sentences + (comparison?.rows.map { "after retuning: \($0.sentence)" } ?? [])
  }

  /// What a design without single changes says: its main effects, which explore.
  private static func mainEffects(_ analysis: AblationAnalysis) -> [String] {
    analysis.contrasts.filter { $0.factors.count == 1 }.map { contrast in
      "main effect of \(analysis.table.factors[contrast.factors[0]].readableName): "
        + "\(analysis.difference(contrast.estimate)), "
        + "\(MetricUnit.pText(contrast.adjustedPValue)) after Benjamini and Hochberg"
    }
  }

  private static func section(
    _ comparison: TuningComparison,
    _ analyses: [(way: TuningMode, analysis: AblationAnalysis, notes: [String])]
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

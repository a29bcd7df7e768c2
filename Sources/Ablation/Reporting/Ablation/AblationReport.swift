import Experiments
import Foundation
import PlotScripts
import Statistics

/// Writes the tables, figures and texts of an ablation study into a folder.
public struct AblationReport: Sendable {
  /// The analysis.
  public let analysis: AblationAnalysis
  /// What to call the study.
  public let title: String
  /// What to say of how it was made: one item each, such as the command, the tuning mode, the data's hashes.
  public let provenance: [String]
  /// Parts that stand after the effects.
  var supplement: [AblationDocument.Block] = []

  /// Describes a report.
  public init(_ analysis: AblationAnalysis, title: String, provenance: [String]) {
    (self.analysis, self.title, self.provenance) = (analysis, title, provenance)
  }

  /// One sentence for each thing that may be said: arms that did not complete, what that costs, and the verdict of each
  /// declared comparison.
  public var sentences: [String] {
    analysis.table.incomplete.map(\.sentence) + analysis.losses
      + analysis.effects.map { analysis.verdict(of: $0).sentence }
  }

  /// The tables that the analysis allows, by file name.
  var tables: [(name: String, table: CSVTable)] {
    var tables: [(String, CSVTable)] = [
      ("arms.csv", AblationArmsTable.table(analysis)), ("effects.csv", AblationEffectsTable.table(analysis)),
      ("pairing.csv", AblationPairingTable.table(analysis)), ("cost.csv", AblationCostTable.table(analysis)),
      ("runs.csv", AblationRunsTable.table(analysis.table)),
    ]
    if analysis.table.metricNames.count > 1 {
      tables.append(("secondary.csv", AblationSecondaryTable.table(analysis)))
    }
    if let anova = analysis.anova {
      tables.append(("anova.csv", AblationAnovaTable.table(anova, factors: analysis.table.factors)))
    }
    if let lenth = analysis.lenth {
      tables.append(("lenth.csv", AblationLenthTable.table(lenth, factors: analysis.table.factors)))
    }
    if !analysis.contrasts.isEmpty { tables.append(("interactions.csv", AblationInteractionsTable.table(analysis))) }
    if let cells = AblationInteractionCellsTable.table(analysis) { tables.append(("interaction_cells.csv", cells)) }
    if !analysis.shapley.isEmpty { tables.append(("shapley.csv", AblationShapleyTable.table(analysis))) }
    if let path = analysis.path {
      tables.append(
        ("path.csv", AblationPathTable.table(path, in: analysis.table, chosenBy: analysis.pathMetric)))
    }
    if let models = analysis.models {
      tables.append(("mcnemar.csv", AblationMcNemarTable.table(models)))
      tables.append(
        ("mcnemar_matrix.csv", AblationMcNemarMatrixTable.table(models, alpha: analysis.options.alpha)))
      tables.append(("cochran.csv", AblationCochranTable.table(models)))
    }
    if !analysis.classes.isEmpty { tables.append(("classes.csv", AblationClassesTable.table(analysis))) }
    if let curves = AblationCurvesTable.table(analysis) { tables.append(("curves.csv", curves)) }
    if let predictions = AblationPredictionsTable.table(analysis.table) {
      tables.append((AblationPredictionsTable.fileName, predictions))
    }
    if let curves = AblationRunCurvesTable.table(analysis.table) {
      tables.append((AblationRunCurvesTable.fileName, curves))
    }
    return tables
  }

  /// The figures that the tables allow, in the order in which a reader meets them.
  var drawings: [Drawing] {
    let names = Set(tables.map(\.name))
    let runs = analysis.table.arms.map { analysis.table.runs(of: $0) }
    let hasTimes = runs.joined().allSatisfy { $0.seconds != nil }
    let multiplyAdds = runs.compactMap { $0[0].multiplyAdds }
    let hasCosts = hasTimes || (multiplyAdds.count == runs.count && Set(multiplyAdds).count > 1)
    let hasIntervals = analysis.table.seeds.count > 1
    let shared: [PlotVariable: String] = [
      .metric: analysis.table.metricNames[0].replacing("_", with: " "), .scale: "\(Int(analysis.unit.scale))",
      .goal: analysis.options.goal.rawValue,
    ]
    // Curves are of validation images where the metric is of test images.
    let curve = (analysis.table.curveName.isEmpty ? analysis.table.metricNames[0] : analysis.table.curveName)
      .replacing("_", with: " ")
    func drawing(_ figure: Figure, _ csv: String, _ isPossible: Bool) -> Drawing? {
      guard isPossible, names.contains(csv) else { return nil }
      let known = figure.requiredVariables + figure.optionalVariables
      let name = figure.rawValue.replacing("ablation_", with: "")
      return Drawing(
        figure: figure, name: "\(name).png",
        variables: shared.filter { known.contains($0.key) }.merging([.csv: csv]) { $1 }
          .merging(figure == .ablationCurves ? [.metric: curve] : [:]) { $1 })
    }
    let hasPairs = analysis.contrasts.contains { $0.factors.count == 2 }
    return [
      drawing(.ablationForest, "effects.csv", hasIntervals && !analysis.effects.isEmpty),
      drawing(.ablationInteractions, "interactions.csv", hasPairs),
      drawing(.ablationInteractionPlot, "interaction_cells.csv", hasIntervals),
      drawing(.ablationHalfNormal, "lenth.csv", true), drawing(.ablationShapley, "shapley.csv", hasIntervals),
      drawing(.ablationPath, "path.csv", true), drawing(.ablationMcNemar, "mcnemar_matrix.csv", true),
      drawing(.ablationCurves, "curves.csv", true), drawing(.ablationCost, "cost.csv", hasCosts),
    ].compactMap(\.self)
  }

  /// Writes everything.
  ///
  /// Files of an earlier report that this one does not have are removed.
  ///
  /// - Throws: ``ReportError``; figures that fail do not keep tables and texts from being written.
  public func write(to folder: URL) throws {
    let tables = tables
    for (name, table) in tables { try table.write(to: folder.appending(path: name)) }
    let note = AblationCount.text(analysis.table.seeds.count, "paired seed") + " · " + title
    let drawn = FigureRenderer(folder: folder, note: note).draw(drawings)
    let figures = Set(drawn.names)
    try Self.write(AblationDocument(self, figures: figures), to: folder)
    try Self.removeStale(in: folder, tables: Set(tables.map(\.name)), figures: figures)
    guard drawn.failures.isEmpty else { throw ReportError.figuresFailed(drawn.failures) }
  }

  /// Writes a page as Markdown and as LaTeX.
  static func write(_ document: AblationDocument, to folder: URL) throws {
    try ReportFile.write(Data(AblationMarkdown(document).text.utf8), to: folder.appending(path: "README.md"))
    try ReportFile.write(Data(AblationLaTeX(document).text.utf8), to: folder.appending(path: "report.tex"))
  }

  /// Removes the tables and figures of an earlier report that this one does not have.
  static func removeStale(in folder: URL, tables: Set<String>, figures: Set<String>) throws {
    let ours = Set(tableNames)
    try ReportFile.removeStale(in: folder, keeping: tables) { ours.contains($0) }
    let pictures = Set(
      Figure.allCases.filter(\.isAblation).map { $0.rawValue.replacing("ablation_", with: "") + ".png" })
    try ReportFile.removeStale(in: folder.appending(path: "plots"), keeping: figures) { pictures.contains($0) }
  }

  /// The names that the tables of a report can have.
  static let tableNames = [
    "arms.csv", "effects.csv", "pairing.csv", "cost.csv", "runs.csv", "secondary.csv", "anova.csv", "lenth.csv",
    "interactions.csv", "interaction_cells.csv", "shapley.csv", "path.csv", "mcnemar.csv", "mcnemar_matrix.csv",
    "cochran.csv", "classes.csv", "curves.csv", "predictions.csv", "run_curves.csv",
  ]
}

extension Figure {
  var isAblation: Bool { rawValue.hasPrefix("ablation_") }
}

import Experiments
import Foundation
import PlotScripts

/// Everything that a run leaves in its folder for people and other programs: tables and figures, made from the store.
///
/// A report may be written at any time, during the run too, and replaces an earlier one. Apart from `timings.csv` and
/// `environment.json`, two runs with the same plan give the same bytes in every table.
public struct RunReport {
  /// The column with which every table of a report says its run's budget.
  static let budgetColumn = "budget"

  private let run: Run

  /// A report on a run, whether finished or not.
  public init(_ run: Run) {
    self.run = run
  }

  /// Where ``write(progress:)`` puts the page to read first.
  public var readme: URL { run.folder.appending(path: "README.md") }

  /// The run's outcome as a short table for a terminal, a line for each study; of a quick run it says first that it is
  /// a smoke run.
  ///
  /// It is read from the store and needs no files of a report; it ends with a line break.
  ///
  /// - Throws: ``ReportError`` or `StudyError`.
  public func summaryText() throws -> String {
    try SummaryText.make(RunFacts(run))
  }

  /// What fresh seeds say of a study's best trials, for a terminal; says so where nobody asked.
  ///
  /// - Throws: ``ReportError`` or `StudyError`.
  public func confirmedText(ofStudy name: String) throws -> String {
    let study = try RunFacts(run).studies.first { $0.definition.name == name }
    guard let study, let review = study.review else { return "nothing of \(name) was trained again" }
    return ConfirmedText(study, review).terminal
  }

  /// Writes every table and figure.
  ///
  /// - Parameter progress: hears what is written, and why a figure is not.
  /// - Throws: ``ReportError``, `StudyError` or `PlotError`; the tables are complete before the first figure is drawn.
  public func write(progress: (String) -> Void) throws {
    let facts = try RunFacts(run)
    let sheets = try writeTables(facts)
    let plan = FigurePlan(facts, folder: run.folder, sheets: sheets)
    for reason in plan.skipped { progress("no figure \(reason)") }
    guard PlotScripts.isGnuplotInstalled() else { throw PlotError.gnuplotNotFound }
    // What an interrupted report left; none of this one's pictures has begun.
    try ReportFile.removeUnfinished(in: run.folder.appending(path: "plots"))
    let drawn = FigureRenderer(folder: run.folder, note: facts.plan.note).draw(plan.drawings)
    try removeStaleFigures(keeping: Set(drawn.names))
    let document = SummaryDocument(facts, figures: drawn.names)
    try ReportFile.write(Data(document.text.utf8), to: readme)
    guard drawn.failures.isEmpty else { throw ReportError.figuresFailed(drawn.failures) }
    progress("report: \(run.folder.relativePath)/README.md, \(drawn.names.count) figures in plots/")
  }

  /// - Returns: the families that have a sheet of augmented digits.
  func writeTables(_ facts: RunFacts) throws -> [String] {
    // Every file says what kind of run it is from, on every row: a smoke run's numbers must not pass for results.
    let budget = CSVCell.text(facts.plan.budget.name.rawValue)
    func write(_ table: CSVTable, _ path: String) throws {
      try table.labelled(Self.budgetColumn, budget).write(to: run.folder.appending(path: path))
    }
    try write(SummaryTable.make(facts), "summary.csv")
    try write(TrialsTable.make(facts), "trials.csv")
    try write(EpochsTable.make(facts), "epochs.csv")
    try write(HistoryTable.make(facts.studies), "history.csv")
    try write(ImportanceTable.make(facts.studies, seed: facts.plan.seed), "importance.csv")
    try write(ClassificationTable.make(facts), "classification_report.csv")
    try write(MistakesTable.make(facts), "mistakes.csv")
    try write(MistakesPixelsTable.make(facts), "mistakes_pixels.csv")
    try write(TestOpeningsTable.make(facts), "test_openings.csv")
    try write(TimingsTable.make(facts), "timings.csv")
    let replicates = ReplicatesTable.make(facts.studies)
    if !replicates.rows.isEmpty { try write(replicates, "replicates.csv") }
    if facts.studies.contains(where: { $0.rule != nil }) {
      try write(DecisionsTable.make(facts.studies), "early_termination.csv")
      for study in facts.studies {
        guard let table = StoppingTable.make(study) else { continue }
        try write(table, "stopping/\(study.label.fileStem).csv")
      }
    }
    if facts.studies.contains(where: { $0.review != nil }) {
      try write(ConfirmedTable.make(facts), "confirmed.csv")
      try write(ConfirmedSeedsTable.make(facts), "confirmed_seeds.csv")
    }

    for folder in ["", "confusion", "parallel", "augmented_digits", "stopping"] {
      try ReportFile.removeUnfinished(in: run.folder.appending(path: folder))
    }
    let tested = facts.studies.filter { !$0.tested.isEmpty }
    for study in tested {
      try write(
        ConfusionTable.make(study, classNames: facts.classNames), "confusion/\(study.label.fileStem).csv")
    }
    try removeStale("confusion", keeping: tested.map(\.label.fileStem))
    let complete = facts.studies.filter { !$0.completeTrials.isEmpty }
    for study in complete { try write(ParallelTable.make(study), "parallel/\(study.label.fileStem).csv") }
    try removeStale("parallel", keeping: complete.map(\.label.fileStem))
    var sheets: [String] = []
    for family in facts.families {
      guard let sheet = try AugmentedDigitsTable.make(family, facts, training: run.data.training) else { continue }
      try write(sheet, "augmented_digits/\(family.rawValue).csv")
      sheets.append(family.rawValue)
    }
    try removeStale("augmented_digits", keeping: sheets)

    let environment = EnvironmentDocument(facts, trainingDigest: run.data.training.digest)
    try ReportFile.write(environment.encoded(), to: run.folder.appending(path: "environment.json"))
    return sheets
  }

  private func removeStale(_ folder: String, keeping stems: [String]) throws {
    try ReportFile.removeStale(
      in: run.folder.appending(path: folder), keeping: Set(stems.map { "\($0).csv" }), where: { $0.hasSuffix(".csv") })
  }

  private func removeStaleFigures(keeping names: Set<String>) throws {
    try ReportFile.removeStale(in: run.folder.appending(path: "plots"), keeping: names) { name in
      name.hasSuffix(".png") && Figure.allCases.contains { name.hasPrefix($0.rawValue) }
    }
  }
}

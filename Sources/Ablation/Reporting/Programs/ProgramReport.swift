import Experiments
import Foundation
import PlotScripts
import Search
import Studies

/// The tables and figures of a sweep of a program: whatever does not need to know what was trained.
///
/// There is no confirmation and no test set: what a program reports is all that is known of it.
public struct ProgramReport {
  private let run: ProgramRun

  /// A report on a run, whether finished or not.
  public init(_ run: ProgramRun) {
    self.run = run
  }

  /// Where ``write(progress:)`` puts the page to read first.
  public var readme: URL { run.folder.appending(path: "README.md") }

  /// The run's outcome in a few lines for a terminal.
  ///
  /// - Throws: `StudyError`.
  public func summaryText() throws -> String {
    Self.lines(try ProgramFacts(run)).joined(separator: "\n") + "\n"
  }

  /// Writes every table and figure.
  ///
  /// - Throws: ``ReportError``, `StudyError` or `PlotError`; the tables are complete before the first figure is drawn.
  public func write(progress: (String) -> Void) throws {
    let facts = try ProgramFacts(run)
    func write(_ table: CSVTable, _ path: String) throws { try table.write(to: run.folder.appending(path: path)) }
    let stem = facts.label.fileStem
    try write(ProgramTables.trials(facts), "trials.csv")
    try write(ProgramTables.reports(facts), "epochs.csv")
    try write(HistoryTable.make([facts]), "history.csv")
    try write(ImportanceTable.make([facts], seed: facts.prepared.plan.seed), "importance.csv")
    try write(ProgramTables.timings(facts), "timings.csv")
    let replicates = ReplicatesTable.make([facts])
    if !replicates.rows.isEmpty { try write(replicates, "replicates.csv") }
    if let table = StoppingTable.make(facts) {
      try write(DecisionsTable.make([facts]), "early_termination.csv")
      try write(table, "stopping/\(stem).csv")
    }
    if !facts.completeTrials.isEmpty { try write(ParallelTable.make(facts), "parallel/\(stem).csv") }
    try ReportFile.write(try environment(facts), to: run.folder.appending(path: "environment.json"))
    guard PlotScripts.isGnuplotInstalled() else { throw PlotError.gnuplotNotFound }
    try ReportFile.removeUnfinished(in: run.folder.appending(path: "plots"))
    let (drawings, skipped) = Self.drawings(facts)
    for reason in skipped { progress("no figure \(reason)") }
    let drawn = FigureRenderer(folder: run.folder, note: facts.prepared.plan.note).draw(drawings)
    try ReportFile.write(Data(Self.document(facts, figures: drawn.names).utf8), to: readme)
    guard drawn.failures.isEmpty else { throw ReportError.figuresFailed(drawn.failures) }
    progress("report: \(run.folder.relativePath)/README.md, \(drawn.names.count) figures in plots/")
  }

  private static func drawings(_ facts: ProgramFacts) -> (drawings: [Drawing], skipped: [String]) {
    let stem = facts.label.fileStem
    let complete = facts.completeTrials.count
    let names: [PlotVariable: String] = [.family: facts.definition.family, .method: facts.label.method]
    let isConstant = facts.space.parameters.allSatisfy { $0.distribution.levelCount == 1 }
    var drawings: [Drawing] = []
    var skipped: [String] = []
    func add(_ figure: Figure, _ name: String, _ variables: [PlotVariable: String], unless reason: String?) {
      if let reason {
        skipped.append("\(name): \(reason)")
      } else {
        drawings.append(Drawing(figure: figure, name: "\(name).png", variables: variables))
      }
    }
    let constant = isConstant ? "every hyperparameter is constant" : nil
    let nothing = complete == 0 ? "no trial is complete" : nil
    let fewest = ImportanceTable.fewestTrials
    let few = complete < fewest ? "\(fewest) complete trials are needed, there are \(complete)" : nil
    add(
      .history, "history_\(facts.definition.family)", [.csv: "history.csv", .family: facts.definition.family],
      unless: nothing)
    add(
      .parallelCoordinates, "parallel_coordinates_\(stem)", names.merging([.csv: "parallel/\(stem).csv"]) { $1 },
      unless: nothing ?? constant)
    add(
      .importance, "importance_\(stem)", names.merging([.csv: "importance.csv"]) { $1 }, unless: few ?? constant)
    if facts.rule != nil {
      add(
        .earlyTermination, "early_termination_\(stem)", names.merging([.csv: "stopping/\(stem).csv"]) { $1 },
        unless: StoppingTable.make(facts) == nil ? "no trial has a curve" : nil)
    }
    return (drawings, skipped)
  }

  private static func lines(_ facts: ProgramFacts) -> [String] {
    let counts = TrialState.allCases.filter(\.isTerminal).compactMap { state -> String? in
      let count = facts.trials.count { $0.state == state }
      return count > 0 ? "\(count) \(state.rawValue)" : nil
    }
    let goal = facts.definition.goal == .maximize ? "largest" : "smallest"
    var lines = [
      "\(facts.prepared.plan.name): \(facts.definition.method) search, \(facts.trials.count) trials "
        + "(\(counts.joined(separator: ", ")))"
    ]
    if let best = facts.best, let value = best.value {
      let values = best.replicateValues.count
      let mean = values > 1 ? ", mean of \(values) seeds" : ""
      lines.append("\(goal) \(facts.metricName): \(value) in trial \(best.number + 1)\(mean)")
      lines.append(facts.space.text(of: best.configuration))
    }
    return lines
  }

  private static func document(_ facts: ProgramFacts, figures: [String]) -> String {
    let lines = lines(facts)
    var parts = ["# Results: \(facts.prepared.plan.note)", lines.prefix(2).joined(separator: "; ") + "."]
    if let configuration = lines.dropFirst(2).first { parts.append("Best configuration: `\(configuration)`") }
    if let paragraph = StoppingText.paragraph(facts) { parts.append(paragraph) }
    parts.append(
      """
      The values are those that the program reported; nothing was tested on data that the search did not see. Tables: \
      `trials.csv`, `epochs.csv` (every report), `history.csv`, `importance.csv`, `timings.csv`; what the program wrote \
      besides is in `logs/`.
      """)
    if !figures.isEmpty {
      parts.append(
        "## Figures\n\n"
          + figures.map { "![\($0.replacing(".png", with: "").replacing("_", with: " "))](plots/\($0))" }
          .joined(separator: "\n\n"))
    }
    return parts.joined(separator: "\n\n") + "\n"
  }

  private func environment(_ facts: ProgramFacts) throws -> Data {
    struct Document: Codable {
      var environment: RunEnvironment
      var command: String?
      var sweepFile: String
      var seed: UInt64
    }
    let stored = facts.metadata[RunEnvironment.metadataKey].flatMap(RunEnvironment.decoding)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try encoder.encode(
      Document(
        environment: stored ?? RunEnvironment.current(), command: facts.metadata["command"],
        sweepFile: facts.prepared.plan.fileName, seed: facts.definition.seed)) + [UInt8(ascii: "\n")]
  }
}

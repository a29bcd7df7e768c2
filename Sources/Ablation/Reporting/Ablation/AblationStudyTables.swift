import Experiments
import Search
import Statistics
import Studies

/// `tuning.csv`: every trial of every arm's sweep.
enum AblationTuningTable {
  static let columns = ["arm", "trial", "state", "metric", "value", "best"]

  static func table(_ run: AblationRun) throws -> CSVTable? {
    guard let tuning = run.plan.tuning, run.plan.mode != .frozen else { return nil }
    let names = tuning.space.parameters.map(\.name)
    var table = CSVTable(columns: columns + names)
    for (arm, trials) in try run.tuningTrials() {
      let best = Study.best(of: trials, goal: tuning.goal)?.number
      for trial in trials {
        table.append(
          [
            .plain(run.prepared.name(of: arm)), .count(trial.number + 1), .text(trial.state.rawValue),
            .text(tuning.metric), .number(trial.value), .flag(trial.number == best),
          ] + names.map { .plain(trial.configuration[$0]?.description ?? "") })
      }
    }
    return table
  }
}

/// `aliases.csv`: what a fraction cannot tell apart.
enum AblationAliasesTable {
  static let columns = ["effect", "aliases"]

  private static func rows(_ prepared: PreparedAblation) -> [(effect: String, aliases: String)] {
    let names = prepared.components.map(\.name)
    guard prepared.plan.design == .fractional,
      let fraction = FractionalFactorial.resolutionFive(factorCount: names.count)
    else { return [] }
    func text(_ word: Int) -> String {
      names.indices.filter { word >> $0 & 1 == 1 }.map { names[$0] }.joined(separator: " x ")
    }
    let words = (1..<(1 << names.count)).filter { $0.nonzeroBitCount <= 2 }.sorted {
      ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1)
    }
    return words.map { word in
      let aliases = fraction.aliases(of: word, upTo: 4).map(text)
      return (text(word), aliases.isEmpty ? "none up to four components" : aliases.joined(separator: "; "))
    }
  }

  static func table(_ prepared: PreparedAblation) -> CSVTable? {
    let rows = rows(prepared)
    guard !rows.isEmpty else { return nil }
    var table = CSVTable(columns: columns)
    for row in rows { table.append([.plain(row.effect), .plain(row.aliases)]) }
    return table
  }

  static func section(_ prepared: PreparedAblation) -> [AblationDocument.Block] {
    let rows = rows(prepared)
    guard !rows.isEmpty else { return [] }
    return [
      .heading("Aliases"),
      .paragraph("What this fraction cannot tell from each main effect and each interaction of two components:"),
      .table(header: ["effect", "aliases of up to four components"], rows: rows.map { [$0.effect, $0.aliases] }),
    ]
  }

  /// The table for a terminal.
  static func lines(_ prepared: PreparedAblation) -> [String] {
    rows(prepared).map { "alias of \($0.effect): \($0.aliases)" }
  }
}

extension AblationStudyReport {
  /// What a fractional design cannot tell apart, a line for each effect; empty for other designs.
  public static func aliasLines(_ prepared: PreparedAblation) -> [String] { AblationAliasesTable.lines(prepared) }
}

/// `test_openings.csv` of an ablation study.
enum AblationOpeningsTable {
  static func table(_ run: AblationRun) throws -> CSVTable {
    var table = CSVTable(columns: TestOpeningsTable.columns)
    for opening in try run.store.testOpenings() {
      let settings = opening.configuration.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      table.append([
        .plain(run.plan.name), .text(run.plan.design.rawValue), .text(opening.study),
        .plain(settings.joined(separator: " ")), .count(opening.replicate + 1), .text(opening.purpose),
        .count(opening.sequence),
      ])
    }
    return table
  }
}

import Experiments
import Foundation
import PlotScripts
import Search
import Studies

/// What rules would have done in the studies of a finished run: tables and pictures in the run's folder `replay`, and a
/// text for a terminal.
public struct ReplayReport {
  static let columns = [
    "family", "method", "rule", "own", "lag", "metric", "trials", "stopped", "epochs", "epochs_trained", "saved_share",
    "winner", "winner_stopped", "best_left", "best_left_value", "rank", "regret",
  ]

  private let folder: URL
  private let note: String
  private let studies: [(study: JudgedStudy, label: StudyLabel, replays: [RuleReplay])]

  /// Replays rules on studies.
  ///
  /// - Parameters:
  ///   - includesOwn: whether the rule that a study was run with is replayed before the others.
  ///   - folder: the run's.
  ///   - note: the line under the pictures' titles.
  ///   - lag: `nil` for each study's own.
  public init(
    _ studies: [JudgedStudy], rules: [EarlyTermination], includesOwn: Bool, lag: Int?, folder: URL, note: String
  ) {
    self.folder = folder.appending(path: "replay")
    self.note = note
    let labels = StudyLabel.labels(of: studies.map(\.definition))
    self.studies = zip(studies, labels).map { study, label in
      let own = includesOwn ? study.sweep.rule : nil
      let all = [own].compactMap { $0 } + rules.filter { $0 != own }
      return (study, label, all.map { RuleReplay($0, study: study, lag: lag) })
    }
  }

  /// One line for each study and rule.
  public var text: String {
    var lines: [String] = []
    for (study, _, replays) in studies {
      let best = study.best.flatMap { trial in trial.value.map { "best \($0) in trial \(trial.number + 1)" } }
      lines.append(
        "\(study.definition.name): \(study.trials.count) trials, \(study.definition.metric), \(best ?? "none complete")"
      )
      let earlier = study.stopped.filter { study.audits[$0.number] == nil }.count
      if earlier > 0 {
        lines.append("  \(earlier) trials were stopped in the run itself: beyond their ends nothing can be replayed")
      }
      if study.definition.method == SweepMethod.bayes.rawValue {
        lines.append("  a Bayesian search would have suggested other trials after the first stop")
      }
      for replay in replays { lines += Self.lines(replay, metric: study.definition.metric) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func lines(_ replay: RuleReplay, metric: String) -> [String] {
    let (all, trained) = replay.epochs
    let saved = all > 0 ? 100 * Double(all - trained) / Double(all) : 0
    var result = [
      "  \(replay.rule)\(replay.isOwn ? " (the run's own)" : ""), lag \(replay.lag): stops \(replay.stopped.count) of \(replay.outcomes.count) trials, "
        + "\(trained) of \(all) epochs trained (\(String(format: "%.1f", saved)) % saved)"
    ]
    guard let left = replay.survivor else { return result + ["    no trial would be left"] }
    if !replay.stopsWinner || left.rank == 1 {
      result.append("    the best trial is kept: trial \(left.trial + 1), \(metric) \(left.value)")
    } else {
      let stop = replay.stopped.first { $0.trial.number == replay.winner?.number }?.decisions.last
      result.append(
        "    the best trial is lost (\(stop?.sentence(metric: metric) ?? "")); left is trial \(left.trial + 1), number "
          + "\(left.rank) of the study, worse by \(replay.regret ?? 0)")
    }
    return result
  }

  /// The table of all replays.
  var table: CSVTable {
    var table = CSVTable(columns: Self.columns)
    for (study, label, replays) in studies {
      for replay in replays {
        let (all, trained) = replay.epochs
        table.append([
          .text(study.definition.family), .text(label.method), .text(replay.rule.description), .flag(replay.isOwn),
          .count(replay.lag), .text(study.definition.metric), .count(replay.outcomes.count),
          .count(replay.stopped.count), .count(all), .count(trained),
          .number(all > 0 ? Double(all - trained) / Double(all) : nil),
          .count(replay.winner.map { $0.number + 1 }), .flag(replay.stopsWinner),
          .count(replay.survivor.map { $0.trial + 1 }), .number(replay.survivor?.value), .count(replay.survivor?.rank),
          .number(replay.regret),
        ])
      }
    }
    return table
  }

  private var decisions: CSVTable {
    var table = CSVTable(columns: DecisionsTable.columns)
    for (study, label, replays) in studies {
      for replay in replays {
        for outcome in replay.outcomes {
          DecisionsTable.append(
            outcome.decisions, of: outcome.trial, replay.rule,
            key: [.text(study.definition.family), .text(label.method)], metric: study.definition.metric, to: &table)
        }
      }
    }
    return table
  }

  /// Writes the tables, then the pictures; earlier ones of the folder are replaced.
  ///
  /// - Throws: ``ReportError`` or `PlotError`; the tables are complete before the first figure is drawn.
  public func write(progress: (String) -> Void) throws {
    try? FileManager.default.removeItem(at: folder)
    try table.write(to: folder.appending(path: "replay.csv"))
    try decisions.write(to: folder.appending(path: "decisions.csv"))
    var drawings = [Drawing(figure: .replay, name: "replay.png", variables: [.csv: "replay.csv"])]
    for (study, label, replays) in studies {
      for (index, replay) in replays.enumerated() where !replay.outcomes.isEmpty {
        let curves = replay.outcomes.map { outcome in
          StoppingTable.Curve(
            trial: outcome.trial.number + 1,
            state: StoppingTable.state(
              outcome.trial, best: replay.stopsWinner ? nil : replay.winner?.number, isStopped: outcome.isStopped),
            values: outcome.curve, trained: outcome.trained, decisions: outcome.decisions)
        }
        let name = replay.isOwn ? "own" : replay.rule.name
        let stem = "\(label.fileStem)_\(name)" + (Self.isRepeated(index, replays) ? "_\(index + 1)" : "")
        try StoppingTable.make(
          curves, rule: replay.rule, key: [.text(study.definition.family), .text(label.method)],
          metric: study.definition.metric, goal: study.definition.goal
        ).write(to: folder.appending(path: "stopping/\(stem).csv"))
        drawings.append(
          Drawing(
            figure: .earlyTermination, name: "early_termination_\(stem).png",
            variables: [
              .csv: "stopping/\(stem).csv", .family: study.definition.family, .method: label.method,
            ]))
      }
    }
    guard PlotScripts.isGnuplotInstalled() else { throw PlotError.gnuplotNotFound }
    let drawn = FigureRenderer(folder: folder, note: "replay, \(note)").draw(drawings)
    guard drawn.failures.isEmpty else { throw ReportError.figuresFailed(drawn.failures) }
    progress("replay: \(folder.relativePath)/replay.csv, \(drawn.names.count) figures in plots/")
  }

  private static func isRepeated(_ index: Int, _ replays: [RuleReplay]) -> Bool {
    !replays[index].isOwn
      && replays.prefix(index).contains { !$0.isOwn && $0.rule.name == replays[index].rule.name }
  }
}

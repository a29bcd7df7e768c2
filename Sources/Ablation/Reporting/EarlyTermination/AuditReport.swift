import Experiments
import Foundation
import PlotScripts
import Search
import Studies

/// What became of a sample of stopped trials: tables and pictures in the run's folder `audit`, and a text for a terminal.
public struct AuditReport {
  static let columns = [
    "family", "method", "trial", "stopped_epoch", "stopped_value", "state", "detail", "final_value", "best_trial",
    "best_value", "would_have_won", "repeats",
  ]
  static let shareColumns = [
    "family", "method", "rule", "stopped", "sampled", "seed", "audited", "won", "share", "share_low", "share_high",
    "largest_regret",
  ]

  private let folder: URL
  private let note: String
  private let seed: UInt64
  private let audits: [(audit: RegretAudit, label: StudyLabel)]

  /// - Parameters:
  ///   - seed: the one that the samples were drawn with.
  ///   - folder: the run's.
  ///   - note: the line under the pictures' titles.
  public init(_ audits: [RegretAudit], seed: UInt64, folder: URL, note: String) {
    self.folder = folder.appending(path: "audit")
    self.note = note
    self.seed = seed
    let labels = StudyLabel.labels(of: audits.map(\.study.definition))
    self.audits = Array(zip(audits, labels)).map { (audit: $0, label: $1) }
  }

  /// Each sampled trial, then the shares.
  public var text: String {
    var lines: [String] = []
    for (audit, _) in audits {
      let study = audit.study
      guard let rule = study.sweep.rule else { continue }
      lines.append(
        "\(study.definition.name): \(rule) stopped \(study.stopped.count) of \(study.trials.count) trials, "
          + "\(audit.sample.count) in the sample")
      let best = study.best?.value
      for (trial, result) in audit.entries {
        guard let result else { continue }
        let end = result.value.map { "\($0)" } ?? "\(result.state.rawValue): \(result.detail ?? "")"
        let verdict = audit.wins(result) ? "would have won" : "would not have won"
        let repeats = result.repeats ? "" : "; the program does not repeat its reports, so this says little"
        lines.append(
          "  trial \(trial.number + 1): stopped after epoch \(trial.stop?.epoch ?? 0) at "
            + "\(trial.value.map { "\($0)" } ?? "-"), ended at \(end): \(verdict)\(repeats)")
      }
      guard let share = audit.share else { continue }
      let percent = { (value: Double) in String(format: "%.1f %%", 100 * value) }
      let whole = share.of == study.stopped.count ? "; these are all stopped trials" : ""
      lines.append(
        "  \(share.wins) of \(share.of) would have won, \(percent(share.interval.estimate)) "
          + "(exact 95 % interval \(percent(share.interval.lower)) to \(percent(share.interval.upper))\(whole)); best of the "
          + "study: \(best.map { "\($0)" } ?? "none"), largest gain missed: \(audit.largestRegret.map { "\($0)" } ?? "-")"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Writes the tables, then the pictures; earlier ones of the folder are replaced.
  ///
  /// - Throws: ``ReportError`` or `PlotError`; the tables are complete before the first figure is drawn.
  public func write(progress: (String) -> Void) throws {
    try? FileManager.default.removeItem(at: folder)
    var trials = CSVTable(columns: Self.columns)
    var shares = CSVTable(columns: Self.shareColumns)
    var drawings: [Drawing] = []
    for (audit, label) in audits {
      guard let rule = audit.study.sweep.rule else { continue }
      let study = audit.study
      let key: [CSVCell] = [.text(study.definition.family), .text(label.method)]
      for (trial, result) in audit.entries {
        guard let result else { continue }
        trials.append(
          key + [
            .count(trial.number + 1), .count(trial.stop?.epoch), .number(trial.value), .text(result.state.rawValue),
            .text(result.detail), .number(result.value), .count(study.best.map { $0.number + 1 }),
            .number(study.best?.value), .flag(audit.wins(result)), .flag(result.repeats),
          ])
      }
      let share = audit.share
      shares.append(
        key + [
          .text(rule.description), .count(study.stopped.count), .count(audit.sample.count), .text(String(seed)),
          .count(share?.of ?? 0), .count(share?.wins), .number(share?.interval.estimate),
          .number(share?.interval.lower), .number(share?.interval.upper), .number(audit.largestRegret),
        ])
      let curves = Self.curves(audit)
      guard curves.contains(where: { !$0.values.isEmpty }) else { continue }
      try StoppingTable.make(
        curves, rule: rule, key: key, metric: study.definition.metric, goal: study.definition.goal
      ).write(to: folder.appending(path: "stopping/\(label.fileStem).csv"))
      drawings.append(
        Drawing(
          figure: .earlyTermination, name: "early_termination_\(label.fileStem).png",
          variables: [
            .csv: "stopping/\(label.fileStem).csv", .family: study.definition.family, .method: label.method,
          ]))
    }
    try trials.write(to: folder.appending(path: "audit.csv"))
    try shares.write(to: folder.appending(path: "shares.csv"))
    guard PlotScripts.isGnuplotInstalled() else { throw PlotError.gnuplotNotFound }
    let drawn = FigureRenderer(folder: folder, note: "audit, \(note)").draw(drawings)
    guard drawn.failures.isEmpty else { throw ReportError.figuresFailed(drawn.failures) }
    progress("audit: \(folder.relativePath)/audit.csv, shares.csv, \(drawn.names.count) figures in plots/")
  }

  private static func curves(_ audit: RegretAudit) -> [StoppingTable.Curve] {
    audit.study.trials.map { trial in
      let own = audit.study.curve(of: trial)
      let sampled = audit.sample.contains(trial.number) ? audit.study.audits[trial.number] : nil
      return StoppingTable.Curve(
        trial: trial.number + 1,
        state: StoppingTable.state(trial, best: audit.study.best?.number, isStopped: trial.stop != nil),
        values: sampled?.curve ?? own, trained: own.count, decisions: trial.decisions)
    }
  }
}

import Experiments
import Foundation
import PlotScripts
import Reporting
import Studies

/// An ablation study from its first training to its figures.
struct AblationSession {
  private let run: AblationRun
  private let workers: WorkerOptions

  init(_ run: AblationRun, workers: WorkerOptions) { (self.run, self.workers) = (run, workers) }

  func execute() throws {
    guard PlotScripts.isGnuplotInstalled() else { throw PlotError.gnuplotNotFound }
    let progress = ProgressDisplay()
    let interruption = Interruption(folder: run.folder.relativePath)
    defer { withExtendedLifetime(interruption) {} }
    for line in AblationStudyReport.aliasLines(run.prepared) { Console.result(line) }
    let metric = run.plan.metric
    let showsWay = run.plan.mode == .both
    let coordinator = try AblationCoordinator(run, workers: workers.makeWorkers()) { event in
      progress.say(Self.line(event, metric: metric, showsWay: showsWay))
    }
    try coordinator.execute()
    try Self.report(run) { progress.say($0) }
  }

  /// Writes the report and says what it says.
  static func report(_ run: AblationRun, say: (String) -> Void) throws {
    say("analysing and drawing")
    let report = AblationStudyReport(run)
    let outcome = try report.write(progress: say)
    for sentence in outcome.sentences { Console.result(sentence) }
    Console.result(report.readme.relativePath)
    if let failure = outcome.failure { throw failure }
  }

  private static func line(_ event: AblationCoordinator.Event, metric: String, showsWay: Bool) -> String {
    switch event {
    case .began(let arms, let isMost, let seeds, let done, let planned, let workers):
      let going = done > 0 ? "; \(done) of \(planned) runs have ended already" : ""
      return "\(isMost ? "at most " : "")\(arms) arms with \(seeds) paired seeds: \(planned) runs, \(workers) "
        + "worker\(workers == 1 ? "" : "s")\(going)"
    case .tuned(let arm, let trial, let metric):
      let settings = trial.configuration.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      let outcome =
        trial.value.map { "\(metric) \(number($0))" } ?? "\(trial.state.rawValue): \(trial.detail ?? "no reason given")"
      return "tuning '\(arm)', trial \(trial.number + 1): \(outcome)  \(settings.joined(separator: " "))"
    case .ended(let arm, let way, let run, let value, let progress):
      let outcome =
        value.map { "\(metric) \(number($0))" } ?? "\(run.state.rawValue): \(run.detail ?? "no reason given")"
      let left = progress.remainingSeconds.map { ", left about \(DurationText.text($0))" } ?? ""
      return "\(progress.done)/\(progress.planned) \(showsWay ? "\(way.rawValue) " : "")'\(arm)', seed "
        + "\(run.replicate + 1): \(outcome)\(left)"
    case .step(let way, let added, let value):
      return "path\(showsWay ? ", \(way.rawValue)" : ""): \(added) is added, mean \(metric) \(number(value))"
    case .note(let text): return "note: \(text)"
    }
  }

  private static func number(_ value: Double) -> String { String(format: "%.5g", value) }
}

/// Times for people.
enum DurationText {
  static func text(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    if whole >= 3600 { return "\(whole / 3600) h \(whole % 3600 / 60) min" }
    return whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
  }
}

import Experiments
import Foundation
import Studies

/// Shows a run's events: on a terminal a line that rewrites itself below the finished trials, in a log plain lines.
final class ProgressDisplay {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private var status = ""

  func show(_ event: RunEvent) {
    switch event {
    case .started(let count, let note, let workers, let finished):
      let going = finished > 0 ? ", going on after \(finished) finished trials" : ""
      let studies = count == 1 ? "1 study" : "\(count) studies"
      say("\(studies), \(note), \(workers) workers\(going)")
    case .trainingBegan:
      // Also what 'bench start' waits for.
      say("data read and checked, training begins")
    case .trialEnded(let study, let trial, let best):
      say(Self.line(study, trial, best))
    case .studyFinished(let study, let trials, let best):
      let result = best.flatMap { trial in trial.value.map { "best \(Self.number($0)) in trial \(trial.number + 1)" } }
      say("\(study.name): finished after \(trials) trials, \(result ?? "none complete")")
    case .confirming(let study, let trial, let replicates):
      say("\(study.name): trial \(trial.number + 1) is trained again with \(replicates) fresh seeds")
    case .confirmed(let study, let confirmation):
      if let accuracy = confirmation.testMetrics["accuracy"] {
        say("\(study.name): seed \(confirmation.replicate + 1), test accuracy \(Self.number(accuracy))")
      } else {
        let reason = confirmation.detail ?? "no reason given"
        say("\(study.name): seed \(confirmation.replicate + 1) \(confirmation.state.rawValue): \(reason)")
      }
    case .note(let text):
      say("note: \(text)")
    case .progress(let progress):
      update(Self.status(progress))
    }
  }

  /// Writes a line that stays.
  func say(_ text: String) {
    write((isTerminal ? "\r\u{1B}[K" : "") + text + "\n")
    if isTerminal, !status.isEmpty { write(status) }
  }

  /// Clears the status line.
  func finish() {
    if isTerminal { write("\r\u{1B}[K") }
    status = ""
  }

  private func update(_ text: String) {
    guard text != status else { return }
    status = text
    // A log gets the status with the time left as a line of its own, no more often than trials end.
    write(isTerminal ? "\r\u{1B}[K" + text : "  " + text + "\n")
  }

  private func write(_ text: String) { Console.writeProgress(text) }

  private static func line(_ study: StudyDefinition, _ trial: Trial, _ best: Trial?) -> String {
    let settings = trial.configuration.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
      .joined(separator: " ")
    let outcome: String
    switch trial.state {
    case .complete:
      let ended = trial.stop.map { ", stopped after epoch \($0.epoch)" } ?? ""
      outcome = "\(study.metric) \(trial.value.map(number) ?? "-")\(ended)"
    default: outcome = "\(trial.state.rawValue): \(trial.detail ?? "")"
    }
    let leader = best?.value.map { " (best \(number($0)))" } ?? ""
    return "\(study.name) trial \(trial.number + 1): \(outcome)\(leader)  \(settings)"
  }

  private static func status(_ progress: RunProgress) -> String {
    var parts = ["trials \(progress.trials.done)/\(progress.trials.planned)"]
    if progress.confirmations.planned > 0 {
      parts.append("fresh seeds \(progress.confirmations.done)/\(progress.confirmations.planned)")
    }
    if !progress.best.isEmpty {
      let best = progress.best.map { "\($0.family) \(number($0.validationAccuracy))" }.joined(separator: ", ")
      parts.append("best on validation \(best)")
    }
    parts.append("elapsed \(time(progress.elapsedSeconds))")
    parts.append("left about \(progress.remainingSeconds.map(time) ?? "?")")
    return parts.joined(separator: ", ")
  }

  private static func time(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return whole >= 60 ? "\(whole / 60) min \(whole % 60) s" : "\(whole) s"
  }

  private static func number(_ value: Double) -> String { String(format: "%.4f", value) }
}

import Experiments
import Search
import Studies

/// The decisions of early termination in a run, in words.
public enum DecisionsText {
  /// Why each trial of a study was stopped or went on.
  ///
  /// - Parameter number: one trial, counted from 1, with all its rungs; `nil` for all trials, each with its last one.
  public static func text(_ study: JudgedStudy, trial number: Int?) -> String {
    guard let rule = study.sweep.rule else { return "\(study.definition.name): no rule of early termination\n" }
    let stopped = study.stopped.count
    var lines = [
      "\(study.definition.name): \(rule), \(stopped) of \(study.trials.count) trials stopped",
      "  a trial is compared with the trials up to its own number minus \(study.definition.lag)",
    ]
    if !rule.comparesTrials { lines[1] = "  a trial is compared with itself only" }
    for trial in study.trials where number == nil || trial.number + 1 == number {
      let decisions = number == nil ? Array(trial.decisions.suffix(1)) : trial.decisions
      let epochs = study.curve(of: trial).count
      if decisions.isEmpty {
        let reason = trial.state == .complete ? "trained to its end before the first rung" : trial.detail ?? ""
        lines.append("  trial \(trial.number + 1) (\(trial.state.rawValue)): never judged, \(reason)")
      }
      for decision in decisions {
        lines.append(
          "  trial \(trial.number + 1) (\(trial.state.rawValue), \(epochs) \(epochs == 1 ? "epoch" : "epochs")): "
            + (decision.replicate > 1 ? "replicate \(decision.replicate) " : "")
            + decision.sentence(metric: study.definition.metric))
      }
    }
    if number == nil, let best = study.best, let value = best.value {
      lines.append("  best: trial \(best.number + 1), \(study.definition.metric) \(value)")
      let note = StoppingText.overtaken(study.trials, goal: study.definition.goal, metric: study.definition.metric)
      if let note { lines.append("  \(note)") }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

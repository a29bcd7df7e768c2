import Search
import Studies

/// The curves of a study with its stopped trials and the thresholds of its rungs, laid out for a picture.
enum StoppingTable {
  static let columns = [
    "family", "method", "rule", "metric", "goal", "kind", "trial", "state", "epoch", "value",
  ]

  /// One trial's part of the picture.
  struct Curve {
    var trial: Int
    /// `best`, `complete`, `stopped` or `other`.
    var state: String
    /// The metric after each epoch.
    var values: [Double]
    /// How many of the values were trained; the others are what would have followed.
    var trained: Int
    var decisions: [PruningDecision]
  }

  static func make(
    _ curves: [Curve], rule: EarlyTermination, key: [CSVCell], metric: String, goal: Goal
  ) -> CSVTable {
    var table = CSVTable(columns: columns)
    let head = key + [.text(rule.description), .text(metric), .text(goal.rawValue)]
    for curve in curves {
      func row(_ kind: String, _ epoch: Int, _ value: Double?) -> [CSVCell] {
        head + [.text(kind), .count(curve.trial), .text(curve.state), .count(epoch), .number(value)]
      }
      for (index, value) in curve.values.enumerated() where index < curve.trained {
        table.append(row("curve", index + 1, value))
      }
      if curve.trained < curve.values.count {
        // From the stop on, so that the two parts of a line meet.
        for index in max(0, curve.trained - 1)..<curve.values.count {
          table.append(row("rest", index + 1, curve.values[index]))
        }
      }
      for decision in curve.decisions where decision.replicate == 1 && decision.threshold != nil {
        table.append(row(decision.stops ? "missed" : "threshold", decision.epoch, decision.threshold))
      }
    }
    return table
  }

  /// The picture of a study as it was run; `nil` without a rule or a curve.
  static func make(_ study: any SearchedStudy) -> CSVTable? {
    guard let rule = study.rule else { return nil }
    let best = Study.best(of: study.trials, goal: study.definition.goal)?.number
    let curves = study.trials.map { trial in
      let values = study.curve(of: trial)
      return Curve(
        trial: trial.number + 1, state: state(trial, best: best, isStopped: trial.stop != nil), values: values,
        trained: values.count, decisions: trial.decisions)
    }
    guard curves.contains(where: { !$0.values.isEmpty }) else { return nil }
    return make(curves, rule: rule, key: study.key, metric: study.metricName, goal: study.definition.goal)
  }

  static func state(_ trial: Trial, best: Int?, isStopped: Bool) -> String {
    if trial.number == best { return "best" }
    if isStopped { return "stopped" }
    return trial.state == .complete ? "complete" : "other"
  }
}

import Search
import Studies

/// What early termination did in a study, for people.
enum StoppingText {
  /// A sentence or two; `nil` without a rule.
  static func paragraph(_ study: any SearchedStudy) -> String? {
    guard let rule = study.rule else { return nil }
    let stopped = study.trials.filter { $0.stop != nil }
    let trained = study.trials.reduce(0) { $0 + study.curve(of: $1).count }
    var text =
      "Early termination (`\(rule)`) stopped \(stopped.count) of \(study.trials.count) trials of "
      + "\(study.definition.name), which trained for \(trained) epochs in all (`early_termination.csv`)."
    if let note = overtaken(study.trials, goal: study.definition.goal, metric: study.metricName) { text += " " + note }
    return text
  }

  /// Says so where a stopped trial had a better value than the best that was trained to its end.
  static func overtaken(_ trials: [Trial], goal: Goal, metric: String) -> String? {
    guard let best = Study.best(of: trials, goal: goal), let value = best.value else { return nil }
    let better = trials.filter { trial in
      guard trial.state == .pruned, let own = trial.value else { return false }
      return goal == .maximize ? own > value : own < value
    }
    guard let first = better.first, let own = first.value else { return nil }
    let others = better.count > 1 ? " and \(better.count - 1) more" : ""
    return "Trial \(first.number + 1)\(others) was stopped at a better \(metric) (\(own)) than the best trial ended "
      + "with (\(value), trial \(best.number + 1)); a stopped trial is never chosen."
  }
}

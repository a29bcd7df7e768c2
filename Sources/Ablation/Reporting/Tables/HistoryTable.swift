import Search

/// One row for each trial: its metric and the best one so far.
enum HistoryTable {
  static let columns = ["family", "method", "trial", "metric", "goal", "value", "best_so_far"]

  static func make(_ studies: [any SearchedStudy]) -> CSVTable {
    var table = CSVTable(columns: columns)
    for study in studies {
      let goal = study.definition.goal
      var best: Double?
      for trial in study.trials {
        let value = trial.state == .complete ? trial.value : nil
        if let value {
          best = best.map { goal == .maximize ? max($0, value) : min($0, value) } ?? value
        }
        table.append(
          study.key + [
            .count(trial.number + 1), .text(study.metricName), .text(goal.rawValue), .number(value),
            .number(best),
          ])
      }
    }
    return table
  }
}

import Search
import Studies

/// The complete trials of one study laid out for parallel coordinates.
enum ParallelTable {
  static let columns = ["kind", "line", "axis", "axis_name", "axis_kind", "position", "label", "metric"]

  static func make(_ study: any SearchedStudy) -> CSVTable {
    var table = CSVTable(columns: columns)
    let trials = study.completeTrials
    let metric = MetricAxis(
      values: trials.compactMap(\.value), goal: study.definition.goal, isAccuracy: study.isAccuracy)
    let axes = study.space.parameters.filter { $0.distribution.levelCount != 1 }.map { parameter in
      ParameterAxis(parameter, values: trials.compactMap { $0.configuration[parameter.name] })
    }
    for (index, axis) in axes.enumerated() {
      for tick in axis.ticks { table.append(cells(tick, index, axis.name, axis.kind)) }
    }
    let name = study.metricName
    for tick in metric.ticks { table.append(cells(tick, axes.count, name, "metric")) }

    // Worst first, so that the best is drawn on top; among equals the earliest trial, which is the one selected.
    let lines = trials.sorted { left, right in
      let (a, b) = (metric.badness(left.value), metric.badness(right.value))
      return (b, -left.number) < (a, -right.number)
    }
    for trial in lines {
      let height = CSVCell.position(metric.position(trial.value ?? .nan))
      for (index, axis) in axes.enumerated() {
        let value = trial.configuration[axis.name]
        table.append([
          "line", .count(trial.number + 1), .count(index), .text(axis.name), .text(axis.kind),
          .position(value.flatMap(axis.position)), .text(value?.labelText), height,
        ])
      }
      table.append([
        "line", .count(trial.number + 1), .count(axes.count), .text(name), "metric", height,
        .number(trial.value), height,
      ])
    }
    return table
  }

  private static func cells(_ tick: AxisTick, _ axis: Int, _ name: String, _ kind: String) -> [CSVCell] {
    [
      "tick", .empty, .count(axis), .text(name), .text(kind), .position(tick.position), .text(tick.label), .empty,
    ]
  }
}

extension CSVCell {
  /// A height on an axis, with as many digits as a picture can show and every mathematics library agrees on.
  fileprivate static func position(_ value: Double?) -> CSVCell {
    .number(value.map { ($0 * 1_000_000).rounded() / 1_000_000 })
  }
}

/// A mark on an axis.
struct AxisTick: Hashable {
  /// From 0 at the bottom to 1 at the top.
  var position: Double
  var label: String
}

/// The run's outcome as aligned text for a terminal.
enum SummaryText {
  static func make(_ facts: RunFacts) -> String {
    let header = ["family", "method", "trials", "validation accuracy", "test accuracy", "seeds", "published"]
    let lines = facts.summaryLines
    let rows = lines.map { line in
      [
        line.family, line.method + (line.isBestOfFamily ? " *" : ""), line.trials, line.validationAccuracy,
        line.testAccuracy, line.seeds, line.publishedAccuracy,
      ]
    }
    var text = facts.headline + "\n\n" + aligned([header] + rows)
    if lines.contains(where: \.isBestOfFamily) {
      text += "* the family's best study by validation accuracy; test accuracy is mean ± standard deviation over seeds"
      text += "\n"
    }
    return text
  }

  /// Words to the left, numbers to the right.
  private static func aligned(_ rows: [[String]]) -> String {
    let columns = rows.first?.indices ?? 0..<0
    let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      let cells = zip(row, widths).enumerated().map { column, cell in
        let blank = String(repeating: " ", count: cell.1 - cell.0.count)
        return column < 2 ? cell.0 + blank : blank + cell.0
      }
      return cells.joined(separator: "  ") + "\n"
    }.joined()
  }
}

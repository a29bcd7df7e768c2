import Foundation

/// A comparison in words and as `comparison.csv`.
public enum ComparisonText {
  /// The columns of `comparison.csv`.
  public static let columns = [
    "series", "unit", "smaller_is_better", "a_median", "b_median", "a_samples", "b_samples", "ratio", "ratio_low",
    "ratio_high", "p_value", "p_value_holm", "verdict",
  ]

  /// The table as CSV, one row for each common series.
  public static func csv(_ comparison: RecordComparison) -> String {
    let rows = comparison.series.map { series in
      let cells: [String] = [
        quoted(series.name), quoted(series.unit), series.smallerIsBetter ? "1" : "0", "\(series.a.median)",
        "\(series.b.median)", "\(series.a.count)", "\(series.b.count)", "\(series.ratio.estimate)",
        "\(series.ratio.lower)", "\(series.ratio.upper)", "\(series.pValue)",
        series.adjustedPValue.map { "\($0)" } ?? "",
        series.verdict.rawValue,
      ]
      return cells.joined(separator: ",")
    }
    return ([columns.joined(separator: ",")] + rows).joined(separator: "\n") + "\n"
  }

  /// One series' verdict in words, such as `B is 7.1 % faster [5.9, 8.3]`.
  ///
  /// "Faster" and "slower" compare rates: 10 % faster is 1.1 times the work in the same time.
  public static func verdict(_ series: SeriesComparison, a: String = "A", b: String = "B") -> String {
    let ratio = series.ratio
    let interval = String(format: "ratio %.4g [%.4g, %.4g]", ratio.estimate, ratio.lower, ratio.upper)
    switch series.verdict {
    case .same: return "no difference that matters: \(interval)"
    case .limit: return "a limit of the machine, not judged: \(interval)"
    case .undecided: return "undecided: \(interval); \(series.reason)"
    case .better, .worse:
      // What is compared in words: a rate for times, the value itself otherwise.
      let isTime = series.unit == "s"
      let isAmount = series.smallerIsBetter && !isTime
      let gains = [ratio.estimate, ratio.lower, ratio.upper].map { 100 * ((isTime ? 1 / $0 : $0) - 1) }
      let size = gains.map(abs)
      let range = [size[1], size[2]].sorted()
      let numbers = "\(number(size[0])) %"
      let limits = "[\(number(range[0])), \(number(range[1]))]"
      if isAmount { return "\(b) needs \(numbers) \(gains[0] < 0 ? "less" : "more") than \(a) \(limits)" }
      return "\(b) is \(numbers) \(gains[0] > 0 ? "faster" : "slower") \(limits)"
    }
  }

  /// The whole comparison for the terminal.
  public static func text(_ comparison: RecordComparison, a: String, b: String) -> String {
    var lines: [String] = comparison.remarks.map { "note: \($0)" }
    let width = (comparison.series.map(\.name.count).max() ?? 0) + 2
    lines.append(
      "series".padding(toLength: width, withPad: " ", startingAt: 0) + "   A median   B median   B by A   verdict")
    for series in comparison.series {
      lines.append(
        series.name.padding(toLength: width, withPad: " ", startingAt: 0)
          + String(format: "%11.4g%11.4g%9.4f   ", series.a.median, series.b.median, series.ratio.estimate)
          + verdict(series))
    }
    if !comparison.onlyInA.isEmpty { lines.append("only in A: " + comparison.onlyInA.joined(separator: ", ")) }
    if !comparison.onlyInB.isEmpty { lines.append("only in B: " + comparison.onlyInB.joined(separator: ", ")) }
    lines.append("A: \(a)")
    lines.append("B: \(b)")
    lines.append(explanation(comparison))
    return lines.joined(separator: "\n")
  }

  private static func explanation(_ comparison: RecordComparison) -> String {
    let what =
      comparison.isPaired
      ? "Medians of the paired rounds' ratios" : "Ratios of medians; samples of A and B count as independent"
    let noise =
      comparison.isPaired
      ? ""
      : " What differed between the two runs as wholes (other load, other temperature) is not in the intervals: "
        + "'bench compare --baseline' measures in turn."
    return what
      + "; bootstrap percentile intervals, 95 % for each series alone. 'Faster' and 'slower' hold at 5 % for all "
      + "\(comparison.judgedCount) judged series together (Holm); 'no difference that matters' is "
      + "an interval within \(number(100 * comparison.margin)) % of 1, and comes first." + noise
  }

  /// At most one decimal, two significant digits below 1.
  static func number(_ value: Double) -> String {
    abs(value) >= 0.95 || value == 0
      ? String(format: abs(value - value.rounded()) < 1e-9 ? "%.0f" : "%.1f", value) : String(format: "%.2g", value)
  }

  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

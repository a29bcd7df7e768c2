import Foundation
import Training

/// The layers' rates as `layers.csv` and as text.
public struct LayerTable {
  private var lines: [String]
  private let budget: String?

  /// An empty table.
  ///
  /// - Parameter budget: the budget of the run that chose the networks, for a last column; `nil` where no run did.
  public init(budget: String? = nil) {
    self.budget = budget
    lines = [
      "family,batch,layer,kind,pass,time_us_median,time_us_q1,time_us_q3,images_per_s,gflop_per_s,bytes_moved,"
        + "peak_share_percent" + (budget == nil ? "" : ",budget")
    ]
  }

  /// Adds the rows of one network.
  public mutating func add(_ rows: [LayerBenchmark.Row], family: ModelFamily) {
    for row in rows {
      func number(_ value: Double?) -> String { value.map { String(format: "%.4g", $0) } ?? "" }
      let cells =
        [
          family.rawValue, String(row.batch), row.layer, row.kind, row.pass.rawValue, number(row.timing.median * 1e6),
          number(row.timing.lowerQuartile * 1e6), number(row.timing.upperQuartile * 1e6),
          String(format: "%.0f", row.imagesPerSecond), number(row.gflopPerSecond), String(row.bytes),
          number(row.peakSharePercent),
        ] + (budget.map { [$0] } ?? [])
      lines.append(cells.joined(separator: ","))
    }
  }

  /// Writes the table, complete or not at all.
  public func write(to file: URL) throws {
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file, options: .atomic)
  }

  /// The rows as an aligned table.
  public static func text(_ rows: [LayerBenchmark.Row]) -> String {
    let header =
      "layer            pass               time us   [quartiles]        images/s    GFLOP/s   of peak      kB"
    let lines = rows.map { row in
      let name = row.layer.padding(toLength: 16, withPad: " ", startingAt: 0)
      let pass = row.pass.rawValue.padding(toLength: 16, withPad: " ", startingAt: 0)
      let rate = row.gflopPerSecond.map { String(format: "%9.1f", $0) } ?? "        -"
      let share = row.peakSharePercent.map { String(format: "%6.1f %%", $0) } ?? "       -"
      return name + " " + pass
        + String(
          format: " %9.1f [%7.1f, %7.1f] %11.0f ", row.timing.median * 1e6, row.timing.lowerQuartile * 1e6,
          row.timing.upperQuartile * 1e6, row.imagesPerSecond) + " " + rate + "  " + share
        + String(format: " %7d", row.bytes / 1024)
    }
    return ([header] + lines).joined(separator: "\n")
  }
}

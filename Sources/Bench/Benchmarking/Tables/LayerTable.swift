import Foundation
import Training

/// The layers' rates as `layers.csv` and as text.
public struct LayerTable {
  /// The columns, but for the last one of a run's table.
  public static let columns = [
    "family", "batch", "layer", "kind", "pass", "time_us_median", "time_us_low", "time_us_high", "time_us_q1",
    "time_us_q3", "images_per_s", "gflop_per_s", "bytes_moved", "peak_share_percent", "multiply_adds", "flop_per_byte",
    "gbyte_per_s", "memory_level", "attainable_gflop_per_s", "attainable_share_percent", "relative_error",
  ]

  /// The rows so far.
  public private(set) var table: MeasurementTable
  private let budget: String?
  private let roofline: Roofline

  /// An empty table.
  ///
  /// - Parameters:
  ///   - budget: the budget of the run that chose the networks, for a last column; `nil` where no run did.
  ///   - roofline: the machine's ceilings.
  public init(budget: String? = nil, roofline: Roofline) {
    self.budget = budget
    self.roofline = roofline
    table = MeasurementTable(columns: Self.columns + (budget == nil ? [] : ["budget"]))
  }

  /// Adds the rows of one network.
  public mutating func add(_ measurement: LayerMeasurement, family: ModelFamily) {
    let number = MeasurementTable.number
    for row in measurement.rows {
      let bound = row.bound(roofline)
      let interval = row.timing.medianInterval
      table.append(
        [
          family.rawValue, String(row.batch), row.layer, row.kind, row.pass.rawValue, number(row.timing.median * 1e6),
          number(interval.map { $0.lower * 1e6 }), number(interval.map { $0.upper * 1e6 }),
          number(row.timing.lowerQuartile * 1e6), number(row.timing.upperQuartile * 1e6),
          String(format: "%.0f", row.imagesPerSecond), number(row.gflopPerSecond), String(row.bytes),
          number(row.peakSharePercent), String(row.multiplyAdds), number(bound.intensity),
          number(Double(row.bytes) / row.timing.median * 1e-9), bound.level, number(bound.attainableGflopPerSecond),
          number(bound.sharePercent), String(format: "%.2g", row.error),
        ] + (budget.map { [$0] } ?? []))
    }
  }

  /// One network's rows as an aligned table.
  public static func text(_ measurement: LayerMeasurement, roofline: Roofline) -> String {
    let header =
      "layer        pass              time us  [95 % interval]  [quartiles]        GFLOP/s  of peak  FLOP/B  level"
      + "  of attainable    error"
    let lines = measurement.rows.map { row in
      let bound = row.bound(roofline)
      func pad(_ text: String, _ width: Int) -> String { text.padding(toLength: width, withPad: " ", startingAt: 0) }
      func optional(_ value: Double?, _ format: String, _ width: Int) -> String {
        let text = value.map { String(format: format, $0) } ?? "-"
        return String(repeating: " ", count: max(0, width - text.count)) + text
      }
      let interval = row.timing.medianInterval.map { String(format: "[%.1f, %.1f]", $0.lower * 1e6, $0.upper * 1e6) }
      let quartiles = String(format: "[%.1f, %.1f]", row.timing.lowerQuartile * 1e6, row.timing.upperQuartile * 1e6)
      return pad(row.layer, 12) + " " + pad(row.pass.rawValue, 16) + optional(row.timing.median * 1e6, "%.1f", 8) + "  "
        + pad(interval ?? "[too few rounds]", 16) + " " + pad(quartiles, 18) + optional(row.gflopPerSecond, "%.1f", 8)
        + optional(row.peakSharePercent, "%.1f %%", 9) + optional(bound.intensity, "%.1f", 8) + "  "
        + pad(bound.level, 5) + optional(bound.sharePercent, "%.1f %%", 15) + optional(row.error, "%.1e", 9)
    }
    return ([header] + lines).joined(separator: "\n")
  }
}

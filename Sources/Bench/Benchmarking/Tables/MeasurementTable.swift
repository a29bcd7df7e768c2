import Foundation

/// A table of measurements as CSV; `docs/csv-columns.md` documents the columns.
public struct MeasurementTable: Sendable {
  /// The names of the columns.
  public let columns: [String]
  private var lines: [String]

  /// An empty table.
  public init(columns: [String]) {
    self.columns = columns
    lines = [columns.joined(separator: ",")]
  }

  /// A cell of six significant digits, more than any clock gives; empty for what was not measured or is not finite.
  public static func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    return String(format: "%.6g", value)
  }

  /// A whole number.
  public static func count(_ value: Int?) -> String { value.map(String.init) ?? "" }

  /// Adds a row.
  ///
  /// - Precondition: a cell for every column, without a comma, a quote or a line break.
  public mutating func append(_ cells: [String]) {
    precondition(cells.count == columns.count, "a row of \(cells.count) cells in a table of \(columns.count) columns")
    precondition(!cells.contains { $0.contains { ",\"\n".contains($0) } }, "a cell that would need quotes: \(cells)")
    lines.append(cells.joined(separator: ","))
  }

  /// The whole file.
  public var text: String { lines.joined(separator: "\n") + "\n" }

  /// Writes the table, complete or not at all.
  public func write(to file: URL) throws {
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file, options: .atomic)
  }
}

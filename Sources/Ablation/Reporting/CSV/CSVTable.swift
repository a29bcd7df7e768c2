import Foundation

/// A table as RFC 4180 has it, apart from the line ends: a header, then rows of as many cells, each line ended by `\n`.
public struct CSVTable: Hashable, Sendable {
  /// The names of the columns.
  public let columns: [String]
  /// The rows, each with a cell for every column.
  public private(set) var rows: [[CSVCell]] = []

  /// A table without rows.
  public init(columns: [String]) {
    self.columns = columns
  }

  /// Adds a row at the end.
  ///
  /// - Precondition: it has one cell for every column.
  public mutating func append(_ cells: [CSVCell]) {
    precondition(cells.count == columns.count, "a row of \(cells.count) cells in a table of \(columns.count) columns")
    rows.append(cells)
  }

  /// The same table with one more column at the end that says the same in every row; as it is when it has the column.
  public func labelled(_ column: String, _ cell: CSVCell) -> CSVTable {
    guard !columns.contains(column) else { return self }
    var result = CSVTable(columns: columns + [column])
    result.rows = rows.map { $0 + [cell] }
    return result
  }

  /// The whole file; the same text for equal tables.
  public var text: String {
    var result = columns.map(Self.quoted).joined(separator: ",") + "\n"
    for row in rows {
      var isFirst = true
      for cell in row {
        if !isFirst { result += "," }
        result += Self.quoted(cell.text)
        isFirst = false
      }
      result += "\n"
    }
    return result
  }

  /// Writes the file complete or not at all; an earlier file at the place is replaced.
  ///
  /// - Throws: ``ReportError/unwritable(path:reason:)``.
  public func write(to url: URL) throws {
    try ReportFile.write(Data(text.utf8), to: url)
  }

  private static func quoted(_ text: String) -> String {
    let isPlain = !text.utf8.contains { ",\"\n\r".utf8.contains($0) }
    return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

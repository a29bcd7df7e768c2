/// A CSV file as text: RFC 4180 with `\n` or `\r\n`, every cell with its line.
struct CSVText {
  /// One cell and where it begins.
  struct Cell: Hashable {
    var text: String
    /// Counted from 1.
    var line: Int
  }

  /// The names of the columns.
  let header: [String]
  /// The rows, each with a cell for every column.
  let rows: [[Cell]]

  private init(header: [String], rows: [[Cell]]) { (self.header, self.rows) = (header, rows) }

  /// The same file with other names of columns.
  func renaming(_ name: (String) -> String) -> CSVText { CSVText(header: header.map(name), rows: rows) }

  /// Reads text.
  ///
  /// - Throws: ``AblationCSVError``.
  init(_ text: String, file: String) throws {
    var table: [[Cell]] = []
    var row: [Cell] = []
    var cell = ""
    var (line, start) = (1, 1)
    var isQuoted = false
    var wasQuoted = false
    func endCell() {
      row.append(Cell(text: cell, line: start))
      cell = ""
      wasQuoted = false
    }
    func endRow() {
      endCell()
      // A blank line is no row.
      if row.count > 1 || !row[0].text.isEmpty { table.append(row) }
      row = []
    }
    var rest = Substring(text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text)
    while let character = rest.popFirst() {
      let isEnd = character == "\n" || character == "\r\n" || character == "\r"
      if isQuoted {
        if character == "\"" {
          if rest.first == "\"" {
            cell.append("\"")
            rest.removeFirst()
          } else {
            isQuoted = false
          }
        } else {
          cell.append(character)
        }
      } else if character == "\"" {
        guard cell.isEmpty, !wasQuoted else {
          throw AblationCSVError(file, line: line, column: nil, "a quote inside a cell that does not begin with one")
        }
        (isQuoted, wasQuoted) = (true, true)
      } else if character == "," {
        endCell()
      } else if isEnd {
        endRow()
      } else {
        cell.append(character)
      }
      if isEnd {
        line += 1
        if !isQuoted { start = line }
      }
    }
    guard !isQuoted else { throw AblationCSVError(file, line: start, column: nil, "a quoted cell that never ends") }
    if !cell.isEmpty || !row.isEmpty { endRow() }
    guard let first = table.first else {
      throw AblationCSVError(
        file, line: 1, column: nil, "the file is empty; a header and a row for each run are needed")
    }
    header = first.map(\.text)
    for (index, name) in header.enumerated() where header[..<index].contains(name) {
      throw AblationCSVError(file, line: 1, column: name, "the header has this column twice")
    }
    rows = Array(table.dropFirst())
    for row in rows where row.count != header.count {
      throw AblationCSVError(
        file, line: row[0].line, column: nil, "\(row.count) cells where the header has \(header.count)")
    }
  }

  /// The cells of a column with their lines; `nil` where there is none.
  func column(_ name: String) -> [Cell]? {
    header.firstIndex(of: name).map { index in rows.map { $0[index] } }
  }
}

/// What is wrong with a table of runs, and where.
public struct AblationCSVError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's name.
  public let file: String
  /// The line, counted from 1; `nil` where it is about the whole file.
  public let line: Int?
  /// The column's name.
  public let column: String?
  /// What is wrong, what is allowed and what to do next.
  public let message: String

  init(_ file: String, line: Int?, column: String?, _ message: String) {
    (self.file, self.line, self.column, self.message) = (file, line, column, message)
  }

  /// Place and message.
  public var description: String {
    let place = line.map { ":\($0)" } ?? ""
    return "\(file)\(place):\(column.map { " column '\($0)':" } ?? "") \(message)"
  }
}

import Foundation

/// The files of predictions and curves that a table of runs names.
struct RunFiles {
  /// The table's folder, from which paths count.
  let folder: URL
  /// The table's name, for errors.
  let table: String
  /// The names of the classes in the order of their first appearance, numbers by size.
  var classNames: [String] { names }

  private var names: [String] = []
  private var opened: [String: CSVText] = [:]

  init(folder: URL, table: String) {
    self.folder = folder
    self.table = table
  }

  /// Reads predictions: the columns `true_class` and `predicted_class` (or the one named after `#`), a row for each test
  /// image; `nil` for an empty cell.
  mutating func predictions(_ cell: CSVText.Cell) throws -> AblationTable.Predictions? {
    guard !cell.text.isEmpty else { return nil }
    let (csv, file, named) = try open(cell, column: "predictions")
    let name = named ?? "predicted_class"
    guard let truth = csv.column("true_class"), let predicted = csv.column(name), !truth.isEmpty else {
      throw AblationCSVError(
        file, line: 1, column: nil, "predictions need the columns true_class and \(name) and a row for each test image")
    }
    if let empty = (truth + predicted).first(where: \.text.isEmpty) {
      throw AblationCSVError(file, line: empty.line, column: nil, "an image without a class")
    }
    // The first file names all classes where they are whole numbers; others are added as they come.
    for name in Set((truth + predicted).map(\.text)).subtracting(names).sorted(by: Self.isBefore) { names.append(name) }
    let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    return AblationTable.Predictions(
      truth: truth.compactMap { numbers[$0.text] }, predicted: predicted.compactMap { numbers[$0.text] })
  }

  /// Reads a learning curve: the columns `epoch` and the one named after `#`, the metric's name, or `value`.
  mutating func curve(_ cell: CSVText.Cell, metric: String) throws -> [AblationTable.CurvePoint] {
    guard !cell.text.isEmpty else { return [] }
    let (csv, file, named) = try open(cell, column: "curve")
    let columns = named.map { [$0] } ?? [metric, "value"]
    guard let epochs = csv.column("epoch"), let values = columns.compactMap({ csv.column($0) }).first else {
      throw AblationCSVError(
        file, line: 1, column: nil, "a curve needs the columns epoch and \(columns.joined(separator: " or "))")
    }
    return try zip(epochs, values).map { epoch, value in
      guard let number = Int(epoch.text), number >= 0 else {
        throw AblationCSVError(file, line: epoch.line, column: "epoch", "'\(epoch.text)' is not a whole number")
      }
      guard let y = Double(value.text), y.isFinite else {
        throw AblationCSVError(file, line: value.line, column: metric, "'\(value.text)' is not a finite number")
      }
      return AblationTable.CurvePoint(epoch: number, value: y)
    }
  }

  /// Opens `file` or `file#column`; each file is read once.
  private mutating func open(_ cell: CSVText.Cell, column: String) throws -> (CSVText, String, String?) {
    let parts = cell.text.split(separator: "#", maxSplits: 1).map(String.init)
    let path = parts.first ?? ""
    let named = parts.count > 1 ? parts[1] : nil
    let url = path.hasPrefix("/") ? URL(filePath: path) : folder.appending(path: path)
    let file = url.relativePath
    if let known = opened[file] { return (known, file, named) }
    guard FileManager.default.isReadableFile(atPath: url.path), !path.isEmpty else {
      throw AblationCSVError(
        table, line: cell.line, column: column,
        "'\(path)' cannot be read; give a file, relative to the table's folder, or leave the cell empty")
    }
    let csv = try CSVText(try AblationCSV.text(of: url, named: file), file: file)
    opened[file] = csv
    return (csv, file, named)
  }

  private static func isBefore(_ left: String, _ right: String) -> Bool {
    if let first = Int(left), let second = Int(right) { return first < second }
    return left < right
  }
}

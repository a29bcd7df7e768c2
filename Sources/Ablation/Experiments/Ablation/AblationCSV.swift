import Foundation
import Search
import Statistics

/// Reads a table of runs that were made elsewhere; docs/ablation-studies.md describes its columns.
public enum AblationCSV {
  /// What a file gave.
  public struct Reading: Sendable {
    /// The table.
    public let table: AblationTable
    /// Columns that were left out, and why.
    public let notes: [String]
  }

  static let reserved = ["arm", "seed", "state", "seconds", "parameters", "multiply_adds", "predictions", "curve"]
  static let componentPrefix = "component."
  static let metricPrefix = "metric."

  /// Reads a file, and the files of predictions and curves that it names, relative to its own folder.
  ///
  /// - Parameters:
  ///   - baseline: the arm that the others are compared with; by default the one with every component.
  ///   - metric: the primary metric's column; by default the only one.
  /// - Throws: ``AblationCSVError`` or ``AblationTableError``.
  public static func read(_ url: URL, baseline: String? = nil, metric: String? = nil) throws -> Reading {
    let file = url.relativePath
    let raw = try CSVText(try text(of: url, named: file), file: file)
    // As this program writes metrics itself, so that none can be taken for another column.
    let csv = raw.renaming { name in
      let short = name.hasPrefix(metricPrefix) ? String(name.dropFirst(metricPrefix.count)) : name
      return reserved.contains(short) || raw.header.contains(short) ? name : short
    }
    guard let seeds = csv.column("seed") else {
      throw AblationCSVError(file, line: 1, column: nil, missing("seed", "the name of a run's seed", csv))
    }
    let componentNames = csv.header.filter { $0.hasPrefix(componentPrefix) }
    guard csv.column("arm") != nil || !componentNames.isEmpty else {
      throw AblationCSVError(
        file, line: 1, column: nil,
        missing("arm", "the name of a run's arm, or columns component.<name> with on and off", csv))
    }
    guard !csv.rows.isEmpty else {
      throw AblationCSVError(file, line: 1, column: nil, "there is a header but no run; a row for each run is needed")
    }
    var notes: [String] = []
    let states = try states(csv, file: file)
    let isComplete = states.map { $0 == .complete }
    let metrics = try metricNames(csv, primary: metric, isComplete: isComplete, file: file, notes: &notes)
    let values = try metrics.map { name in
      try numbers(csv, name, isNeeded: isComplete, file: file) { _ in true }.map { $0 ?? .nan }
    }

    let components = componentNames.map { name in
      ComponentColumn(String(name.dropFirst(componentPrefix.count)), cells: csv.column(name) ?? [])
    }
    for component in components {
      if let cell = component.emptyCell {
        throw AblationCSVError(
          file, line: cell.line, column: componentPrefix + component.name,
          "an empty cell; write on, off or a form's name")
      }
      if component.forms.count < 2 {
        throw AblationCSVError(
          file, line: nil, column: componentPrefix + component.name,
          "'\(component.forms.first ?? "")' in every row; a component is to be varied, or its column left out")
      }
    }
    let arms = csv.column("arm")?.map(\.text) ?? ComponentColumn.armNames(components, rows: csv.rows.count)
    if let row = arms.firstIndex(of: "") {
      throw AblationCSVError(file, line: csv.rows[row][0].line, column: "arm", "an empty cell; every run has an arm")
    }
    if let cell = seeds.first(where: \.text.isEmpty) {
      throw AblationCSVError(file, line: cell.line, column: "seed", "an empty cell; every run has a seed")
    }
    let full = try fullArm(baseline, arms: arms, components: components, file: file)
    let fullRow = arms.firstIndex(of: full)
    let factors = components.map { component in component.factor(fullForm: fullRow.map { component.values[$0] }) }

    let seconds = try numbers(csv, "seconds", file: file) { $0 >= 0 }
    let parameters = try numbers(csv, "parameters", file: file) { $0 >= 0 && $0 == $0.rounded() }
    let multiplyAdds = try numbers(csv, "multiply_adds", file: file) { $0 >= 0 && $0 == $0.rounded() }
    var files = RunFiles(folder: url.deletingLastPathComponent(), table: file)
    var runs: [AblationTable.Run] = []
    for row in csv.rows.indices {
      runs.append(
        AblationTable.Run(
          arm: arms[row],
          levels: zip(components, factors).map { $1.levels.firstIndex(of: $0.values[row]) ?? 0 },
          seed: seeds[row].text, state: states[row], metrics: values.map { $0[row] }, seconds: seconds[row],
          parameters: parameters[row].map { Int($0) }, multiplyAdds: multiplyAdds[row].map { Int($0) },
          predictions: try csv.column("predictions").flatMap { try files.predictions($0[row]) },
          curve: try csv.column("curve").map { try files.curve($0[row], metric: metrics[0]) } ?? []))
    }
    let table = try AblationTable(
      factors: factors, metricNames: metrics, baseline: full, runs: runs, curveName: metrics[0],
      classNames: files.classNames)
    return Reading(table: table, notes: notes)
  }

  static func text(of url: URL, named file: String) throws -> String {
    let data: Data
    do { data = try Data(contentsOf: url) } catch {
      throw AblationCSVError(file, line: nil, column: nil, "the file cannot be read; give the path of a CSV file")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw AblationCSVError(file, line: nil, column: nil, "the file is not UTF-8 text")
    }
    return text
  }

  private static func missing(_ name: String, _ meaning: String, _ csv: CSVText) -> String {
    "no column '\(name)' (\(meaning)); the columns are \(csv.header.joined(separator: ", "))"
  }

  /// How each run ended; all complete where there is no such column.
  private static func states(_ csv: CSVText, file: String) throws -> [AblationRunState] {
    guard let cells = csv.column("state") else { return csv.rows.map { _ in .complete } }
    return try cells.map { cell in
      guard let state = AblationRunState(rawValue: cell.text) else {
        let known = AblationRunState.allCases.map(\.rawValue)
        let nearest = NearestSpelling.of(cell.text, among: known).map { " - did you mean '\($0)'?" } ?? ""
        throw AblationCSVError(
          file, line: cell.line, column: "state",
          "'\(cell.text)' is not a way in which a run ends: \(known.joined(separator: ", "))\(nearest)")
      }
      return state
    }
  }

  /// The primary metric and then the others: all columns without another meaning that hold numbers.
  private static func metricNames(
    _ csv: CSVText, primary: String?, isComplete: [Bool], file: String, notes: inout [String]
  ) throws -> [String] {
    let others = csv.header.filter { !reserved.contains($0) && !$0.hasPrefix(componentPrefix) }
    if let primary, !others.contains(primary) {
      let nearest = NearestSpelling.of(primary, among: others).map { " - did you mean '\($0)'?" } ?? ""
      throw AblationCSVError(
        file, line: 1, column: nil,
        "no metric '\(primary)'; the columns that could be one are \(others.joined(separator: ", "))\(nearest)")
    }
    var names: [String] = []
    for name in others where name != primary {
      let cells = zip(csv.column(name) ?? [], isComplete).filter(\.1).map(\.0)
      if let cell = cells.first(where: { Double($0.text) == nil }) {
        notes.append("column '\(name)' left out: '\(cell.text)' in line \(cell.line) is not a number")
      } else {
        names.append(name)
      }
    }
    if let primary { return [primary] + names }
    guard names.count == 1 else {
      throw AblationCSVError(
        file, line: 1, column: nil,
        names.isEmpty
          ? "no column of numbers to be the metric"
          : "several columns could be the metric: \(names.joined(separator: ", ")); declare the primary one by --metric"
      )
    }
    return names
  }

  /// A column's numbers; all `nil` where there is no such column, `nil` for an empty cell.
  ///
  /// - Parameter isNeeded: the runs that need a number; others have none, whatever stands in their cells.
  private static func numbers(
    _ csv: CSVText, _ name: String, isNeeded: [Bool]? = nil, file: String, where isAllowed: (Double) -> Bool
  ) throws -> [Double?] {
    guard let cells = csv.column(name) else { return csv.rows.map { _ in nil } }
    let isMetric = !reserved.contains(name)
    return try cells.enumerated().map { row, cell in
      if isNeeded?[row] == false || (cell.text.isEmpty && !isMetric) { return nil }
      guard let value = Double(cell.text), value.isFinite, isAllowed(value) else {
        let allowed = isMetric ? "a finite decimal number" : name == "seconds" ? "a number from 0 on" : "a whole number"
        throw AblationCSVError(file, line: cell.line, column: name, "'\(cell.text)' is not \(allowed)")
      }
      return value
    }
  }

  /// The arm that was named, or the one with every component.
  private static func fullArm(
    _ baseline: String?, arms: [String], components: [ComponentColumn], file: String
  ) throws -> String {
    if let baseline { return baseline }
    var distinct: [String] = []
    for arm in arms where !distinct.contains(arm) { distinct.append(arm) }
    let full = arms.indices.filter { row in !components.isEmpty && components.allSatisfy { $0.values[row] == "on" } }
    // Named arms, and components of named forms, do not say which is the full model; an arm's name may.
    guard let row = full.first ?? arms.firstIndex(of: "full") else {
      throw AblationCSVError(
        file, line: nil, column: nil,
        "which arm is the baseline cannot be seen; name it by --baseline: \(distinct.joined(separator: ", "))")
    }
    return arms[row]
  }
}

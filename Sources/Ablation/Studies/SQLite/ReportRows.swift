import GRDB
import Search

/// What foreign programs reported, and the values of replicates.
enum ReportRows {
  /// Puts a trial's reports in place of the stored ones.
  static func replace(_ reports: [MetricReport], study: String, trial: Int, _ database: Database) throws {
    try database.execute(sql: "DELETE FROM reports WHERE study = ? AND trial = ?", arguments: [study, trial])
    guard !reports.isEmpty else { return }
    let statement = try database.makeStatement(
      sql: "INSERT INTO reports (study, trial, report, epoch, step, metrics) VALUES (?, ?, ?, ?, ?, ?)")
    for report in reports {
      try statement.execute(arguments: [
        study, trial, report.number, report.epoch, report.step,
        StoredJSON.text(report.metrics.mapValues(ParameterValue.double)),
      ])
    }
  }

  /// The reports of a study by trial, in their order.
  static func grouped(study: String, _ database: Database) throws -> [Int: [MetricReport]] {
    let rows = try Row.fetchAll(
      database, sql: "SELECT * FROM reports WHERE study = ? ORDER BY trial, report", arguments: [study])
    var result: [Int: [MetricReport]] = [:]
    for row in rows {
      let metrics = try row.configuration("metrics", of: "reports").mapValues { value in
        guard case .double(let number) = value else { throw row.malformed("reports", "a metric is not a number") }
        return number
      }
      result[try row.integer("trial"), default: []].append(
        MetricReport(
          number: try row.integer("report"), epoch: try row.optionalInteger("epoch"),
          step: try row.optionalInteger("step"), metrics: metrics))
    }
    return result
  }

  /// A list of numbers, such as the values of a trial's replicates.
  static func numbers(_ row: Row, _ column: String, of table: String) throws -> [Double] {
    guard let value = try? StoredJSON.value(try row.text(column)), case .list(let values) = value else {
      throw row.malformed(table, "\(column) is not a list")
    }
    return try values.map { value in
      guard case .double(let number) = value else {
        throw row.malformed(table, "an entry of \(column) is no number")
      }
      return number
    }
  }
}

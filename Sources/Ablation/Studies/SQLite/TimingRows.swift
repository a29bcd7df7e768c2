import GRDB

/// The costs of trials and of confirmations, which two tables with the same columns keep.
enum TimingRows {
  /// Puts a timing in place of the stored one of the same key.
  static func replace(
    _ timing: TrialTiming, in table: String, key: [(column: String, value: DatabaseValue)],
    _ database: Database
  ) throws {
    let names = key.map(\.column) + ["duration_seconds", "processor_seconds", "images_per_second", "worker"]
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    let values: StatementArguments = [
      StoredReal(timing.durationSeconds), timing.processorSeconds.map(StoredReal.init),
      timing.imagesPerSecond.map(StoredReal.init), timing.worker,
    ]
    try database.execute(
      sql: "INSERT OR REPLACE INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(marks))",
      arguments: StatementArguments(key.map(\.value)) + values)
  }

  /// The timing in a row.
  static func timing(_ row: Row) throws -> TrialTiming {
    TrialTiming(
      durationSeconds: try row.real("duration_seconds"),
      processorSeconds: try row.optionalReal("processor_seconds"),
      imagesPerSecond: try row.optionalReal("images_per_second"), worker: try row.optionalText("worker"))
  }
}

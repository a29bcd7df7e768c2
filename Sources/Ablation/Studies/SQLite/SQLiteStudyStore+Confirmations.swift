import Foundation
import GRDB
import Search

extension SQLiteStudyStore {
  /// The confirmations of a study.
  public func confirmations(ofStudy name: String) throws -> [Confirmation] {
    try read { database in
      let curves = try EpochRows.grouped(
        Row.fetchAll(
          database, sql: "SELECT * FROM confirmation_epochs WHERE study = ? ORDER BY trial, replicate, epoch",
          arguments: [name]),
        by: Self.key)
      let rows = try Row.fetchAll(
        database, sql: "SELECT * FROM confirmations WHERE study = ? ORDER BY trial, replicate", arguments: [name])
      return try rows.map { row in
        let key = try Self.key(row)
        return Confirmation(
          trial: key.trial, replicate: key.replicate, seed: try row.seed("seed", of: "confirmations"),
          state: try row.choice("state", of: "confirmations"), detail: try row.optionalText("detail"),
          epochs: curves[key] ?? [], testMetrics: try Self.metrics(row, of: "confirmations"),
          confusion: try Self.confusion(row),
          predictions: try Self.predictions(row))
      }
    }
  }

  /// Keeps a confirmation.
  public func save(_ confirmation: Confirmation, ofStudy name: String, timing: TrialTiming?) throws {
    try write { database in
      try Self.requireTrial(confirmation.trial, ofStudy: name, database)
      let confusion = ParameterValue.list(confirmation.confusion.map { .list($0.map(ParameterValue.int)) })
      try database.execute(
        sql: """
          INSERT INTO confirmations (study, trial, replicate, state, seed, detail, test_metrics, confusion,
            predicted_classes, confidences)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET state = excluded.state, seed = excluded.seed, detail = excluded.detail,
            test_metrics = excluded.test_metrics, confusion = excluded.confusion,
            predicted_classes = excluded.predicted_classes, confidences = excluded.confidences
          """,
        arguments: [
          name, confirmation.trial, confirmation.replicate, confirmation.state.rawValue, String(confirmation.seed),
          confirmation.detail, StoredJSON.text(confirmation.testMetrics.mapValues(ParameterValue.double)),
          StoredJSON.text(confusion), confirmation.predictions.map { Data($0.classes) },
          confirmation.predictions?.confidences.map(Self.data),
        ])
      let key = [
        ("study", name.databaseValue), ("trial", confirmation.trial.databaseValue),
        ("replicate", confirmation.replicate.databaseValue),
      ]
      try EpochRows.replace(confirmation.epochs, in: "confirmation_epochs", key: key, database)
      if let timing {
        try TimingRows.replace(timing, in: "confirmation_timings", key: key, database)
      }
    }
  }

  /// What the confirmations of a study cost.
  public func confirmationTimings(ofStudy name: String) throws -> [Confirmation.Key: TrialTiming] {
    try read { database in
      let rows = try Row.fetchAll(
        database, sql: "SELECT * FROM confirmation_timings WHERE study = ?", arguments: [name])
      let timings = try rows.map { (try Self.key($0), try TimingRows.timing($0)) }
      return Dictionary(timings, uniquingKeysWith: { $1 })
    }
  }

  /// Refuses what belongs to a trial that the store does not have.
  static func requireTrial(_ number: Int, ofStudy name: String, _ database: Database) throws {
    let known = try Bool.fetchOne(
      database, sql: "SELECT 1 FROM trials WHERE study = ? AND number = ?", arguments: [name, number])
    guard known == true else { throw StudyError.unknownTrial(study: name, number: number) }
  }

  static func key(_ row: Row) throws -> Confirmation.Key {
    Confirmation.Key(trial: try row.integer("trial"), replicate: try row.integer("replicate"))
  }

  static func metrics(_ row: Row, of table: String) throws -> [String: Double] {
    try row.configuration("test_metrics", of: table).mapValues { value in
      guard case .double(let number) = value else {
        throw row.malformed(table, "a test metric is not a number")
      }
      return number
    }
  }

  private static func confusion(_ row: Row) throws -> [[Int]] {
    guard let value = try? StoredJSON.value(try row.text("confusion")), case .list(let lines) = value else {
      throw row.malformed("confirmations", "confusion is not a table of counts")
    }
    return try lines.map { line in
      guard case .list(let counts) = line else {
        throw row.malformed("confirmations", "confusion is not a table of counts")
      }
      return try counts.map { count in
        guard case .int(let count) = count else {
          throw row.malformed("confirmations", "confusion is not a table of counts")
        }
        return count
      }
    }
  }

  private static func predictions(_ row: Row) throws -> Predictions? {
    guard let classes = try row.decode(Data?.self, forColumn: "predicted_classes") else { return nil }
    let confidences = try row.decode(Data?.self, forColumn: "confidences").map(floats)
    if let confidences, confidences.count != classes.count {
      throw row.malformed("confirmations", "\(confidences.count) confidences for \(classes.count) predictions")
    }
    return Predictions(classes: [UInt8](classes), confidences: confidences)
  }

  /// 32-bit floats in little-endian order, whatever the machine's.
  private static func data(_ floats: [Float]) -> Data {
    var data = Data(capacity: floats.count * 4)
    for float in floats {
      withUnsafeBytes(of: float.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    return data
  }

  private static func floats(_ data: Data) -> [Float] {
    let bytes = [UInt8](data)
    return stride(from: 0, to: bytes.count - 3, by: 4).map { offset in
      let pattern = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
      return Float(bitPattern: pattern)
    }
  }
}

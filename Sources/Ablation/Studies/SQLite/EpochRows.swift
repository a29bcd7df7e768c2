import GRDB

/// The learning curves of trials and of confirmations, which two tables with the same columns keep.
enum EpochRows {
  /// Puts a curve in place of the stored one of the same key.
  static func replace(
    _ epochs: [EpochRecord], in table: String, key: [(column: String, value: DatabaseValue)],
    _ database: Database
  ) throws {
    let columns = key.map(\.column)
    let keyArguments = StatementArguments(key.map(\.value))
    let condition = columns.map { "\($0) = ?" }.joined(separator: " AND ")
    try database.execute(sql: "DELETE FROM \(table) WHERE \(condition)", arguments: keyArguments)
    guard !epochs.isEmpty else { return }
    let names =
      columns + [
        "epoch", "learning_rate", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy",
      ]
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    let statement = try database.makeStatement(
      sql: "INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(marks))")
    for epoch in epochs {
      let values: StatementArguments = [
        epoch.epoch, StoredReal(epoch.learningRate), StoredReal(epoch.trainLoss), StoredReal(epoch.trainAccuracy),
        epoch.validationLoss.map(StoredReal.init), epoch.validationAccuracy.map(StoredReal.init),
      ]
      try statement.execute(arguments: keyArguments + values)
    }
  }

  /// The curves of many trials from their rows in the order of the epochs.
  static func grouped<Key: Hashable>(_ rows: [Row], by key: (Row) throws -> Key) throws -> [Key: [EpochRecord]] {
    var curves: [Key: [EpochRecord]] = [:]
    for row in rows {
      let epoch = EpochRecord(
        epoch: try row.integer("epoch"), learningRate: try row.real("learning_rate"),
        trainLoss: try row.real("train_loss"), trainAccuracy: try row.real("train_accuracy"),
        validationLoss: try row.optionalReal("validation_loss"),
        validationAccuracy: try row.optionalReal("validation_accuracy"))
      curves[try key(row), default: []].append(epoch)
    }
    return curves
  }
}

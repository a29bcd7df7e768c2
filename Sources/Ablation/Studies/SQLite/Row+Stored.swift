import GRDB
import Search

/// Typed reading of the store's columns; a column that holds something else is an error, never a crash.
extension Row {
  func text(_ column: String) throws -> String {
    try decode(String.self, forColumn: column)
  }

  func optionalText(_ column: String) throws -> String? {
    try decode(String?.self, forColumn: column)
  }

  func integer(_ column: String) throws -> Int {
    try decode(Int.self, forColumn: column)
  }

  func optionalInteger(_ column: String) throws -> Int? {
    try decode(Int?.self, forColumn: column)
  }

  func real(_ column: String) throws -> Double {
    try decode(StoredReal.self, forColumn: column).value
  }

  func optionalReal(_ column: String) throws -> Double? {
    try decode(StoredReal?.self, forColumn: column)?.value
  }

  func seed(_ column: String, of table: String) throws -> UInt64 {
    let stored = try text(column)
    guard let seed = UInt64(stored) else {
      throw malformed(table, "\"\(stored)\" is not a seed")
    }
    return seed
  }

  func choice<Choice: RawRepresentable>(_ column: String, of table: String) throws -> Choice
  where Choice.RawValue == String {
    let stored = try text(column)
    guard let choice = Choice(rawValue: stored) else {
      throw malformed(table, "\"\(stored)\" is not a \(column)")
    }
    return choice
  }

  func configuration(_ column: String, of table: String) throws -> Search.Configuration {
    do {
      return try StoredJSON.configuration(try text(column))
    } catch let fault as StoredJSON.Fault {
      throw malformed(table, "\(column): \(fault)")
    }
  }

  func malformed(_ table: String, _ reason: String) -> StudyError {
    let keys = ["name", "study", "number", "trial", "replicate"].compactMap { column -> String? in
      guard let value: DatabaseValue = self[column], !value.isNull else { return nil }
      return "\(value)"
    }
    return .malformedRecord(table: table, record: keys.joined(separator: " "), reason: reason)
  }
}

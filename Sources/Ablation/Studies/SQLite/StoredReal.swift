import GRDB

/// A floating-point column that keeps NaN apart from a missing value.
///
/// SQLite turns NaN into NULL; it is stored as the text "nan" instead, which a REAL column leaves as it is.
struct StoredReal: DatabaseValueConvertible {
  var value: Double

  init(_ value: Double) {
    self.value = value
  }

  var databaseValue: DatabaseValue {
    value.isNaN ? "nan".databaseValue : value.databaseValue
  }

  static func fromDatabaseValue(_ stored: DatabaseValue) -> StoredReal? {
    switch stored.storage {
    case .double(let value): StoredReal(value)
    case .int64(let value): StoredReal(Double(value))
    case .string("nan"): StoredReal(.nan)
    default: nil
    }
  }
}

import Foundation
import GRDB

/// A study store in one SQLite file, with one writer and any number of readers.
///
/// Each write is a transaction of its own, synchronised to disk before the call returns. The file uses SQLite's rollback
/// journal instead of its write-ahead log: after a regular end it is the only file, it may be copied, and it works on
/// network folders, where a log shared by several machines does not. A transaction cut off by a kill is undone
/// by whoever opens the file next.
public final class SQLiteStudyStore: Sendable {
  /// The path of the database file.
  public let path: String

  let queue: DatabaseQueue
  private let lock: WriterLock?

  private init(path: String, queue: DatabaseQueue, lock: WriterLock?) {
    self.path = path
    self.queue = queue
    self.lock = lock
  }

  /// Opens a store for the coordinator of a run, and creates it when there is none.
  ///
  /// Throws ``StudyError/storeInUse(path:holder:)`` while another coordinator has it open, in this process or another,
  /// and ``StudyError/storeTooNew(path:)`` for the file of a newer version.
  public static func writing(at url: URL) throws -> SQLiteStudyStore {
    let path = url.path(percentEncoded: false)
    let lock = try WriterLock(store: path)
    return try translating(path) {
      let queue = try DatabaseQueue(path: path, configuration: configuration(readonly: false))
      let migrator = StudySchema.migrator
      if try queue.read(migrator.hasBeenSuperseded) {
        throw StudyError.storeTooNew(path: path)
      }
      try migrator.migrate(queue)
      return SQLiteStudyStore(path: path, queue: queue, lock: lock)
    }
  }

  /// Opens an existing store for reading; every write to it throws ``StudyError/storeFailed(path:reason:)``.
  ///
  /// It takes no lock, hence it may be opened while a run writes it. Throws ``StudyError/storeMissing(path:)``.
  public static func reading(at url: URL) throws -> SQLiteStudyStore {
    let path = url.path(percentEncoded: false)
    guard FileManager.default.fileExists(atPath: path) else {
      throw StudyError.storeMissing(path: path)
    }
    do {
      if let store = try readOnly(path) { return store }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_READONLY {
      // A killed writer left a transaction to undo.
    } catch let error as DatabaseError {
      throw StudyError.storeFailed(path: path, reason: error.reason)
    }
    // That, and the tables of an older version, take a writer: be one for a moment.
    try translating(path) {
      let lock = try WriterLock(store: path)
      let queue = try DatabaseQueue(path: path, configuration: configuration(readonly: false))
      if try queue.read({ try !StudySchema.migrator.appliedIdentifiers($0).isEmpty }) {
        try StudySchema.migrator.migrate(queue)
      }
      try queue.close()
      withExtendedLifetime(lock) {}
    }
    guard let store = try translating(path, { try readOnly(path) }) else {
      throw StudyError.storeFailed(path: path, reason: "it has not the tables of a study store")
    }
    return store
  }

  /// `nil` for a file that lacks tables.
  private static func readOnly(_ path: String) throws -> SQLiteStudyStore? {
    let queue = try DatabaseQueue(path: path, configuration: configuration(readonly: true))
    let (tooNew, complete) = try queue.read { database in
      (try StudySchema.migrator.hasBeenSuperseded(database), try StudySchema.migrator.hasCompletedMigrations(database))
    }
    if tooNew { throw StudyError.storeTooNew(path: path) }
    guard complete else { return nil }
    return SQLiteStudyStore(path: path, queue: queue, lock: nil)
  }

  private static func configuration(readonly: Bool) -> GRDB.Configuration {
    var configuration = GRDB.Configuration()
    configuration.readonly = readonly
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(30)
    configuration.prepareDatabase { database in
      if !readonly {
        try database.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL")
      }
    }
    return configuration
  }

  /// Turns SQLite's errors into the module's.
  static func translating<Value>(_ path: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StudyError.storeFailed(path: path, reason: error.reason)
    } catch let error as RowDecodingError {
      throw StudyError.malformedRecord(table: "row", record: "in \(path)", reason: "\(error)")
    }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try SQLiteStudyStore.translating(path) { try queue.read(body) }
  }

  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    try SQLiteStudyStore.translating(path) { try queue.write(body) }
  }
}

extension DatabaseError {
  /// The message alone; the statement and its arguments say nothing to a user.
  fileprivate var reason: String {
    message ?? "\(resultCode)"
  }
}

import Foundation
import GRDB
import Search
import Testing

@testable import Studies

struct SQLiteStudyStoreTests {
  @Test func fulfilsTheContract() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "study.sqlite")
      try checkStudyStore(SQLiteStudyStore.writing(at: url)) { _ in try SQLiteStudyStore.reading(at: url) }
    }
  }

  @Test func admitsOneWriterAndManyReaders() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "study.sqlite")
      try withExtendedLifetime(try SQLiteStudyStore.writing(at: url)) { writer in
        let error = #expect(throws: StudyError.self) { try SQLiteStudyStore.writing(at: url) }
        #expect(error?.description.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
        let readers = try (0..<3).map { _ in try SQLiteStudyStore.reading(at: url) }
        try writer.setMetadata("1", forKey: "seed")
        for reader in readers {
          #expect(try reader.metadata() == ["seed": "1"])
          #expect(throws: StudyError.self) { try reader.setMetadata("2", forKey: "seed") }
        }
      }
      #expect(try SQLiteStudyStore.writing(at: url).metadata() == ["seed": "1"])
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [
          "study.sqlite", "study.sqlite.lock",
        ])
    }
  }

  /// A worker that outlives a killed coordinator must not keep the lock.
  @Test func childrenDoNotInheritTheLock() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "study.sqlite")
      let child = Process()
      child.executableURL = URL(filePath: "/bin/sleep")
      child.arguments = ["30"]
      try withExtendedLifetime(try SQLiteStudyStore.writing(at: url)) { _ in
        try child.run()
        defer { child.terminate() }
        let descriptors = "/proc/\(child.processIdentifier)/fd"
        let files = try FileManager.default.contentsOfDirectory(atPath: descriptors).compactMap {
          try? FileManager.default.destinationOfSymbolicLink(atPath: "\(descriptors)/\($0)")
        }
        #expect(!files.isEmpty)
        #expect(!files.contains { $0.contains("study.sqlite") })
      }
    }
  }

  /// A child that is about to start has copies of its parent's descriptors for a moment.
  @Test func theLockIsFreeAtOnceWhileChildrenStart() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "study.sqlite")
      let starter = Thread {
        while !Thread.current.isCancelled {
          let child = Process()
          child.executableURL = URL(filePath: "/bin/true")
          guard (try? child.run()) != nil else { return }
          child.waitUntilExit()
        }
      }
      starter.start()
      defer { starter.cancel() }
      for index in 0..<5_000 {
        #expect(throws: Never.self, "attempt \(index)") { _ = try WriterLock(store: url.path) }
      }
    }
  }

  @Test func undoesTheTransactionOfAKilledWriter() throws {
    try withTemporaryFolder { folder in
      let url = folder.appending(path: "study.sqlite")
      let copy = folder.appending(path: "copy.sqlite")
      let store = try SQLiteStudyStore.writing(at: url)
      try store.setMetadata("before", forKey: "state")
      // A small cache makes SQLite write pages to the file before the commit; copying the files then is like a kill.
      try store.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA cache_size = 2") }
      try store.queue.inTransaction { database in
        try database.execute(sql: "UPDATE run_metadata SET value = 'after'")
        for index in 0..<200 {
          try database.execute(
            sql: "INSERT INTO run_metadata VALUES (?, ?)",
            arguments: ["key \(index)", String(repeating: "x", count: 1_000)])
        }
        for suffix in ["", "-journal"] {
          try FileManager.default.copyItem(
            atPath: url.path + suffix, toPath: copy.path + suffix)
        }
        return .rollback
      }
      #expect(try SQLiteStudyStore.reading(at: copy).metadata() == ["state": "before"])
      #expect(!FileManager.default.fileExists(atPath: copy.path + "-journal"))
    }
  }

  @Test func neverForgetsAnOpeningOfTheTestSet() throws {
    try withTemporaryFolder { folder in
      let store = try SQLiteStudyStore.writing(at: folder.appending(path: "study.sqlite"))
      try store.recordTestOpening(study: "s", configuration: [:], replicate: 0, purpose: "confirmation")
      for statement in ["DELETE FROM test_openings", "UPDATE test_openings SET sequence = 7"] {
        #expect(throws: StudyError.self) { try store.write { try $0.execute(sql: statement) } }
      }
      #expect(try store.testOpenings().count == 1)
    }
  }

  @Test func refusesForeignNewerAndMissingFiles() throws {
    try withTemporaryFolder { folder in
      let missing = folder.appending(path: "missing.sqlite")
      #expect(throws: StudyError.storeMissing(path: missing.path)) { try SQLiteStudyStore.reading(at: missing) }
      #expect(throws: StudyError.self) {
        try SQLiteStudyStore.writing(at: folder.appending(path: "no/such/folder/study.sqlite"))
      }

      let text = folder.appending(path: "text.sqlite")
      try Data(repeating: 65, count: 5_000).write(to: text)
      #expect(throws: StudyError.self) { try SQLiteStudyStore.reading(at: text) }
      #expect(throws: StudyError.self) { try SQLiteStudyStore.writing(at: text) }
      #expect(try Data(contentsOf: text).count == 5_000)

      let empty = folder.appending(path: "empty.sqlite")
      try Data().write(to: empty)
      #expect(throws: StudyError.self) { try SQLiteStudyStore.reading(at: empty) }

      let newer = folder.appending(path: "newer.sqlite")
      try SQLiteStudyStore.writing(at: newer).write {
        try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('v99')")
      }
      #expect(throws: StudyError.storeTooNew(path: newer.path)) { try SQLiteStudyStore.reading(at: newer) }
      #expect(throws: StudyError.storeTooNew(path: newer.path)) { try SQLiteStudyStore.writing(at: newer) }
    }
  }

  /// A file as the version before retrainings left it: its trials stay, the new tables come.
  @Test func bringsOlderFilesUpToDate() throws {
    try withTemporaryFolder { folder in
      let file = folder.appending(path: "study.sqlite")
      do {
        let store = try SQLiteStudyStore.writing(at: file)
        try run(toyStudy(toyDefinition(budget: 2), in: store), workers: 1)
        try store.write {
          try $0.execute(
            sql: """
              DROP TABLE retraining_epochs; DROP TABLE retraining_timings; DROP TABLE retrainings;
              ALTER TABLE trial_timings DROP COLUMN processor_seconds;
              ALTER TABLE confirmation_timings DROP COLUMN processor_seconds;
              DELETE FROM grdb_migrations WHERE identifier IN ('v4', 'v5')
              """)
        }
      }
      let store = try SQLiteStudyStore.reading(at: file)
      #expect(try store.trials(ofStudy: "lenet5/random").count == 2)
      #expect(try store.retrainings(ofStudy: "lenet5/random").isEmpty)
    }
  }

  @Test(arguments: [
    "UPDATE trials SET configuration = '{\"x\":'", "UPDATE trials SET state = 'asleep'",
    "UPDATE trials SET seed = '-1'", "UPDATE trials SET attempts = 'many'", "UPDATE epochs SET train_loss = 'low'",
  ])
  func reportsBrokenRecords(statement: String) throws {
    try withTemporaryFolder { folder in
      let store = try SQLiteStudyStore.writing(at: folder.appending(path: "study.sqlite"))
      try run(toyStudy(toyDefinition(budget: 2), in: store), workers: 1)
      try store.write { try $0.execute(sql: statement) }
      let error = #expect(throws: StudyError.self) { try store.trials(ofStudy: "lenet5/random") }
      guard case .malformedRecord = error else {
        Issue.record("expected a malformed record, got \(String(describing: error))")
        return
      }
    }
  }
}

import Foundation
import GRDB
import Search

extension SQLiteStudyStore: StudyStore {
  /// The facts about the run.
  public func metadata() throws -> [String: String] {
    try read { database in
      let rows = try Row.fetchAll(database, sql: "SELECT key, value FROM run_metadata")
      return Dictionary(try rows.map { (try $0.text("key"), try $0.text("value")) }, uniquingKeysWith: { $1 })
    }
  }

  /// Keeps one fact about the run.
  public func setMetadata(_ value: String, forKey key: String) throws {
    try write { database in
      try database.execute(
        sql: "INSERT INTO run_metadata (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
        arguments: [key, value])
    }
  }

  /// The definitions of all studies, in the order of their names.
  public func definitions() throws -> [StudyDefinition] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM studies ORDER BY name").map(Self.definition)
    }
  }

  /// The definition of a study.
  public func definition(ofStudy name: String) throws -> StudyDefinition? {
    try read { database in
      try Row.fetchOne(database, sql: "SELECT * FROM studies WHERE name = ?", arguments: [name]).map(Self.definition)
    }
  }

  /// Adds a study.
  public func insert(_ definition: StudyDefinition) throws {
    try write { database in
      try database.execute(
        sql: """
          INSERT INTO studies (name, family, method, metric, goal, trial_budget, lag, seed, fields, digest)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          definition.name, definition.family, definition.method, definition.metric, definition.goal.rawValue,
          definition.trialBudget, definition.lag, String(definition.seed),
          StoredJSON.text(definition.fields.mapValues(ParameterValue.string)), definition.digest,
        ])
    }
  }

  /// Adds the record of an opening of the test set.
  @discardableResult
  public func recordTestOpening(
    study: String, configuration: Search.Configuration, replicate: Int, purpose: String
  ) throws -> TestOpening {
    try write { database in
      let key: StatementArguments = [study, StoredJSON.text(configuration), replicate, purpose]
      let earlier = try Int.fetchOne(
        database,
        sql: """
          SELECT max(sequence) FROM test_openings
          WHERE study = ? AND configuration = ? AND replicate = ? AND purpose = ?
          """,
        arguments: key)
      let sequence = (earlier ?? 0) + 1
      try database.execute(
        sql: """
          INSERT INTO test_openings (study, configuration, replicate, purpose, sequence, opened_at)
          VALUES (?, ?, ?, ?, ?, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
          """,
        arguments: key + [sequence])
      return TestOpening(
        study: study, configuration: configuration, replicate: replicate, purpose: purpose, sequence: sequence)
    }
  }

  /// All openings of the test set.
  public func testOpenings() throws -> [TestOpening] {
    try read { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT study, configuration, replicate, purpose, sequence FROM test_openings
          ORDER BY study, configuration, replicate, purpose, sequence
          """)
      return try rows.map { row in
        TestOpening(
          study: try row.text("study"), configuration: try row.configuration("configuration", of: "test_openings"),
          replicate: try row.integer("replicate"), purpose: try row.text("purpose"),
          sequence: try row.integer("sequence"))
      }
    }
  }

  /// The error for a study that is not in the store.
  func unknownStudy(_ name: String, _ database: Database) throws -> StudyError {
    .unknownStudy(name, known: try String.fetchAll(database, sql: "SELECT name FROM studies ORDER BY name"))
  }

  private static func definition(_ row: Row) throws -> StudyDefinition {
    let name = try row.text("name")
    let fields = try row.configuration("fields", of: "studies").mapValues { value in
      guard case .string(let text) = value else {
        throw StudyError.malformedRecord(table: "studies", record: name, reason: "a field is not text")
      }
      return text
    }
    let definition = StudyDefinition(
      name: name, family: try row.text("family"), method: try row.text("method"), metric: try row.text("metric"),
      goal: try row.choice("goal", of: "studies"), trialBudget: try row.optionalInteger("trial_budget"),
      lag: try row.integer("lag"), seed: try row.seed("seed", of: "studies"), fields: fields)
    return definition
  }
}

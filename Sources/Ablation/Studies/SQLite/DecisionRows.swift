import GRDB
import Search

/// What rules of early termination said of trials.
enum DecisionRows {
  /// Puts a trial's decisions in place of the stored ones.
  static func replace(_ decisions: [PruningDecision], study: String, trial: Int, _ database: Database) throws {
    try database.execute(sql: "DELETE FROM decisions WHERE study = ? AND trial = ?", arguments: [study, trial])
    guard !decisions.isEmpty else { return }
    let statement = try database.makeStatement(
      sql: """
        INSERT INTO decisions (study, trial, replicate, epoch, rung, value, threshold, seen, stops)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for decision in decisions {
      try statement.execute(arguments: [
        study, trial, decision.replicate, decision.epoch, decision.rung, StoredReal(decision.value),
        decision.threshold.map(StoredReal.init), decision.count, decision.stops,
      ])
    }
  }

  /// The decisions of a study by trial, in the order of replicates and epochs.
  static func grouped(study: String, _ database: Database) throws -> [Int: [PruningDecision]] {
    let rows = try Row.fetchAll(
      database, sql: "SELECT * FROM decisions WHERE study = ? ORDER BY trial, replicate, epoch", arguments: [study])
    var result: [Int: [PruningDecision]] = [:]
    for row in rows {
      result[try row.integer("trial"), default: []].append(
        PruningDecision(
          replicate: try row.integer("replicate"), rung: try row.integer("rung"), epoch: try row.integer("epoch"),
          value: try row.real("value"), threshold: try row.optionalReal("threshold"), count: try row.integer("seen"),
          stops: try row.integer("stops") == 1))
    }
    return result
  }
}

extension SQLiteStudyStore {
  /// The audited trials of a study.
  public func audits(ofStudy name: String) throws -> [TrialAudit] {
    try read { database in
      let rows = try Row.fetchAll(
        database, sql: "SELECT * FROM audits WHERE study = ? ORDER BY trial", arguments: [name])
      return try rows.map { row in
        TrialAudit(
          trial: try row.integer("trial"), state: try row.choice("state", of: "audits"),
          detail: try row.optionalText("detail"), value: try row.optionalReal("value"),
          curve: try ReportRows.numbers(row, "curve", of: "audits"), repeats: try row.integer("repeats") == 1)
      }
    }
  }

  /// Keeps what became of a stopped trial.
  public func save(_ audit: TrialAudit, ofStudy name: String) throws {
    try write { database in
      try Self.requireTrial(audit.trial, ofStudy: name, database)
      try database.execute(
        sql: """
          INSERT INTO audits (study, trial, state, detail, value, curve, repeats) VALUES (?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET state = excluded.state, detail = excluded.detail, value = excluded.value,
            curve = excluded.curve, repeats = excluded.repeats
          """,
        arguments: [
          name, audit.trial, audit.state.rawValue, audit.detail, audit.value.map(StoredReal.init),
          StoredJSON.text(.list(audit.curve.map(ParameterValue.double))), audit.repeats,
        ])
    }
  }
}

import GRDB
import Search

extension SQLiteStudyStore {
  /// The retrainings of a study.
  public func retrainings(ofStudy name: String) throws -> [Retraining] {
    try read { database in
      let curves = try EpochRows.grouped(
        Row.fetchAll(
          database, sql: "SELECT * FROM retraining_epochs WHERE study = ? ORDER BY trial, replicate, epoch",
          arguments: [name]),
        by: Self.key)
      let rows = try Row.fetchAll(
        database, sql: "SELECT * FROM retrainings WHERE study = ? ORDER BY trial, replicate", arguments: [name])
      return try rows.map { row in
        let key = try Self.key(row)
        return Retraining(
          trial: key.trial, replicate: key.replicate, seed: try row.seed("seed", of: "retrainings"),
          state: try row.choice("state", of: "retrainings"), detail: try row.optionalText("detail"),
          value: try row.optionalReal("value"), epochs: curves[key] ?? [],
          testMetrics: try Self.metrics(row, of: "retrainings"))
      }
    }
  }

  /// Keeps a retraining.
  public func save(_ retraining: Retraining, ofStudy name: String, timing: TrialTiming?) throws {
    try write { database in
      try Self.requireTrial(retraining.trial, ofStudy: name, database)
      try database.execute(
        sql: """
          INSERT INTO retrainings (study, trial, replicate, state, seed, detail, value, test_metrics)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET state = excluded.state, seed = excluded.seed, detail = excluded.detail,
            value = excluded.value, test_metrics = excluded.test_metrics
          """,
        arguments: [
          name, retraining.trial, retraining.replicate, retraining.state.rawValue, String(retraining.seed),
          retraining.detail, retraining.value.map(StoredReal.init),
          StoredJSON.text(retraining.testMetrics.mapValues(ParameterValue.double)),
        ])
      let key = [
        ("study", name.databaseValue), ("trial", retraining.trial.databaseValue),
        ("replicate", retraining.replicate.databaseValue),
      ]
      try EpochRows.replace(retraining.epochs, in: "retraining_epochs", key: key, database)
      if let timing { try TimingRows.replace(timing, in: "retraining_timings", key: key, database) }
    }
  }

  /// What the retrainings of a study cost.
  public func retrainingTimings(ofStudy name: String) throws -> [Confirmation.Key: TrialTiming] {
    try read { database in
      let rows = try Row.fetchAll(
        database, sql: "SELECT * FROM retraining_timings WHERE study = ?", arguments: [name])
      return Dictionary(
        try rows.map { (try Self.key($0), try TimingRows.timing($0)) }, uniquingKeysWith: { $1 })
    }
  }
}

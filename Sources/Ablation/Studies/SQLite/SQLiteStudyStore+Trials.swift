import GRDB
import Search

extension SQLiteStudyStore {
  /// The trials of a study with their learning curves.
  public func trials(ofStudy name: String) throws -> [Trial] {
    try read { database in
      let curves = try EpochRows.grouped(
        Row.fetchAll(database, sql: "SELECT * FROM epochs WHERE study = ? ORDER BY trial, epoch", arguments: [name]),
        by: { try $0.integer("trial") })
      let reports = try ReportRows.grouped(study: name, database)
      let decisions = try DecisionRows.grouped(study: name, database)
      let rows = try Row.fetchAll(
        database, sql: "SELECT * FROM trials WHERE study = ? ORDER BY number", arguments: [name])
      return try rows.map { row in
        let number = try row.integer("number")
        return Trial(
          number: number, configuration: try row.configuration("configuration", of: "trials"),
          seed: try row.seed("seed", of: "trials"), state: try row.choice("state", of: "trials"),
          detail: try row.optionalText("detail"), value: try row.optionalReal("value"), epochs: curves[number] ?? [],
          reports: reports[number] ?? [],
          replicateValues: try ReportRows.numbers(row, "replicate_values", of: "trials"),
          latestValue: try row.optionalReal("latest_value"), decisions: decisions[number] ?? [],
          judgedCurve: try ReportRows.numbers(row, "judged_curve", of: "trials"),
          bestEpoch: try row.optionalInteger("best_epoch"), attempts: try row.integer("attempts"),
          parameterCount: try row.optionalInteger("parameter_count"),
          multiplyAdds: try row.optionalInteger("multiply_adds"))
      }
    }
  }

  /// Keeps a trial with its learning curve.
  public func save(_ trial: Trial, ofStudy name: String, timing: TrialTiming?) throws {
    try write { database in
      guard try Bool.fetchOne(database, sql: "SELECT 1 FROM studies WHERE name = ?", arguments: [name]) == true else {
        throw try unknownStudy(name, database)
      }
      try database.execute(
        sql: """
          INSERT INTO trials (study, number, state, seed, configuration, detail, value, best_epoch, attempts,
            parameter_count, multiply_adds, replicate_values, latest_value, judged_curve)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET state = excluded.state, seed = excluded.seed,
            configuration = excluded.configuration, detail = excluded.detail, value = excluded.value,
            best_epoch = excluded.best_epoch, attempts = excluded.attempts,
            parameter_count = excluded.parameter_count, multiply_adds = excluded.multiply_adds,
            replicate_values = excluded.replicate_values, latest_value = excluded.latest_value,
            judged_curve = excluded.judged_curve
          """,
        arguments: [
          name, trial.number, trial.state.rawValue, String(trial.seed), StoredJSON.text(trial.configuration),
          trial.detail, trial.value.map(StoredReal.init), trial.bestEpoch, trial.attempts, trial.parameterCount,
          trial.multiplyAdds, StoredJSON.text(.list(trial.replicateValues.map(ParameterValue.double))),
          trial.latestValue.map(StoredReal.init),
          StoredJSON.text(.list(trial.judgedCurve.map(ParameterValue.double))),
        ])
      let key = [("study", name.databaseValue), ("trial", trial.number.databaseValue)]
      try EpochRows.replace(trial.epochs, in: "epochs", key: key, database)
      try ReportRows.replace(trial.reports, study: name, trial: trial.number, database)
      try DecisionRows.replace(trial.decisions, study: name, trial: trial.number, database)
      if let timing {
        try TimingRows.replace(timing, in: "trial_timings", key: key, database)
      }
    }
  }

  /// What the trials of a study cost.
  public func trialTimings(ofStudy name: String) throws -> [Int: TrialTiming] {
    try read { database in
      let rows = try Row.fetchAll(database, sql: "SELECT * FROM trial_timings WHERE study = ?", arguments: [name])
      let timings = try rows.map { (try $0.integer("trial"), try TimingRows.timing($0)) }
      return Dictionary(timings, uniquingKeysWith: { $1 })
    }
  }
}

import GRDB

/// The tables of a study store and how older files reach them.
///
/// Records are keyed by what they are about and never by the order of insertion, so that the contents do not depend on
/// the order of writes. Seeds are decimal text because SQLite's integers are signed.
enum StudySchema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("v1") { database in
      try database.execute(sql: version1)
    }
    migrator.registerMigration("v2") { database in
      try database.execute(sql: version2)
    }
    migrator.registerMigration("v3") { database in
      try database.execute(sql: version3)
    }
    migrator.registerMigration("v4") { database in
      try database.execute(sql: version4)
    }
    migrator.registerMigration("v5") { database in
      try database.execute(sql: version5)
    }
    return migrator
  }

  /// Early termination: what a rule said of a trial at each rung, and what became of stopped trials trained to their ends.
  private static let version3 = """
    ALTER TABLE trials ADD COLUMN judged_curve TEXT NOT NULL DEFAULT '[]';

    CREATE TABLE decisions (
      study TEXT NOT NULL,
      trial INTEGER NOT NULL,
      replicate INTEGER NOT NULL CHECK (replicate >= 1),
      epoch INTEGER NOT NULL CHECK (epoch >= 1),
      rung INTEGER NOT NULL CHECK (rung >= 1),
      value REAL NOT NULL,
      threshold REAL,
      seen INTEGER NOT NULL CHECK (seen >= 0),
      stops INTEGER NOT NULL CHECK (stops IN (0, 1)),
      PRIMARY KEY (study, trial, replicate, epoch),
      FOREIGN KEY (study, trial) REFERENCES trials (study, number)
    ) WITHOUT ROWID;

    CREATE TABLE audits (
      study TEXT NOT NULL,
      trial INTEGER NOT NULL,
      state TEXT NOT NULL,
      detail TEXT,
      value REAL,
      curve TEXT NOT NULL,
      repeats INTEGER NOT NULL CHECK (repeats IN (0, 1)),
      PRIMARY KEY (study, trial),
      FOREIGN KEY (study, trial) REFERENCES trials (study, number)
    ) WITHOUT ROWID;
    """

  /// Replicates and foreign programs.
  private static let version2 = """
    ALTER TABLE trials ADD COLUMN replicate_values TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE trials ADD COLUMN latest_value REAL;

    CREATE TABLE reports (
      study TEXT NOT NULL,
      trial INTEGER NOT NULL,
      report INTEGER NOT NULL CHECK (report >= 1),
      epoch INTEGER,
      step INTEGER,
      metrics TEXT NOT NULL,
      PRIMARY KEY (study, trial, report),
      FOREIGN KEY (study, trial) REFERENCES trials (study, number)
    ) WITHOUT ROWID;
    """

  /// The best configurations trained again on the search's own split; depends on no table that came after the first.
  private static let version4 = """
    CREATE TABLE retrainings (
      study TEXT NOT NULL,
      trial INTEGER NOT NULL,
      replicate INTEGER NOT NULL CHECK (replicate >= 0),
      state TEXT NOT NULL,
      seed TEXT NOT NULL,
      detail TEXT,
      value REAL,
      test_metrics TEXT NOT NULL,
      PRIMARY KEY (study, trial, replicate),
      FOREIGN KEY (study, trial) REFERENCES trials (study, number)
    ) WITHOUT ROWID;

    CREATE TABLE retraining_epochs (
      study TEXT NOT NULL,
      trial INTEGER NOT NULL,
      replicate INTEGER NOT NULL,
      \(epochColumns),
      PRIMARY KEY (study, trial, replicate, epoch),
      FOREIGN KEY (study, trial, replicate) REFERENCES retrainings (study, trial, replicate)
    ) WITHOUT ROWID;

    CREATE TABLE retraining_timings (
      study TEXT NOT NULL,
      trial INTEGER NOT NULL,
      replicate INTEGER NOT NULL,
      \(timingColumns),
      PRIMARY KEY (study, trial, replicate),
      FOREIGN KEY (study, trial, replicate) REFERENCES retrainings (study, trial, replicate)
    ) WITHOUT ROWID;
    """

  private static let epochColumns = """
    epoch INTEGER NOT NULL CHECK (epoch >= 1),
    learning_rate REAL NOT NULL,
    train_loss REAL NOT NULL,
    train_accuracy REAL NOT NULL,
    validation_loss REAL,
    validation_accuracy REAL
    """

  /// What a training costs, whatever else the machine did.
  private static let version5 = ["trial_timings", "confirmation_timings", "retraining_timings"]
    .map { "ALTER TABLE \($0) ADD COLUMN processor_seconds REAL;" }.joined(separator: "\n")

  private static let timingColumns = """
    duration_seconds REAL NOT NULL,
    images_per_second REAL,
    worker TEXT
    """

  private static let version1 = """
    CREATE TABLE run_metadata (
      key TEXT NOT NULL PRIMARY KEY,
      value TEXT NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE studies (
      name TEXT NOT NULL PRIMARY KEY,
      family TEXT NOT NULL,
      method TEXT NOT NULL,
      metric TEXT NOT NULL,
      goal TEXT NOT NULL,
      trial_budget INTEGER CHECK (trial_budget >= 0),
      lag INTEGER NOT NULL CHECK (lag >= 1),
      seed TEXT NOT NULL,
      fields TEXT NOT NULL,
      digest TEXT NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE trials (
      study TEXT NOT NULL REFERENCES studies (name),
      number INTEGER NOT NULL CHECK (number >= 0),
      state TEXT NOT NULL,
      seed TEXT NOT NULL,
      configuration TEXT NOT NULL,
      detail TEXT,
      value REAL,
      best_epoch INTEGER,
      attempts INTEGER NOT NULL,
      parameter_count INTEGER,
      multiply_adds INTEGER,
      PRIMARY KEY (study, number)
    ) WITHOUT ROWID;

    CREATE TABLE epochs (
      study TEXT NOT NULL,
      trial INTEGER NOT NULL,
      \(epochColumns),
      PRIMARY KEY (study, trial, epoch),
      FOREIGN KEY (study, trial) REFERENCES trials (study, number)
    ) WITHOUT ROWID;

    CREATE TABLE trial_timings (
      study TEXT NOT NULL,
      trial INTEGER NOT NULL,
      \(timingColumns),
      PRIMARY KEY (study, trial),
      FOREIGN KEY (study, trial) REFERENCES trials (study, number)
    ) WITHOUT ROWID;

    CREATE TABLE confirmations (
      study TEXT NOT NULL,
      trial INTEGER NOT NULL,
      replicate INTEGER NOT NULL CHECK (replicate >= 0),
      state TEXT NOT NULL,
      seed TEXT NOT NULL,
      detail TEXT,
      test_metrics TEXT NOT NULL,
      confusion TEXT NOT NULL,
      predicted_classes BLOB,
      confidences BLOB,
      PRIMARY KEY (study, trial, replicate),
      FOREIGN KEY (study, trial) REFERENCES trials (study, number)
    );

    CREATE TABLE confirmation_epochs (
      study TEXT NOT NULL,
      trial INTEGER NOT NULL,
      replicate INTEGER NOT NULL,
      \(epochColumns),
      PRIMARY KEY (study, trial, replicate, epoch),
      FOREIGN KEY (study, trial, replicate) REFERENCES confirmations (study, trial, replicate)
    ) WITHOUT ROWID;

    CREATE TABLE confirmation_timings (
      study TEXT NOT NULL,
      trial INTEGER NOT NULL,
      replicate INTEGER NOT NULL,
      \(timingColumns),
      PRIMARY KEY (study, trial, replicate),
      FOREIGN KEY (study, trial, replicate) REFERENCES confirmations (study, trial, replicate)
    ) WITHOUT ROWID;

    CREATE TABLE test_openings (
      study TEXT NOT NULL,
      configuration TEXT NOT NULL,
      replicate INTEGER NOT NULL,
      purpose TEXT NOT NULL,
      sequence INTEGER NOT NULL CHECK (sequence >= 1),
      opened_at TEXT NOT NULL,
      PRIMARY KEY (study, configuration, replicate, purpose, sequence)
    ) WITHOUT ROWID;

    CREATE TRIGGER test_openings_keep BEFORE UPDATE ON test_openings
    BEGIN SELECT RAISE(ABORT, 'openings of the test set are never changed'); END;

    CREATE TRIGGER test_openings_stay BEFORE DELETE ON test_openings
    BEGIN SELECT RAISE(ABORT, 'openings of the test set are never removed'); END;
    """
}

import GRDB

/// The tables. A table is never changed in place: a later version adds a migration.
enum Schema {
  /// "LmLm": tells a run's database from those of other programs.
  static let applicationID: Int32 = 0x4C6D_4C6D

  static func migrator() -> DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1: the run") { database in
      try database.execute(sql: "PRAGMA application_id = \(applicationID)")
      try database.execute(sql: version1)
    }
    migrator.registerMigration("2: samples of whole-proof provers") { database in
      try database.execute(sql: version2)
    }
    return migrator
  }

  private static let version1 = """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
    CREATE TABLE rounds (
      number INTEGER PRIMARY KEY, phase TEXT NOT NULL, plan TEXT NOT NULL,
      startedAt REAL NOT NULL, finishedAt REAL, metrics TEXT NOT NULL);
    CREATE TABLE filterCounts (
      round INTEGER NOT NULL REFERENCES rounds, domain TEXT NOT NULL, source TEXT NOT NULL,
      outcome TEXT NOT NULL, count INTEGER NOT NULL,
      PRIMARY KEY (round, domain, source, outcome));
    CREATE TABLE conjectures (
      domain TEXT NOT NULL, normalForm TEXT NOT NULL, id TEXT NOT NULL,
      round INTEGER NOT NULL REFERENCES rounds, source TEXT NOT NULL, level INTEGER NOT NULL,
      size INTEGER NOT NULL, status TEXT NOT NULL, json TEXT NOT NULL,
      UNIQUE (domain, normalForm));
    CREATE INDEX conjecturesByRound ON conjectures (round, domain);
    CREATE TABLE attempts (
      round INTEGER NOT NULL REFERENCES rounds, domain TEXT NOT NULL, normalForm TEXT NOT NULL,
      ordinal INTEGER NOT NULL, source TEXT NOT NULL, level INTEGER NOT NULL,
      outcome TEXT NOT NULL, applications INTEGER NOT NULL, steps INTEGER NOT NULL,
      json TEXT NOT NULL, UNIQUE (round, domain, normalForm, ordinal));
    CREATE TABLE theorems (
      name TEXT NOT NULL UNIQUE, domain TEXT NOT NULL, normalForm TEXT NOT NULL,
      round INTEGER NOT NULL REFERENCES rounds, revisedRound INTEGER REFERENCES rounds,
      committed INTEGER NOT NULL, steps INTEGER NOT NULL, level INTEGER NOT NULL,
      json TEXT NOT NULL, UNIQUE (domain, normalForm));
    CREATE INDEX theoremsByRound ON theorems (round, domain);
    CREATE TABLE verdicts (
      round INTEGER NOT NULL REFERENCES rounds, domain TEXT NOT NULL, name TEXT NOT NULL,
      checker TEXT NOT NULL, kind TEXT NOT NULL, json TEXT NOT NULL,
      PRIMARY KEY (round, domain, name, checker));
    CREATE TABLE libraryEntries (
      domain TEXT NOT NULL, position INTEGER NOT NULL, round INTEGER NOT NULL REFERENCES rounds,
      json TEXT NOT NULL, PRIMARY KEY (domain, position));
    CREATE TABLE libraryEvents (
      round INTEGER NOT NULL REFERENCES rounds, domain TEXT NOT NULL, name TEXT NOT NULL,
      action TEXT NOT NULL, reason TEXT NOT NULL, UNIQUE (round, domain, name, action));
    CREATE TABLE curriculumStates (
      round INTEGER NOT NULL REFERENCES rounds, domain TEXT NOT NULL, reason TEXT NOT NULL,
      json TEXT NOT NULL, PRIMARY KEY (round, domain));
    CREATE TABLE evaluations (
      round INTEGER NOT NULL REFERENCES rounds, suite TEXT NOT NULL, ranker TEXT NOT NULL,
      solved INTEGER NOT NULL, total INTEGER NOT NULL, json TEXT NOT NULL,
      PRIMARY KEY (round, suite, ranker));
    CREATE TABLE rankingExamples (
      id INTEGER PRIMARY KEY, round INTEGER NOT NULL REFERENCES rounds, domain TEXT NOT NULL,
      weight REAL NOT NULL, digest INTEGER NOT NULL, packed BLOB NOT NULL,
      UNIQUE (domain, round, digest));
    CREATE TABLE checkpoints (
      round INTEGER NOT NULL REFERENCES rounds, model TEXT NOT NULL, directory TEXT NOT NULL,
      promoted INTEGER NOT NULL, json TEXT NOT NULL, PRIMARY KEY (round, model));
    CREATE TABLE knownFacts (
      name TEXT NOT NULL, suite TEXT NOT NULL, round INTEGER NOT NULL REFERENCES rounds,
      theorem TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (suite, name));
    """

  private static let version2 = """
    CREATE TABLE samples (
      round INTEGER NOT NULL REFERENCES rounds, domain TEXT NOT NULL, normalForm TEXT NOT NULL,
      ordinal INTEGER NOT NULL, outcome TEXT NOT NULL, turn INTEGER, json TEXT NOT NULL,
      PRIMARY KEY (round, domain, normalForm, ordinal));
    """
}

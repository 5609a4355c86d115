/// A migration known to this version, to the database, or to both.
package struct MigrationStatus: Sendable, Hashable {
  package var version: Int64
  package var name: String
  /// Nil while it has not been applied.
  package var appliedAt: Timestamp?
  /// Whether its text is no longer the one that was applied.
  package var isEdited: Bool
  /// Whether this version has no file for it.
  package var isUnknown: Bool
}

/// Brings a database's schema to the version that this program needs, or back.
///
/// Every step runs in a transaction of its own with the row that notes it, under an advisory lock,
/// so two migrators at once take turns and a crash leaves whole steps only.
package struct Migrator: Sendable {
  private let migrations: [Migration]

  /// - Parameter migrations: In order, as ``MigrationFolder/migrations(in:)`` reads them.
  package init(_ migrations: [Migration]) {
    self.migrations = migrations
  }

  /// The migrator of this program's own migrations.
  ///
  /// - Throws: `migrationsUnusable`.
  package static func ofThisVersion() throws(StoreError) -> Migrator {
    Migrator(try MigrationFolder.migrations(in: try MigrationFolder.locate()))
  }

  /// The version that ``up(_:)`` leads to.
  package var newestVersion: Int64 { migrations.last?.version ?? 0 }

  /// What is applied and what is not, in order of version; writes nothing.
  package func status(
    _ connection: DatabaseConnection
  ) async throws(StoreError) -> [MigrationStatus] {
    try await connection.migrationStatus(migrations)
  }

  /// Applies what is missing and returns what it applied; nothing the second time.
  ///
  /// - Throws: `migrationEdited` or `schemaAhead` before anything is applied; `statementFailed`.
  @discardableResult
  package func up(_ connection: DatabaseConnection) async throws(StoreError) -> [Migration] {
    try await connection.migrateUp(migrations)
  }

  /// Takes back everything newer than `version` and returns what it took back, newest first.
  ///
  /// - Parameter version: 0…``newestVersion``; at 0 no table of ours is left but the one that notes
  ///   migrations.
  @discardableResult
  package func down(
    to version: Int64, _ connection: DatabaseConnection
  ) async throws(StoreError) -> [Migration] {
    try await connection.migrateDown(migrations, to: version)
  }

  /// Returns when the schema is exactly the one that this version needs.
  ///
  /// - Throws: `schemaBehind`, `schemaAhead` or `migrationEdited`, saying what to do.
  package func checkSchema(_ connection: DatabaseConnection) async throws(StoreError) {
    let status = try await status(connection)
    try Self.refuseForeign(status)
    let missing = status.filter { $0.appliedAt == nil }
    guard let first = missing.first else { return }
    throw StoreError(
      .schemaBehind,
      "the database lacks \(missing.count) of \(status.count) migrations, first \(first.version)"
        + " (\(first.name))",
      during: "check the schema", remedy: "run `rota migrate`")
  }

  /// Refuses a database that was written by a newer version or under an edited migration.
  static func refuseForeign(_ status: [MigrationStatus]) throws(StoreError) {
    if let unknown = status.first(where: \.isUnknown) {
      throw StoreError(
        .schemaAhead,
        "the database holds migration \(unknown.version) (\(unknown.name)), which this version"
          + " does not know",
        during: "check the schema", remedy: "use the version of rota that applied it, or a newer")
    }
    if let edited = status.first(where: \.isEdited) {
      throw StoreError(
        .migrationEdited,
        "migration \(edited.version) (\(edited.name)) was edited after it was applied",
        during: "check the schema",
        remedy: "restore the file as it was released; put the change in a new migration")
    }
  }
}

/// Statements on the table that notes what was applied.
enum MigrationSQL {
  /// "rotm" in ASCII: apart from the leader's key.
  static let lock = "SELECT pg_advisory_lock(1919906925)"
  static let unlock = "SELECT pg_advisory_unlock(1919906925)"

  static let exists = "SELECT to_regclass('schema_migrations') IS NOT NULL AS present"

  static let create = """
    CREATE TABLE IF NOT EXISTS schema_migrations (
      version bigint PRIMARY KEY CHECK (version > 0),
      name text NOT NULL,
      checksum bytea NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now())
    """

  static let applied = """
    SELECT version, name, checksum, applied_at
    FROM schema_migrations
    ORDER BY version
    """

  /// The database hashes both texts, so one function decides.
  static let checksum = "SELECT sha256(convert_to($1, 'UTF8')) AS checksum"

  static let note = """
    INSERT INTO schema_migrations (version, name, checksum)
    VALUES ($1, $2, sha256(convert_to($3, 'UTF8')))
    """

  static let forget = "DELETE FROM schema_migrations WHERE version = $1"
}

extension DatabaseConnection {
  fileprivate func migrationStatus(
    _ migrations: [Migration]
  ) throws(StoreError) -> [MigrationStatus] {
    let session = try session()
    var status = migrations.map {
      MigrationStatus(
        version: $0.version, name: $0.name, appliedAt: nil, isEdited: false, isUnknown: false)
    }
    guard try session.rows(MigrationSQL.exists).first?.boolean("present") == true else {
      return status
    }
    for row in try session.rows(MigrationSQL.applied) {
      let version = try row.integer("version")
      guard let known = migrations.firstIndex(where: { $0.version == version }) else {
        status.append(
          MigrationStatus(
            version: version, name: try row.text("name"),
            appliedAt: try row.timestamp("applied_at"), isEdited: false, isUnknown: true))
        continue
      }
      let expected = try session.rows(
        MigrationSQL.checksum, [.text(migrations[known].up)]
      ).first?.bytes("checksum")
      status[known].appliedAt = try row.timestamp("applied_at")
      status[known].isEdited = try row.bytes("checksum") != expected
    }
    return status
  }

  fileprivate func migrateUp(_ migrations: [Migration]) throws(StoreError) -> [Migration] {
    let session = try session()
    return try locked(session) { () throws(StoreError) in
      try session.script(MigrationSQL.create)
      let status = try migrationStatus(migrations)
      try Migrator.refuseForeign(status)
      let missing = zip(migrations, status).filter { $0.1.appliedAt == nil }.map(\.0)
      for migration in missing {
        try session.transaction { () throws(StoreError) in
          try session.script(migration.up)
          try session.execute(
            MigrationSQL.note,
            [.integer(migration.version), .text(migration.name), .text(migration.up)])
        }
      }
      return missing
    }
  }

  fileprivate func migrateDown(
    _ migrations: [Migration], to version: Int64
  ) throws(StoreError) -> [Migration] {
    let session = try session()
    return try locked(session) { () throws(StoreError) in
      let status = try migrationStatus(migrations)
      try Migrator.refuseForeign(status)
      let applied = zip(migrations, status).filter { $0.1.appliedAt != nil }.map(\.0)
      let surplus = Array(applied.filter { $0.version > version }.reversed())
      for migration in surplus {
        try session.transaction { () throws(StoreError) in
          try session.script(migration.down)
          try session.execute(MigrationSQL.forget, [.integer(migration.version)])
        }
      }
      return surplus
    }
  }

  /// Holds the migrators' lock while `body` runs.
  private func locked<Value>(
    _ session: Session, _ body: () throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    _ = try session.rows(MigrationSQL.lock)
    do {
      let value = try body()
      _ = try session.rows(MigrationSQL.unlock)
      return value
    } catch {
      session.attempt(MigrationSQL.unlock)
      throw error
    }
  }
}

import Foundation
import Store
import Testing

extension DatabaseTests {
  @Suite struct MigratorTests {
    @Test func upThenDownThenUpLeadsToTheSameSchema() async throws {
      try await TestServer.withDatabase { address, connection in
        let migrator = try Migrator.ofThisVersion()
        let first = try schema(address)
        #expect(first.contains("CREATE TABLE public.runs"))
        let back = try await migrator.down(to: 0, connection)
        #expect(back.map(\.version) == [9, 8, 7, 6, 5, 4, 3, 2, 1])
        let emptied = try schema(address)
        #expect(emptied.components(separatedBy: "CREATE ").count == 2, "\(emptied)")
        try await migrator.up(connection)
        #expect(try schema(address) == first)
      }
    }

    @Test func eachMigrationUndoesExactlyItself() async throws {
      try await TestServer.withDatabase(migrated: false) { address, connection in
        let folder = try MigrationFolder.locate()
        let all = try MigrationFolder.migrations(in: folder)
        var before = ""
        for count in 1...all.count {
          let migrator = Migrator(Array(all.prefix(count)))
          try await migrator.up(connection)
          let after = try schema(address)
          if count > 1 {
            try await migrator.down(to: Int64(count) - 1, connection)
            #expect(try schema(address) == before)
            try await migrator.up(connection)
          }
          before = after
        }
      }
    }

    @Test func aSecondUpDoesNothing() async throws {
      try await TestServer.withDatabase { _, connection in
        let applied = try await Migrator.ofThisVersion().up(connection)
        #expect(applied.isEmpty)
      }
    }

    @Test func aDatabaseWithoutSchemaIsToldToMigrate() async throws {
      try await TestServer.withDatabase(migrated: false) { _, connection in
        let migrator = try Migrator.ofThisVersion()
        let error = try await storeError { try await migrator.checkSchema(connection) }
        #expect(error?.code == .schemaBehind)
        #expect(error?.remedy == "run `rota migrate`")
        try await migrator.up(connection)
        try await migrator.checkSchema(connection)
      }
    }

    @Test func aMigrationEditedAfterItWasAppliedIsRefused() async throws {
      try await TestServer.withDatabase { _, connection in
        let folder = try copiedMigrations()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let file = folder + "/0003_dispatch.up.sql"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try (text + "-- edited\n").write(toFile: file, atomically: true, encoding: .utf8)
        let migrator = Migrator(try MigrationFolder.migrations(in: folder))
        let checked = try await storeErrorCode { try await migrator.checkSchema(connection) }
        #expect(checked == .migrationEdited)
        let applied = try await storeErrorCode { try await migrator.up(connection) }
        #expect(applied == .migrationEdited)
        #expect(try await migrator.status(connection).filter(\.isEdited).map(\.version) == [3])
      }
    }

    @Test func aDatabaseOfANewerVersionIsRefused() async throws {
      try await TestServer.withDatabase { _, connection in
        let known = try MigrationFolder.migrations(in: try MigrationFolder.locate()).dropLast()
        let code = try await storeErrorCode {
          try await Migrator(Array(known)).checkSchema(connection)
        }
        #expect(code == .schemaAhead)
      }
    }

    @Test func twoMigratorsAtOnceTakeTurns() async throws {
      try await TestServer.withDatabase(migrated: false) { address, connection in
        let other = try await DatabaseConnection.open(address)
        async let first = Migrator.ofThisVersion().up(connection)
        async let second = Migrator.ofThisVersion().up(other)
        let counts = try await [first.count, second.count].sorted()
        #expect(counts == [0, 9])
      }
    }

    @Test func aMissingWayBackIsRefused() throws {
      let folder = try copiedMigrations()
      defer { try? FileManager.default.removeItem(atPath: folder) }
      try FileManager.default.removeItem(atPath: folder + "/0004_results.down.sql")
      #expect(throws: StoreError.self) { try MigrationFolder.migrations(in: folder) }
    }

    /// The schema as text, without the row data and the comments that name versions.
    private func schema(_ address: DatabaseAddress) throws -> String {
      let server = try #require(TestServer.current)
      let words = address.connectionInfo.split(separator: "'")
      let name = String(words[3])
      let dump = try server.client("pg_dump", ["--schema-only", "--no-owner", name])
      return dump.split(separator: "\n")
        .filter { !$0.hasPrefix("--") && !$0.hasPrefix("\\") }
        .joined(separator: "\n")
    }

    private func copiedMigrations() throws -> String {
      let folder = FileManager.default.temporaryDirectory.path + "/rota-" + UUID().uuidString
      // A link would be copied as a link, and the tests would then change the real files.
      let source = URL(fileURLWithPath: try MigrationFolder.locate()).resolvingSymlinksInPath()
      try FileManager.default.copyItem(atPath: source.path, toPath: folder)
      return folder
    }
  }
}

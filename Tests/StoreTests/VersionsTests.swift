import Store
import Testing

extension DatabaseTests {
  @Suite struct VersionsTests {
    private static let cell = StoredAssignment(
      resident: "R1", block: 3, half: nil, rotation: "Ward")

    /// A completed run with two alternatives and a draft.
    private func completedRun(_ connection: DatabaseConnection) async throws -> Int64 {
      let (run, epoch) = try await Sample.recordingRun(connection)
      var results = RunResults()
      var second = Sample.result(rank: 2)
      second.level = "duties"
      results.alternatives = [
        AlternativeRecord(result: Sample.result(rank: 1), assignments: [Self.cell]),
        AlternativeRecord(result: second, assignments: [Self.cell], duties: [1, 2, 3]),
      ]
      var draft = Sample.result(rank: 1, accreditation: 2)
      draft.contentHash = [UInt8](repeating: 99, count: 32)
      results.drafts = [DraftRecord(result: draft, assignments: [Self.cell], violations: [])]
      try await connection.recordResults(
        results, ending: RunTransition(run: run, to: .completed), epoch: epoch)
      return run
    }

    private func hash(_ rank: UInt8) -> [UInt8] { [UInt8](repeating: rank, count: 32) }

    /// Runs a statement that the database must refuse to the owner of its tables.
    private func refuses(_ statement: String, _ address: DatabaseAddress) throws {
      let server = try #require(TestServer.current)
      try server.client(
        "psql",
        [
          "-qd", address.connectionInfo, "-v", "ON_ERROR_STOP=1", "-c",
          """
          DO $$ BEGIN
            \(statement);
            RAISE EXCEPTION 'nothing refused it' USING ERRCODE = 'RT999';
          EXCEPTION WHEN integrity_constraint_violation THEN NULL;
          END $$
          """,
        ])
    }

    @Test func anAcceptedAlternativeIsCopiedWholeAndNumbered() async throws {
      try await TestServer.withDatabase { _, connection in
        let run = try await completedRun(connection)
        let first = try await connection.accept(
          run: run, rank: 2, contentHash: hash(2), note: "fair")
        #expect(first.isNew)
        #expect(first.version.number == 1)
        #expect(first.version.program == "sample")
        #expect(first.version.note == "fair")
        #expect(first.version.programHash == Sample.hash)
        let record = try #require(try await connection.version(id: first.version.id))
        #expect(record.assignments == [Self.cell])
        #expect(record.duties == [1, 2, 3])
        #expect(record.row.result.score == Sample.score(soft: -12))
        let again = try await connection.accept(
          run: run, rank: 2, contentHash: hash(2), note: nil)
        #expect(!again.isNew)
        #expect(again.version.number == 1)
        let second = try await connection.accept(
          run: run, rank: 1, contentHash: hash(1), note: nil)
        #expect(second.version.number == 2)
        #expect(try await connection.versions(limit: 10).map(\.number) == [2, 1])
        #expect(try await connection.versions(number: 2, program: "sample").map(\.run) == [run])
        #expect(try await connection.versions(limit: 10, program: "other").isEmpty)
      }
    }

    @Test func whatWasNotJudgedIsNotAccepted() async throws {
      try await TestServer.withDatabase { _, connection in
        let run = try await completedRun(connection)
        // The draft's content, an alternative recorded anew, and one that is not there.
        for (rank, content) in [(1, hash(99)), (1, hash(7)), (3, hash(3))] as [(Int64, [UInt8])] {
          let code = try await storeErrorCode {
            _ = try await connection.accept(
              run: run, rank: rank, contentHash: content, note: nil)
          }
          #expect(code == .notFound)
        }
        #expect(try await connection.versions(limit: 10).isEmpty)
      }
    }

    @Test func aVersionNeverChangesWhoeverAsks() async throws {
      try await TestServer.withDatabase { address, connection in
        let run = try await completedRun(connection)
        let version = try await connection.accept(
          run: run, rank: 1, contentHash: hash(1), note: nil
        ).version
        for statement in [
          "UPDATE versions SET note = 'x' WHERE id = \(version.id)",
          "UPDATE versions SET soft = 0 WHERE id = \(version.id)",
          "DELETE FROM versions WHERE id = \(version.id)",
          "TRUNCATE versions CASCADE",
          "UPDATE version_assignments SET rotation = 'Clinic'",
          "DELETE FROM version_assignments",
          "TRUNCATE version_assignments",
          "INSERT INTO version_assignments VALUES (\(version.id), 'R2', 1, NULL, 'Ward')",
          "DELETE FROM runs WHERE id = \(run)",
        ] {
          try refuses(statement, address)
        }
        let record = try #require(try await connection.version(id: version.id))
        #expect(record.assignments == [Self.cell])
        #expect(record.row == version)
      }
    }

    @Test func theDatabaseItselfRefusesADraftAsAVersion() async throws {
      try await TestServer.withDatabase { address, connection in
        let run = try await completedRun(connection)
        func insert(_ number: Int, from table: String, rank: Int, hard: String) -> String {
          """
          INSERT INTO versions (program_name, number, program_hash, run_id, rank, accreditation,
            institution, soft, level, verdict, score_by_instance, content_hash, found_by)
          SELECT 'sample', \(number), runs.program_hash, run_id, rank, \(hard), 0, soft, level,
            verdict, score_by_instance, content_hash, found_by
          FROM \(table) JOIN runs ON runs.id = run_id WHERE run_id = \(run) AND rank = \(rank)
          """
        }
        // With its violations, with them denied, and an alternative with a number too far.
        try refuses(insert(1, from: "drafts", rank: 1, hard: "accreditation"), address)
        try refuses(insert(1, from: "drafts", rank: 1, hard: "0"), address)
        try refuses(insert(2, from: "alternatives", rank: 1, hard: "0"), address)
        #expect(try await connection.versions(limit: 10).isEmpty)
      }
    }

    @Test func acceptingAtOnceGivesEachItsOwnNumber() async throws {
      try await TestServer.withDatabase { address, connection in
        let run = try await completedRun(connection)
        let other = try await DatabaseConnection.open(address)
        async let first = connection.accept(run: run, rank: 1, contentHash: hash(1), note: nil)
        async let second = other.accept(run: run, rank: 2, contentHash: hash(2), note: nil)
        let numbers = try await [first.version.number, second.version.number]
        #expect(numbers.sorted() == [1, 2])
        await other.close()
      }
    }
  }
}

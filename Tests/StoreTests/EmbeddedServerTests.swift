import Foundation
import Store
import Testing

extension DatabaseTests {
  /// Each test has a server of its own, because it is the server that is being tested.
  @Suite struct EmbeddedServerTests {
    @Test func itStartsTwiceStopsTwiceAndKeepsItsData() async throws {
      try await withServer { own in
        let address = try await own.server.start()
        let first = try own.processNumber
        try await own.server.start()
        #expect(try own.processNumber == first)
        try await submitARun(address)
        #expect(try await own.server.stop())
        #expect(try await !own.server.stop())
        #expect(!FileManager.default.fileExists(atPath: own.dataFolder + "/postmaster.pid"))
        try await own.server.start()
        #expect(try await runCount(address) == 1)
      }
    }

    @Test func theLastUserStopsIt() async throws {
      try await withServer { own in
        let other = EmbeddedServer(TestServer.settings(own.stateFolder))
        let address = try await own.server.start()
        #expect(try await other.start() == address)
        #expect(try await !own.server.stop(), "another still uses it")
        let connection = try await DatabaseConnection.open(address)
        await connection.close()
        #expect(try await other.stop())
        let code = try await storeErrorCode { _ = try await DatabaseConnection.open(address) }
        #expect(code == .connectionFailed)
      }
    }

    @Test func committedRowsSurviveAKilledPostmaster() async throws {
      try await withServer { own in
        let address = try await own.server.start()
        try await submitARun(address)
        #expect(kill(try own.processNumber, SIGKILL) == 0)
        // A fresh value stands for a fresh process: it finds a stale process file.
        let next = EmbeddedServer(TestServer.settings(own.stateFolder))
        try await next.start()
        // The server may still recover what the kill left: it refuses until it has.
        var count: Int?
        for _ in 0..<100 where count == nil {
          do {
            count = try await runCount(address)
          } catch let error as StoreError
            where error.isTransient || error.code == .connectionFailed
          {
            try await Task.sleep(for: .milliseconds(100))
          }
        }
        #expect(count == 1)
        _ = try await own.server.stop()
        #expect(try await next.stop())
      }
    }

    @Test func aConnectionLostIsTransient() async throws {
      try await withServer { own in
        let connection = try await DatabaseConnection.open(try await own.server.start())
        #expect(try await own.server.stop())
        let error = try await storeError { _ = try await connection.runs() }
        #expect(error?.isTransient == true)
      }
    }

    @Test func aProcessFileThatNamesAStrangerIsStale() async throws {
      try await withServer { own in
        try await own.server.start()
        try await own.server.stop()
        let file = own.dataFolder + "/postmaster.pid"
        // Our own number: alive, and no server.
        let lines = ["\(getpid())", own.dataFolder, "0", "5432", own.socketFolder, "", "", "ready"]
        try (lines.joined(separator: "\n") + "\n")
          .write(toFile: file, atomically: false, encoding: .utf8)
        let address = try await own.server.start()
        #expect(try own.processNumber != getpid())
        let connection = try await DatabaseConnection.open(address)
        await connection.close()
      }
    }

    @Test func aCreationThatBrokeOffIsRepaired() async throws {
      try await withServer { own in
        let unfinished = own.stateFolder + "/server/data.unfinished/base"
        try FileManager.default.createDirectory(
          atPath: unfinished, withIntermediateDirectories: true)
        try "half".write(toFile: unfinished + "/file", atomically: false, encoding: .utf8)
        try await own.server.start()
        #expect(
          !FileManager.default.fileExists(atPath: own.stateFolder + "/server/data.unfinished"))
      }
    }

    @Test func foreignFilesInPlaceOfDataAreLeftAlone() async throws {
      try await withServer { own in
        try FileManager.default.createDirectory(
          atPath: own.dataFolder, withIntermediateDirectories: true)
        try "mine".write(
          toFile: own.dataFolder + "/letter", atomically: false, encoding: .utf8)
        let code = try await storeErrorCode { try await own.server.start() }
        #expect(code == .stateFolderUnusable)
        #expect(FileManager.default.fileExists(atPath: own.dataFolder + "/letter"))
      }
    }

    @Test func itRunsAsAnUnprivilegedUserAndLetsNobodyElseIn() async throws {
      try await withServer { own in
        try await own.server.start()
        let status = try String(
          contentsOfFile: "/proc/\(try own.processNumber)/status", encoding: .utf8)
        let owner = status.split(separator: "\n").first { $0.hasPrefix("Uid:") }
        #expect(owner?.split(separator: "\t")[1] != "0")
        let access = try String(contentsOfFile: own.dataFolder + "/pg_hba.conf", encoding: .utf8)
        #expect(access == "local all all peer map=rota\n")
        let listening = try own.client("psql", ["-Atc", "SHOW listen_addresses", "postgres"])
        #expect(listening == "\n")
        let isSuperuser = try own.client(
          "psql", ["-Atc", "SELECT rolsuper FROM pg_roles WHERE rolname = 'rota'", "postgres"])
        #expect(isSuperuser == "f\n")
      }
    }

    @Test func aSocketPathThatIsTooLongIsRefusedBeforeAnythingIsMade() async throws {
      let folder = "/tmp/" + String(repeating: "long", count: 25)
      let server = EmbeddedServer(TestServer.settings(folder))
      let error = try await storeError { try await server.start() }
      #expect(error?.code == .socketPathTooLong)
      #expect(error?.remedy?.contains("ROTA_STATE") == true)
      #expect(!FileManager.default.fileExists(atPath: folder))
    }

    @Test func theStateFolderFollowsTheEnvironment() {
      typealias Settings = EmbeddedServerSettings
      #expect(Settings.defaultStateFolder(environment: ["ROTA_STATE": "/a/b"]) == "/a/b")
      let user = Settings.defaultStateFolder(environment: ["XDG_STATE_HOME": "/home/x/state"])
      #expect(user == (geteuid() == 0 ? "/var/lib/rota" : "/home/x/state/rota"))
    }

    private func withServer(_ body: (TestServer) async throws -> Void) async throws {
      let own = try TestServer(name: "own")
      let result: Result<Void, any Error>
      do {
        try await body(own)
        result = .success(())
      } catch {
        result = .failure(error)
      }
      try await own.server.stop()
      try own.remove()
      try result.get()
    }

    private func submitARun(_ address: DatabaseAddress) async throws {
      let connection = try await DatabaseConnection.open(address)
      try await Migrator.ofThisVersion().up(connection)
      _ = try await Sample.queuedRun(connection)
      await connection.close()
    }

    private func runCount(_ address: DatabaseAddress) async throws -> Int {
      let connection = try await DatabaseConnection.open(address)
      let runs = try await connection.runs()
      await connection.close()
      return runs.count
    }
  }
}

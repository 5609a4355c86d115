import Store
import Testing

extension DatabaseTests {
  @Suite struct BoundsTests {
    @Test func theBestBoundsOfARunAreKeptWithWhatProvesThem() async throws {
      try await TestServer.withDatabase { _, connection in
        let (run, epoch) = try await Sample.claimedRun(connection)
        #expect(try await connection.bestBound(run: run) == nil)
        for soft in [Int64(-9), 3, 1, 5, 4] {
          try await connection.recordBound(
            StoredBound(run: run, soft: soft, proof: [UInt8(soft + 10)], strategy: "dual"),
            epoch: epoch)
        }
        let best = try #require(try await connection.bestBound(run: run))
        #expect(best == StoredBound(run: run, soft: 5, proof: [15], strategy: "dual"))
        #expect(try await connection.run(run)?.scores.bound?.soft == 5)
      }
    }

    @Test func aWithdrawnBoundIsGoneAndTheTrivialOneStays() async throws {
      try await TestServer.withDatabase { _, connection in
        let (run, epoch) = try await Sample.claimedRun(connection)
        try await connection.recordTrivialBound(-7, run: run, epoch: epoch)
        try await connection.recordBound(
          StoredBound(run: run, soft: 2, proof: [1], strategy: "dual"), epoch: epoch)
        try await connection.withdrawBound(run: run, epoch: epoch)
        #expect(try await connection.bestBound(run: run) == nil)
        let scores = try #require(try await connection.run(run)).scores
        #expect(scores.bound == nil)
        #expect(scores.trivialBound?.soft == -7)
      }
    }

    @Test func aLeaderThatWasTakenOverWritesNoBound() async throws {
      try await TestServer.withDatabase { address, connection in
        let (run, old) = try await Sample.claimedRun(connection)
        try await connection.releaseLeadership()
        let leader = try await DatabaseConnection.open(address)
        _ = try #require(try await leader.tryTakeOver(holder: "two"))
        let code = try await storeErrorCode {
          try await connection.recordBound(
            StoredBound(run: run, soft: 2, proof: [1], strategy: "dual"), epoch: old)
        }
        #expect(code == .superseded)
        #expect(try await leader.bestBound(run: run) == nil)
      }
    }
  }
}

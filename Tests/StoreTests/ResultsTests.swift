import Store
import Testing

extension DatabaseTests {
  @Suite struct ResultsTests {
    @Test func aYearOfAssignmentsIsReadBackAsItWasWritten() async throws {
      // 24 residents × 730 slots would be 17,520 duties; the same count of plan cells, with text
      // that COPY must escape.
      try await TestServer.withDatabase { _, connection in
        let (run, epoch) = try await Sample.recordingRun(connection)
        var assignments: [StoredAssignment] = []
        for resident in 0..<(17_520 / 12) {
          for block in 1...12 as ClosedRange<Int16> {
            assignments.append(
              StoredAssignment(
                resident: "R\(10_000 + resident)", block: block,
                half: resident % 2 == 0 ? nil : 1, rotation: "Ward\t\\N\n\(block)"))
          }
        }
        #expect(assignments.count == 17_520)
        var results = RunResults()
        results.alternatives = [
          AlternativeRecord(result: Sample.result(rank: 1), assignments: assignments)
        ]
        try await connection.recordResults(
          results, ending: RunTransition(run: run, to: .completed), epoch: epoch)
        let stored = try #require(try await connection.alternative(run: run, rank: 1))
        #expect(stored.assignments == assignments)
        #expect(stored.result.score == Sample.score(soft: -12))
        #expect(stored.result.scoreByInstance == "{\"nights-even\": 3}")
        #expect(try await connection.run(run)?.state == .completed)
      }
    }

    @Test func anAlternativeWithAHardViolationIsRefusedByTheDatabase() async throws {
      try await TestServer.withDatabase { _, connection in
        let (run, epoch) = try await Sample.recordingRun(connection)
        var results = RunResults()
        results.alternatives = [
          AlternativeRecord(result: Sample.result(rank: 1), assignments: []),
          AlternativeRecord(result: Sample.result(rank: 2, accreditation: 1), assignments: []),
        ]
        let refused = results
        let code = try await storeErrorCode {
          try await connection.recordResults(
            refused, ending: RunTransition(run: run, to: .completed), epoch: epoch)
        }
        #expect(code == .constraintViolated)
        // Nothing of the transaction stays: neither the good alternative nor the state.
        #expect(try await connection.alternatives(run: run).isEmpty)
        #expect(try await connection.run(run)?.state == .recording)
      }
    }

    @Test func aDraftKeepsItsViolations() async throws {
      try await TestServer.withDatabase { _, connection in
        let (run, epoch) = try await Sample.recordingRun(connection)
        let cell = StoredAssignment(resident: "R1", block: 3, half: nil, rotation: "Ward")
        let violation = StoredViolation(
          ruleInstance: "ward-cover", person: nil, place: "block 3", amount: 2,
          level: "accreditation", explanation: "2 of 4 present")
        var results = RunResults()
        results.drafts = [
          DraftRecord(
            result: Sample.result(rank: 1, accreditation: 2), assignments: [cell],
            violations: [violation])
        ]
        try await connection.recordResults(
          results,
          ending: RunTransition(run: run, to: .degraded, reason: "no valid plan was found"),
          epoch: epoch)
        let draft = try #require(try await connection.drafts(run: run).first)
        #expect(draft.assignments == [cell])
        #expect(draft.violations == [violation])
        #expect(try await connection.alternatives(run: run).isEmpty)
      }
    }

    @Test func twoRotationsForOneCellAreRefused() async throws {
      try await TestServer.withDatabase { _, connection in
        let (run, epoch) = try await Sample.recordingRun(connection)
        var results = RunResults()
        results.alternatives = [
          AlternativeRecord(
            result: Sample.result(rank: 1),
            assignments: ["Ward", "Clinic"].map {
              StoredAssignment(resident: "R1", block: 3, half: nil, rotation: $0)
            })
        ]
        let refused = results
        let code = try await storeErrorCode {
          try await connection.recordResults(
            refused, ending: RunTransition(run: run, to: .completed), epoch: epoch)
        }
        #expect(code == .constraintViolated)
      }
    }

    @Test func benchmarkAnswersAreKeptInTheirOwnFormat() async throws {
      try await TestServer.withDatabase { _, connection in
        try await connection.storeInstance(
          StoredInstance(
            contentHash: Sample.hash, format: "nrp", name: "instance 1", body: [4, 34, 77, 24, 0],
            bodyBytes: 9))
        #expect(
          try await connection.instance(contentHash: Sample.hash)?.body == [4, 34, 77, 24, 0])
        var submission = Sample.submission()
        submission.kind = .benchmark
        let run = try await connection.submitRun(submission).id
        let epoch = try #require(try await connection.tryTakeOver(holder: "test"))
        _ = try await connection.claimNextRun(epoch: epoch)
        for state in [RunState.planning, .recording] {
          try await connection.changeState(RunTransition(run: run, to: state), epoch: epoch)
        }
        let answer = BenchmarkAnswer(
          rank: 1, score: Sample.score(soft: 607), body: "A,D,,E\n", contentHash: Sample.hash,
          foundBy: "annealing")
        var results = RunResults()
        results.benchmarkAnswers = [answer]
        try await connection.recordResults(
          results, ending: RunTransition(run: run, to: .completed), epoch: epoch)
        #expect(try await connection.benchmarkAnswers(run: run) == [answer])
      }
    }

    @Test func aTextWithAZeroByteIsRefusedRatherThanCutOff() async throws {
      try await TestServer.withDatabase { _, connection in
        let code = try await storeErrorCode {
          try await connection.storeProgram(
            StoredProgram(contentHash: Sample.hash, name: "a\0b", canonical: "{}"))
        }
        #expect(code == .statementFailed)
      }
    }
  }
}

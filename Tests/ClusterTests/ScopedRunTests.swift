import Compression
import Domain
import Formats
import Foundation
import Measures
import Rules
import SampleProgrammes
import Store
import Testing
import Validation

extension ClusterLayer {
  /// Versions, runs from them, and what stays.
  struct ScopedRunTests {
    /// The changes that `rota schedules diff --format json` lists.
    private struct Difference: Decodable {
      struct Change: Decodable {
        var person: String
        var level: String
        var first: String
        var last: String
      }

      var changedCells: Int
      var changes: [Change]
    }

    /// A programme with its planted year in a folder, and that year as the alternative of a run.
    private func plantedRun(_ stage: Stage) async throws -> (folder: String, run: Int64) {
      let sample = try SampleProgramme.make(SampleRequest(size: .s24, tightness: .normal))
      let program = sample.program
      let folder = stage.folder + "/programme"
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: false)
      for (name, text) in ProgramWriter.files(of: program) {
        try text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
      }
      let canonical = try CanonicalProgram.encode(program)
      let hash = [UInt8](repeating: 9, count: 32)
      // A connection of its own: while it is open, it leads.
      let connection = try await DatabaseConnection.open(stage.address)
      try await connection.storeProgram(
        StoredProgram(
          contentHash: hash, name: program.facts.name,
          canonical: String(decoding: canonical, as: UTF8.self)))
      let run = try await connection.submitRun(
        RunSubmission(
          kind: .program, inputHash: hash, settings: "{\"alternatives\": 1}", seed: 1,
          budget: RunBudget(seconds: 1), softwareVersion: "test")
      ).id
      let epoch = try #require(try await connection.tryTakeOver(holder: "test"))
      _ = try await connection.claimNextRun(epoch: epoch)
      for state in [RunState.planning, .recording] {
        try await connection.changeState(RunTransition(run: run, to: state), epoch: epoch)
      }
      var results = RunResults()
      results.alternatives = [try record(of: sample.planted, in: program)]
      try await connection.recordResults(
        results, ending: RunTransition(run: run, to: .completed), epoch: epoch)
      await connection.close()
      return (folder, run)
    }

    private func record(
      of year: YearSchedule, in program: Program
    ) throws -> AlternativeRecord {
      let verdict = try #require(DutyJudge(program: program)).verdict(on: year)
      var result = StoredResult(
        rank: 1,
        score: StoredScore(
          accreditation: Int64(verdict.score.accreditation),
          institution: Int64(verdict.score.institution), soft: Int64(verdict.score.soft)),
        level: "duties", contentHash: [UInt8](repeating: 5, count: 32), foundBy: "planted")
      result.quality = 0.5
      let columns = program.facts.planColumns
      let assignments = program.facts.residents.enumerated().flatMap { row, resident in
        columns.enumerated().map { index, column in
          StoredAssignment(
            resident: resident.id.rawValue, block: Int16(column.block),
            half: column.half.map { Int16($0) },
            rotation: program.facts.rotations[year.plan[row, index]].id.rawValue)
        }
      }
      return AlternativeRecord(
        result: result, assignments: assignments,
        duties: LZ4Frame.compress(Array(try JSONEncoder().encode(YearDocument(year)))))
    }

    private func succeed(_ stage: Stage, _ arguments: [String]) async throws -> String {
      let end = try await stage.run(arguments)
      #expect(end.status == 0, "\(arguments): \(end.output)\(end.errors)")
      return end.output
    }

    @Test func aRunFromAVersionMovesNothingOutsideItsScope() async throws {
      try await Stage.with { stage in
        let (folder, run) = try await plantedRun(stage)
        let accepted = try await succeed(
          stage, ["schedules", "accept", "\(run)", "--note", "first"])
        #expect(accepted.contains("version 1"))

        let ports = try Stage.freePorts()
        _ = try stage.coordinator(ports)
        _ = try stage.node("one", ports)
        let block = "3"
        let first = try await stage.run([
          "generate", folder, "--from", "1", "--block", block, "--keep-plan", "--nodes", "0",
          "--budget", "8s", "--json",
        ])
        // The version itself is valid, so that something valid is always found.
        #expect(first.status == 0, "\(first.errors)")
        let scoped = try await stage.newestRun(after: run)
        _ = try await succeed(stage, ["verify", "\(scoped)"])
        _ = try await succeed(stage, ["schedules", "accept", "\(scoped)"])
        let shown = try await succeed(stage, ["schedules", "show", "last"])
        #expect(shown.contains("started from version 1"), "\(shown)")

        let text = try await succeed(stage, ["schedules", "diff", "1", "2", "--format", "json"])
        let difference = try JSONDecoder().decode(Difference.self, from: Data(text.utf8))
        let program = try ProgramReader.read(folder: folder)
        let dates = program.facts.calendar.blocks[2]
        for change in difference.changes {
          #expect(change.level == "duties")
          #expect(change.first >= "\(dates.first)" && change.last <= "\(dates.last)", "\(change)")
        }

        // With the plan free as well there is still a valid year: the version's, or a better one.
        let people = program.facts.residents.prefix(3).map(\.id.rawValue)
        let second = try await stage.run([
          "generate", folder, "--from", "2", "--people", people.joined(separator: ","),
          "--nodes", "0", "--budget", "8s", "--json",
        ])
        #expect(second.status == 0, "\(second.errors)")
        _ = try await succeed(stage, ["schedules", "accept", "last"])
        let later = try await succeed(stage, ["schedules", "diff", "2", "3", "--format", "json"])
        let moved = try JSONDecoder().decode(Difference.self, from: Data(later.utf8)).changes
        #expect(moved.allSatisfy { people.contains($0.person) }, "\(moved)")
      }
    }

    @Test func aScopeThatIsNoneIsRefusedBeforeAnyRun() async throws {
      try await Stage.with { stage in
        let (folder, run) = try await plantedRun(stage)
        _ = try await succeed(stage, ["schedules", "accept", "\(run)"])
        for (arguments, status) in [
          (["--from", "2"], 2), (["--from", "1", "--people", "Nobody"], 2),
          (["--from", "1", "--block", "99"], 2),
          (["--from", "1", "--dates", "1999-01-01"], 2), (["--block", "2", "--dates", "2026"], 64),
          (["--people", "R1"], 64), (["--from", "1", "--level", "plan", "--keep-plan"], 2),
          (["--level", "plan", "--without", "polish"], 2),
        ] as [([String], Int32)] {
          let end = try await stage.run(["generate", folder, "--nodes", "0"] + arguments)
          #expect(end.status == status, "\(arguments): \(end.errors)")
        }
        #expect(try await stage.newestRun() == run)
      }
    }
  }
}

import Benchmarking
import Compilation
import Compression
import Coordinator
import Diagnosis
import Formats
import Foundation
import Grid
import Hashing
import Rules
import Store

/// An instance of the public shift-scheduling format as a run's input, judged by its own judge.
struct ShiftInput: RunInput {
  let instance: ShiftInstance
  let grid: DenseGrid

  init(_ text: String) throws {
    do {
      instance = try ShiftInstanceReader.read(text)
    } catch {
      throw UnusableInput(
        reason: error.description, remedy: "Correct the instance file and submit it again.")
    }
    grid = ShiftGrid.compile(instance)
  }

  func judged(_ answer: GridAnswer, rank: Int, foundBy: String) throws -> JudgedAnswer {
    let roster = ShiftGrid.roster(from: answer)
    let verdict = ShiftRosterJudge(instance: instance).verdict(on: roster)
    let body = ShiftRosterFile.write(roster, of: instance, layout: .csv)
    let hash = ContentHash.of(Array(body.utf8)).bytes
    let score = StoredScore(
      accreditation: 0, institution: Int64(verdict.violations.count), soft: Int64(verdict.cost))
    guard !verdict.violations.isEmpty else {
      return .benchmark(
        BenchmarkAnswer(
          rank: Int64(rank), score: score, body: body, contentHash: hash, foundBy: foundBy))
    }
    let violations = verdict.violations.map { violation in
      StoredViolation(
        ruleInstance: "format", person: nil, place: "roster", amount: 1, level: "institution",
        explanation: "\(violation)")
    }
    return .draft(
      DraftRecord(
        result: StoredResult(
          rank: Int64(rank), score: score, level: "plan", contentHash: hash, foundBy: foundBy),
        assignments: [], violations: violations, body: body))
  }
}

/// Every input that this program can read, for the coordinator.
enum InputReaders {
  /// The name under which instances of the public shift-scheduling format are stored.
  static let shiftFormat = "shift-scheduling"
  /// Largest instance file: the largest public one has 600 kB.
  static let instanceBytesMax = 16 << 20

  static let all = RunInputReader(
    program: { stored, settings, past in
      try YearStages.stage(
        of: try CanonicalProgram.decode(Array(stored.canonical.utf8)), settings,
        after: past.ended,
        from: try past.base.map { try StoredPlan($0.version, $0.program).named })
    },
    contradiction: { stored, settings, base, isAbandoned in
      // Duties under a plan that is given do not ask whether there is another year.
      guard settings.duties == nil else { return nil }
      let program = try CanonicalProgram.decode(Array(stored.canonical.utf8))
      if let base, let origin = settings.origin {
        let version = try StoredPlan(base.version, base.program).named
        let start = RunStart(version: version, origin: origin)
        return try Self.contradiction(program, settings, start, isAbandoned)
      }
      var course = try DiagnosisCourse(program, isAbandoned: isAbandoned)
      course.residentOutlook = {
        // A programme without a course is looked at there as far as it can be.
        try? YearStages.residentOutlook(program, settings)
      }
      return try course.counting(planOnly: settings.level == .plan).contradiction
    },
    prepare: { stored, settings in
      try YearStages.prepare(
        try CanonicalProgram.decode(Array(stored.canonical.utf8)), settings)
    },
    benchmark: { stored in
      guard stored.format == shiftFormat else {
        throw UnusableInput(
          reason: "The format \(stored.format) is not known here.",
          remedy: "Use a coordinator of the version that submitted the run.")
      }
      let bytes = try LZ4Frame.decompress(stored.body, limit: instanceBytesMax)
      return try ShiftInput(String(decoding: bytes, as: UTF8.self))
    })
  /// Why a version's plan that the programme no longer allows cannot be mended within the scope.
  private static func contradiction(
    _ program: Program, _ settings: RunSettings, _ start: RunStart,
    _ isAbandoned: @escaping @Sendable () -> Bool
  ) throws -> Contradiction? {
    let first = try YearStages.stage(of: program, settings, after: [], from: start.version)
    // A plan that still keeps its rules needs no search for a reason why none does.
    guard first.level == .plan, !first.isOptional else { return nil }
    let scoped = try ScopedYear(
      start.version, scope: start.origin.scope, keepsPlan: start.origin.keepsPlan, in: program)
    var found = try DiagnosisCourse(scoped.locking(program), isAbandoned: isAbandoned)
      .counting(planOnly: true).contradiction
    found?.remedy =
      "Widen the scope, or let one of these rules give way: what stays of version"
      + " \(start.origin.number) counts as locked."
    return found
  }
}

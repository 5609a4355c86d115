import Compilation
import Compression
import Domain
import Hashing
import Measures
import Rules
import Store
import Validation

/// Puts whole years, both levels, before the judge, and words them as records.
struct YearJudging: Sendable {
  private let program: Program
  private let judge: DutyJudge

  init(_ program: Program, _ judge: DutyJudge) {
    self.program = program
    self.judge = judge
  }

  /// A year judged from scratch.
  func judged(_ schedule: YearSchedule, rank: Int, foundBy: String) throws -> JudgedAnswer {
    let verdict = judge.verdict(on: schedule)
    let document = Array(try ResultText.json(YearDocument(schedule)).utf8)
    var result = StoredResult(
      rank: Int64(rank), score: StoredScore(verdict.score), level: "duties",
      contentHash: ContentHash.of(document).bytes, foundBy: foundBy)
    result.verdict = try ResultText.json(verdict)
    let quality = judge.quality(of: verdict, on: schedule)
    result.quality = quality.value
    result.scoreByInstance = try ResultText.scoreByInstance(verdict)
    let assignments = ResultText.assignments(of: schedule.plan, program.facts)
    let duties = LZ4Frame.compress(document)
    guard !verdict.isValid else {
      let components = judge.components(of: quality, on: schedule)
      result.components = try ResultText.json(components)
      return .alternative(
        AlternativeRecord(result: result, assignments: assignments, duties: duties), components)
    }
    return .draft(
      DraftRecord(
        result: result, assignments: assignments,
        violations: verdict.violations.filter { $0.severity != .soft }.map(ResultText.stored),
        duties: duties))
  }
}

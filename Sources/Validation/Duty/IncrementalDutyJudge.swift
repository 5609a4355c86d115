package import Domain
package import Measures
import Rules

/// Judges a schedule once and then every change of a few duty cells, judging again only the people
/// and dates that the change touches. Its verdict always equals the one from scratch.
///
/// - Complexity: a change costs, for each instance over people, one row; for each over slots, one
///   date; for fairness one row and one comparison of amounts.
package struct IncrementalDutyJudge {
  /// A new activity in one duty cell.
  package struct Change: Sendable, Hashable {
    package var row: Int
    /// Column of the duty schedule.
    package var column: Int
    /// Position of an activity that may stand there.
    package var activity: Int

    package init(row: Int, column: Int, activity: Int) {
      self.row = row
      self.column = column
      self.activity = activity
    }
  }

  /// What one instance finds, part by part, and the units of it that count.
  private struct Found {
    var parts: [[DutyFinding]]
    var amounts: [Int]
    var units: Int
  }

  /// The schedule as it stands.
  package private(set) var schedule: YearSchedule
  /// The score of ``schedule``.
  package private(set) var score: Score

  private let judge: DutyJudge
  private let plan: Verdict
  private var timeline: DutyTimeline
  private var found: [Found]

  /// Judges a schedule from scratch; nil when it has not the programme's shape.
  package init?(judge: DutyJudge, schedule: YearSchedule) {
    guard judge.isShaped(schedule) else { return nil }
    self.judge = judge
    self.schedule = schedule
    plan = judge.planJudge.verdict(on: schedule.plan)
    score = plan.score
    timeline = DutyTimeline(people: judge.people, schedule: schedule)
    found = []
    for entry in judge.instances {
      let judged = JudgedDuties(timeline: timeline, scope: entry.scope)
      var own = Found(parts: [], amounts: [], units: 0)
      if let check = entry.check as? any DutyAmountCheck {
        own.amounts = entry.scope.rows.map { check.amount(of: $0, in: judged) }
      }
      own.parts = entry.check.parts(of: judged).map { entry.check.findings(in: $0, of: judged) }
      own.units = own.parts.reduce(0) { $0 + units(of: $1, entry) }
      score[entry.instance.severity.scoreLevel] += own.units * entry.instance.severity.weight
      found.append(own)
    }
  }

  /// The verdict on ``schedule``.
  ///
  /// - Complexity: O(violations).
  package var verdict: Verdict {
    judge.verdict(plan: plan, findings: found.map { $0.parts.flatMap { $0 } })
  }

  /// Makes some changes, in order, and judges what they touch.
  ///
  /// - Precondition: rows, columns and activities are the programme's, and each activity may stand
  ///   in its part.
  package mutating func apply(_ changes: [Change]) {
    var rows: Set<Int> = []
    var days: Set<Int> = []
    for change in changes {
      let slot = schedule.duties.slot(at: change.column)
      precondition(
        judge.people.duty.activities[change.activity].parts[slot.part.rawValue],
        "\(judge.people.duty.activities[change.activity].id) may not stand on \(slot)")
      schedule.duties[change.row, change.column] = change.activity
      let day = slot.date - timeline.first
      timeline.put(change.activity, change.row, day, slot.part)
      rows.insert(change.row)
      days.insert(day)
    }
    for index in found.indices { update(index, rows: rows.sorted(), days: days.sorted()) }
  }

  private mutating func update(_ index: Int, rows: [Int], days: [Int]) {
    let entry = judge.instances[index]
    let judged = JudgedDuties(timeline: timeline, scope: entry.scope)
    switch type(of: entry.check).reach {
    case .serviceWeeks: return
    case .person:
      for row in rows {
        guard let place = entry.scope.place(of: row) else { continue }
        replace(index, part: place, by: entry.check.findings(in: row, of: judged), entry)
      }
    case .date:
      for day in days {
        replace(
          index, part: day - timeline.horizon.lowerBound,
          by: entry.check.findings(in: day, of: judged), entry)
      }
    case .amounts:
      guard let check = entry.check as? any DutyAmountCheck else { return }
      for row in rows {
        guard let place = entry.scope.place(of: row) else { continue }
        found[index].amounts[place] = check.amount(of: row, in: judged)
      }
      replace(
        index, part: 0, by: check.findings(from: found[index].amounts, in: judged), entry)
    }
  }

  private mutating func replace(
    _ index: Int, part: Int, by findings: [DutyFinding], _ entry: DutyJudge.Instance
  ) {
    let change = units(of: findings, entry) - units(of: found[index].parts[part], entry)
    found[index].parts[part] = findings
    found[index].units += change
    score[entry.instance.severity.scoreLevel] += change * entry.instance.severity.weight
  }

  private func units(of findings: [DutyFinding], _ entry: DutyJudge.Instance) -> Int {
    findings.reduce(0) { $0 + (judge.isRelaxed($1, entry) ? 0 : $1.amount) }
  }
}

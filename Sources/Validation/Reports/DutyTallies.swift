package import Domain
import Rules

extension DutyJudge {
  /// What each person has had by the end of a schedule of what fairness rules share out, earlier
  /// tallies included: where the next year's fairness starts.
  ///
  /// In the order of the instances, then of the people in their scope. Empty for a schedule that
  /// has not the programme's shape.
  ///
  /// - Complexity: O(fairness instances × people × cells).
  package func tallies(after schedule: YearSchedule) -> [Tally] {
    guard isShaped(schedule) else { return [] }
    let timeline = DutyTimeline(people: people, schedule: schedule)
    return instances.flatMap { entry -> [Tally] in
      guard case .dutyFairness(let rule) = entry.instance.rule else { return [] }
      let name = entry.instance.id.rawValue
      var before: [PersonID: Int] = [:]
      for tally in people.duty.tallies where tally.measure == name {
        before[tally.person, default: 0] += tally.amount
      }
      let judged = JudgedDuties(timeline: timeline, scope: entry.scope)
      let selector = DutySelector(rule.selection, in: people)
      return entry.scope.rows.map { row in
        let cells = judged.cells(selector, of: row, in: judged.horizon)
        let person = people.ids[row]
        return Tally(
          person: person, measure: name,
          amount: rule.measure.amount(of: cells, row, in: judged) + (before[person] ?? 0))
      }
    }
  }
}

package import Domain
import Measures
import Rules

/// What people want to know of a schedule besides its verdict: values only, no text.
///
/// - Complexity: O(people × cells × cover instances).
package struct ScheduleReport: Sendable, Hashable, Codable {
  /// How many people each slot has and needs, for each cover instance in the programme's order.
  package var coverage: [InstanceCoverage]
  /// What each person has of what should be shared out fairly, by group.
  package var fairness: FairnessReport
  /// What was asked for and what was granted.
  package var preferences: [PersonPreferences]
  /// Hours by week and the heaviest four weeks, residents first.
  package var hours: [PersonHours]

  /// Reads a schedule; nil when the programme has no duty level or the schedule not its shape.
  package init?(judge: DutyJudge, schedule: YearSchedule) {
    guard judge.isShaped(schedule) else { return nil }
    let timeline = DutyTimeline(people: judge.people, schedule: schedule)
    coverage = judge.instances.compactMap {
      InstanceCoverage($0, JudgedDuties(timeline: timeline, scope: $0.scope))
    }
    let everybody = JudgedDuties(
      timeline: timeline,
      scope: DutyScope(RuleScope(), people: judge.people, plan: PlanFacts(judge.program.facts)))
    fairness = FairnessReport(everybody)
    preferences = PersonPreferences.all(everybody)
    hours = everybody.scope.rows.map { PersonHours(of: $0, everybody) }
  }
}

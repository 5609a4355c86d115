package import Domain
package import Rules

/// The slots that one cover instance speaks of.
package struct InstanceCoverage: Sendable, Hashable, Codable {
  /// One slot: who is there and who should be.
  package struct Slot: Sendable, Hashable, Codable {
    package var slot: DutySlot
    /// People on the activities.
    package var filled: Int

    package init(slot: DutySlot, filled: Int) {
      self.slot = slot
      self.filled = filled
    }
  }

  package var instance: RuleInstanceID
  package var severity: Severity.Level
  /// Activities that count; empty for every duty.
  package var activities: [ActivityID]
  /// People required in each slot.
  package var required: Int
  /// People allowed in each slot; nil for any number.
  package var allowed: Int?
  /// In order of time.
  package var slots: [Slot]

  /// People required in all slots.
  package var requiredTotal: Int { required * slots.count }

  /// Required places that are filled.
  package var filledTotal: Int { slots.reduce(0) { $0 + min(required, $1.filled) } }

  /// Slots with fewer people than required.
  package var gaps: [Slot] { slots.filter { $0.filled < required } }

  /// Counts the slots of a cover instance; nil for an instance of another rule type.
  init?(_ entry: DutyJudge.Instance, _ judged: JudgedDuties) {
    guard case .dutyCover(let rule) = entry.instance.rule else { return nil }
    instance = entry.instance.id
    severity = entry.instance.severity.level
    activities = rule.selection.activities
    required = rule.minimum
    allowed = rule.maximum
    let selector = DutySelector(rule.selection, in: judged.people)
    slots = []
    for day in judged.horizon where entry.scope.holds(judged.date(day)) {
      for part in DayPart.allCases where selector.covers(day, part, in: judged.timeline) {
        let filled = judged.rows(selector, day, part).count
        slots.append(Slot(slot: DutySlot(date: judged.date(day), part: part), filled: filled))
      }
    }
  }
}

import Domain
import Rules

/// Reads the fields of one duty rule by its type.
struct DutyRuleReader {
  /// One rule type: its name, whether it is soft unless stated otherwise, how its fields are read.
  struct RuleType: Sendable {
    var id: String
    var isSoft = false
    /// Nil after a fault.
    var read: @Sendable (DutyRuleReader) -> AnyDutyRule?
  }

  let draft: DutyDraft
  let fields: YAMLFields

  /// Every type of the catalogue.
  static let types: [RuleType] = [
    RuleType(id: PatternHonoured.id.rawValue) { $0.patternHonoured() },
    RuleType(id: AbsenceHonoured.id.rawValue) {
      $0.duration("overrun", in: 0...1440, default: 0).map {
        .absenceHonoured(AbsenceHonoured(overrun: $0))
      }
    },
    RuleType(id: CredentialRequired.id.rawValue) { _ in .credentialRequired(CredentialRequired()) },
    RuleType(id: LockedDutiesHonoured.id.rawValue) { _ in .lockedDuties(LockedDutiesHonoured()) },
    RuleType(id: NoOverlap.id.rawValue) { _ in .noOverlap(NoOverlap()) },
    RuleType(id: EligibleActivities.id.rawValue) { $0.eligibleActivities() },
    RuleType(id: AveragedHours.id.rawValue) { $0.averagedHours() },
    RuleType(id: DaysFree.id.rawValue) { $0.daysFree() },
    RuleType(id: StretchLimit.id.rawValue) { $0.stretchLimit() },
    RuleType(id: RestAfter.id.rawValue) { $0.restAfter() },
    RuleType(id: DutyCount.id.rawValue) { $0.dutyCount() },
    RuleType(id: ConsecutiveDuty.id.rawValue) { $0.consecutiveDuty() },
    RuleType(id: DutyCover.id.rawValue) { $0.dutyCover() },
    RuleType(id: Supervision.id.rawValue) { $0.supervision() },
    RuleType(id: DutySuccession.id.rawValue) { $0.dutySuccession() },
    RuleType(id: DutySpacing.id.rawValue, isSoft: true) { $0.dutySpacing() },
    RuleType(id: DutyFairness.id.rawValue, isSoft: true) { $0.dutyFairness() },
    RuleType(id: DutyWishes.id.rawValue, isSoft: true) { $0.dutyWishes() },
    RuleType(id: Pairing.id.rawValue, isSoft: true) { $0.pairing() },
    RuleType(id: ServiceWeekCover.id.rawValue) { $0.serviceWeekCover() },
    RuleType(id: ServiceWeekCount.id.rawValue) { $0.serviceWeekCount() },
    RuleType(id: ServiceWeekSpacing.id.rawValue) { $0.serviceWeekSpacing() },
    RuleType(id: AfterServiceWeek.id.rawValue) { $0.afterServiceWeek() },
  ]

  // MARK: Fields

  func duration(_ name: String, in range: ClosedRange<Int>, default value: Int? = nil) -> Int? {
    if let value, fields.optional(name) == nil { return value }
    return fields.required(name)?.duration(in: range)
  }

  func whole(_ name: String, in range: ClosedRange<Int>, default value: Int? = nil) -> Int? {
    if let value, fields.optional(name) == nil { return value }
    return fields.required(name)?.whole(in: range)
  }

  func flag(_ name: String, default value: Bool) -> Bool? {
    fields.optional(name).map { $0.flag() } ?? value
  }

  func word<Word: RawRepresentable & CaseIterable>(
    _ name: String, default value: Word
  ) -> Word? where Word.RawValue == String {
    fields.optional(name).map { $0.word(Word.allCases.map { ($0.rawValue, $0) }) } ?? value
  }

  /// Activities of a field that may be left out for all; nil after a fault.
  func activities(_ name: String, in fields: YAMLFields? = nil) -> [ActivityID]? {
    guard let value = (fields ?? self.fields).optional(name) else { return [] }
    return draft.activities(value)
  }

  func requiredActivities(_ name: String, in fields: YAMLFields? = nil) -> [ActivityID]? {
    draft.activities((fields ?? self.fields).required(name))
  }

  /// Activities, parts, days and holidays; nil after a fault.
  func selection(in other: YAMLFields? = nil, needsActivities: Bool = false) -> DutySelection? {
    let fields = other ?? fields
    let before = draft.faults.faults.count
    var result = DutySelection()
    let single = fields.optional("activity")
    if let value = single ?? fields.optional("activities") {
      result.activities = draft.activities(value) ?? []
    } else if needsActivities {
      _ = fields.required("activities")
    }
    result.parts = fields.optional("parts")?.dayParts() ?? []
    result.weekdays = fields.optional("days")?.weekdays() ?? []
    result.onHolidays = fields.optional("holidays")?.word([("only", true), ("never", false)])
    return draft.faults.faults.count == before ? result : nil
  }

  /// `exactly`, `min`, `max` as whole numbers; nil after a fault.
  func bounds(
    in range: ClosedRange<Int> = 0...1_000_000
  ) -> (minimum: Int?, maximum: Int?)? {
    draft.program.bounds(fields) { $0.whole(in: range) }
  }
}

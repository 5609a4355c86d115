import Domain
import Rules

/// One function for each rule type; all return nil after a fault.
extension DutyRuleReader {
  func patternHonoured() -> AnyDutyRule? {
    guard let value = fields.required("filler"), let name = value.text() else { return nil }
    return draft.activity(name, at: value.location).map {
      .patternHonoured(PatternHonoured(filler: $0))
    }
  }

  func eligibleActivities() -> AnyDutyRule? {
    let selection = selection(needsActivities: true)
    let isAllowed = fields.required("mode")?.word([("only", true), ("never", false)])
    let outside = flag("outside_available_days", default: false)
    guard let selection, let isAllowed, let outside else { return nil }
    return .eligibleActivities(
      EligibleActivities(
        selection: selection, isAllowed: isAllowed, outsideAvailableDays: outside))
  }

  func averagedHours() -> AnyDutyRule? {
    let weekly = duration("weekly", in: 1...10_080)
    let weeks = whole("weeks", in: 1...13, default: 4)
    let windows: WindowKind? = word("windows", default: .rolling)
    let adjusts = flag("leave_adjusted", default: true)
    guard let weekly, let weeks, let windows, let adjusts else { return nil }
    return .averagedHours(
      AveragedHours(
        weeklyMinutes: weekly, windowWeeks: weeks, windows: windows, adjustsForLeave: adjusts))
  }

  func daysFree() -> AnyDutyRule? {
    let window = whole("window", in: 7...91, default: 28)
    let minimum = whole("min", in: 1...91, default: 4)
    let measure: FreeDayMeasure? = word("measure", default: .continuous24Hours)
    let windows: WindowKind? = word("windows", default: .rolling)
    let adjusts = flag("leave_adjusted", default: true)
    guard let window, let minimum, let measure, let windows, let adjusts else { return nil }
    return .daysFree(
      DaysFree(
        windowDays: window, minimum: minimum, measure: measure, windows: windows,
        adjustsForLeave: adjusts))
  }

  func stretchLimit() -> AnyDutyRule? {
    let maximum = duration("max", in: 1...10_080)
    let joining = duration("joining", in: 1...1440, default: 90)
    let activities = activities("activities")
    guard let maximum, let joining, let activities else { return nil }
    return .stretchLimit(
      StretchLimit(maximumMinutes: maximum, joiningMinutes: joining, activities: activities))
  }

  func restAfter() -> AnyDutyRule? {
    let after = activities("after")
    let rest = duration("rest", in: 1...10_080)
    let before = activities("before")
    let stretch = duration("after_stretch", in: 0...10_080, default: 0)
    let joining = duration("joining", in: 0...1440, default: 90)
    guard let after, let rest, let before, let stretch, let joining else { return nil }
    return .restAfter(
      RestAfter(
        after: after, restMinutes: rest, before: before, stretchMinutes: stretch,
        joiningMinutes: joining))
  }

  func dutyCount() -> AnyDutyRule? {
    let selection = selection()
    let measure: DutyMeasure? = word("measure", default: .cells)
    let period = period()
    let bounds = bounds()
    let adjusts = flag("leave_adjusted", default: false)
    guard let selection, let measure, let period, let bounds, let adjusts else { return nil }
    return .dutyCount(
      DutyCount(
        selection: selection, measure: measure, period: period, minimum: bounds.minimum ?? 0,
        maximum: bounds.maximum, adjustsForLeave: adjusts))
  }

  private func period() -> DutyPeriod? {
    guard let value = fields.required("period") else { return nil }
    if let text = value.scalarText, let days = Int(text) {
      guard (2...364).contains(days) else { return value.whole(in: 2...364).map { _ in .year } }
      return .rolling(days: days)
    }
    return value.word([
      ("year", DutyPeriod.year), ("block", .block), ("week", .week), ("month", .month),
    ])
  }

  func consecutiveDuty() -> AnyDutyRule? {
    let selection = selection()
    let unit: RunUnit? = word("unit", default: .days)
    let bounds = bounds(in: 1...366)
    guard let selection, let unit, let bounds else { return nil }
    return .consecutiveDuty(
      ConsecutiveDuty(
        selection: selection, unit: unit, minimum: bounds.minimum ?? 1, maximum: bounds.maximum))
  }

  func dutyCover() -> AnyDutyRule? {
    let selection = selection(needsActivities: true)
    let bounds = bounds()
    guard let selection, let bounds else { return nil }
    return .dutyCover(
      DutyCover(selection: selection, minimum: bounds.minimum ?? 0, maximum: bounds.maximum))
  }

  func supervision() -> AnyDutyRule? {
    let before = draft.faults.faults.count
    let demand = (fields.required("demand")?.items() ?? []).compactMap { self.demand($0) }
    let supply = (fields.required("supply")?.items() ?? []).compactMap { self.supply($0) }
    let each = whole("per_supervisor", in: 1...1000, default: 4)
    guard draft.faults.faults.count == before, let each else { return nil }
    return .supervision(Supervision(demand: demand, supply: supply, perSupervisor: each))
  }

  private func demand(_ value: YAMLValue) -> SupervisionDemand? {
    guard let fields = value.fields() else { return nil }
    let activities = requiredActivities("activities", in: fields)
    let levels = draft.program.list(fields.optional("levels"), draft.program.level)
    let units = fields.required("units")?.whole(in: 1...1000)
    fields.finish()
    guard let activities, let units else { return nil }
    return SupervisionDemand(activities: activities, levels: levels, units: units)
  }

  private func supply(_ value: YAMLValue) -> SupervisionSupply? {
    guard let fields = value.fields() else { return nil }
    let activities = requiredActivities("activities", in: fields)
    let roles = draft.program.list(fields.optional("roles"), draft.role)
    let levels = draft.program.list(fields.optional("levels"), draft.program.level)
    fields.finish()
    return activities.map { SupervisionSupply(activities: $0, roles: roles, levels: levels) }
  }

  func dutySuccession() -> AnyDutyRule? {
    let inner = fields.required("first")?.fields()
    let first = inner.flatMap { selection(in: $0) }
    inner?.finish()
    let next = requiredActivities("next")
    let distance = whole("distance", in: 1...84, default: 1)
    let mode: SuccessionMode? = word("mode", default: .forbidden)
    let nextDuty = flag("next_duty", default: false)
    guard let first, let next, let distance, let mode, let nextDuty else { return nil }
    return .dutySuccession(
      DutySuccession(
        first: first, next: next, distance: distance, mode: mode, nextDuty: nextDuty))
  }

  func dutySpacing() -> AnyDutyRule? {
    guard let selection = selection(), let days = whole("min_days", in: 2...28) else { return nil }
    return .dutySpacing(DutySpacing(selection: selection, minimumDays: days))
  }

  func dutyFairness() -> AnyDutyRule? {
    let selection = selection()
    let measure: DutyMeasure? = word("measure", default: .cells)
    let groups: FairnessGroups? = word("groups", default: .level)
    let kind: FairnessKind? = word("kind", default: .spread)
    let allowance = whole("allowance", in: 0...1_000_000, default: 1)
    guard let selection, let measure, let groups, let kind, let allowance else { return nil }
    return .dutyFairness(
      DutyFairness(
        selection: selection, measure: measure, groups: groups, kind: kind, allowance: allowance))
  }

  func dutyWishes() -> AnyDutyRule? {
    let high = whole("high", in: 0...1000, default: 4)
    let medium = whole("medium", in: 0...1000, default: 2)
    let low = whole("low", in: 0...1000, default: 1)
    guard let high, let medium, let low else { return nil }
    return .dutyWishes(DutyWishes(high: high, medium: medium, low: low))
  }

  func pairing() -> AnyDutyRule? {
    let items = fields.required("pairs")?.items() ?? []
    let pairs = items.compactMap { item -> PersonPair? in
      let names = draft.program.list(item, draft.person)
      guard names.count == 2, names[0] != names[1] else {
        item.fault(
          .pairWrong, found: "\(item.items().count) names", expected: "two different people",
          remedy: "write [A, B]")
        return nil
      }
      return PersonPair(first: names[0], second: names[1])
    }
    let selection = selection()
    let mode: PairingMode? = word("mode", default: .together)
    guard pairs.count == items.count, !pairs.isEmpty, let selection, let mode else { return nil }
    return .pairing(Pairing(pairs: pairs, selection: selection, mode: mode))
  }

  // MARK: Service weeks

  func serviceWeekCover() -> AnyDutyRule? {
    let duty = draft.serviceDuty(fields.required("duty"))
    let bounds = bounds()
    guard let duty, let bounds else { return nil }
    return .serviceWeekCover(
      ServiceWeekCover(duty: duty, minimum: bounds.minimum ?? 0, maximum: bounds.maximum))
  }

  func serviceWeekCount() -> AnyDutyRule? {
    let duty = draft.serviceDuty(fields.required("duty"))
    let bounds = bounds()
    guard let duty, let bounds else { return nil }
    return .serviceWeekCount(
      ServiceWeekCount(duty: duty, minimum: bounds.minimum ?? 0, maximum: bounds.maximum))
  }

  func serviceWeekSpacing() -> AnyDutyRule? {
    let duty = draft.serviceDuty(fields.required("duty"))
    let gap = whole("min_gap", in: 1...26, default: 1)
    guard let duty, let gap else { return nil }
    return .serviceWeekSpacing(ServiceWeekSpacing(duty: duty, minimumGap: gap))
  }

  func afterServiceWeek() -> AnyDutyRule? {
    let duty = draft.serviceDuty(fields.required("duty"))
    let days = whole("days", in: 1...14)
    let parts = fields.optional("parts").map { $0.dayParts() } ?? []
    let activities = requiredActivities("activities")
    let mode: SuccessionMode? = word("mode", default: .required)
    guard let duty, let days, let parts, let activities, let mode else { return nil }
    return .afterServiceWeek(
      AfterServiceWeek(
        duty: duty, days: days, parts: parts, activities: activities,
        isForbidden: mode == .forbidden))
  }
}

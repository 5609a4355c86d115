import Domain
import Rules

/// One duty rule as `duty.yaml` states it.
struct DutyRuleText {
  private let instance: DutyRuleInstance

  init(_ instance: DutyRuleInstance) { self.instance = instance }

  private typealias Fields = [(String, YAMLText)]

  var text: YAMLText {
    let scope = instance.scope
    var fields: Fields = [("type", .scalar(instance.rule.ruleID.rawValue))]
    fields += RuleTermsText.fields(scope, of: instance.id)
    if let people = scope.people { fields.append(("people", .scalar(people.rawValue))) }
    if !scope.roles.isEmpty { fields.append(("roles", .oneOrMore(scope.roles))) }
    if !scope.rotations.isEmpty { fields.append(("rotations", .oneOrMore(scope.rotations))) }
    if !scope.dates.isEmpty {
      fields.append(
        (
          "dates",
          .list(
            scope.dates.map {
              .mapping([
                ("from", .scalar($0.first.description)), ("to", .scalar($0.last.description)),
              ])
            })
        ))
    }
    fields.append(RuleTermsText.severity(instance.severity))
    return .mapping(fields + own)
  }

  private var own: Fields {
    switch instance.rule {
    case .credentialRequired, .lockedDuties, .noOverlap: []
    case .patternHonoured(let rule): [("filler", .scalar(rule.filler.rawValue))]
    case .absenceHonoured(let rule): [("overrun", DutyText.duration(rule.overrun))]
    case .averagedHours(let rule): fields(rule)
    case .daysFree(let rule): fields(rule)
    case .stretchLimit(let rule): fields(rule)
    case .restAfter(let rule): fields(rule)
    case .dutyCount(let rule): fields(rule)
    case .eligibleActivities(let rule):
      selection(rule.selection) + [
        ("mode", .scalar(rule.isAllowed ? "only" : "never")),
        ("outside_available_days", flag(rule.outsideAvailableDays)),
      ]
    case .consecutiveDuty(let rule):
      selection(rule.selection) + [("unit", .scalar(rule.unit.rawValue))]
        + bounds(rule.minimum, rule.maximum)
    case .dutyCover(let rule): selection(rule.selection) + bounds(rule.minimum, rule.maximum)
    case .supervision(let rule): fields(rule)
    case .dutySuccession(let rule): fields(rule)
    case .dutySpacing(let rule):
      selection(rule.selection) + [("min_days", .number(rule.minimumDays))]
    case .dutyFairness(let rule): fields(rule)
    case .dutyWishes(let rule):
      [
        ("high", .number(rule.high)), ("medium", .number(rule.medium)),
        ("low", .number(rule.low)),
      ]
    case .pairing(let rule):
      [("pairs", .list(rule.pairs.map { .names([$0.first, $0.second]) }))]
        + selection(rule.selection) + [("mode", .scalar(rule.mode.rawValue))]
    case .serviceWeekCover(let rule): week(rule.duty) + bounds(rule.minimum, rule.maximum)
    case .serviceWeekCount(let rule): week(rule.duty) + bounds(rule.minimum, rule.maximum)
    case .serviceWeekSpacing(let rule):
      week(rule.duty) + [("min_gap", .number(rule.minimumGap))]
    case .afterServiceWeek(let rule): fields(rule)
    }
  }

  // MARK: What several types have

  private func flag(_ value: Bool) -> YAMLText { .scalar(value ? "true" : "false") }

  private func week(_ duty: ServiceDutyID) -> Fields { [("duty", .scalar(duty.rawValue))] }

  private func parts(_ parts: [DayPart]) -> YAMLText { .list(parts.map { .scalar($0.name) }) }

  private func bounds(_ least: Int, _ most: Int?) -> Fields {
    if least == most { return [("exactly", .number(least))] }
    guard let most else { return [("min", .number(least))] }
    return [("min", .number(least)), ("max", .number(most))]
  }

  private func selection(_ selection: DutySelection) -> Fields {
    var fields: Fields = []
    if !selection.activities.isEmpty {
      fields.append(("activities", .oneOrMore(selection.activities)))
    }
    if !selection.parts.isEmpty { fields.append(("parts", parts(selection.parts))) }
    if !selection.weekdays.isEmpty {
      fields.append(("days", .list(selection.weekdays.map { .scalar("\($0)") })))
    }
    if let only = selection.onHolidays {
      fields.append(("holidays", .scalar(only ? "only" : "never")))
    }
    return fields
  }

  private func activities(_ name: String, _ ids: [ActivityID]) -> Fields {
    ids.isEmpty ? [] : [(name, .oneOrMore(ids))]
  }

  // MARK: Types with many fields

  private func fields(_ rule: AveragedHours) -> Fields {
    [
      ("weekly", DutyText.duration(rule.weeklyMinutes)), ("weeks", .number(rule.windowWeeks)),
      ("windows", .scalar(rule.windows.rawValue)), ("leave_adjusted", flag(rule.adjustsForLeave)),
    ]
  }

  private func fields(_ rule: DaysFree) -> Fields {
    [
      ("window", .number(rule.windowDays)), ("min", .number(rule.minimum)),
      ("measure", .scalar(rule.measure.rawValue)), ("windows", .scalar(rule.windows.rawValue)),
      ("leave_adjusted", flag(rule.adjustsForLeave)),
    ]
  }

  private func fields(_ rule: StretchLimit) -> Fields {
    [
      ("max", DutyText.duration(rule.maximumMinutes)),
      ("joining", DutyText.duration(rule.joiningMinutes)),
    ] + activities("activities", rule.activities)
  }

  private func fields(_ rule: RestAfter) -> Fields {
    activities("after", rule.after) + [("rest", DutyText.duration(rule.restMinutes))]
      + activities("before", rule.before)
      + [
        ("after_stretch", DutyText.duration(rule.stretchMinutes)),
        ("joining", DutyText.duration(rule.joiningMinutes)),
      ]
  }

  private func fields(_ rule: DutyCount) -> Fields {
    let period: YAMLText =
      switch rule.period {
      case .year: .scalar("year")
      case .block: .scalar("block")
      case .week: .scalar("week")
      case .month: .scalar("month")
      case .rolling(let days): .number(days)
      }
    return selection(rule.selection)
      + [("measure", .scalar(rule.measure.rawValue)), ("period", period)]
      + bounds(rule.minimum, rule.maximum) + [("leave_adjusted", flag(rule.adjustsForLeave))]
  }

  private func fields(_ rule: Supervision) -> Fields {
    let demand = rule.demand.map { entry -> YAMLText in
      var fields = activities("activities", entry.activities)
      if !entry.levels.isEmpty { fields.append(("levels", .oneOrMore(entry.levels))) }
      return .mapping(fields + [("units", .number(entry.units))])
    }
    let supply = rule.supply.map { entry -> YAMLText in
      var fields = activities("activities", entry.activities)
      if !entry.roles.isEmpty { fields.append(("roles", .oneOrMore(entry.roles))) }
      if !entry.levels.isEmpty { fields.append(("levels", .oneOrMore(entry.levels))) }
      return .mapping(fields)
    }
    return [
      ("demand", .list(demand)), ("supply", .list(supply)),
      ("per_supervisor", .number(rule.perSupervisor)),
    ]
  }

  private func fields(_ rule: DutySuccession) -> Fields {
    [("first", .mapping(selection(rule.first)))] + activities("next", rule.next)
      + [
        ("distance", .number(rule.distance)), ("mode", .scalar(rule.mode.rawValue)),
        ("next_duty", flag(rule.nextDuty)),
      ]
  }

  private func fields(_ rule: DutyFairness) -> Fields {
    selection(rule.selection)
      + [
        ("measure", .scalar(rule.measure.rawValue)), ("groups", .scalar(rule.groups.rawValue)),
        ("kind", .scalar(rule.kind.rawValue)), ("allowance", .number(rule.allowance)),
      ]
  }

  private func fields(_ rule: AfterServiceWeek) -> Fields {
    var fields = week(rule.duty) + [("days", .number(rule.days))]
    if !rule.parts.isEmpty { fields.append(("parts", parts(rule.parts))) }
    return fields + activities("activities", rule.activities)
      + [("mode", .scalar(rule.isForbidden ? "forbidden" : "required"))]
  }
}

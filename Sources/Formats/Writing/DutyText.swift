import Domain
import Rules

/// A programme's `duty.yaml`.
struct DutyText {
  private let program: Program
  private let duty: DutyFacts

  init(_ program: Program, _ duty: DutyFacts) {
    self.program = program
    self.duty = duty
  }

  var text: String {
    var entries: [(String, YAMLText)] = [("time_zone", .scalar(duty.timeZone))]
    if !duty.sites.isEmpty { entries.append(("sites", .names(duty.sites))) }
    if !duty.roles.isEmpty { entries.append(("roles", .names(duty.roles))) }
    if !duty.holidays.isEmpty {
      entries.append(("holidays", .list(duty.holidays.map { .scalar($0.description) })))
    }
    entries.append(
      ("activities", .mapping(duty.activities.map { ($0.id.rawValue, activity($0)) })))
    entries.append(("patterns", .mapping(duty.patterns.map { ($0.id.rawValue, pattern($0)) })))
    if !duty.rotationPatterns.isEmpty { entries.append(("rotation_patterns", rotationPatterns)) }
    if !duty.serviceDuties.isEmpty {
      entries.append(
        (
          "service_weeks",
          .mapping([
            ("start", .scalar("\(duty.serviceWeekStart)")),
            (
              "duties",
              .mapping(duty.serviceDuties.map { ($0.id.rawValue, .scalar($0.pattern.rawValue)) })
            ),
          ])
        ))
    }
    if !program.dutyRules.isEmpty {
      entries.append(("rules", .list(program.dutyRules.map { DutyRuleText($0).text })))
    }
    if !program.relaxations.isEmpty {
      entries.append(("relaxations", .list(program.relaxations.map(relaxation))))
    }
    return YAMLText.document(
      entries, open: ["activities", "patterns", "rotation_patterns", "rules", "relaxations"])
  }

  private func relaxation(_ relaxation: Relaxation) -> YAMLText {
    var fields: [(String, YAMLText)] = [("rule", .scalar(relaxation.instance.rawValue))]
    if !relaxation.people.isEmpty { fields.append(("people", .names(relaxation.people))) }
    return .mapping(
      fields + [
        ("from", .scalar(relaxation.dates.first.description)),
        ("to", .scalar(relaxation.dates.last.description)), ("reason", .scalar(relaxation.reason)),
      ])
  }

  // MARK: Activities

  private func activity(_ activity: Activity) -> YAMLText {
    var fields: [(String, YAMLText)] = [("kind", .scalar(activity.kind.rawValue))]
    if !activity.labels.isEmpty {
      fields.append(("labels", .list(activity.labels.map(YAMLText.scalar))))
    }
    if let site = activity.site { fields.append(("site", .scalar(site.rawValue))) }
    for part in DayPart.allCases {
      guard let span = activity.spans[part.rawValue] else { continue }
      fields.append((part.name, .scalar(clock(span))))
    }
    let hasClock = activity.kind != .free && activity.kind != .away
    if !hasClock, activity.parts.contains(false) {
      let parts = DayPart.allCases.filter { activity.parts[$0.rawValue] }
      fields.append(("parts", .list(parts.map { .scalar($0.name) })))
    }
    let counted = DayPart.allCases.compactMap { part in
      activity.countedMinutes[part.rawValue].map { (part.name, Self.duration($0)) }
    }
    if !counted.isEmpty { fields.append(("counted", .mapping(counted))) }
    if !activity.requires.isEmpty { fields.append(("requires", .names(activity.requires))) }
    return .mapping(fields)
  }

  private func clock(_ span: ClockSpan) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let ends = [span.start, span.end].map { "\(two($0 % 1440 / 60)):\(two($0 % 60))" }
    return "\(ends[0])-\(ends[1])"
  }

  /// `2h`, `1h30`, `45min`.
  static func duration(_ minutes: Int) -> YAMLText {
    if minutes % 60 == 0 { return .scalar("\(minutes / 60)h") }
    guard minutes > 60 else { return .scalar("\(minutes)min") }
    let rest = minutes % 60
    return .scalar("\(minutes / 60)h\(rest < 10 ? "0" : "")\(rest)")
  }

  // MARK: Patterns

  private func pattern(_ pattern: DutyPattern) -> YAMLText {
    var fields: [(String, YAMLText)] = []
    let usual = pattern.variants.last?.cells ?? []
    let filler = usual.last ?? PatternCell(allowed: [])
    fields.append(("default", cell(filler)))
    fields.append(("week", week(usual)))
    if pattern.variants.count > 1 {
      fields.append(
        (
          "weeks",
          .list(
            pattern.variants.dropLast().map { variant in
              .mapping([
                ("weeks", .list(variant.weeks.map(YAMLText.number))), ("week", week(variant.cells)),
              ])
            })
        ))
    }
    if let holiday = pattern.holiday { fields.append(("holiday", day(holiday))) }
    return .mapping(fields)
  }

  /// Days with the same cells under one word where there is one.
  private func week(_ cells: [PatternCell]) -> YAMLText {
    func cellsOf(_ weekday: Weekday) -> [PatternCell] {
      let start = (weekday.rawValue - 1) * DayPart.count
      return Array(cells[start..<start + DayPart.count])
    }
    let monday = cellsOf(.monday)
    if Weekday.allCases.allSatisfy({ cellsOf($0) == monday }) {
      return .mapping([("all", day(monday))])
    }
    var entries: [(String, YAMLText)] = [("weekdays", day(monday))]
    for weekday in [Weekday.tuesday, .wednesday, .thursday, .friday]
    where cellsOf(weekday) != monday { entries.append(("\(weekday)", day(cellsOf(weekday)))) }
    if cellsOf(.saturday) == cellsOf(.sunday) {
      entries.append(("weekend", day(cellsOf(.saturday))))
    } else {
      entries.append(("saturday", day(cellsOf(.saturday))))
      entries.append(("sunday", day(cellsOf(.sunday))))
    }
    return .mapping(entries)
  }

  private func day(_ cells: [PatternCell]) -> YAMLText {
    .mapping(DayPart.allCases.map { ($0.name, cell(cells[$0.rawValue])) })
  }

  private func cell(_ cell: PatternCell) -> YAMLText {
    let allowed = YAMLText.oneOrMore(cell.allowed)
    return cell.isProtected ? .mapping([("protected", allowed)]) : allowed
  }

  private var rotationPatterns: YAMLText {
    var order: [RotationID] = []
    var entries: [RotationID: [(String, YAMLText)]] = [:]
    for entry in duty.rotationPatterns {
      if entries[entry.rotation] == nil { order.append(entry.rotation) }
      let pattern = YAMLText.scalar(entry.pattern.rawValue)
      let names = entry.levels.isEmpty ? ["default"] : entry.levels.map(\.rawValue)
      entries[entry.rotation, default: []] += names.map { ($0, pattern) }
    }
    return .mapping(
      order.map { rotation in
        let own = entries[rotation] ?? []
        let isPlain = own.count == 1 && own[0].0 == "default"
        return (rotation.rawValue, isPlain ? own[0].1 : .mapping(own))
      })
  }
}

import Domain
import Rules

/// A programme's `program.yaml`.
struct PlanText {
  private let program: Program
  private let facts: ProgramFacts
  private let timeline: Timeline

  init(_ program: Program) {
    self.program = program
    facts = program.facts
    timeline = Timeline(calendar: program.facts.calendar, unit: program.facts.planUnit)
  }

  var text: String {
    var entries: [(String, YAMLText)] = [
      ("name", .scalar(facts.name)), ("academic_year", .number(facts.calendar.year)),
    ]
    if facts.calendar.policy != .thirteenBlocks { entries.append(("calendar", calendar)) }
    entries += [
      ("plan_unit", .scalar(facts.planUnit.rawValue)), ("levels", .names(facts.levels)),
    ]
    var tracks: [String] = []
    for track in facts.residents.map(\.track) where !track.isEmpty && !tracks.contains(track) {
      tracks.append(track)
    }
    if !tracks.isEmpty { entries.append(("tracks", .list(tracks.map(YAMLText.scalar)))) }
    entries.append(("rotations", .list(facts.rotations.map(rotation))))
    entries.append(("curriculum", curriculum))
    entries += sections
    return YAMLText.document(
      entries,
      open: [
        "rotations", "curriculum", "fixed", "windows", "counts", "cover", "successions",
        "window_limits", "stints", "orders",
      ])
  }

  private var calendar: YAMLText {
    let policy = facts.calendar.policy
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return .mapping([
      ("start", .scalar("\(two(policy.startMonth))-\(two(policy.startDay))")),
      ("anchor_weekday", .scalar(policy.anchorWeekday.map { "\($0)" } ?? "none")),
      ("blocks", .number(policy.blockCount)), ("block_days", .number(policy.blockLength)),
      ("block_zero", .scalar(policy.blockZero.rawValue)),
      ("tail", .scalar(policy.tail.rawValue)),
    ])
  }

  private func rotation(_ rotation: Rotation) -> YAMLText {
    guard rotation.mayBeHalf || rotation.isAway else { return .scalar(rotation.id.rawValue) }
    var fields: [(String, YAMLText)] = [("id", .scalar(rotation.id.rawValue))]
    if rotation.mayBeHalf { fields.append(("half", .scalar("true"))) }
    if rotation.isAway { fields.append(("away", .scalar("true"))) }
    return .mapping(fields)
  }

  // MARK: Curriculum

  /// Rules before a level's `eligible-rotations` are its lines.
  private var curriculum: YAMLText {
    var levels: [(String, YAMLText)] = []
    var lines: [(String, YAMLText)] = []
    for instance in program.rules {
      switch instance.rule {
      case .curriculumCount(let rule) where rule.columns == nil:
        lines.append(("line \(lines.count + 1)", line(rule, instance)))
      case .eligibleRotations(let rule):
        guard let level = instance.scope.levels.first else { continue }
        levels.append((level.rawValue, .mapping(lines + eligible(rule, after: lines.count, level))))
        lines = []
      default: continue
      }
    }
    return .mapping(levels)
  }

  private func line(_ rule: CurriculumCount, _ instance: RuleInstance) -> YAMLText {
    let most = rule.maximum ?? timeline.columns.count
    var fields: [(String, YAMLText)] = [
      ("any", .names(rule.rotations)),
      (
        "count",
        .scalar(
          rule.minimum == most
            ? timeline.blocks(most)
            : "\(timeline.blocks(rule.minimum))-\(timeline.blocks(most))")
      ),
    ]
    fields += RuleTermsText.fields(instance.scope, of: instance.id).filter { $0.0 != "levels" }
    fields.append(RuleTermsText.severity(instance.severity))
    return .mapping(fields)
  }

  /// Rotations that a level may have and no line counts, whole blocks of leave apart.
  private func eligible(
    _ rule: EligibleRotations, after count: Int, _ level: LevelID
  ) -> [(String, YAMLText)] {
    let counted = program.rules.flatMap { instance -> [RotationID] in
      guard instance.scope.levels.first == level, case .curriculumCount(let rule) = instance.rule
      else { return [] }
      return rule.rotations
    }
    let rest = rule.rotations.filter { !counted.contains($0) && $0 != leaveRotation }
    guard !rest.isEmpty else { return [] }
    return [
      (
        "line \(count + 1)",
        .mapping([
          ("any", .names(rest)), ("count", .scalar("0-\(timeline.blockCount)")),
        ])
      )
    ]
  }

  private var leaveRotation: RotationID? {
    for instance in program.rules {
      if case .leaveHonoured(let rule) = instance.rule { return rule.leaveRotation }
    }
    return nil
  }

  // MARK: Sections

  private var sections: [(String, YAMLText)] {
    var lists: [String: [YAMLText]] = [:]
    var single: [String: YAMLText] = [:]
    for instance in program.rules {
      guard let (section, fields) = section(of: instance) else { continue }
      let terms =
        RuleTermsText.fields(instance.scope, of: instance.id)
        + [RuleTermsText.severity(instance.severity)]
      let text = YAMLText.mapping(terms + fields)
      if section == "leave" || section == "wishes" {
        single[section] = text
      } else {
        lists[section, default: []].append(text)
      }
    }
    let order = [
      "leave", "fixed", "windows", "counts", "cover", "successions", "window_limits", "stints",
      "orders", "wishes",
    ]
    return order.compactMap { name in
      (single[name] ?? lists[name].map(YAMLText.list)).map { (name, $0) }
    }
  }

  /// Blocks of some columns in ranges: `1-3`, `4/2`.
  private func blocks(_ columns: [Int]) -> YAMLText {
    var ranges: [ClosedRange<Int>] = []
    for column in columns {
      if let last = ranges.last, last.upperBound + 1 == column {
        ranges[ranges.count - 1] = last.lowerBound...column
      } else {
        ranges.append(column...column)
      }
    }
    return .list(
      ranges.map { range in
        let ends = [range.lowerBound, range.upperBound].map { column in
          let place = timeline.columns[column]
          return "\(place.block)" + (place.half.map { "/\($0)" } ?? "")
        }
        return .scalar(ends[0] == ends[1] ? ends[0] : "\(ends[0])-\(ends[1])")
      })
  }

  private func length(_ columns: Int) -> YAMLText { .scalar(timeline.blocks(columns)) }

  private func section(of instance: RuleInstance) -> (String, [(String, YAMLText)])? {
    switch instance.rule {
    case .fixedRotations(let rule):
      return ("fixed", [("rotations", .names(rule.rotations)), ("blocks", blocks(rule.columns))])
    case .rotationWindow(let rule):
      return ("windows", [("rotations", .names(rule.rotations)), ("blocks", blocks(rule.columns))])
    case .curriculumCount(let rule):
      guard let columns = rule.columns else { return nil }
      var fields = [("rotations", YAMLText.names(rule.rotations)), ("blocks", blocks(columns))]
      fields.append(("min", length(rule.minimum)))
      if let most = rule.maximum { fields.append(("max", length(most))) }
      return ("counts", fields)
    case .serviceCover(let rule): return ("cover", cover(rule))
    case .succession(let rule):
      var fields = [("first", YAMLText.names(rule.first)), ("next", .names(rule.next))]
      fields.append(("distance", length(rule.distance)))
      if let columns = rule.columns { fields.append(("blocks", blocks(columns))) }
      return ("successions", fields)
    case .windowLimit(let rule):
      return (
        "window_limits",
        [
          ("rotations", .names(rule.rotations)), ("window", length(rule.window)),
          ("max", length(rule.maximum)),
        ]
      )
    case .stintLength(let rule):
      var fields = [("rotations", YAMLText.names(rule.rotations)), ("min", length(rule.minimum))]
      if let most = rule.maximum { fields.append(("max", length(most))) }
      return ("stints", fields)
    case .rotationOrder(let rule):
      return (
        "orders",
        [
          ("before", .names(rule.before)), ("after", .names(rule.after)),
          ("required", length(rule.required)),
        ]
      )
    case .leaveHonoured(let rule): return ("leave", leave(rule))
    case .rotationWishes(let rule):
      return (
        "wishes",
        [
          ("high", .number(rule.highWeight)), ("medium", .number(rule.mediumWeight)),
          ("low", .number(rule.lowWeight)),
          ("minimum_overlap_days", .number(rule.minimumOverlap)),
        ]
      )
    case .eligibleRotations, .lockedCells, .wholeBlocks: return nil
    }
  }

  private func cover(_ rule: ServiceCover) -> [(String, YAMLText)] {
    var fields = [("rotations", YAMLText.oneOrMore(rule.rotations))]
    if let columns = rule.columns { fields.append(("blocks", blocks(columns))) }
    if let least = rule.minimum { fields.append(("min", .number(least))) }
    if let most = rule.maximum { fields.append(("max", .number(most))) }
    if rule.units != 1 { fields.append(("units", .number(rule.units))) }
    if rule.unitsOnLeave != rule.units {
      fields.append(("units_on_leave", .number(rule.unitsOnLeave)))
    }
    return fields
  }

  private func leave(_ rule: LeaveHonoured) -> [(String, YAMLText)] {
    var fields: [(String, YAMLText)] = []
    if let rotation = rule.leaveRotation {
      fields.append(("rotation", .scalar(rotation.rawValue)))
    }
    fields.append(
      ("tolerant", .mapping(rule.tolerant.map { ($0.level.rawValue, .names($0.rotations)) })))
    fields.append(("minimum_days", .number(rule.minimumDays)))
    return fields
  }
}

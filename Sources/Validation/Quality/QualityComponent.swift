package import Domain
import Rules

/// What people care about when they choose between valid schedules; `docs/quality.md` says which
/// rule types belong to which.
package enum QualityComponent: String, Sendable, Hashable, Codable, CaseIterable {
  /// What is shared out is shared out evenly.
  case fairness
  /// What people asked for is granted.
  case preferences
  /// Work comes in wanted orders and in whole pieces.
  case continuity
  /// More people are there than must be.
  case cover
  /// Days free, rest and spacing beyond what must be.
  case rest
  /// Hours left below the limit on averaged hours.
  case slack
}

/// How good a schedule is by each component, 0…1; what a programme asks nothing of is missing.
package struct ScheduleComponents: Sendable, Hashable {
  /// Differences below this are none: nobody sees them in three digits.
  package static let leastDifference = 0.001

  private var values: [Double?]

  /// Nothing is said of any component.
  package init() { values = QualityComponent.allCases.map { _ in nil } }

  package subscript(component: QualityComponent) -> Double? {
    // Every component is one of all cases.
    get { values[QualityComponent.allCases.firstIndex(of: component)!] }
    set { values[QualityComponent.allCases.firstIndex(of: component)!] = newValue }
  }

  /// Components, in their order, of which something is said.
  package var named: [(component: QualityComponent, value: Double)] {
    zip(QualityComponent.allCases, values).compactMap { component, value in
      value.map { (component, $0) }
    }
  }

  /// Components in which this one is better than another by what can be seen.
  package func strengths(over other: ScheduleComponents) -> [QualityComponent] {
    named.compactMap { entry in
      guard let theirs = other[entry.component] else { return nil }
      return entry.value - theirs >= Self.leastDifference ? entry.component : nil
    }
  }
}

extension ScheduleComponents: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let words = try container.decode([String: Double].self)
    self.init()
    for component in QualityComponent.allCases { self[component] = words[component.rawValue] }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(
      Dictionary(uniqueKeysWithValues: named.map { ($0.component.rawValue, $0.value) }))
  }
}

extension Judge {
  /// Components of a plan whose quality this judge has computed.
  package func components(of quality: Quality) -> ScheduleComponents {
    ScheduleComponents(
      quality,
      Dictionary(
        program.rules.compactMap { instance in
          instance.rule.component.map { (instance.id, $0) }
        }, uniquingKeysWith: { first, _ in first }))
  }
}

extension DutyJudge {
  /// Components of a schedule whose quality this judge has computed.
  ///
  /// - Complexity: O(people × windows of four weeks) for the hours.
  package func components(
    of quality: Quality, on schedule: YearSchedule
  ) -> ScheduleComponents {
    var kinds: [RuleInstanceID: QualityComponent] = [:]
    for instance in program.rules { kinds[instance.id] = instance.rule.component }
    for instance in program.dutyRules { kinds[instance.id] = instance.rule.component }
    var components = ScheduleComponents(quality, kinds)
    if isShaped(schedule) { components[.slack] = headroom(schedule) }
    return components
  }

  /// Mean over people of 1 − heaviest four weeks ÷ the tightest cap on averaged hours that binds
  /// them, at least 0; nil when no cap binds anybody.
  private func headroom(_ schedule: YearSchedule) -> Double? {
    var caps: [Int: Int] = [:]
    for entry in instances {
      guard case .averagedHours(let rule) = entry.instance.rule else { continue }
      for row in entry.scope.rows {
        caps[row] = min(caps[row] ?? rule.weeklyMinutes, rule.weeklyMinutes)
      }
    }
    guard !caps.isEmpty else { return nil }
    let timeline = DutyTimeline(people: people, schedule: schedule)
    let everybody = JudgedDuties(
      timeline: timeline,
      scope: DutyScope(RuleScope(), people: people, plan: PlanFacts(program.facts)))
    let shares = caps.keys.sorted().compactMap { row -> Double? in
      // The row's own cap: its key is one of the dictionary's.
      guard let cap = caps[row], let window = PersonHours(of: row, everybody).heaviest else {
        return nil
      }
      return max(0, 1 - window.weeklyMinutes / Double(cap))
    }
    return shares.isEmpty ? nil : shares.reduce(0, +) / Double(shares.count)
  }
}

extension ScheduleComponents {
  /// The weighted mean of satisfaction over the soft instances of each component.
  fileprivate init(_ quality: Quality, _ kinds: [RuleInstanceID: QualityComponent]) {
    self.init()
    for component in QualityComponent.allCases {
      let own = quality.shares.filter { kinds[$0.instance] == component }
      let weights = own.reduce(0) { $0 + $1.weight }
      guard weights > 0 else { continue }
      self[component] =
        own.reduce(0.0) { $0 + Double($1.weight) * $1.satisfaction } / Double(weights)
    }
  }
}

extension AnyRule {
  /// What a soft instance of the rule adds to.
  fileprivate var component: QualityComponent? {
    switch self {
    case .curriculumCount: .fairness
    case .rotationWishes, .leaveHonoured, .eligibleRotations: .preferences
    case .succession, .stintLength, .rotationOrder, .wholeBlocks, .windowLimit, .rotationWindow,
      .fixedRotations:
      .continuity
    case .serviceCover: .cover
    case .lockedCells: nil
    }
  }
}

extension AnyDutyRule {
  /// What a soft instance of the rule adds to.
  fileprivate var component: QualityComponent? {
    switch self {
    case .dutyFairness, .dutyCount, .serviceWeekCount: .fairness
    case .dutyWishes, .absenceHonoured, .eligibleActivities: .preferences
    case .dutySuccession, .pairing, .afterServiceWeek, .patternHonoured: .continuity
    case .dutyCover, .supervision, .serviceWeekCover: .cover
    case .averagedHours, .daysFree, .stretchLimit, .restAfter, .consecutiveDuty, .dutySpacing,
      .serviceWeekSpacing:
      .rest
    case .credentialRequired, .lockedDuties, .noOverlap: nil
    }
  }
}

import Domain
import Rules

extension ProgramDraft {
  /// Reads `id`, scope and severity; nil after a fault.
  ///
  /// - Parameter extend: reads what the rule's kind adds to the scope, nil for plan rules.
  func terms(
    _ fields: YAMLFields, allowsReward: Bool = false,
    scope extend: ((inout RuleScope) -> Void)? = nil
  ) -> RuleTerms? {
    let before = faults.faults.count
    var terms = RuleTerms()
    if let value = fields.optional("id"), let name = value.text(),
      usable(name, at: value.location)
    {
      terms.name = name
    }
    if let extend {
      terms.scope = scope(fields, namesResidents: false)
      extend(&terms.scope)
    } else {
      terms.scope = scope(fields)
    }
    if let severity = severity(fields, allowsReward: allowsReward) { terms.severity = severity }
    return faults.faults.count == before ? terms : nil
  }

  private func scope(_ fields: YAMLFields, namesResidents: Bool = true) -> RuleScope {
    var scope = RuleScope()
    scope.levels = list(fields.optional("levels"), level)
    scope.exceptLevels = list(fields.optional("except_levels"), level)
    scope.tracks = list(fields.optional("tracks"), track)
    if namesResidents {
      scope.residents = list(fields.optional("residents"), resident)
    }
    scope.having = traits(fields.optional("having"))
    scope.without = traits(fields.optional("unless"))
    return scope
  }

  private func traits(_ value: YAMLValue?) -> [RuleScope.Trait] {
    value?.items().compactMap { $0.word([("full-leave", RuleScope.Trait.fullLeave)]) } ?? []
  }

  /// Names of a list, each looked up at its own place.
  func list<Name>(_ value: YAMLValue?, _ look: (String, Location) -> Name?) -> [Name] {
    value?.items().compactMap { item in item.text().flatMap { look($0, item.location) } } ?? []
  }

  private func severity(_ fields: YAMLFields, allowsReward: Bool) -> Severity? {
    let stated = ["severity", "penalty", "reward"].compactMap { name in
      fields.optional(name).map { (name: name, value: $0) }
    }
    guard let first = stated.first else { return nil }
    guard stated.count == 1 else {
      stated[1].value.fault(
        .severityUnclear, found: "\(stated.map(\.name).joined(separator: " and ")) together",
        expected: "one of severity, penalty and reward",
        remedy: "keep penalty for a soft rule, severity for a hard one")
      return nil
    }
    switch first.name {
    case "severity":
      return first.value.word([
        ("accreditation", Severity(level: .accreditation)),
        ("institution", Severity(level: .institution)),
      ])
    case "penalty":
      return first.value.whole(in: 1...1_000_000).map { Severity(level: .soft, weight: $0) }
    default:
      guard allowsReward else {
        first.value.fault(
          .rewardRefused, found: "a reward here", expected: "rewards for successions only",
          remedy: "state a penalty for the opposite")
        return nil
      }
      return first.value.whole(in: 1...1_000_000).map { Severity(level: .soft, weight: -$0) }
    }
  }

  /// The rotations of `rotation` or `rotations`; nil after a fault.
  func rotations(_ fields: YAMLFields) -> [RotationID]? {
    let single = fields.optional("rotation")
    guard let value = single ?? fields.optional("rotations") else {
      return named(fields.required("rotations"))
    }
    return named(value)
  }

  /// The rotations that a value names, at least one; nil after a fault.
  func named(_ value: YAMLValue?) -> [RotationID]? {
    guard let value else { return nil }
    let items = value.items()
    let names = list(value, rotation)
    return names.count == items.count && !names.isEmpty ? names : nil
  }

  /// Reads `exactly`, or `min` and `max`, in the unit of `read`; nil after a fault.
  func bounds(_ fields: YAMLFields, _ read: (YAMLValue) -> Int?) -> (minimum: Int?, maximum: Int?)?
  {
    let before = faults.faults.count
    if let exact = fields.optional("exactly") {
      guard let number = read(exact) else { return nil }
      return (number, number)
    }
    let lowest = fields.optional("min")
    let highest = fields.optional("max")
    let minimum = lowest.flatMap(read)
    let maximum = highest.flatMap(read)
    guard faults.faults.count == before else { return nil }
    if minimum == nil, maximum == nil {
      fields.value.fault(
        .boundsMissing, found: "\(fields.value.name) without bounds",
        expected: "exactly, min or max", remedy: "add exactly: N, or min: N and max: N")
      return nil
    }
    if let minimum, let maximum, minimum > maximum {
      lowest?.fault(
        .boundsCrossed, found: "min \(minimum) above max \(maximum)",
        expected: "min at most max", remedy: "swap or mend the two numbers")
      return nil
    }
    return (minimum, maximum)
  }
}

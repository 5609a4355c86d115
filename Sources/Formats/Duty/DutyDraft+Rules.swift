import Domain
import Rules

/// The list of duty rules and of relaxations.
extension DutyDraft {
  func readRules(_ value: YAMLValue?) {
    for item in value?.items() ?? [] {
      guard let fields = item.fields() else { continue }
      if duty.activities.isEmpty { return }
      guard rules.count < ProgramDraft.rulesMax else {
        item.fault(
          .tooMany, found: "one more rule", expected: "at most \(ProgramDraft.rulesMax)",
          remedy: "state rules by role or level instead of by person")
        return
      }
      readRule(fields)
      fields.finish()
    }
  }

  func readRule(_ fields: YAMLFields) {
    let type = fields.required("type")?.word(DutyRuleReader.types.map { ($0.id, $0) })
    let terms = program.terms(fields, scope: { scope in self.extend(&scope, fields) })
    guard let type else {
      // Nothing is known of the fields of an unknown type.
      for entry in fields.entries() { _ = entry.key.text().map { fields.optional($0) } }
      return
    }
    guard let rule = type.read(DutyRuleReader(draft: self, fields: fields)), var terms else {
      return
    }
    if fields.optional("severity") == nil, fields.optional("penalty") == nil, type.isSoft {
      terms.severity = Severity(level: .soft)
    }
    add(rule, terms, named: type.id, at: fields.location)
  }

  private func extend(_ scope: inout RuleScope, _ fields: YAMLFields) {
    scope.people = fields.optional("people")?.word(
      DutyPeopleKind.allCases.map { ($0.rawValue, $0) })
    scope.roles = program.list(fields.optional("roles"), role)
    scope.residents = program.list(fields.optional("residents"), person)
    scope.rotations = program.list(fields.optional("rotations"), program.rotation)
    let year = program.facts.calendar.dates
    let from = fields.optional("from")?.date()
    let to = fields.optional("to")?.date()
    if from != nil || to != nil,
      let range = program.range(from ?? year.first, to ?? year.last, at: fields.location)
    {
      scope.dates.append(range)
    }
    for item in fields.optional("dates")?.items() ?? [] {
      guard let inner = item.fields(), let first = inner.required("from")?.date(),
        let last = inner.required("to")?.date(),
        let range = program.range(first, last, at: item.location)
      else { continue }
      inner.finish()
      scope.dates.append(range)
    }
  }

  private func add(
    _ rule: AnyDutyRule, _ terms: RuleTerms, named type: String, at location: Location
  ) {
    var id = RuleInstanceID(terms.name ?? type)
    var number = 2
    while terms.name == nil, program.ruleNames.contains(id) {
      id = RuleInstanceID("\(type)-\(number)")
      number += 1
    }
    guard program.ruleNames.insert(id).inserted else {
      faults.add(
        .ruleRepeated, at: location, found: "a second rule with the id \(id)",
        expected: "each rule id once", remedy: "rename one of the two")
      return
    }
    rules.append(
      DutyRuleInstance(id: id, scope: terms.scope, severity: terms.severity, rule: rule))
    rulePlaces.append(location)
  }

  func readRelaxations(_ value: YAMLValue?) {
    for item in value?.items() ?? [] {
      guard let fields = item.fields() else { continue }
      let rule = fields.required("rule")
      let people = program.list(fields.optional("people"), person)
      let from = fields.required("from")?.date()
      let to = fields.required("to")?.date()
      let reason = fields.required("reason")?.text()
      fields.finish()
      guard let rule, let name = rule.text(), let from, let to, let reason,
        let dates = program.range(from, to, at: item.location)
      else { continue }
      guard program.ruleNames.contains(RuleInstanceID(name)) else {
        rule.fault(
          .relaxationUnknown, found: "the rule \"\(name)\"", expected: "the id of a rule",
          remedy: NearestName.remedy(
            for: name, among: program.ruleNames.map(\.rawValue).sorted()))
        continue
      }
      relaxations.append(
        Relaxation(instance: RuleInstanceID(name), people: people, dates: dates, reason: reason))
    }
  }

  /// A fairness rule is what a tally names.
  func checkTallies() {
    let fair = Set(
      rules.compactMap { instance -> String? in
        if case .dutyFairness = instance.rule { instance.id.rawValue } else { nil }
      })
    for name in Set(duty.tallies.map(\.measure)).subtracting(fair).sorted() {
      faults.add(
        .relaxationUnknown, at: Location(path: "tallies.csv"), found: "the rule \"\(name)\"",
        expected: "the id of a duty-fairness rule",
        remedy: NearestName.remedy(for: name, among: fair.sorted()))
    }
  }
}

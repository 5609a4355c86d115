import Domain
package import Rules
package import Validation

/// A programme in which rules of the duties give way where conflicts need it, at a price for each
/// unit: a year of it shows that giving way helps, and by how much.
///
/// Each rule is relaxed for the people and dates of its conflict, and stated once more as a wish
/// that outweighs all others.
package struct YieldingProgram: Sendable {
  package private(set) var program: Program

  /// More than a year's other wishes come to, so that no unit is taken that is not needed.
  private static let price = 1_000

  package init(_ program: Program) { self.program = program }

  /// Lets a rule give way where a conflict is; everywhere when the same holds of others too. A rule
  /// of the plan gives way over the year, since what breaks a count or an order may lie anywhere in
  /// it: the wish keeps it to what is needed.
  package mutating func yield(_ instance: RuleInstanceID, where conflict: Conflict) {
    let ofPlan = program.rules.first { $0.id == instance }
    let ofDuties = program.dutyRules.first { $0.id == instance }
    let isAlone = conflict.alsoHolds.isEmpty
    let year = program.facts.calendar.dates
    let dates =
      isAlone && ofDuties != nil && !conflict.dates.isEmpty ? conflict.dates : [year]
    let isOfNobody = ofPlan?.rule.isOfNobody ?? ofDuties?.rule.isOfNobody ?? false
    let people = isAlone && !isOfNobody ? conflict.people : []
    program.relaxations += dates.map {
      Relaxation(
        instance: instance, people: people, dates: $0,
        reason: "gives way to a conflict on trial")
    }
    let known = program.rules.map(\.id) + program.dutyRules.map(\.id)
    guard !known.contains(Self.wish(instance)) else { return }
    let wish = Severity(level: .soft, weight: Self.price)
    if var rule = ofPlan {
      rule.id = Self.wish(instance)
      rule.severity = wish
      program.rules.append(rule)
    } else if var rule = ofDuties {
      rule.id = Self.wish(instance)
      rule.severity = wish
      if rule.scope.dates.isEmpty { rule.scope.dates = dates }
      program.dutyRules.append(rule)
    }
  }

  /// Units by which a rule that gave way is broken in a year of this programme.
  package func units(of instance: RuleInstanceID, in verdict: Verdict) -> Int {
    verdict.byInstance.first { $0.instance == Self.wish(instance) }?.units ?? 0
  }

  private static func wish(_ instance: RuleInstanceID) -> RuleInstanceID {
    RuleInstanceID(rawValue: "\(instance.rawValue)-gives-way")
  }
}

extension DiagnosisResult {
  /// A relaxation that a year may show to help.
  package struct Trial: Sendable {
    package var conflict: Int
    package var offer: Int
    package var instance: RuleInstanceID
    package var yielding: YieldingProgram
  }

  /// What a whole year could show, conflict by conflict. The others are taken as mended by what is
  /// cheapest for each.
  package func trials(of program: Program) -> [Trial] {
    conflicts.indices.flatMap { place -> [Trial] in
      let mended = mending(allBut: place, of: program)
      return conflicts[place].relaxations.indices.compactMap { index in
        let offer = conflicts[place].relaxations[index]
        guard offer.evidence != .notEnough else { return nil }
        var yielding = mended
        yielding.yield(offer.instance, where: conflicts[place])
        return Trial(
          conflict: place, offer: index, instance: offer.instance, yielding: yielding)
      }
    }
  }

  private func mending(allBut place: Int, of program: Program) -> YieldingProgram {
    var result = YieldingProgram(program)
    for (index, other) in conflicts.enumerated() where index != place {
      guard let first = other.relaxations.first else { continue }
      result.yield(first.instance, where: other)
    }
    return result
  }
}

extension AnyRule {
  /// Whether what breaks it is nobody's in particular, so that only a relaxation for everybody
  /// spares it.
  fileprivate var isOfNobody: Bool {
    if case .serviceCover = self { return true }
    return false
  }
}

extension AnyDutyRule {
  /// The same of a rule of the duties.
  fileprivate var isOfNobody: Bool {
    switch self {
    case .dutyCover, .serviceWeekCover, .supervision, .dutyFairness: true
    default: false
    }
  }
}

import Domain
import Grid
import Rules
import Validation

/// What could give way in a conflict: each rule of it alone, by as little as a schedule needs.
///
/// For a rule of the plan the programme is solved again with every unit of that rule at a price and
/// all others kept; the judge then counts what the plan found breaks. Rules of the duties are not
/// solved again: that they are necessary shows that the argument vanishes, no more.
struct Relaxing {
  let program: Program
  let grid: HardGrid
  let search: PlanSearch
  let limits: DiagnosisLimits

  func offers(for conflicts: [FoundConflict]) -> [FoundConflict] {
    let deadline = ContinuousClock.now + limits.relaxations
    return conflicts.enumerated().map { index, found in
      var found = found
      let others = conflicts.indices.filter { $0 != index }.flatMap {
        conflicts[$0].conflict.rules
      }
      let mended = Set(others.map(\.instance)).subtracting(
        found.conflict.rules.map(\.instance))
      found.conflict.relaxations = found.conflict.rules.map {
        offer($0.instance, found, mended: mended, deadline)
      }.sorted()
      return found
    }
  }

  private func offer(
    _ instance: RuleInstanceID, _ found: FoundConflict, mended: Set<RuleInstanceID>,
    _ deadline: ContinuousClock.Instant
  ) -> RelaxationOffer {
    let conflict = found.conflict
    if let index = program.rules.firstIndex(where: { $0.id == instance }) {
      return planOffer(index, found, mended: mended, deadline)
    }
    let rule = program.dutyRules.first { $0.id == instance }
    return RelaxationOffer(
      instance: instance, change: rule.map { dutyChange($0, conflict) } ?? "",
      units: conflict.missing,
      level: rule?.severity.level ?? .institution, evidence: .argumentVanishes)
  }

  // MARK: Plan

  private func planOffer(
    _ index: Int, _ found: FoundConflict, mended: Set<RuleInstanceID>,
    _ deadline: ContinuousClock.Instant
  ) -> RelaxationOffer {
    let rule = program.rules[index]
    let conflict = found.conflict
    var offer = RelaxationOffer(
      instance: rule.id, change: spareWords(conflict), units: conflict.missing,
      level: rule.severity.level,
      evidence: .argumentVanishes)
    var selection = grid.whole
    selection.instances = selection.instances.filter { !mended.contains(grid.ids[$0]) }
    let priced = HardGrid.Priced(instance: index, rows: found.rows, columns: found.columns)
    let time = min(limits.relaxation, deadline - .now)
    guard time > .zero, conflict.argument.isOfPlan,
      grid.rowCount * grid.columnCount <= PlanSearch.cellsMax,
      let relaxed = grid.dense(selection, priced: priced)
    else { return offer }
    switch search.answer(to: relaxed, within: time, price: conflict.missing) {
    case .none: offer.evidence = .notEnough
    case .unknown: break
    case .found(let answer): take(answer, rule, mended, &offer)
    }
    return offer
  }

  /// What a plan that was found with the rule at a price breaks, by the judge.
  private func take(
    _ answer: GridAnswer, _ rule: RuleInstance, _ mended: Set<RuleInstanceID>,
    _ offer: inout RelaxationOffer
  ) {
    let plan = RotationPlan(
      cells: answer.cells.map(Int.init), columnCount: answer.columnCount)
    let verdict = Judge(program: program).verdict(on: plan)
    let broken = verdict.byInstance.filter { $0.severity != .soft && $0.units > 0 }
    guard broken.allSatisfy({ $0.instance == rule.id || mended.contains($0.instance) }) else {
      return
    }
    offer.units = broken.first { $0.instance == rule.id }?.units ?? 0
    offer.evidence = .resolvedFeasible
    let own = verdict.violations.filter { $0.instance == rule.id }
    if !own.isEmpty { offer.change = change(rule, own) }
  }

  /// The change of the rule's numbers that would make violations none.
  private func change(_ rule: RuleInstance, _ violations: [Violation]) -> String {
    let words = ConflictWords(program)
    let most = violations.map(\.amount).max() ?? 1
    let places = Set(violations.flatMap(\.columns)).sorted().map(words.column)
    let people = Set(violations.compactMap(\.person)).sorted().map(\.rawValue)
    let whom = people.isEmpty ? "" : " for \(words.list(people))"
    let place =
      places.isEmpty || places.count == grid.columnCount ? "" : " in \(words.list(places))"
    switch rule.rule {
    case .serviceCover(let cover): return bounds(cover.minimum, cover.maximum, most) + place
    case .curriculumCount(let count): return bounds(count.minimum, count.maximum, most) + whom
    case .windowLimit(let limit):
      return "maximum \(limit.maximum) → \(limit.maximum + most)\(whom)"
    default: return "spare it" + whom + place
    }
  }

  private func bounds(_ least: Int?, _ most: Int?, _ amount: Int) -> String {
    var parts: [String] = []
    if let least, least > 0 { parts.append("minimum \(least) → \(max(0, least - amount))") }
    if let most { parts.append("maximum \(most) → \(most + amount)") }
    return parts.joined(separator: " or ")
  }

  private func spareWords(_ conflict: Conflict) -> String {
    let words = ConflictWords(program)
    let people = conflict.people.map(\.rawValue)
    let dates = conflict.dates.map { "\($0.first) to \($0.last)" }
    return "spare it" + (people.isEmpty ? "" : " for \(words.list(people))")
      + (dates.isEmpty ? "" : " from \(words.list(dates))")
  }

  // MARK: Duties

  private func dutyChange(_ rule: DutyRuleInstance, _ conflict: Conflict) -> String {
    let dates = conflict.dates.first.map {
      $0.dayCount == 1 ? " on \($0.first)" : " from \($0.first) to \($0.last)"
    }
    let place = dates ?? ""
    switch rule.rule {
    case .dutyCover(let cover) where cover.minimum > 0:
      return "minimum \(cover.minimum) → \(max(0, cover.minimum - conflict.missing))\(place)"
    case .dutyCount(let count) where conflict.argument == .rotationDuties:
      return "a lower minimum than \(count.minimum)\(place)"
    case .dutyCount(let count): return "a higher maximum than \(count.maximum ?? 0)\(place)"
    case .serviceWeekCover(let cover):
      return bounds(cover.minimum, cover.maximum, 1)
    case .serviceWeekCount(let count):
      return bounds(count.minimum, count.maximum, 1)
    case .credentialRequired: return "a valid credential for one more person\(place), or spare it"
    case .supervision(let rule): return "more than \(rule.perSupervisor) units a supervisor\(place)"
    default: return "spare it\(place)"
    }
  }
}

extension Conflict.Argument {
  /// Whether the plan alone is contradictory, so that a plan shows that giving way helps.
  fileprivate var isOfPlan: Bool {
    switch self {
    case .row, .counts, .cover, .column, .places, .rowProgramme, .exact: true
    case .lockedDuties, .dutyCover, .dutyLoad, .supervision, .serviceWeeks, .rotationDuties: false
    }
  }
}

extension RelaxationOffer: Comparable {
  /// What is surest and costs least comes first.
  package static func < (left: Self, right: Self) -> Bool {
    (left.evidence.rank, left.level.rank, left.units, left.instance)
      < (right.evidence.rank, right.level.rank, right.units, right.instance)
  }
}

extension RelaxationOffer.Evidence {
  /// What is surest comes first.
  fileprivate var rank: Int {
    switch self {
    case .yearResolved: 0
    case .resolvedFeasible: 1
    case .argumentVanishes: 2
    case .notEnough: 3
    }
  }
}

extension Severity.Level {
  /// What costs least comes first.
  fileprivate var rank: Int {
    switch self {
    case .soft: 0
    case .institution: 1
    case .accreditation: 2
    }
  }
}

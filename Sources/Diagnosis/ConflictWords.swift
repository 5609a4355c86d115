import Domain
import Rules

/// Rules, people and dates as conflicts name them.
struct ConflictWords {
  let program: Program
  let facts: PlanFacts

  init(_ program: Program) {
    self.program = program
    facts = PlanFacts(program.facts)
  }

  /// Names listed at most in one phrase: a person reads no more.
  private static let namesMax = 4

  func column(_ index: Int) -> String { facts.columns[index].description }

  func list(_ names: [String]) -> String {
    guard names.count > Self.namesMax else { return names.joined(separator: ", ") }
    return names.prefix(Self.namesMax).joined(separator: ", ")
      + " and \(names.count - Self.namesMax) more"
  }

  /// Dates of columns, neighbours joined.
  func dates(of columns: Set<Int>) -> [DateRange] {
    var result: [DateRange] = []
    for column in columns.sorted() {
      let dates = facts.columns[column].dates
      if let last = result.last, last.last + 1 == dates.first {
        result[result.count - 1].last = dates.last
      } else {
        result.append(dates)
      }
    }
    return result
  }

  /// Whom a scope speaks of: `PGY1`, `R_07, R_09`, `everybody`.
  func people(_ scope: RuleScope) -> String {
    if !scope.residents.isEmpty { return list(scope.residents.map(\.rawValue)) }
    var words: [String] = []
    if !scope.levels.isEmpty { words.append(list(scope.levels.map(\.rawValue))) }
    if !scope.tracks.isEmpty { words.append("track " + list(scope.tracks)) }
    if !scope.roles.isEmpty { words.append(list(scope.roles.map(\.rawValue))) }
    if !scope.exceptLevels.isEmpty {
      words.append("all but " + list(scope.exceptLevels.map(\.rawValue)))
    }
    if !scope.having.isEmpty { words.append("with " + list(scope.having.map(\.rawValue))) }
    if !scope.without.isEmpty { words.append("without " + list(scope.without.map(\.rawValue))) }
    if words.isEmpty { return scope.people.map(\.rawValue) ?? "everybody" }
    return words.joined(separator: ", ")
  }

  private func rotations(_ ids: [RotationID]) -> String { list(ids.map(\.rawValue)) }

  private func range(_ least: Int?, _ most: Int?) -> String {
    switch (least ?? 0, most) {
    case (let least, nil): "at least \(least)"
    case (0, let most?): "at most \(most)"
    case (let least, let most?) where least == most: "exactly \(least)"
    case (let least, let most?): "\(least) to \(most)"
    }
  }

  private func places(_ columns: [Int]?) -> String {
    guard let columns else { return "each column" }
    return list(columns.filter(facts.columns.indices.contains).map(column))
  }

  /// A rule of the plan in words.
  func words(_ instance: RuleInstance) -> String {
    let who = people(instance.scope)
    switch instance.rule {
    case .eligibleRotations(let rule): return "\(who): only \(rotations(rule.rotations))"
    case .fixedRotations(let rule):
      return "\(who): \(rotations(rule.rotations)) in \(places(rule.columns))"
    case .rotationWindow(let rule):
      return "\(who): \(rotations(rule.rotations)) only in \(places(rule.columns))"
    case .lockedCells: return "cells settled by people stay as they are"
    case .leaveHonoured: return "\(who): leave stands on rotations that tolerate it"
    case .wholeBlocks: return "\(who): whole rotations fill whole blocks"
    case .curriculumCount(let rule):
      return "\(who): \(range(rule.minimum, rule.maximum)) columns of \(rotations(rule.rotations))"
        + (rule.columns.map { " within \(places($0))" } ?? "")
    case .serviceCover(let rule):
      return "\(range(rule.minimum, rule.maximum)) of \(who) on \(rotations(rule.rotations)) in "
        + places(rule.columns)
    case .succession(let rule):
      return "\(who): no \(rotations(rule.next)) \(rule.distance) after \(rotations(rule.first))"
    case .windowLimit(let rule):
      return "\(who): at most \(rule.maximum) of \(rotations(rule.rotations)) in any "
        + "\(rule.window) columns"
    case .stintLength(let rule):
      return "\(who): stints of \(range(rule.minimum, rule.maximum)) columns of "
        + rotations(rule.rotations)
    case .rotationOrder(let rule):
      return "\(who): \(rotations(rule.before)) before \(rotations(rule.after))"
    case .rotationWishes: return "\(who): wishes"
    }
  }

  /// A duty rule in words.
  func words(_ instance: DutyRuleInstance) -> String {
    let who = people(instance.scope)
    switch instance.rule {
    case .patternHonoured: return "\(who): days follow the pattern of the rotation or week"
    case .absenceHonoured: return "\(who): nobody works during an absence"
    case .credentialRequired: return "\(who): credentials that an activity asks for are valid"
    case .lockedDuties: return "duties settled by people stay as they are"
    case .eligibleActivities(let rule):
      let named = list(rule.selection.activities.map(\.rawValue))
      return "\(who): \(rule.isAllowed ? "only" : "never") \(named)"
    case .dutyCover(let rule):
      return "\(range(rule.minimum, rule.maximum)) of \(who) on "
        + list(rule.selection.activities.map(\.rawValue))
    case .dutyCount(let rule):
      return "\(who): \(range(rule.minimum, rule.maximum)) \(rule.measure.rawValue) of "
        + list(rule.selection.activities.map(\.rawValue))
    case .supervision(let rule): return "one supervisor for \(rule.perSupervisor) units"
    default: return "\(who): \(instance.rule.ruleID)"
    }
  }

  func member(_ index: Int) -> Conflict.Member {
    Conflict.Member(instance: program.rules[index].id, words: words(program.rules[index]))
  }

  func dutyMember(_ index: Int) -> Conflict.Member {
    Conflict.Member(instance: program.dutyRules[index].id, words: words(program.dutyRules[index]))
  }
}

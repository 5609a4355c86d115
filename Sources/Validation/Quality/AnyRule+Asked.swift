import Domain
import Rules

extension AnyRule {
  /// What a soft instance that penalises asks of the residents in scope, by the table of
  /// `docs/quality.md`.
  func asked(of residents: [Int], in facts: PlanFacts) -> Int {
    let columns = facts.columnCount
    switch self {
    case .eligibleRotations: return residents.count * columns
    case .fixedRotations(let rule): return residents.count * rule.columns.count
    case .rotationWindow(let rule):
      return residents.count * facts.columns.indices.count { !rule.columns.contains($0) }
    case .lockedCells: return lockedCells(of: residents, in: facts)
    case .leaveHonoured:
      return residents.reduce(0) { sum, resident in
        sum + facts.columns.indices.count { facts.leaveDays(of: resident, in: $0) > 0 }
      }
    case .wholeBlocks: return residents.count * facts.blocks.count
    case .curriculumCount(let rule):
      return residents.count * bound(minimum: rule.minimum, maximum: rule.maximum)
    case .serviceCover(let rule):
      return (rule.columns?.count ?? columns)
        * bound(minimum: rule.minimum ?? 0, maximum: rule.maximum)
    case .succession(let rule):
      let places = (rule.columns ?? Array(facts.columns.indices)).count {
        $0 + rule.distance < columns
      }
      return residents.count * places
    case .windowLimit(let rule):
      return residents.count * max(0, columns - rule.window + 1) * (rule.window - rule.maximum)
    case .stintLength(let rule):
      let length = rule.minimum > 1 ? rule.minimum : max(1, rule.maximum ?? 1)
      return (residents.count * columns + length - 1) / length
    case .rotationOrder: return residents.count
    case .rotationWishes(let rule): return wishes(rule, of: residents, in: facts)
    }
  }

  private func lockedCells(of residents: [Int], in facts: PlanFacts) -> Int {
    let names = Set(residents.map { facts.facts.residents[$0].id })
    let cells = facts.facts.lockedCells.filter { names.contains($0.resident) }
      .map { LockedPlace(resident: $0.resident, column: $0.column) }
    return Set(cells).count
  }

  private func wishes(_ rule: RotationWishes, of residents: [Int], in facts: PlanFacts) -> Int {
    let byResident = Dictionary(grouping: facts.facts.wishes, by: \.resident)
    var total = 0
    for resident in residents {
      let wishes = byResident[facts.facts.residents[resident].id] ?? []
      for dates in facts.blocks {
        var strongest: [RotationID: Int] = [:]
        for wish in wishes where wish.dates.overlap(with: dates) >= rule.minimumOverlap {
          let weight =
            switch wish.priority {
            case .high: rule.highWeight
            case .medium: rule.mediumWeight
            case .low: rule.lowWeight
            }
          strongest[wish.rotation] = max(strongest[wish.rotation] ?? 0, weight)
        }
        // A sum does not depend on the order.
        total += strongest.values.reduce(0, +)
      }
    }
    return total
  }
}

private struct LockedPlace: Hashable {
  var resident: PersonID
  var column: Int
}

/// The minimum, or without one the maximum; at least 1.
func bound(minimum: Int, maximum: Int?) -> Int {
  max(1, minimum > 0 ? minimum : maximum ?? 0)
}

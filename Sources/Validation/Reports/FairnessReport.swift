package import Domain
import Rules

/// What each person has of what should be shared out fairly, and how far apart the people of a
/// group are.
package struct FairnessReport: Sendable, Hashable, Codable {
  /// What is compared.
  package enum Burden: String, Sendable, Hashable, Codable, CaseIterable {
    /// Counted minutes, home call's worked time included.
    case minutes
    /// Night cells on duty.
    case nights
    /// Weekends with any duty on the Saturday or the Sunday.
    case weekends
    /// Cells of activities labelled `call`.
    case calls
    /// Holidays with any duty.
    case holidays
  }

  /// One person's amounts in the horizon.
  package struct Person: Sendable, Hashable, Codable {
    package var person: PersonID
    /// In the order of ``Burden/allCases``.
    package var amounts: [Int]

    package subscript(burden: Burden) -> Int {
      // Each burden has its amount.
      amounts[Burden.allCases.firstIndex(of: burden)!]
    }
  }

  /// People compared with one another: a level's residents or a role's faculty.
  package struct Group: Sendable, Hashable, Codable {
    /// The level or role.
    package var name: String
    package var people: [Person]

    /// Most less least of the group; 0 for nobody.
    package func spread(of burden: Burden) -> Int {
      let amounts = people.map { $0[burden] }
      return (amounts.max() ?? 0) - (amounts.min() ?? 0)
    }

    /// Mean of the group; 0 for nobody.
    package func mean(of burden: Burden) -> Double {
      guard !people.isEmpty else { return 0 }
      return Double(people.reduce(0) { $0 + $1[burden] }) / Double(people.count)
    }

    /// Gini's index of the group, 0 (all have the same) to below 1 (one has all); 0 when nobody has
    /// any.
    package func gini(of burden: Burden) -> Double { giniIndex(people.map { $0[burden] }) }
  }

  /// Levels, then roles, in the order of the programme; empty groups left out.
  package var groups: [Group]

  init(_ judged: JudgedDuties) {
    let people = judged.people
    let burdens = Burdens(people)
    let rows = judged.scope.rows.map { row in
      (row, Person(person: people.ids[row], amounts: burdens.amounts(of: row, judged)))
    }
    let levels = people.facts.levels.map { level in
      Group(
        name: level.rawValue,
        people: rows.filter {
          $0.0 < people.residentCount && people.facts.residents[$0.0].level == level
        }.map(\.1))
    }
    let roles = people.duty.roles.map { role in
      Group(
        name: role.rawValue,
        people: rows.filter { people.facultyMember(at: $0.0)?.role == role }.map(\.1))
    }
    groups = (levels + roles).filter { !$0.people.isEmpty }
  }
}

/// How burdens are counted, resolved once.
private struct Burdens {
  private let duty: DutySelector
  private let nights: DutySelector
  private let holidays: DutySelector
  private let isCall: [Bool]

  init(_ people: DutyPeople) {
    let work = people.duty.activities.filter(\.kind.isDuty).map(\.id)
    duty = DutySelector(DutySelection(activities: work), in: people)
    nights = DutySelector(DutySelection(activities: work, parts: [.night]), in: people)
    holidays = DutySelector(DutySelection(activities: work, onHolidays: true), in: people)
    isCall = people.duty.activities.map { $0.has("call") }
  }

  func amounts(of row: Int, _ judged: JudgedDuties) -> [Int] {
    let days = judged.horizon
    return FairnessReport.Burden.allCases.map { burden in
      switch burden {
      case .minutes: minutes(of: row, judged)
      case .nights: judged.cells(nights, of: row, in: days).count
      case .weekends:
        DutyMeasure.weekends.amount(of: judged.cells(duty, of: row, in: days), row, in: judged)
      case .calls: calls(of: row, judged)
      case .holidays:
        DutyMeasure.days.amount(of: judged.cells(holidays, of: row, in: days), row, in: judged)
      }
    }
  }

  private func minutes(of row: Int, _ judged: JudgedDuties) -> Int {
    judged.horizon.reduce(0) { $0 + judged.minutes(row, $1) }
  }

  private func calls(of row: Int, _ judged: JudgedDuties) -> Int {
    judged.horizon.reduce(0) { sum, day in
      sum
        + DayPart.allCases.count { part in
          let activity = judged.timeline.activity(row, day, part)
          return activity != DutyTimeline.nothing && isCall[activity]
        }
    }
  }
}

/// Gini's index of some amounts: the mean distance of two of them over twice their mean. 0 when all
/// are 0 or there are none.
package func giniIndex(_ amounts: [Int]) -> Double {
  let total = amounts.reduce(0, +)
  guard total > 0 else { return 0 }
  // In rising order, the sum of all distances is Σ (2i − n + 1) x_i, twice over pairs.
  let weighted = amounts.sorted().enumerated().reduce(0) { sum, entry in
    sum + (2 * entry.offset - amounts.count + 1) * entry.element
  }
  return Double(weighted) / (Double(amounts.count) * Double(total))
}

extension JudgedDuties {
  /// Counted minutes of a day, in scope or not.
  func minutes(_ row: Int, _ day: Int) -> Int {
    DayPart.allCases.reduce(0) { $0 + timeline.minutes(row, day, $1) }
  }
}

import Determinism
import Domain

/// One member of the faculty of a programme being made.
struct PlantedFaculty {
  var id: PersonID
  var department: Int
  /// Position in the department's roles.
  var role: Int
  /// The clinic of the department where they see patients and supervise; nil when it has none.
  var clinic: Int?
  var availableWeekdays: [Weekday]
}

/// Gives each service its attending of each week: by turns in proportion to the roles' shares, with
/// weeks between two turns.
struct ServiceWeekPlanting {
  let recipe: ProgrammeRecipe
  let faculty: [PlantedFaculty]
  let weeks: [DateRange]

  /// Services whose weeks are shared out, in the order of the programme's service duties.
  static func services(of recipe: ProgrammeRecipe) -> [Int] {
    recipe.services.indices.filter { recipe.services[$0].hasServiceWeeks }
  }

  func plan(_ generator: inout SeededGenerator) -> ServiceWeekPlan {
    var plan = ServiceWeekPlan(
      cells: Array(repeating: 0, count: faculty.count * weeks.count), weekCount: weeks.count)
    var turns = Array(repeating: 0, count: faculty.count)
    var last = Array(repeating: -100, count: faculty.count)
    let services = Self.services(of: recipe)
    for week in weeks.indices {
      for (duty, service) in services.enumerated() {
        let department = recipe.services[service].department
        let open = faculty.indices.filter {
          faculty[$0].department == department && share(of: $0) > 0 && week - last[$0] > 1
        }
        let ranked = open.map { member -> (member: Int, cost: Int) in
          let isNear = week - last[member] < 4
          let cost = turns[member] * 600 / share(of: member) + (isNear ? 300 : 0)
          return (member, cost * 64 + generator.below(64))
        }
        guard let next = ranked.min(by: { $0.cost < $1.cost })?.member else { continue }
        plan[next, week] = duty + 1
        turns[next] += 1
        last[next] = week
      }
    }
    return plan
  }

  private func share(of member: Int) -> Int {
    recipe.departments[faculty[member].department].roles[faculty[member].role].weekShare
  }
}

import Determinism
import Domain

/// The people of a programme, and what the year before left with them.
struct PlantedRoster {
  private(set) var residents: [PlantedResident] = []
  private(set) var faculty: [PlantedFaculty] = []
  /// Service of each resident in the two parts of the history; nil for those who enter.
  private(set) var past: [[Int]?] = []
  /// Calls of each resident before the year that fairness starts from.
  private(set) var tallies: [Int] = []
  /// Calls of each member of the faculty.
  private(set) var facultyTallies: [Int] = []
  /// Blocks, from 1, of whole leave of each resident.
  private(set) var leaveBlocks: [[Int]] = []

  init(_ recipe: ProgrammeRecipe, _ generator: inout SeededGenerator) {
    addResidents(recipe, &generator)
    addFaculty(recipe, &generator)
  }

  private mutating func addResidents(
    _ recipe: ProgrammeRecipe, _ generator: inout SeededGenerator
  ) {
    for (kind, entry) in recipe.classes.enumerated() {
      let services = entry.curriculum.flatMap(\.services)
      let usual = services.filter { service in
        !recipe.plan.fixed.contains { $0.service == service } && !recipe.services[service].isAway
          && recipe.services[service].work != .nights
      }
      for number in 0..<entry.count {
        let digits = String(number + 1)
        let width = entry.count < 100 ? 2 : 3
        let padding = String(repeating: "0", count: max(0, width - digits.count))
        residents.append(
          PlantedResident(
            id: PersonID("\(entry.level)-\(padding)\(digits)"), kind: kind, number: number))
        let isEntrant = entry.year == 1
        past.append(
          isEntrant ? nil : (0..<2).map { _ in usual[generator.below(usual.count)] })
        tallies.append(isEntrant ? 0 : generator.below(3))
        let isLong = generator.below(1000) < recipe.longLeavePerMille
        let block = 2 + generator.below(10)
        leaveBlocks.append(isLong ? [block, block + 1] : [])
      }
    }
  }

  private mutating func addFaculty(_ recipe: ProgrammeRecipe, _ generator: inout SeededGenerator) {
    let weekdays: [Weekday] = [.monday, .tuesday, .wednesday, .thursday, .friday]
    for (index, department) in recipe.departments.enumerated() {
      let clinics = recipe.clinics.indices.filter { recipe.clinics[$0].department == index }
      var number = 0
      for (role, entry) in department.roles.enumerated() {
        for _ in 0..<entry.count {
          number += 1
          let digits = String(number)
          let padding = String(repeating: "0", count: max(0, 2 - digits.count))
          let name = department.prefix.isEmpty ? "FAC" : "\(department.prefix)-FAC"
          let days = weekdays.shuffled(using: &generator).prefix(entry.clinicDays)
          faculty.append(
            PlantedFaculty(
              id: PersonID("\(name)-\(padding)\(digits)"), department: index, role: role,
              clinic: clinics.isEmpty ? nil : clinics[number % clinics.count],
              availableWeekdays: days.sorted { $0.rawValue < $1.rawValue }))
          facultyTallies.append(entry.takesCall ? generator.below(4) : 0)
        }
      }
    }
  }
}

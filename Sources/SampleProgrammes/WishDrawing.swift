import Determinism
import Domain

/// Draws what people ask for at both levels: most of it as the planted schedule happens to have it,
/// so that it can be granted, some of it anywhere.
struct WishDrawing {
  /// Of a hundred wishes, how many are as planted.
  private static let grantedPercent = 85

  let facts: SampleFacts
  let absences: [Absence]

  private var recipe: ProgrammeRecipe { facts.recipe }
  private var calendar: SampleCalendar { facts.calendar }
  private var activities: SampleActivities { facts.book.activities }

  /// A quarter of high priority, half of medium, a quarter of low.
  private func priority(_ number: Int) -> Wish.Priority {
    [.high, .medium, .medium, .low][number % 4]
  }

  func rotationWishes(_ generator: inout SeededGenerator) -> [Wish] {
    let blocks = calendar.academic.blocks
    let fixed = Set(recipe.plan.fixed.map(\.service))
    return facts.roster.residents.enumerated().flatMap { row, resident -> [Wish] in
      let services = recipe.classes[resident.kind].curriculum.flatMap(\.services).filter {
        !fixed.contains($0)
      }
      return (0..<recipe.wishes).compactMap { number in
        let block = 1 + generator.below(blocks.count - 2)
        let isGranted = generator.below(100) < Self.grantedPercent
        let planted = facts.plan[row * facts.columnCount + 2 * block]
        let other = services[generator.below(services.count)]
        let service = isGranted ? planted : other
        guard services.contains(service) else { return nil }
        return Wish(
          resident: resident.id, rotation: RotationID(recipe.services[service].name),
          dates: blocks[block], priority: priority(number))
      }
    }
  }

  func dutyWishes(_ generator: inout SeededGenerator) -> [DutyWish] {
    let roster = facts.roster
    var wishes: [DutyWish] = []
    for (row, resident) in roster.residents.enumerated() {
      let department = recipe.classes[resident.kind].department
      for number in 0..<2 {
        wishes.append(
          quietDays(
            of: resident.id, row, activities: residentNights(department), number, &generator))
      }
      if let day = freeMorning(of: row, &generator) {
        wishes.append(
          DutyWish(
            person: resident.id, isWanted: true, activities: [activities.id(activities.off)],
            dates: DateRange(first: calendar.date(day), last: calendar.date(day)),
            parts: [.morning], priority: .low))
      }
    }
    for (member, person) in roster.faculty.enumerated()
    where FacultyPlanting.hasCall(person.department, recipe) {
      let call = [activities.id(activities.facultyCall[person.department])]
      let row = roster.residents.count + member
      let role = recipe.departments[person.department].roles[person.role]
      guard role.takesCall else { continue }
      if FacultyPlanting.avoidsTuesdays(role) {
        wishes.append(
          DutyWish(
            person: person.id, isWanted: false, activities: call,
            dates: calendar.academic.dates, weekdays: [.tuesday], priority: .low))
      }
      wishes.append(quietDays(of: person.id, row, activities: call, member, &generator))
    }
    return wishes
  }

  private func residentNights(_ department: Int) -> [ActivityID] {
    let floats = recipe.services.indices.filter {
      recipe.services[$0].work == .nights && recipe.services[$0].department == department
    }
    let calls =
      recipe.departments[department].hasWeekendCall
      ? [activities.overnightCall[department], activities.weekendCall[department]] : []
    return (floats.map { activities.day[$0] } + calls).sorted().map { activities.id($0) }
  }

  /// Some days without any of the activities: as planted if such days are found.
  private func quietDays(
    of person: PersonID, _ row: Int, activities named: [ActivityID], _ number: Int,
    _ generator: inout SeededGenerator
  ) -> DutyWish {
    let length = 3 + generator.below(8)
    let isGranted = generator.below(100) < Self.grantedPercent
    var first = 0
    // Twenty draws find quiet days for anybody who isn't on nights most of the year.
    for _ in 0..<20 {
      first = SampleCalendar.historyDays + generator.below(calendar.yearDays.count - length)
      let isQuiet = (first..<first + length).allSatisfy { day in
        !DayPart.allCases.contains {
          named.contains(activities.id(facts.book[row, day, $0]))
        }
      }
      if isQuiet || !isGranted { break }
    }
    return DutyWish(
      person: person, isWanted: false, activities: named,
      dates: DateRange(first: calendar.date(first), last: calendar.date(first + length - 1)),
      priority: priority(number))
  }

  /// A weekend day whose morning is free as planted.
  private func freeMorning(of row: Int, _ generator: inout SeededGenerator) -> Int? {
    let free = calendar.yearDays.filter {
      calendar.date($0).isWeekend && facts.book[row, $0, .morning] == activities.off
    }
    return free.randomElement(using: &generator)
  }
}

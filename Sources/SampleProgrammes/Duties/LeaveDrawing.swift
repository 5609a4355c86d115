import Determinism
import Domain

/// Draws absences of residents and faculty where the planted plan can spare them.
struct LeaveDrawing {
  let recipe: ProgrammeRecipe
  let calendar: SampleCalendar
  var absences: [Absence] = []
  private var load: [Int: Int] = [:]

  init(recipe: ProgrammeRecipe, calendar: SampleCalendar) {
    self.recipe = recipe
    self.calendar = calendar
  }

  /// Whole blocks of leave, which the plan was made around.
  mutating func addLongLeave(_ roster: PlantedRoster) {
    let blocks = calendar.academic.blocks
    for (row, resident) in roster.residents.enumerated() {
      guard let first = roster.leaveBlocks[row].first, let last = roster.leaveBlocks[row].last
      else { continue }
      absences.append(
        Absence(
          person: resident.id,
          dates: DateRange(first: blocks[first - 1].first, last: blocks[last - 1].last),
          kind: "parental"))
    }
  }

  /// Three weeks of vacation and a conference for each resident, from a Monday, where both the days
  /// and the evening before lie on services that tolerate leave.
  mutating func drawResidents(
    _ residents: [PlantedResident], plan: [Int], columnCount: Int,
    _ generator: inout SeededGenerator
  ) {
    for (row, resident) in residents.enumerated() {
      func tolerates(_ day: Int) -> Bool {
        let column = calendar.columnOfDay[day]
        return column > 0
          && recipe.services[plan[row * columnCount + column]].toleratesLeave
      }
      let mondays = calendar.yearDays.filter { day in
        calendar.date(day).weekday == .monday && day + 6 < calendar.dayCount
          && (day - 1...day + 6).allSatisfy(tolerates)
      }
      draw(
        of: resident.id, weeks: mondays, count: recipe.leaveWeeks, limit: residents.count / 10 + 1,
        isResident: true, &generator)
    }
  }

  /// Three weeks of each member outside their service weeks and the days around them.
  mutating func drawFaculty(
    _ faculty: [PlantedFaculty], weekPlan: ServiceWeekPlan, weeks: [DateRange],
    _ generator: inout SeededGenerator
  ) {
    // Faculty are counted apart from residents.
    load = [:]
    for (member, person) in faculty.enumerated() {
      let mondays = calendar.yearDays.filter { day in
        guard calendar.date(day).weekday == .monday, day + 6 < calendar.dayCount else {
          return false
        }
        let dates = DateRange(first: calendar.date(day - 4), last: calendar.date(day + 7))
        return weeks.indices.allSatisfy {
          weekPlan[member, $0] == 0 || weeks[$0].overlap(with: dates) == 0
        }
      }
      draw(
        of: person.id, weeks: mondays, count: 3, limit: faculty.count / 5 + 1, isResident: false,
        &generator)
    }
  }

  /// A person's weeks: the least crowded first, a week between two; a resident's last one is a
  /// conference.
  private mutating func draw(
    of person: PersonID, weeks: [Int], count: Int, limit: Int, isResident: Bool,
    _ generator: inout SeededGenerator
  ) {
    var open = weeks.shuffled(using: &generator)
    var taken: [Int] = []
    for index in 0..<count {
      open.removeAll { week in
        taken.contains { abs($0 - week) < 14 } || load[week, default: 0] >= limit
      }
      guard let week = open.min(by: { load[$0, default: 0] < load[$1, default: 0] }) else { break }
      taken.append(week)
      load[week, default: 0] += 1
      let isConference = index == count - 1 && isResident
      absences.append(
        Absence(
          person: person,
          dates: DateRange(
            first: calendar.date(week), last: calendar.date(week + (isConference ? 4 : 6))),
          kind: isConference ? "conference" : "vacation"))
    }
  }

  /// Weeks that were asked for and not granted: they bind nobody.
  mutating func drawUnsettled(_ people: [PersonID], _ generator: inout SeededGenerator) {
    for (index, status) in [Absence.Status.pending, .refused, .cancelled].enumerated() {
      let week = SampleCalendar.historyDays + 100 + 40 * index
      let dates = DateRange(first: calendar.date(week), last: calendar.date(week + 2))
      let free = people.filter { person in
        !absences.contains { $0.person == person && $0.dates.overlap(with: dates) > 0 }
      }
      guard let person = free.randomElement(using: &generator) else { continue }
      absences.append(
        Absence(
          person: person, dates: dates, kind: status == .pending ? "medical" : "vacation",
          status: status))
    }
  }
}

import Determinism
import Domain

/// One resident of a programme being made.
struct PlantedResident {
  var id: PersonID
  /// Position of the class.
  var kind: Int
  /// Place in the class, from 0.
  var number: Int
}

/// Lays the duties of residents out week by week over a settled rotation plan.
///
/// The idea is that of a chief resident with a pencil: in the order of time, each service gives its
/// members free days so that enough stay, nights are shared out, gaps at night go to people on
/// clinics as calls, and clinics are filled last. Each week of a person is chosen among a few whole
/// weeks of the work's kind, and only one with which every limit holds over all windows that end in
/// it is taken; so hours and free days hold by construction, and what the services have is what
/// later becomes their minimum.
///
/// - Complexity: O(residents × weeks × layouts × 28).
struct DutyPlanting {
  let recipe: ProgrammeRecipe
  let calendar: SampleCalendar
  let activities: SampleActivities
  let residents: [PlantedResident]
  /// Service of each resident in each plan column, row by row.
  let plan: [Int]
  let columnCount: Int
  /// Service of each resident in the two parts of the history; nil for those who enter.
  let past: [[Int]?]
  var book: DutyBook
  var generator: SeededGenerator
  /// Calls that each resident has had before the year, by the books of fairness.
  let tallies: [Int]
  /// Calls that each resident took, tallies included, and the day of the last.
  var calls: [Int]
  var lastCall: [Int]
  /// Long-call days of each resident.
  var longCalls: [Int]
  /// Residents in each clinic by day and half-day, and the supervision that they need.
  var clinicHeads: [[Int]]
  var clinicUnits: [[Int]]
  /// Weeks of a person for which nothing but free time fitted.
  private(set) var emptyWeeks = 0

  init(
    recipe: ProgrammeRecipe, roster: PlantedRoster, plan: [Int], book: DutyBook,
    generator: SeededGenerator
  ) {
    let residents = roster.residents
    self.recipe = recipe
    self.residents = residents
    self.plan = plan
    past = roster.past
    tallies = roster.tallies
    self.book = book
    self.generator = generator
    calendar = book.calendar
    activities = book.activities
    columnCount = plan.count / residents.count
    calls = roster.tallies
    longCalls = residents.map { _ in 0 }
    lastCall = residents.map { _ in -100 }
    let none = Array(repeating: 0, count: calendar.dayCount * 2)
    clinicHeads = recipe.clinics.map { _ in none }
    clinicUnits = recipe.clinics.map { _ in none }
  }

  /// Plans every week in order of time.
  mutating func plant() {
    for week in calendar.weeks {
      // Calls of the history are in the tallies.
      if week.days.lowerBound == SampleCalendar.historyDays { calls = tallies }
      let members = self.members(in: week.column)
      for service in recipe.services.indices where !members[service].isEmpty {
        layOut(service, members[service], week.days)
      }
      for department in recipe.departments.indices {
        assignCalls(of: department, members, week.days)
      }
      for service in recipe.services.indices where !members[service].isEmpty {
        finish(service, members[service], week.days)
      }
    }
  }

  /// Service of a resident in a column or a part of the history; nil before they entered.
  func service(of resident: Int, in column: Int) -> Int? {
    column >= 0 ? plan[resident * columnCount + column] : past[resident]?[column + 2]
  }

  private func members(in column: Int) -> [[Int]] {
    var members = Array(repeating: [Int](), count: recipe.services.count)
    for resident in residents.indices {
      if let service = service(of: resident, in: column) { members[service].append(resident) }
    }
    return members
  }

  private mutating func layOut(_ service: Int, _ members: [Int], _ days: Range<Int>) {
    let layouts = WeekLayouts(service: service, recipe: recipe, book: book, days: days)
    switch recipe.services[service].work {
    case .ward, .intensive: shareFreeDays(members, layouts.withFreeDays(), days)
    case .nights: shareNights(service, members, layouts, days)
    case .emergency: shareShifts(members, layouts.shifts(), days)
    case .clinic, .days, .course, .reserve, .vacation:
      for member in members { place(member, layouts.workingWeeks(), days) }
    }
  }

  /// Writes the first of some layouts that fits a person.
  private mutating func place(_ member: Int, _ layouts: [DutyBook.Layout], _ days: Range<Int>) {
    for layout in layouts {
      let before = book.write(freed(layout, member, days), member, days)
      if book.fits(member, days) { return }
      book.restore(before, member, days)
    }
    leaveFree(member, days)
  }

  /// A week of nothing but what is protected.
  private mutating func leaveFree(_ member: Int, _ days: Range<Int>) {
    emptyWeeks += 1
    let column = calendar.columnOfDay[days.lowerBound]
    let work = service(of: member, in: column).map { recipe.services[$0].work }
    let hasLecture = work == .clinic || work == .reserve
    let layout = days.flatMap { day in
      DayPart.allCases.map { part in
        hasLecture && calendar.isLecture(day, part) ? activities.lecture : activities.off
      }
    }
    book.write(layout, member, days)
  }

  /// A layout with the first day free when a night was worked before it.
  func freed(_ layout: DutyBook.Layout, _ member: Int, _ days: Range<Int>) -> DutyBook.Layout {
    guard book.workedNight(member, days.lowerBound - 1) else { return layout }
    var result = layout
    for part in [DayPart.morning, .afternoon] where book.isDuty(layout[part.rawValue]) {
      result[part.rawValue] = activities.postCall
    }
    return result
  }

  /// Layouts of a member that fit, in the order given.
  private mutating func fitting(
    _ layouts: [DutyBook.Layout], _ member: Int, _ days: Range<Int>
  ) -> [DutyBook.Layout] {
    layouts.filter { layout in
      let before = book.write(freed(layout, member, days), member, days)
      defer { book.restore(before, member, days) }
      return book.fits(member, days)
    }
  }

  // MARK: Teams by day

  /// Gives each member of a team the free days that leave most of them at work each day.
  private mutating func shareFreeDays(
    _ members: [Int], _ layouts: [DutyBook.Layout], _ days: Range<Int>
  ) {
    var open = members.map { (member: $0, layouts: fitting(layouts, $0, days)) }
    open.shuffle(using: &generator)
    open.sort { $0.layouts.count < $1.layouts.count }
    var absent = Array(repeating: 0, count: days.count)
    for entry in open {
      let choices = entry.layouts.map { layout in
        (layout: layout, cost: cost(of: layout, absent) * 16 + generator.below(16))
      }
      guard let best = choices.min(by: { $0.cost < $1.cost }) else {
        leaveFree(entry.member, days)
        continue
      }
      book.write(freed(best.layout, entry.member, days), entry.member, days)
      for index in days.indices where !book.isWorking(entry.member, index) {
        absent[index - days.lowerBound] += 1
      }
    }
  }

  /// Squares of the absences that a layout would make, so that they spread; a day more free than
  /// needed costs more than any spread gains.
  private func cost(of layout: DutyBook.Layout, _ absent: [Int]) -> Int {
    absent.indices.reduce(0) { sum, day in
      let isFree = !book.isDuty(layout[day * DayPart.count])
      return isFree ? sum + 10 + (2 * absent[day] + 1) * 12 : sum
    }
  }

  private mutating func shareShifts(
    _ members: [Int], _ layouts: [DutyBook.Layout], _ days: Range<Int>
  ) {
    var taken = Array(repeating: 0, count: days.count * DayPart.count)
    for member in members {
      let choices = fitting(layouts, member, days).map { layout in
        let crowd = layout.indices.reduce(0) {
          book.isDuty(layout[$1]) ? $0 + taken[$1] * 3 - 4 : $0
        }
        return (layout: layout, cost: crowd * 16 + generator.below(32))
      }
      guard let best = choices.min(by: { $0.cost < $1.cost }) else {
        leaveFree(member, days)
        continue
      }
      book.write(freed(best.layout, member, days), member, days)
      for index in best.layout.indices where book.isDuty(best.layout[index]) { taken[index] += 1 }
    }
  }

  // MARK: Nights

  /// Shares nights out so that none is empty if that can be had; Saturdays may be, where a
  /// 24-hour call covers them.
  private mutating func shareNights(
    _ service: Int, _ members: [Int], _ layouts: WeekLayouts, _ days: Range<Int>
  ) {
    let department = recipe.departments[recipe.services[service].department]
    var heads = Array(repeating: 0, count: days.count)
    let all = layouts.nights()
    for member in members {
      let choices = fitting(all, member, days).map { layout in
        var cost = 0
        for index in heads.indices {
          let works = book.isDuty(layout[index * DayPart.count + DayPart.night.rawValue])
          let isCovered =
            department.hasWeekendCall
            && calendar.date(days.lowerBound + index).weekday == .saturday
          let worth = isCovered ? 2 : 8 - min(6, 3 * heads[index])
          if !works { cost += worth }
        }
        return (layout: layout, cost: cost * 4 + generator.below(4))
      }
      guard let best = choices.min(by: { $0.cost < $1.cost }) else {
        leaveFree(member, days)
        continue
      }
      book.write(freed(best.layout, member, days), member, days)
      for day in days where book.workedNight(member, day) { heads[day - days.lowerBound] += 1 }
    }
  }
}

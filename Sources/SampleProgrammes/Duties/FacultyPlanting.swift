import Determinism
import Domain

/// Lays the days and nights of faculty out: service weeks, calls with the day after, supervision of
/// the clinics that residents fill, own clinics, administration.
struct FacultyPlanting {
  let recipe: ProgrammeRecipe
  let calendar: SampleCalendar
  let activities: SampleActivities
  let faculty: [PlantedFaculty]
  let weeks: [DateRange]
  let weekPlan: ServiceWeekPlan
  /// Row of the first member.
  let firstRow: Int
  private let planting: DutyPlanting
  private var clinicHeads: [[Int]]
  private var clinicUnits: [[Int]]
  var book: DutyBook
  var generator: SeededGenerator
  /// Calls, the day of the last, and half-days of supervision of each member.
  var calls: [Int]
  var lastCall: [Int]
  var sessions: [Int]

  init(
    residents planting: DutyPlanting, roster: PlantedRoster, weekPlan: ServiceWeekPlan,
    weeks: [DateRange], generator: SeededGenerator
  ) {
    let faculty = roster.faculty
    self.planting = planting
    recipe = planting.recipe
    calendar = planting.calendar
    activities = planting.activities
    self.faculty = faculty
    self.weeks = weeks
    self.weekPlan = weekPlan
    firstRow = planting.residents.count
    clinicHeads = planting.clinicHeads
    clinicUnits = planting.clinicUnits
    book = planting.book
    self.generator = generator
    calls = roster.facultyTallies
    lastCall = faculty.map { _ in -100 }
    sessions = faculty.map { _ in 0 }
  }

  mutating func plant() {
    for (week, dates) in weeks.enumerated() { fillServiceWeek(week, dates) }
    for department in recipe.departments.indices where Self.hasCall(department, recipe) {
      shareCalls(of: department)
    }
    for day in calendar.yearDays where calendar.isWorkday(day) {
      for clinic in recipe.clinics.indices { supervise(clinic, day) }
    }
    fillRest()
  }

  /// Whether a department's faculty take call: those with service weeks, whose attending has the
  /// nights of Friday and Saturday.
  static func hasCall(_ department: Int, _ recipe: ProgrammeRecipe) -> Bool {
    leadService(of: department, recipe) != nil
  }

  /// Directors would rather not have Tuesday's call: Wednesday is their teaching day.
  static func avoidsTuesdays(_ role: RoleRecipe) -> Bool { role.role.hasSuffix("director") }

  /// The service whose attending has the nights of Friday and Saturday.
  static func leadService(of department: Int, _ recipe: ProgrammeRecipe) -> Int? {
    recipe.services.indices.first {
      recipe.services[$0].department == department && recipe.services[$0].hasServiceWeeks
    }
  }

  /// The service duty of a member on a day of the year, from 1; 0 in an ordinary week.
  func duty(of member: Int, on day: Int) -> Int {
    guard calendar.yearDays.contains(day) else { return 0 }
    let date = calendar.date(day)
    // Service weeks cover the year.
    return weekPlan[member, weeks.firstIndex { $0.contains(date) }!]
  }

  private func role(of member: Int) -> RoleRecipe {
    recipe.departments[faculty[member].department].roles[faculty[member].role]
  }

  // MARK: Service weeks

  private mutating func fillServiceWeek(_ week: Int, _ dates: DateRange) {
    let services = ServiceWeekPlanting.services(of: recipe)
    for member in faculty.indices where weekPlan[member, week] > 0 {
      let service = services[weekPlan[member, week] - 1]
      let department = recipe.services[service].department
      let isLead = Self.leadService(of: department, recipe) == service
      guard let work = activities.wardAttending[service] else { continue }
      let row = firstRow + member
      for day in calendar.day(of: dates.first)...calendar.day(of: dates.last) {
        book[row, day, .morning] = work
        book[row, day, .afternoon] = work
        let weekday = calendar.date(day).weekday
        if isLead, weekday == .friday || weekday == .saturday {
          book[row, day, .night] = activities.facultyCall[department]
        }
      }
      let after = calendar.day(of: dates.last) + 1
      if after < calendar.dayCount, duty(of: member, on: after) == 0, !book.isAway(row, after) {
        book[row, after, .morning] = activities.recovery
        book[row, after, .afternoon] = activities.recovery
      }
    }
  }

  // MARK: Calls

  /// One member has each night from Sunday to Thursday; next morning they precept, then go home.
  private mutating func shareCalls(of department: Int) {
    for day in calendar.yearDays where callNights.contains(calendar.date(day).weekday) {
      let open = faculty.indices.filter {
        faculty[$0].department == department && canTakeCall($0, day)
      }
      let ranked = open.map { member -> (member: Int, cost: Int) in
        let gap = day - lastCall[member]
        let isUnwanted =
          Self.avoidsTuesdays(role(of: member)) && calendar.date(day).weekday == .tuesday
        let nearness = (gap < 3 ? 500 : gap < 5 ? 40 : 0) + (isUnwanted ? 200 : 0)
        return (member, (calls[member] * 10 + nearness) * 16 + generator.below(16))
      }
      guard let next = ranked.min(by: { $0.cost < $1.cost })?.member else { continue }
      calls[next] += 1
      lastCall[next] = day
      let row = firstRow + next
      book[row, day, .night] = activities.facultyCall[department]
      if calendar.yearDays.contains(day + 1), calendar.isWorkday(day + 1) {
        book[row, day + 1, .morning] = activities.preclinic[department]
        book[row, day + 1, .afternoon] = activities.postCall
      }
    }
  }

  private var callNights: [Weekday] { [.sunday, .monday, .tuesday, .wednesday, .thursday] }

  /// Not away, not on service then or the next day, and not on the Sunday after a service week.
  private func canTakeCall(_ member: Int, _ day: Int) -> Bool {
    let row = firstRow + member
    guard role(of: member).takesCall, !book.isAway(row, day), !book.isAway(row, day + 1),
      duty(of: member, on: day) == 0, duty(of: member, on: day + 1) == 0
    else { return false }
    let isSundayAfter =
      calendar.date(day).weekday == .sunday && duty(of: member, on: day - 3) > 0
    let isThursdayIntoRecovery =
      calendar.date(day).weekday == .thursday
      && book.isFilled(row, day + 1, with: activities.recovery)
    return !isSundayAfter && !isThursdayIntoRecovery
  }

  // MARK: Clinics

  /// As many attendings as the residents in a clinic need, half-day by half-day, then own clinics.
  private mutating func supervise(_ clinic: Int, _ day: Int) {
    let department = recipe.clinics[clinic].department
    let own = faculty.indices.filter { faculty[$0].clinic == clinic }
    let isFirst = recipe.clinics.firstIndex { $0.department == department } == clinic
    for part in [DayPart.morning, .afternoon] {
      let index = day * 2 + part.rawValue
      var present = 0
      if isFirst, part == .morning {
        present = faculty.indices.count {
          book[firstRow + $0, day, part] == activities.preclinic[department]
        }
      }
      let missing = (clinicUnits[clinic][index] + 3) / 4 - present
      let free = own.filter { isFree($0, day, part) }
      let ranked = free.map { member -> (member: Int, cost: Int) in
        let percentage = role(of: member).takesCall ? 10 : 4
        return (member, sessions[member] * percentage * 16 + generator.below(16))
      }.sorted { ($0.cost, $0.member) < ($1.cost, $1.member) }
      for (member, _) in ranked.prefix(max(0, missing)) {
        book[firstRow + member, day, part] = activities.attending[clinic]
        sessions[member] += 1
        present += 1
      }
      sendBack(clinic, day, part, supervisors: present)
      giveOwnClinics(own, clinic, day, part)
    }
  }

  /// Where supervisors are too few, residents do their rotation's own work instead.
  private mutating func sendBack(_ clinic: Int, _ day: Int, _ part: DayPart, supervisors: Int) {
    let index = day * 2 + part.rawValue
    guard clinicUnits[clinic][index] > 4 * supervisors else { return }
    for row in planting.residents.indices
    where book[row, day, part] == activities.clinicSession[clinic] {
      let column = calendar.columnOfDay[day]
      guard let service = planting.service(of: row, in: column) else { continue }
      book[row, day, part] = activities.day[service]
      clinicHeads[clinic][index] -= 1
      let year = recipe.classes[planting.residents[row].kind].year
      clinicUnits[clinic][index] -= year == 1 ? 2 : 1
      if clinicUnits[clinic][index] <= 4 * supervisors { return }
    }
  }

  private mutating func giveOwnClinics(_ own: [Int], _ clinic: Int, _ day: Int, _ part: DayPart) {
    var rooms = recipe.clinics[clinic].rooms - clinicHeads[clinic][day * 2 + part.rawValue]
    let weekday = calendar.date(day).weekday
    for member in own where rooms > 0 && isFree(member, day, part) {
      let role = role(of: member)
      guard role.clinicMax > 0, faculty[member].availableWeekdays.contains(weekday),
        ownClinics(member, clinic, weekOf: day) < role.clinicMax, generator.below(3) > 0
      else { continue }
      book[firstRow + member, day, part] = activities.facultyClinic[clinic]
      rooms -= 1
    }
  }

  private func ownClinics(_ member: Int, _ clinic: Int, weekOf day: Int) -> Int {
    let monday = day - (calendar.date(day).weekday.rawValue - 1)
    return (monday...day).reduce(0) { sum, day in
      sum
        + [DayPart.morning, .afternoon].count {
          book[firstRow + member, day, $0] == activities.facultyClinic[clinic]
        }
    }
  }

  private func isFree(_ member: Int, _ day: Int, _ part: DayPart) -> Bool {
    let isThere =
      role(of: member).takesCall
      || faculty[member].availableWeekdays.contains(calendar.date(day).weekday)
    return isThere && book[firstRow + member, day, part] == activities.off
      && duty(of: member, on: day) == 0
  }

  /// What is left of working days is administration, adjuncts' apart.
  private mutating func fillRest() {
    for member in faculty.indices where role(of: member).takesCall {
      for day in calendar.yearDays where calendar.isWorkday(day) {
        for part in [DayPart.morning, .afternoon] where isFree(member, day, part) {
          book[firstRow + member, day, part] = activities.administration
        }
      }
    }
  }
}

extension DutyBook {
  /// Whether the morning of a day holds an activity.
  func isFilled(_ person: Int, _ day: Int, with activity: Int) -> Bool {
    day < calendar.dayCount && self[person, day, .morning] == activity
  }
}

import Domain
import Rules

extension DutyRules {
  // MARK: Nights

  /// A department's nights are never empty, and its Saturdays have their 24-hour call.
  mutating func addNights(of department: Int) {
    let own = recipe.departments[department]
    let floats = recipe.services.indices.filter {
      recipe.services[$0].department == department && recipe.services[$0].work == .nights
        && recipe.services[$0].isStaffed
    }
    let inHouse = floats.map { activities.day[$0] } + calls(of: department)
    if own.nightMinimum > 0 || !floats.isEmpty, let heads = counts.heads(on: inHouse, .night),
      heads.lowerBound > 0
    {
      add(
        "\(own.prefix) nights staffed", .institution, Self.residents,
        .dutyCover(
          DutyCover(
            selection: DutySelection(activities: ids(inHouse), parts: [.night]),
            minimum: heads.lowerBound)))
    }
    guard own.hasWeekendCall else { return }
    let call = ids([activities.weekendCall[department]])
    // A 24-hour call would last 25 in the night in which clocks go back; and a Saturday on which
    // nobody of the planted pool could take one has none.
    var saturdays = Self.residents
    saturdays.dates = counts.calendar.dates { day in
      counts.calendar.date(day).weekday != .saturday
        || counts.heads(on: [activities.weekendCall[department]], .night, on: day) > 0
    }
    for part in DayPart.allCases {
      add(
        "\(own.prefix) weekend call \(part.name)", .institution, saturdays,
        .dutyCover(
          DutyCover(
            selection: DutySelection(activities: call, parts: [part], weekdays: [.saturday]),
            minimum: 1, maximum: 1)))
    }
    var handover = DutySuccession(
      first: DutySelection(activities: call, parts: [.night]),
      next: ids([activities.handover[department]]), distance: 1, mode: .required)
    handover.nextDuty = false
    add("\(own.prefix) hand-over", .institution, Self.residents, .dutySuccession(handover))
    addCallCustoms(department, call)
  }

  private mutating func addCallCustoms(_ department: Int, _ weekendCall: [ActivityID]) {
    let own = recipe.departments[department]
    let calls = ids(self.calls(of: department))
    add(
      "\(own.prefix) calls a week apart", .soft, weight: 2, Self.residents,
      .dutySpacing(
        DutySpacing(
          selection: DutySelection(activities: calls, parts: [.night]), minimumDays: 7)))
    add(
      "\(own.prefix) two weekend calls a block", .institution, Self.residents,
      .dutyCount(
        DutyCount(
          selection: DutySelection(activities: weekendCall, parts: [.night]), period: .block,
          maximum: DutyPlanting.weekendCallsMax)))
    var scope = Self.residents
    scope.levels = recipe.classes.filter {
      $0.department == department && own.callYears.contains($0.year)
    }.map { LevelID($0.level) }
    add(
      "\(own.prefix) fair calls", .soft, weight: 3, scope,
      .dutyFairness(
        DutyFairness(selection: DutySelection(activities: calls, parts: [.night]), allowance: 2)))
  }

  // MARK: Teams

  /// What a staffed team has by day at least, and its long call.
  mutating func addTeam(_ service: Int) {
    let own = recipe.services[service]
    let team = [activities.day[service]] + [activities.longCall[service]].compactMap { $0 }
    switch own.work {
    case .ward, .intensive:
      add(
        "\(own.name) whole days", .institution, Self.residents,
        .dutySuccession(
          DutySuccession(
            first: DutySelection(activities: ids([team[0]]), parts: [.morning]), next: ids(team),
            distance: 1, mode: .required)))
      guard own.isStaffed else { return }
      addCover(service, team, weekend: false)
      addCover(service, team, weekend: true)
    case .emergency where own.isStaffed:
      addCover(service, team, weekend: false)
      addCover(service, team, weekend: true)
      addNightCover(own.name, team)
    case .days where own.isStaffed:
      addCover(service, team, weekend: false)
    case .nights where own.isStaffed:
      addNightCover(own.name, team)
    default: return
    }
    if let long = activities.longCall[service] { addLongCall(own.name, long) }
  }

  /// What each half-block's team has each day at least: the planted heads, less what the plan's own
  /// minimum leaves open, so that every plan that keeps its minima can staff them.
  private mutating func addCover(_ service: Int, _ team: [Int], weekend: Bool) {
    let name = recipe.services[service].name
    let days = Weekday.allCases.filter { $0.isWeekend == weekend }
    let columns = counts.calendar.academic.planColumns(.halfBlock)
    // Work from Monday to Friday rests on holidays; teams of all days do not.
    let isClosed = if case .days = recipe.services[service].work { true } else { false }
    var leasts: [Int] = []
    for column in columns.indices {
      let least = [DayPart.morning, .afternoon].map { part in
        counts.heads(on: team, part) { day in
          counts.calendar.columnOfDay[day] == column
            && counts.calendar.date(day).isWeekend == weekend
            && !(isClosed && counts.calendar.isHoliday(day))
        }?.lowerBound ?? 0
      }.min()
      leasts.append((least ?? 0) - minima.slack[service][column])
    }
    let lowest = max(0, leasts.min() ?? 0)
    for value in Set(leasts).union([lowest]).sorted() where value > 0 {
      var scope = Self.residents
      if value > lowest {
        scope.dates = dates(
          columns.indices.filter { leasts[$0] == value }.map { columns[$0].dates })
      }
      add(
        "\(name) \(weekend ? "at weekends" : "on weekdays") needs \(value)", .institution, scope,
        .dutyCover(
          DutyCover(
            selection: DutySelection(
              activities: ids(team), parts: [.morning, .afternoon], weekdays: days,
              onHolidays: isClosed ? false : nil),
            minimum: value)))
    }
  }

  /// Ranges with those that follow one another joined.
  private func dates(_ ranges: [DateRange]) -> [DateRange] {
    ranges.reduce(into: []) { result, range in
      if let last = result.last, last.last + 1 == range.first {
        result[result.count - 1].last = range.last
      } else {
        result.append(range)
      }
    }
  }

  private mutating func addNightCover(_ name: String, _ team: [Int]) {
    guard let heads = counts.heads(on: team, .night), heads.lowerBound > 0 else { return }
    add(
      "\(name) at night", .institution, Self.residents,
      .dutyCover(
        DutyCover(
          selection: DutySelection(activities: ids(team), parts: [.night]),
          minimum: heads.lowerBound)))
  }

  private mutating func addLongCall(_ name: String, _ long: Int) {
    let weekdays = Weekday.allCases.filter { !$0.isWeekend }
    guard
      let heads = counts.heads(
        on: [long], .afternoon, where: { !counts.calendar.date($0).isWeekend })
    else { return }
    add(
      "\(name) long call", .institution, Self.residents,
      .dutyCover(
        DutyCover(
          selection: DutySelection(
            activities: ids([long]), parts: [.afternoon], weekdays: weekdays),
          minimum: heads.lowerBound, maximum: max(1, heads.upperBound))))
    add(
      "\(name) long calls apart", .soft, Self.residents,
      .dutySpacing(
        DutySpacing(selection: DutySelection(activities: ids([long])), minimumDays: 2)))
  }

  // MARK: Workloads

  /// How much a stint on each rotation holds at least: a plan's month is a month of work.
  mutating func addWorkloads(_ plan: PlantedColumns) {
    for (index, service) in recipe.services.enumerated() {
      let work = self.work(of: index)
      guard !work.isEmpty else { continue }
      let periods = plan.stints(on: index, whole: !service.isHalf)
      guard let least = counts.largestMinimum(on: Set(work), periods), least > 1 else { continue }
      var scope = Self.residents
      scope.rotations = [RotationID(service.name)]
      add(
        "\(service.name) work", .institution, scope,
        .dutyCount(
          DutyCount(
            selection: DutySelection(activities: ids(work)),
            period: service.isHalf ? .rolling(days: 14) : .block, minimum: least - least / 20,
            adjustsForLeave: true)))
      addSessions(index, plan)
    }
  }

  /// Activities that are the work of a service; empty where nothing is asked.
  private func work(of service: Int) -> [Int] {
    let day = activities.day[service]
    switch recipe.services[service].work {
    case .vacation: return []
    case .ward: return [day] + [activities.longCall[service]].compactMap { $0 }
    case .clinic, .reserve:
      let clinic = recipe.services[service].clinic.map { activities.clinicSession[$0] }
      return [day, activities.administration, activities.lecture]
        + [clinic].compactMap { $0 }.filter { $0 != day }
    default: return [day]
    }
  }

  /// How often a resident sees their own patients while on clinic work, by class.
  private mutating func addSessions(_ service: Int, _ plan: PlantedColumns) {
    guard let clinic = recipe.services[service].clinic, !recipe.services[service].isHalf else {
      return
    }
    for (kind, entry) in recipe.classes.enumerated() {
      let periods = plan.stints(on: service, whole: true).filter {
        roster.residents[$0.person].kind == kind
      }
      let session = activities.clinicSession[clinic]
      guard let least = counts.largestMinimum(on: [session], periods), least > 1 else { continue }
      var scope = Self.residents
      scope.levels = [LevelID(entry.level)]
      scope.rotations = [RotationID(recipe.services[service].name)]
      add(
        "\(entry.level) patients on \(recipe.services[service].name)", .institution, scope,
        .dutyCount(
          DutyCount(
            selection: DutySelection(activities: ids([session])), period: .block,
            minimum: least - 1, adjustsForLeave: true)))
    }
  }
}

import Domain
import Rules

extension DutyRules {
  /// Rooms of a clinic, and attendings for the residents in it.
  mutating func addClinic(_ clinic: Int) {
    let own = recipe.clinics[clinic]
    let session = activities.clinicSession[clinic]
    let seen = ids([session, activities.facultyClinic[clinic]])
    let halfDays = DutySelection(activities: seen, parts: [.morning, .afternoon])
    add(
      "\(own.name) rooms", .institution,
      .dutyCover(DutyCover(selection: halfDays, minimum: 0, maximum: own.rooms)))
    add(
      "\(own.name) rooms to spare", .soft,
      .dutyCover(DutyCover(selection: halfDays, minimum: 0, maximum: own.rooms * 3 / 4)))
    let first = recipe.classes.filter { $0.year == 1 }.map { LevelID($0.level) }
    let isFirst = recipe.clinics.firstIndex { $0.department == own.department } == clinic
    let preclinic = isFirst ? [activities.preclinic[own.department]] : []
    add(
      "\(own.name) supervision", .institution, Self.residents,
      .supervision(
        Supervision(
          demand: [
            SupervisionDemand(activities: ids([session]), levels: first, units: 2),
            SupervisionDemand(activities: ids([session]), units: 1),
          ],
          supply: [
            SupervisionSupply(activities: ids([activities.attending[clinic]] + preclinic))
          ])))
  }

  /// Service weeks, calls and own clinics of faculty.
  mutating func addFaculty() {
    for (index, duty) in patterns.serviceDuties.enumerated() { addServiceWeek(index, duty) }
    for department in recipe.departments.indices
    where FacultyPlanting.hasCall(department, recipe) { addFacultyCall(department) }
    for (department, entry) in recipe.departments.enumerated() {
      for role in entry.roles where role.clinicMax > 0 {
        addOwnClinic(department, role)
      }
    }
  }

  private mutating func addServiceWeek(_ index: Int, _ duty: ServiceDuty) {
    add(
      "\(duty.id) cover", .institution, Self.faculty,
      .serviceWeekCover(ServiceWeekCover(duty: duty.id, minimum: 1, maximum: 1)))
    add(
      "\(duty.id) not back to back", .institution, Self.faculty,
      .serviceWeekSpacing(ServiceWeekSpacing(duty: duty.id)))
    add(
      "\(duty.id) spread", .soft, Self.faculty,
      .serviceWeekSpacing(ServiceWeekSpacing(duty: duty.id, minimumGap: 3)))
    add(
      "Recovery after \(duty.id)", .institution, Self.faculty,
      .afterServiceWeek(
        AfterServiceWeek(
          duty: duty.id, days: 1, parts: [.morning, .afternoon],
          activities: ids([activities.recovery]))))
    let service = ServiceWeekPlanting.services(of: recipe)[index]
    let department = recipe.services[service].department
    add(
      "No Sunday call after \(duty.id)", .institution, Self.faculty,
      .afterServiceWeek(
        AfterServiceWeek(
          duty: duty.id, days: 3, parts: [.night],
          activities: ids([activities.facultyCall[department]]), isForbidden: true)))
    addWeekCounts(index, duty, department)
  }

  /// Each role has its share of a duty's weeks.
  private mutating func addWeekCounts(_ index: Int, _ duty: ServiceDuty, _ department: Int) {
    let entry = recipe.departments[department]
    for (role, words) in entry.roles.enumerated() {
      let members = roster.faculty.indices.filter {
        roster.faculty[$0].department == department && roster.faculty[$0].role == role
      }
      let weeks = members.map { member in
        (0..<weekPlan.weekCount).count { weekPlan[member, $0] == index + 1 }
      }
      guard let least = weeks.min(), let most = weeks.max() else { continue }
      var scope = Self.faculty
      scope.roles = [RoleID(SampleFacts.role(words, entry))]
      add(
        "\(duty.id) turns of \(scope.roles[0])", .institution, scope,
        .serviceWeekCount(ServiceWeekCount(duty: duty.id, minimum: least, maximum: most)))
    }
  }

  private mutating func addFacultyCall(_ department: Int) {
    let entry = recipe.departments[department]
    let call = activities.facultyCall[department]
    let nights = DutySelection(activities: ids([call]), parts: [.night])
    let turns = DutySelection(
      activities: ids([call]), parts: [.night],
      weekdays: [.monday, .tuesday, .wednesday, .thursday, .sunday])
    if let heads = counts.heads(on: [call], .night), heads.lowerBound > 0 {
      add(
        "\(entry.prefix) faculty call", .institution, Self.faculty,
        .dutyCover(
          DutyCover(
            selection: nights, minimum: heads.lowerBound, maximum: heads.upperBound)))
    }
    let off = [activities.off, activities.postCall, activities.recovery]
    add(
      "\(entry.prefix) morning after faculty call", .institution, Self.faculty,
      .dutySuccession(
        DutySuccession(
          first: turns, next: ids([activities.preclinic[department]] + off), distance: 1,
          mode: .required)))
    add(
      "\(entry.prefix) afternoon after faculty call", .institution, Self.faculty,
      .dutySuccession(DutySuccession(first: turns, next: ids(off), distance: 2, mode: .required)))
    for (days, weight) in [(2, 4), (3, 2), (5, 1)] {
      add(
        "\(entry.prefix) faculty calls \(days) days apart", .soft, weight: weight, Self.faculty,
        .dutySpacing(DutySpacing(selection: turns, minimumDays: days)))
    }
    var scope = Self.faculty
    scope.roles = entry.roles.filter(\.takesCall).map { RoleID(SampleFacts.role($0, entry)) }
    add(
      "\(entry.prefix) fair faculty calls", .soft, weight: 3, scope,
      .dutyFairness(DutyFairness(selection: turns, groups: .all, allowance: 4)))
  }

  private mutating func addOwnClinic(_ department: Int, _ role: RoleRecipe) {
    let entry = recipe.departments[department]
    let clinics = recipe.clinics.indices.filter { recipe.clinics[$0].department == department }
    guard !clinics.isEmpty else { return }
    var scope = Self.faculty
    scope.roles = [RoleID(SampleFacts.role(role, entry))]
    add(
      "Own clinic of \(scope.roles[0])", .institution, scope,
      .dutyCount(
        DutyCount(
          selection: DutySelection(activities: ids(clinics.map { activities.facultyClinic[$0] })),
          period: .week, maximum: role.clinicMax)))
  }

  // MARK: Wishes and fairness

  mutating func addWishes() {
    add("duty-wishes", .soft, weight: 2, .dutyWishes(DutyWishes()))
    let work = activities.all.indices.filter { activities.all[$0].kind.isDuty }
    add(
      "fair-weekends", .soft, Self.residents,
      .dutyFairness(
        DutyFairness(
          selection: DutySelection(activities: ids(work)), measure: .weekends, allowance: 8)))
    add(
      "fair-nights", .soft, Self.residents,
      .dutyFairness(
        DutyFairness(
          selection: DutySelection(activities: ids(nightsInHouse), parts: [.night]),
          allowance: 10)))
    add(
      "fair-holidays", .soft, Self.residents,
      .dutyFairness(
        DutyFairness(
          selection: DutySelection(activities: ids(work), onHolidays: true), measure: .days,
          allowance: 4)))
    add(
      "no-single-nights", .soft, Self.residents,
      .consecutiveDuty(
        ConsecutiveDuty(
          selection: DutySelection(
            activities: ids(
              recipe.services.indices.filter { recipe.services[$0].work == .nights }
                .map { activities.day[$0] }), parts: [.night]), unit: .nights, minimum: 2)))
  }
}

import Domain

/// The weekly patterns of rotations, roles and service weeks: what each part of each weekday may
/// hold. Most cells leave a choice; what a search decides is inside them.
struct SamplePatterns {
  private let recipe: ProgrammeRecipe
  private let activities: SampleActivities
  private(set) var patterns: [DutyPattern] = []
  private(set) var rotationPatterns: [RotationPattern] = []
  private(set) var serviceDuties: [ServiceDuty] = []
  /// Pattern of each role of each department at each of its clinics, as `RolePlace` finds it.
  private(set) var rolePatterns: [RolePlace: PatternID] = [:]

  /// A role of a department at a clinic, or at none.
  struct RolePlace: Hashable {
    var department: Int
    var role: Int
    var clinic: Int?
  }

  init(_ recipe: ProgrammeRecipe, _ activities: SampleActivities) {
    self.recipe = recipe
    self.activities = activities
    for service in recipe.services.indices { addRotation(service) }
    for service in ServiceWeekPlanting.services(of: recipe) { addServiceWeek(service) }
    for department in recipe.departments.indices { addRoles(of: department) }
  }

  private typealias Fill = (Weekday, DayPart) -> [Int]

  private func pattern(_ id: PatternID, holiday: [[Int]]? = nil, _ fill: Fill) -> DutyPattern {
    let cells = Weekday.allCases.flatMap { day in
      DayPart.allCases.map { part in cell(fill(day, part)) }
    }
    return DutyPattern(
      id: id, variants: [DutyPattern.Variant(cells: cells)], holiday: holiday?.map(cell))
  }

  /// A lecture is protected; everything else may be changed.
  private func cell(_ allowed: [Int]) -> PatternCell {
    PatternCell(
      allowed: Set(allowed).sorted().map { activities.id($0) },
      isProtected: allowed == [activities.lecture])
  }

  // MARK: Residents

  private mutating func addRotation(_ index: Int) {
    let id = PatternID(recipe.services[index].name)
    patterns.append(rotation(id, index))
    rotationPatterns.append(
      RotationPattern(rotation: RotationID(recipe.services[index].name), pattern: id))
  }

  private func rotation(_ id: PatternID, _ index: Int) -> DutyPattern {
    let service = recipe.services[index]
    let off = activities.off
    let free = [off, activities.postCall]
    let work = activities.day[index]
    switch service.work {
    case .ward:
      let long = activities.longCall[index]
      return pattern(id) { day, part in
        switch part {
        case .morning: [work] + free
        case .afternoon: [work] + (day.isWeekend ? [] : [long].compactMap { $0 }) + free
        case .night: [off]
        }
      }
    case .intensive:
      return pattern(id) { _, part in part == .night ? [off] : [work] + free }
    case .nights:
      return pattern(id) { _, part in part == .night ? [work, off] : free }
    case .emergency:
      return pattern(id) { _, part in part == .night ? [work, off] : [work] + free }
    case .vacation:
      return pattern(id) { _, _ in [work] }
    case .clinic, .days, .course, .reserve:
      return weekdays(id, index)
    }
  }

  private func weekdays(_ id: PatternID, _ index: Int) -> DutyPattern {
    let service = recipe.services[index]
    let off = activities.off
    let free = [off, activities.postCall]
    let call = service.takesCall ? [activities.weekendCall[service.department]] : []
    let handover = service.takesCall ? [activities.handover[service.department]] : []
    let night = nights(index)
    return pattern(id, holiday: [free, free, night]) { day, part in
      switch (day, part) {
      case (.saturday, .night): night + call
      case (_, .night): night
      case (.saturday, _): free + call
      case (.sunday, .morning): free + handover
      case (.sunday, _): free
      case (.wednesday, .afternoon) where service.work == .clinic || service.work == .reserve:
        [activities.lecture]
      default: daytime(index) + free
      }
    }
  }

  private func daytime(_ index: Int) -> [Int] {
    let service = recipe.services[index]
    guard service.work == .clinic else { return [activities.day[index]] }
    return [activities.day[index]]
      + [service.clinic.map { activities.clinicSession[$0] }].compactMap { $0 }
      + [activities.administration]
  }

  private func nights(_ index: Int) -> [Int] {
    let service = recipe.services[index]
    var nights = [activities.off]
    let hasNightCall = recipe.departments[service.department].nightMinimum > 0
    if service.takesCall, hasNightCall {
      nights.append(activities.overnightCall[service.department])
    }
    if service.homeCalls > 0 { nights.append(activities.homeCall[service.department]) }
    if service.work == .reserve { nights.append(activities.backup[service.department]) }
    return nights
  }

  // MARK: Faculty

  private mutating func addServiceWeek(_ service: Int) {
    guard let work = activities.wardAttending[service] else { return }
    let department = recipe.services[service].department
    let isLead = FacultyPlanting.leadService(of: department, recipe) == service
    let id = PatternID("\(recipe.services[service].name) week")
    let week = pattern(id) { day, part in
      guard part == .night else { return [work] }
      let hasCall = isLead && (day == .friday || day == .saturday)
      return [hasCall ? activities.facultyCall[department] : activities.off]
    }
    patterns.append(week)
    serviceDuties.append(
      ServiceDuty(id: ServiceDutyID("\(recipe.services[service].name) week"), pattern: id))
  }

  private mutating func addRoles(of department: Int) {
    let clinics: [Int?] = recipe.clinics.indices.filter {
      recipe.clinics[$0].department == department
    }
    for clinic in clinics.isEmpty ? [nil] : clinics {
      for role in recipe.departments[department].roles.indices {
        addRole(RolePlace(department: department, role: role, clinic: clinic))
      }
    }
  }

  private mutating func addRole(_ place: RolePlace) {
    let department = recipe.departments[place.department]
    let role = department.roles[place.role]
    let words =
      [department.prefix, role.role, place.clinic.map { recipe.clinics[$0].name } ?? ""]
      .filter { !$0.isEmpty }
    let id = PatternID(words.joined(separator: " "))
    let hasCall = role.takesCall && FacultyPlanting.hasCall(place.department, recipe)
    let off = activities.off
    let nights = hasCall ? [off, activities.facultyCall[place.department]] : [off]
    let free = hasCall ? [activities.postCall, activities.recovery] : []
    let work = workOfRole(role, place.clinic)
    let preclinic = hasCall ? [activities.preclinic[place.department]] : []
    let week = pattern(id, holiday: [[off] + free, [off] + free, nights]) { day, part in
      switch part {
      case .night: [.friday, .saturday].contains(day) ? [off] : nights
      case _ where day.isWeekend: [off]
      case .morning: work + preclinic + [off] + free
      case .afternoon: work + [off] + free
      }
    }
    patterns.append(week)
    rolePatterns[place] = id
  }

  private func workOfRole(_ role: RoleRecipe, _ clinic: Int?) -> [Int] {
    let own = role.takesCall ? [activities.administration] : []
    guard let clinic else { return own }
    return [activities.attending[clinic]]
      + (role.clinicMax > 0 ? [activities.facultyClinic[clinic]] : []) + own
  }
}

extension Weekday {
  /// Whether it is Saturday or Sunday.
  var isWeekend: Bool { self == .saturday || self == .sunday }
}

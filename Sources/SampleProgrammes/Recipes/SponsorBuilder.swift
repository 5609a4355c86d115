/// Builds the recipe of a sponsor with several programmes: their own services, those they share,
/// classes by the specialties' profiles, and heads that follow from both.
struct SponsorBuilder {
  private let programmes: [SponsoredProgramme]
  private let shared: [SharedService]
  private var recipe: ProgrammeRecipe
  /// Services of each programme and group, by position.
  private var groups: [[ServiceGroup: [Int]]]
  /// Clinics of each programme.
  private var clinics: [[Int]]

  static func recipe(
    name: String, sites: [String], programmes: [SponsoredProgramme], shared: [SharedService]
  ) -> ProgrammeRecipe {
    var builder = SponsorBuilder(name, sites, programmes, shared)
    builder.addClinics()
    builder.addShared()
    for index in programmes.indices { builder.addServices(of: index) }
    for index in programmes.indices { builder.addClasses(of: index) }
    builder.boundHeads()
    builder.addLeave()
    for index in programmes.indices { builder.addCalls(of: index) }
    builder.addSuccessions()
    return builder.recipe
  }

  private init(
    _ name: String, _ sites: [String], _ programmes: [SponsoredProgramme],
    _ shared: [SharedService]
  ) {
    self.programmes = programmes
    self.shared = shared
    groups = programmes.map { _ in [:] }
    clinics = programmes.map { _ in [] }
    recipe = ProgrammeRecipe(
      name: name, sites: sites,
      departments: programmes.map {
        DepartmentRecipe(name: $0.name, prefix: $0.prefix, roles: Self.roles($0.faculty))
      })
    recipe.leaveWeeks = 2
    recipe.wishes = 5
    recipe.longLeavePerMille = 20
  }

  /// A director, half of the others on wards, half with clinics, one in fifteen adjunct.
  private static func roles(_ faculty: Int) -> [RoleRecipe] {
    let adjuncts = max(1, faculty / 15)
    let hospitalists = faculty / 2
    return [
      RoleRecipe(role: "programme-director", count: 1, clinicMax: 1, weekShare: 6),
      RoleRecipe(role: "hospitalist", count: hospitalists, clinicMax: 0, weekShare: 14),
      RoleRecipe(
        role: "clinician", count: faculty - 1 - hospitalists - adjuncts, clinicMax: 4,
        weekShare: 9, clinicDays: 4),
      RoleRecipe(
        role: "adjunct", count: adjuncts, clinicMax: 0, weekShare: 0, takesCall: false,
        clinicDays: 2),
    ]
  }

  // MARK: Services

  private mutating func addClinics() {
    for (index, programme) in programmes.enumerated() {
      for number in 0..<programme.clinics {
        clinics[index].append(recipe.clinics.count)
        recipe.clinics.append(
          ClinicRecipe(
            name: "\(programme.prefix) clinic \(ServiceNames.letter(number))", department: index,
            rooms: 14, site: programme.site))
      }
    }
  }

  private mutating func addShared() {
    for entry in shared {
      // Shared services name programmes of the same sponsor.
      let lead = programmes.firstIndex { $0.prefix == entry.programmes[0] }!
      let isTeam = entry.work == .ward || entry.work == .intensive
      for index in programmes.indices where entry.programmes.contains(programmes[index].prefix) {
        groups[index][entry.group, default: []].append(recipe.services.count)
      }
      recipe.services.append(
        ServiceRecipe(
          name: entry.name, work: entry.work, department: lead, isHalf: true, isStaffed: true,
          isShared: true, hasServiceWeeks: isTeam, requires: ["ACLS"],
          site: programmes[lead].site))
    }
  }

  private mutating func addServices(of index: Int) {
    let programme = programmes[index]
    let counts = programme.own + [programme.clinics, programme.electives, 1]
    for (group, count) in zip(ServiceGroup.allCases, counts) {
      let isAsked = programme.classes.indices.contains {
        programme.specialty.halves(group, year: $0 + 1) > 0
      }
      guard isAsked else { continue }
      let isMissing = count == 0 && groups[index][group] == nil
      for number in 0..<(isMissing ? 1 : count) {
        groups[index][group, default: []].append(recipe.services.count)
        recipe.services.append(
          service(group, of: index, number, suffix: max(count, 1) > 1))
      }
    }
  }

  private func service(
    _ group: ServiceGroup, of index: Int, _ number: Int, suffix hasLetter: Bool
  ) -> ServiceRecipe {
    let programme = programmes[index]
    let acute = programme.specialty.acute
    let label = group == .acute ? acute.name : group.rawValue
    let letter = hasLetter ? " " + ServiceNames.letter(number) : ""
    var service = ServiceRecipe(
      name: "\(programme.prefix) \(label)\(letter)", work: .clinic, department: index,
      isHalf: true, site: programme.site)
    switch group {
    case .ward, .intensive:
      service.work = group == .ward ? .ward : .intensive
      service.isStaffed = true
      service.hasServiceWeeks = true
      service.requires = ["ACLS"]
    case .nights:
      service.work = .nights
      service.isStaffed = true
      service.requires = ["ACLS"]
    case .acute:
      service.work = acute.work
      service.isStaffed = acute.work != .reserve
      service.takesCall = acute.takesCall
    case .ambulatory:
      service.toleratesLeave = true
      service.clinic = clinics[index].isEmpty ? nil : clinics[index][number % clinics[index].count]
      service.clinicSessions = 6
    case .elective:
      service.toleratesLeave = true
      service.takesCall = true
      service.clinic = clinics[index].isEmpty ? nil : clinics[index][number % clinics[index].count]
      service.homeCalls = number == 0 ? 4 : 0
    case .vacation:
      service.work = .vacation
      service.isAway = true
    }
    return service
  }

  // MARK: Classes

  private mutating func addClasses(of index: Int) {
    let programme = programmes[index]
    for (position, count) in programme.classes.enumerated() {
      let year = position + 1
      let lines = ServiceGroup.allCases.compactMap { group -> CurriculumLine? in
        let halves = programme.specialty.halves(group, year: year)
        guard halves > 0, let services = groups[index][group] else { return nil }
        return CurriculumLine(label: group.rawValue, services: services, halves: halves)
      }
      recipe.classes.append(
        ClassRecipe(
          level: "\(programme.prefix)-\(year)", count: count, year: year, department: index,
          curriculum: lines, clinicSessions: 1))
    }
  }

  /// Mean heads of each service over the year, as its classes' curricula make them.
  private var means: [Double] {
    var means = recipe.services.map { _ in 0.0 }
    for kind in recipe.classes {
      for line in kind.curriculum {
        let each = Double(kind.count * line.halves) / Double(26 * line.services.count)
        for service in line.services { means[service] += each }
      }
    }
    return means
  }

  /// Heads from four fifths to five fourths of the mean; electives and vacations may stand empty.
  private mutating func boundHeads() {
    for (index, mean) in means.enumerated() {
      let service = recipe.services[index]
      let least = service.isStaffed ? Int(mean * 0.8) : 0
      let most = service.work == .vacation ? Int(mean * 2) + 2 : Int(mean * 1.25) + 2
      recipe.services[index].heads = least...most
    }
  }

  private mutating func addLeave() {
    let everybody = programmes.reduce(0) { $0 + $1.classes.reduce(0, +) }
    recipe.services.append(
      ServiceRecipe(name: "Leave", work: .vacation, isAway: true, heads: 0...everybody))
  }

  // MARK: Calls

  /// A programme with five or more people at a time who may take calls gives one each Saturday.
  private mutating func addCalls(of index: Int) {
    let pool = recipe.services.indices.filter {
      recipe.services[$0].takesCall && recipe.services[$0].department == index
    }
    let levels = recipe.classes.filter { $0.department == index && $0.year > 1 }
    var mean = 0.0
    for kind in levels {
      for line in kind.curriculum {
        let inPool = line.services.count { pool.contains($0) }
        mean += Double(kind.count * line.halves * inPool) / Double(26 * line.services.count)
      }
    }
    guard mean >= 5 else {
      for service in pool { recipe.services[service].takesCall = false }
      return
    }
    recipe.departments[index].hasWeekendCall = true
    recipe.plan.covers.append(
      PlanRecipe.Cover(
        id: "\(programmes[index].prefix.lowercased())-call-pool", services: pool,
        levels: levels.map(\.level), minimum: 3))
  }

  private mutating func addSuccessions() {
    let nights = recipe.services.indices.filter { recipe.services[$0].work == .nights }
    let intensive = recipe.services.indices.filter { recipe.services[$0].work == .intensive }
    recipe.plan.successions = [
      PlanRecipe.Succession(
        id: "no-night-float-twice-running", first: nights, next: nights, isAccreditation: true),
      PlanRecipe.Succession(id: "no-icu-after-nights", first: nights, next: intensive),
      PlanRecipe.Succession(
        id: "rest-after-intensive-care", first: intensive, next: intensive, penalty: 2),
    ]
    for kind in recipe.classes where kind.year == 1 {
      let own = kind.curriculum.first { $0.label == ServiceGroup.nights.rawValue }?.services ?? []
      guard !own.isEmpty else { continue }
      recipe.plan.windows.append(
        PlanRecipe.Window(level: kind.level, services: own, blocks: 2...13))
    }
  }
}

extension ProgrammeRecipe {
  /// S24: family medicine, 8/8/8, by the first table of the project's sizes.
  static func familyMedicine() -> ProgrammeRecipe {
    var recipe = ProgrammeRecipe(
      name: "Sample family medicine, 24 residents",
      sites: ["Main hospital", "Family clinic", "Community hospital", "Remote hospital"],
      departments: [
        DepartmentRecipe(
          name: "Family medicine", prefix: "", roles: familyMedicineRoles, nightMinimum: 1,
          hasWeekendCall: true)
      ])
    recipe.services = familyMedicineInpatient + familyMedicineOutpatient
    recipe.clinics = [ClinicRecipe(name: "FM clinic", rooms: 8, site: 1)]
    recipe.addFamilyMedicineClasses()
    recipe.addFamilyMedicineRules()
    return recipe
  }

  private static let familyMedicineRoles = [
    RoleRecipe(role: "programme-director", count: 1, clinicMax: 0, weekShare: 4),
    RoleRecipe(role: "associate-director", count: 1, clinicMax: 2, weekShare: 5),
    RoleRecipe(role: "officer-in-charge", count: 1, clinicMax: 2, weekShare: 5),
    RoleRecipe(role: "department-chief", count: 1, clinicMax: 1, weekShare: 4),
    RoleRecipe(role: "sports-medicine", count: 1, clinicMax: 0, weekShare: 5),
    RoleRecipe(role: "core", count: 5, clinicMax: 4, weekShare: 6, clinicDays: 4),
    RoleRecipe(
      role: "adjunct", count: 2, clinicMax: 0, weekShare: 0, takesCall: false, clinicDays: 2),
  ]

  private static let familyMedicineInpatient = [
    ServiceRecipe(name: "Orientation", work: .course, heads: 0...8),
    ServiceRecipe(
      name: "FMIT", work: .ward, heads: 3...5, isStaffed: true, hasServiceWeeks: true,
      requires: ["ACLS"]),
    ServiceRecipe(
      name: "Night float", work: .nights, isHalf: true, heads: 1...3, isStaffed: true,
      requires: ["ACLS"]),
    ServiceRecipe(name: "IM ward", work: .ward, requires: ["ACLS"]),
    ServiceRecipe(name: "ICU", work: .intensive, heads: 0...2, requires: ["ACLS"]),
    ServiceRecipe(
      name: "Home L&D", work: .days(start: 420, end: 1140), heads: 0...3, toleratesLeave: true,
      requires: ["BLS"]),
    ServiceRecipe(
      name: "Away L&D", work: .days(start: 420, end: 1020), isAway: true, heads: 0...3, site: 3),
    ServiceRecipe(name: "L&D night float", work: .nights, heads: 0...2, requires: ["BLS"]),
    ServiceRecipe(
      name: "Newborn", work: .days(start: 420, end: 1020), toleratesLeave: true,
      requires: ["BLS"]),
    ServiceRecipe(name: "Pediatric ward", work: .ward, requires: ["PALS"], site: 2),
    ServiceRecipe(
      name: "Surgery", work: .days(start: 360, end: 1080), takesCall: true, site: 2),
    ServiceRecipe(name: "Emergency", work: .emergency, heads: 0...3, requires: ["ACLS"]),
    ServiceRecipe(name: "NICU", work: .intensive, isHalf: true, site: 2),
    ServiceRecipe(
      name: "Pediatric EM", work: .emergency, toleratesLeave: true, requires: ["PALS"], site: 2),
    ServiceRecipe(
      name: "Away rotation", work: .days(start: 480, end: 1020), isAway: true, heads: 0...2,
      site: 3),
    ServiceRecipe(name: "Transition", work: .course, heads: 0...8),
  ]

  private static func outpatient(
    _ name: String, heads: ClosedRange<Int> = 0...1, isHalf: Bool = false, leave: Bool = true
  ) -> ServiceRecipe {
    ServiceRecipe(
      name: name, work: .clinic, isHalf: isHalf, heads: heads, takesCall: true,
      toleratesLeave: leave, clinic: 0, site: 1)
  }

  private static var familyMedicineOutpatient: [ServiceRecipe] {
    var services = [
      outpatient("Pediatric clinic", heads: 0...2),
      outpatient("Pediatric subspecialty", heads: 0...2),
      outpatient("Procedures"),
      outpatient("MSK", isHalf: true),
      outpatient("FM clinic", heads: 0...3),
      outpatient("Cardiology", isHalf: true, leave: false),
      outpatient("Dermatology", isHalf: true, leave: false),
      outpatient("Gynecology clinic"),
      outpatient("Sports medicine"),
      outpatient("Elective", heads: 0...3),
      outpatient("Geriatrics"),
      outpatient("Psychiatry", isHalf: true, leave: false),
      outpatient("Selective medicine"),
    ]
    services[4].clinicSessions = 6
    services[10].homeCalls = 4
    return services
  }

  /// Half-blocks a year by level, as the table has them.
  private static let familyMedicineCurriculum: [(level: String, lines: [(String, Int)])] = [
    (
      "PGY1",
      [
        ("Orientation", 2), ("FMIT", 4), ("Night float", 1), ("IM ward", 2), ("ICU", 2),
        ("Home L&D", 2), ("Away L&D", 2), ("Newborn", 2), ("Pediatric ward", 2),
        ("Pediatric clinic", 2), ("Procedures", 2), ("MSK", 1), ("FM clinic", 2),
      ]
    ),
    (
      "PGY2",
      [
        ("FMIT", 4), ("Night float", 2), ("L&D night float", 2), ("Pediatric subspecialty", 2),
        ("FM clinic", 2), ("Surgery", 2), ("Emergency", 2), ("Cardiology", 1),
        ("Dermatology", 1), ("Gynecology clinic", 2), ("Sports medicine", 2), ("Elective", 4),
      ]
    ),
    (
      "PGY3",
      [
        ("FMIT", 4), ("Night float", 2), ("FM clinic", 2), ("Emergency", 2), ("Elective", 2),
        ("Geriatrics", 2), ("Psychiatry", 1), ("NICU", 1), ("Pediatric EM", 2),
        ("Away rotation", 4), ("Selective medicine", 2), ("Transition", 2),
      ]
    ),
  ]

  private mutating func addFamilyMedicineClasses() {
    for (index, entry) in Self.familyMedicineCurriculum.enumerated() {
      classes.append(
        ClassRecipe(
          level: entry.level, count: 8, year: index + 1,
          curriculum: entry.lines.map { name, halves in
            CurriculumLine(label: name, services: [service(name)], halves: halves)
          },
          clinicSessions: index == 2 ? 3 : 2))
    }
  }

  private mutating func addFamilyMedicineRules() {
    let labour = ["Home L&D", "Away L&D", "L&D night float"].map(service)
    let team = service("FMIT")
    let nights = service("Night float")
    let calls = services.indices.filter { services[$0].takesCall }
    plan.covers = [
      PlanRecipe.Cover(
        id: "fmit-senior", services: [team], levels: ["PGY2", "PGY3"], minimum: 1,
        isAccreditation: true),
      PlanRecipe.Cover(
        id: "labour-and-delivery-staffed", services: labour, firstBlock: 3, minimum: 1),
      PlanRecipe.Cover(id: "labour-and-delivery-room", services: labour, maximum: 3),
      PlanRecipe.Cover(
        id: "pediatric-clinics-room",
        services: ["Pediatric clinic", "Pediatric subspecialty"].map(service), maximum: 2),
      PlanRecipe.Cover(
        id: "call-pool", services: calls, levels: ["PGY2", "PGY3"], minimum: 4),
    ]
    for level in ["PGY1", "PGY2", "PGY3"] {
      plan.covers.append(
        PlanRecipe.Cover(
          id: "fmit-\(level.lowercased())-at-a-time", services: [team], levels: [level],
          maximum: 2))
    }
    plan.windows = [
      PlanRecipe.Window(level: "PGY1", services: [service("Home L&D")], blocks: 3...13),
      PlanRecipe.Window(level: "PGY1", services: [service("Pediatric ward")], blocks: 5...13),
      PlanRecipe.Window(
        level: "PGY2", services: ["Gynecology clinic", "L&D night float"].map(service),
        blocks: 3...13),
      PlanRecipe.Window(level: "PGY3", services: [service("Psychiatry")], blocks: 4...12),
    ]
    plan.deadlines = [
      PlanRecipe.Deadline(
        id: "fmit-within-six-months", level: "PGY1", services: [team], blocks: 1...6, halves: 2)
    ]
    plan.orders = [
      PlanRecipe.Order(level: "PGY1", before: service("Home L&D"), after: service("Away L&D"))
    ]
    plan.successions = [
      PlanRecipe.Succession(
        id: "no-night-float-twice-running", first: [nights], next: [nights],
        isAccreditation: true),
      PlanRecipe.Succession(
        id: "no-icu-after-nights", first: [nights, service("L&D night float")],
        next: [service("ICU")]),
      PlanRecipe.Succession(
        id: "rest-before-inpatient-team", first: [nights], next: [team], penalty: 2),
    ]
    plan.fixed = [
      PlanRecipe.Fixed(level: "PGY1", service: service("Orientation"), block: 1),
      PlanRecipe.Fixed(level: "PGY3", service: service("Transition"), block: 13),
    ]
  }
}

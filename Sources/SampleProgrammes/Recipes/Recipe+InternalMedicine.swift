extension ProgrammeRecipe {
  /// S60: internal medicine, 20 + 4 preliminary / 18 / 18, on two sites.
  static func internalMedicine60() -> ProgrammeRecipe {
    internalMedicine(
      InternalMedicineSize(
        name: "Sample internal medicine, 60 residents", classes: [20, 4, 18, 18],
        wards: (5, 3...5, 17...23), intensive: (1, 4...6), cardiac: 1...4, nights: (1, 3...6),
        emergency: 0...3, reserve: 1...4, ambulatory: (2, 4...9, 9...17), electives: (5, 0...4),
        vacation: 0...8, rooms: 12, callPool: 3,
        roles: [
          RoleRecipe(role: "programme-director", count: 1, clinicMax: 1, weekShare: 6),
          RoleRecipe(role: "associate-director", count: 3, clinicMax: 2, weekShare: 8),
          RoleRecipe(role: "hospitalist", count: 14, clinicMax: 0, weekShare: 14),
          RoleRecipe(role: "clinician", count: 10, clinicMax: 4, weekShare: 9, clinicDays: 4),
          RoleRecipe(
            role: "adjunct", count: 2, clinicMax: 0, weekShare: 0, takesCall: false,
            clinicDays: 2),
        ]))
  }

  /// S150: internal medicine, 46 + 14 preliminary / 45 / 45, on three sites.
  static func internalMedicine150() -> ProgrammeRecipe {
    internalMedicine(
      InternalMedicineSize(
        name: "Sample internal medicine, 150 residents", classes: [46, 14, 45, 45],
        wards: (10, 4...6, 44...57), intensive: (2, 5...8), cardiac: 3...8, nights: (2, 4...7),
        emergency: 2...8, reserve: 3...10, ambulatory: (4, 5...11, 21...41),
        electives: (14, 0...4), vacation: 0...19, rooms: 14, callPool: 4,
        roles: [
          RoleRecipe(role: "programme-director", count: 1, clinicMax: 1, weekShare: 6),
          RoleRecipe(role: "associate-director", count: 5, clinicMax: 2, weekShare: 8),
          RoleRecipe(role: "hospitalist", count: 34, clinicMax: 0, weekShare: 14),
          RoleRecipe(role: "clinician", count: 26, clinicMax: 4, weekShare: 9, clinicDays: 4),
          RoleRecipe(
            role: "adjunct", count: 4, clinicMax: 0, weekShare: 0, takesCall: false,
            clinicDays: 2),
        ]))
  }

  /// What the tables give for one size: numbers of like services, heads on each, on all together.
  private struct InternalMedicineSize {
    var name: String
    /// PGY1, preliminary, PGY2, PGY3.
    var classes: [Int]
    var wards: (count: Int, each: ClosedRange<Int>, all: ClosedRange<Int>)
    var intensive: (count: Int, each: ClosedRange<Int>)
    var cardiac: ClosedRange<Int>
    var nights: (count: Int, each: ClosedRange<Int>)
    var emergency: ClosedRange<Int>
    var reserve: ClosedRange<Int>
    var ambulatory: (count: Int, each: ClosedRange<Int>, all: ClosedRange<Int>)
    var electives: (count: Int, each: ClosedRange<Int>)
    var vacation: ClosedRange<Int>
    var rooms: Int
    var callPool: Int
    var roles: [RoleRecipe]
  }

  /// Half-blocks by class and group of services, as the table has them.
  private static let internalMedicineCurriculum:
    [(level: String, year: Int, halves: [String: Int])] = [
      (
        "PGY1", 1,
        [
          "Ward": 8, "MICU": 2, "CCU": 2, "Night float": 2, "Emergency": 1, "Jeopardy": 1,
          "Ambulatory": 6, "Elective": 2, "Vacation": 2,
        ]
      ),
      (
        "PRE", 1,
        [
          "Ward": 11, "MICU": 3, "Night float": 2, "Emergency": 1, "Jeopardy": 1, "Elective": 6,
          "Vacation": 2,
        ]
      ),
      (
        "PGY2", 2,
        [
          "Ward": 9, "MICU": 2, "CCU": 1, "Night float": 1, "Emergency": 1, "Jeopardy": 1,
          "Ambulatory": 6, "Elective": 3, "Vacation": 2,
        ]
      ),
      (
        "PGY3", 3,
        [
          "Ward": 8, "MICU": 2, "Night float": 2, "Jeopardy": 1, "Ambulatory": 6, "Elective": 5,
          "Vacation": 2,
        ]
      ),
    ]

  private static func internalMedicine(_ size: InternalMedicineSize) -> ProgrammeRecipe {
    let sites =
      size.classes[0] > 30
      ? ["Main hospital", "North hospital", "Clinic building"]
      : ["Main hospital", "Clinic building"]
    var recipe = ProgrammeRecipe(
      name: size.name, sites: sites,
      departments: [
        DepartmentRecipe(
          name: "Internal medicine", prefix: "", roles: size.roles, hasWeekendCall: true)
      ])
    recipe.leaveWeeks = 2
    recipe.wishes = 5
    recipe.longLeavePerMille = 20
    var groups = internalMedicineWards(size)
    addInternalMedicineClinics(to: &groups, size, site: sites.count - 1)
    recipe.services = groups.services
    for (entry, count) in zip(internalMedicineCurriculum, size.classes) {
      recipe.classes.append(
        ClassRecipe(
          level: entry.level, count: count, year: entry.year,
          curriculum: groups.groups.compactMap { group in
            entry.halves[group.label].map {
              CurriculumLine(label: group.label, services: group.services, halves: $0)
            }
          },
          clinicSessions: 1))
    }
    recipe.addInternalMedicineRules(size, groups)
    return recipe
  }

  private static func internalMedicineWards(_ size: InternalMedicineSize) -> ServiceGroups {
    var groups = ServiceGroups()
    groups.add("Ward", size.wards.count) { name, index in
      ServiceRecipe(
        name: name, work: .ward, isHalf: true, heads: size.wards.each, isStaffed: true,
        isShared: index < 2, hasServiceWeeks: true, requires: ["ACLS"], site: index % 2)
    }
    groups.add("MICU", size.intensive.count) { name, _ in
      ServiceRecipe(
        name: name, work: .intensive, isHalf: true, heads: size.intensive.each, isStaffed: true,
        hasServiceWeeks: true, requires: ["ACLS"])
    }
    groups.add("CCU", 1) { name, _ in
      ServiceRecipe(
        name: name, work: .intensive, isHalf: true, heads: size.cardiac,
        isStaffed: size.cardiac.lowerBound > 1, hasServiceWeeks: size.cardiac.lowerBound > 1,
        requires: ["ACLS"])
    }
    groups.add("Night float", size.nights.count) { name, _ in
      ServiceRecipe(
        name: name, work: .nights, isHalf: true, heads: size.nights.each, isStaffed: true,
        requires: ["ACLS"])
    }
    groups.add("Emergency", 1) { name, _ in
      ServiceRecipe(
        name: name, work: .emergency, isHalf: true, heads: size.emergency,
        isStaffed: size.emergency.lowerBound > 1, requires: ["ACLS"])
    }
    return groups
  }

  private static func addInternalMedicineClinics(
    to groups: inout ServiceGroups, _ size: InternalMedicineSize, site clinicSite: Int
  ) {
    groups.add("Jeopardy", 1) { name, _ in
      ServiceRecipe(name: name, work: .reserve, isHalf: true, heads: size.reserve)
    }
    groups.add("Ambulatory", size.ambulatory.count) { name, index in
      ServiceRecipe(
        name: name, work: .clinic, heads: size.ambulatory.each, toleratesLeave: true,
        clinic: index, clinicSessions: 6, site: clinicSite)
    }
    groups.add("Elective", size.electives.count) { name, index in
      ServiceRecipe(
        name: name, work: .clinic, isHalf: true, heads: size.electives.each, takesCall: true,
        toleratesLeave: true, clinic: index % size.ambulatory.count,
        homeCalls: index < 2 ? 4 : 0)
    }
    groups.add("Vacation", 1) { name, _ in
      ServiceRecipe(
        name: name, work: .vacation, isHalf: true, isAway: true, heads: size.vacation)
    }
  }

  private mutating func addInternalMedicineRules(
    _ size: InternalMedicineSize, _ groups: ServiceGroups
  ) {
    func group(_ label: String) -> [Int] { groups[label] }
    let everybody = size.classes.reduce(0, +)
    services.append(
      ServiceRecipe(name: "Leave", work: .vacation, isAway: true, heads: 0...everybody))
    clinics = (0..<size.ambulatory.count).map { index in
      ClinicRecipe(
        name: "Clinic \(ServiceNames.letter(index))", rooms: size.rooms, site: sites.count - 1)
    }
    for (label, all) in [("Ward", size.wards.all), ("Ambulatory", size.ambulatory.all)] {
      plan.covers.append(
        PlanRecipe.Cover(
          id: "\(label.lowercased())-together", services: group(label), minimum: all.lowerBound,
          maximum: all.upperBound))
    }
    for service in group("Ward") {
      plan.covers.append(
        PlanRecipe.Cover(
          id: "\(PlanRules.slug(services[service].name))-senior", services: [service],
          levels: ["PGY2", "PGY3"], minimum: 1, isAccreditation: true))
    }
    plan.covers.append(
      PlanRecipe.Cover(
        id: "call-pool", services: group("Elective"), levels: ["PGY2", "PGY3"],
        minimum: size.callPool))
    let nights = group("Night float")
    plan.successions = [
      PlanRecipe.Succession(
        id: "no-night-float-twice-running", first: nights, next: nights, isAccreditation: true),
      PlanRecipe.Succession(id: "no-icu-after-nights", first: nights, next: group("MICU")),
      PlanRecipe.Succession(
        id: "rest-after-intensive-care", first: group("MICU"),
        next: group("MICU") + group("CCU"), penalty: 2),
    ]
    plan.windows = [
      PlanRecipe.Window(level: "PGY1", services: nights, blocks: 2...13),
      PlanRecipe.Window(level: "PGY1", services: group("Jeopardy"), blocks: 3...13),
      PlanRecipe.Window(level: "PRE", services: group("Jeopardy"), blocks: 3...13),
    ]
    plan.deadlines = [
      PlanRecipe.Deadline(
        id: "first-ward-early", level: "PGY1", services: group("Ward"), blocks: 1...3, halves: 1)
    ]
  }
}

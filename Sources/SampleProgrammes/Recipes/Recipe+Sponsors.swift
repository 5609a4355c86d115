extension ProgrammeRecipe {
  /// S400: an academic centre of eight programmes on four sites.
  static func academicCentre() -> ProgrammeRecipe {
    func programme(
      _ prefix: String, _ specialty: Specialty, _ classes: [Int], _ numbers: [Int], own: [Int]
    ) -> SponsoredProgramme {
      SponsoredProgramme(
        prefix: prefix, name: specialty.rawValue, specialty: specialty, classes: classes,
        faculty: numbers[0], clinics: numbers[1], electives: numbers[2], site: numbers[3],
        own: own)
    }
    return SponsorBuilder.recipe(
      name: "Sample academic centre, 400 residents",
      sites: [
        "University hospital", "Children's hospital", "County hospital", "Veterans hospital",
      ],
      programmes: [
        programme("IM", .internalMedicine, [60, 45, 45], [70, 4, 18, 0], own: [10, 1, 1, 1]),
        programme("PED", .pediatrics, [20, 20, 20], [30, 2, 8, 1], own: [3, 0, 1, 0]),
        programme("SUR", .surgery, [9, 9, 9, 9, 9], [28, 0, 5, 0], own: [4, 1, 1, 2]),
        programme("EM", .emergency, [14, 14, 14], [20, 0, 6, 2], own: [1, 0, 0, 0]),
        programme("PSY", .psychiatry, [8, 8, 8, 8], [16, 1, 5, 3], own: [3, 0, 0, 0]),
        programme("FM", .familyMedicine, [10, 10, 10], [14, 1, 5, 2], own: [1, 0, 0, 0]),
        programme("OB", .obstetrics, [6, 6, 6, 6], [12, 1, 4, 0], own: [1, 0, 1, 0]),
        programme("NEU", .neurology, [5, 4, 4, 4], [10, 1, 4, 0], own: [2, 0, 0, 0]),
      ],
      shared: [
        SharedService(
          name: "MICU A", group: .intensive, work: .intensive,
          programmes: ["IM", "EM", "SUR", "NEU"]),
        SharedService(
          name: "MICU B", group: .intensive, work: .intensive,
          programmes: ["IM", "EM", "SUR", "FM"]),
        SharedService(
          name: "ED A", group: .acute, work: .emergency, programmes: ["EM", "IM", "FM"]),
        SharedService(name: "ED B", group: .acute, work: .emergency, programmes: ["EM", "IM"]),
        SharedService(name: "ED C", group: .acute, work: .emergency, programmes: ["EM", "PED"]),
        SharedService(
          name: "NICU", group: .intensive, work: .intensive, programmes: ["PED", "OB"]),
        SharedService(
          name: "Pediatric ward", group: .ward, work: .ward, programmes: ["PED", "FM"]),
        SharedService(
          name: "L&D A", group: .acute, work: .days(start: 420, end: 1140),
          programmes: ["OB", "FM"]),
        SharedService(
          name: "L&D B", group: .acute, work: .days(start: 420, end: 1140),
          programmes: ["OB", "FM"]),
        SharedService(
          name: "Neurology consults", group: .acute, work: .days(start: 480, end: 1080),
          programmes: ["NEU", "PSY", "IM"]),
        SharedService(
          name: "Night team A", group: .nights, work: .nights, programmes: ["IM", "NEU", "PSY"]),
        SharedService(
          name: "Night team B", group: .nights, work: .nights, programmes: ["SUR", "OB", "FM"]),
      ])
  }

  /// S1200: a sponsor of 21 programmes over four main hospitals and four satellites.
  static func sponsor() -> ProgrammeRecipe {
    SponsorBuilder.recipe(
      name: "Sample sponsor, 1,200 residents",
      sites: (0..<4).map { "Hospital \(ServiceNames.letter($0))" }
        + (0..<4).map { "Satellite \(ServiceNames.letter($0))" },
      programmes: sponsoredMedicine + sponsoredOthers,
      shared: sharedOfHospital("A", teams: sponsorTeamsA)
        + sharedOfHospital("B", teams: sponsorTeamsB)
        + sharedOfHospital("C", teams: sponsorTeamsC))
  }

  private static let sponsoredMedicine: [SponsoredProgramme] = [
    SponsoredProgramme(
      prefix: "IMA", name: "Internal medicine A", specialty: .internalMedicine,
      classes: [64, 63, 63], faculty: 95, clinics: 4, electives: 34, site: 0,
      own: [12, 1, 2, 2]),
    SponsoredProgramme(
      prefix: "IMB", name: "Internal medicine B", specialty: .internalMedicine,
      classes: [40, 40, 40], faculty: 60, clinics: 3, electives: 24, site: 1, own: [8, 1, 1, 1]),
    SponsoredProgramme(
      prefix: "IMC", name: "Internal medicine C", specialty: .internalMedicine,
      classes: [27, 27, 26], faculty: 40, clinics: 2, electives: 16, site: 2, own: [4, 0, 1, 1]),
    SponsoredProgramme(
      prefix: "FMA", name: "Family medicine A", specialty: .familyMedicine,
      classes: [12, 12, 12], faculty: 18, clinics: 2, electives: 7, site: 4, own: [1, 0, 0, 0]),
    SponsoredProgramme(
      prefix: "FMB", name: "Family medicine B", specialty: .familyMedicine,
      classes: [10, 10, 10], faculty: 15, clinics: 2, electives: 6, site: 5, own: [1, 0, 0, 0]),
    SponsoredProgramme(
      prefix: "FMC", name: "Family medicine C", specialty: .familyMedicine, classes: [8, 8, 8],
      faculty: 12, clinics: 2, electives: 5, site: 6, own: [1, 0, 0, 1]),
    SponsoredProgramme(
      prefix: "PEA", name: "Pediatrics A", specialty: .pediatrics, classes: [30, 30, 30],
      faculty: 45, clinics: 3, electives: 17, site: 0, own: [5, 0, 1, 0]),
    SponsoredProgramme(
      prefix: "PEB", name: "Pediatrics B", specialty: .pediatrics, classes: [16, 16, 16],
      faculty: 24, clinics: 2, electives: 9, site: 1, own: [2, 0, 1, 0]),
    SponsoredProgramme(
      prefix: "NEU", name: "Neurology", specialty: .neurology, classes: [9, 9, 9, 9],
      faculty: 18, clinics: 2, electives: 7, site: 0, own: [3, 0, 0, 0]),
    SponsoredProgramme(
      prefix: "PSA", name: "Psychiatry A", specialty: .psychiatry, classes: [12, 12, 12, 12],
      faculty: 24, clinics: 2, electives: 9, site: 3, own: [4, 0, 1, 0]),
    SponsoredProgramme(
      prefix: "PSB", name: "Psychiatry B", specialty: .psychiatry, classes: [8, 8, 8, 8],
      faculty: 16, clinics: 2, electives: 6, site: 7, own: [3, 0, 1, 1]),
  ]

  private static let sponsoredOthers: [SponsoredProgramme] = [
    SponsoredProgramme(
      prefix: "SUA", name: "Surgery A", specialty: .surgery, classes: [14, 14, 14, 14, 14],
      faculty: 36, electives: 6, site: 0, own: [5, 1, 1, 3]),
    SponsoredProgramme(
      prefix: "SUB", name: "Surgery B", specialty: .surgery, classes: [9, 9, 9, 9, 9],
      faculty: 23, electives: 5, site: 1, own: [3, 1, 1, 2]),
    SponsoredProgramme(
      prefix: "EMA", name: "Emergency medicine A", specialty: .emergency, classes: [20, 20, 20],
      faculty: 30, electives: 9, site: 0, own: [1, 0, 0, 0]),
    SponsoredProgramme(
      prefix: "EMB", name: "Emergency medicine B", specialty: .emergency, classes: [15, 15, 15],
      faculty: 23, electives: 7, site: 1, own: [1, 0, 0, 0]),
    SponsoredProgramme(
      prefix: "OBA", name: "Obstetrics A", specialty: .obstetrics, classes: [9, 9, 9, 9],
      faculty: 18, clinics: 2, electives: 6, site: 0, own: [1, 0, 1, 0]),
    SponsoredProgramme(
      prefix: "OBB", name: "Obstetrics B", specialty: .obstetrics, classes: [6, 6, 6, 6],
      faculty: 12, clinics: 1, electives: 5, site: 1, own: [1, 0, 1, 0]),
    SponsoredProgramme(
      prefix: "ANE", name: "Anesthesia", specialty: .anesthesia, classes: [20, 20, 20, 20],
      faculty: 42, electives: 12, site: 2, own: [0, 0, 1, 6]),
    SponsoredProgramme(
      prefix: "RAD", name: "Radiology", specialty: .radiology, classes: [10, 10, 10, 10],
      faculty: 20, electives: 9, site: 2, own: [0, 0, 1, 3]),
    SponsoredProgramme(
      prefix: "ORT", name: "Orthopedics", specialty: .orthopedics, classes: [6, 6, 6, 6, 6],
      faculty: 15, electives: 4, site: 3, own: [1, 0, 1, 2]),
    SponsoredProgramme(
      prefix: "TRY", name: "Transitional year", specialty: .transitional, classes: [36],
      faculty: 14, clinics: 1, electives: 10, site: 2, own: [1, 0, 0, 0]),
  ]

  /// Shared teams of one hospital: how many of a kind, and whose.
  private typealias Teams = [(kind: String, count: Int, programmes: [String])]

  private static let sponsorTeamsA: Teams = [
    ("MICU", 3, ["IMA", "EMA", "SUA", "NEU"]), ("ED", 4, ["EMA", "IMA", "FMA", "PEA"]),
    ("NICU", 2, ["PEA", "OBA"]), ("Pediatric ward", 1, ["PEA", "FMA"]),
    ("L&D", 2, ["OBA", "FMA"]), ("Consults", 1, ["NEU", "PSA", "IMA"]),
    ("Night team", 3, ["IMA", "NEU", "FMA"]),
  ]

  private static let sponsorTeamsB: Teams = [
    ("MICU", 3, ["IMB", "EMB", "SUB", "FMB"]), ("ED", 3, ["EMB", "IMB", "FMB"]),
    ("NICU", 1, ["PEB", "OBB"]), ("Pediatric ward", 1, ["PEB", "FMB"]),
    ("L&D", 2, ["OBB", "FMB"]), ("Night team", 2, ["IMB", "FMB"]),
  ]

  private static let sponsorTeamsC: Teams = [
    ("MICU", 3, ["IMC", "ANE", "TRY", "ORT", "FMC"]), ("ED", 3, ["EMB", "IMC", "TRY", "PEB"]),
    ("Ward", 2, ["IMC", "TRY"]), ("Night team", 2, ["IMC", "TRY", "FMC"]),
    ("OR", 2, ["SUA", "ANE", "ORT"]),
  ]

  private static func sharedOfHospital(_ letter: String, teams: Teams) -> [SharedService] {
    teams.flatMap { team in
      (0..<team.count).map { number in
        let (group, work) = kind(team.kind)
        let suffix = team.count == 1 ? "" : "\(number + 1)"
        return SharedService(
          name: "\(team.kind) \(letter)\(suffix)", group: group, work: work,
          programmes: team.programmes)
      }
    }
  }

  private static func kind(_ name: String) -> (ServiceGroup, Work) {
    switch name {
    case "MICU", "NICU": (.intensive, .intensive)
    case "ED": (.acute, .emergency)
    case "Ward", "Pediatric ward": (.ward, .ward)
    case "L&D": (.acute, .days(start: 420, end: 1140))
    case "Consults": (.acute, .days(start: 480, end: 1080))
    case "OR": (.acute, .days(start: 360, end: 1080))
    default: (.nights, .nights)
    }
  }
}

/// A group of like services in a programme's profile.
enum ServiceGroup: String, CaseIterable {
  case ward = "Ward"
  case intensive = "ICU"
  case nights = "Nights"
  /// Emergency, labour, operating rooms, consults: what the specialty's days are besides wards.
  case acute = "Acute"
  case ambulatory = "Ambulatory"
  case elective = "Elective"
  case vacation = "Vacation"
}

/// What residents of one specialty do in a year: half-blocks by group and year of training, after
/// the table's shares of thirteen blocks.
enum Specialty: String {
  case internalMedicine, pediatrics, surgery, emergency, psychiatry, familyMedicine, obstetrics
  case neurology, anesthesia, radiology, orthopedics, transitional

  /// Half-blocks in the order of ``ServiceGroup``; a year beyond the last has the last's.
  var halves: [[Int]] {
    switch self {
    case .internalMedicine:
      [[8, 4, 2, 2, 6, 2, 2], [9, 3, 1, 2, 6, 3, 2], [8, 2, 2, 1, 6, 5, 2]]
    case .pediatrics: [[8, 4, 2, 2, 6, 2, 2]]
    case .surgery:
      [
        [10, 4, 4, 4, 1, 1, 2], [8, 4, 3, 7, 1, 1, 2], [8, 4, 3, 7, 1, 1, 2],
        [10, 1, 1, 10, 1, 1, 2],
      ]
    case .emergency: [[2, 4, 0, 16, 0, 2, 2]]
    case .psychiatry: [[12, 0, 2, 2, 6, 2, 2]]
    case .familyMedicine: [[6, 2, 2, 6, 6, 2, 2]]
    case .obstetrics: [[4, 1, 3, 10, 4, 2, 2]]
    case .neurology: [[10, 2, 2, 2, 6, 2, 2]]
    case .anesthesia: [[0, 4, 2, 16, 0, 2, 2]]
    case .radiology: [[0, 0, 2, 18, 0, 4, 2]]
    case .orthopedics: [[6, 1, 2, 13, 1, 1, 2]]
    case .transitional: [[10, 2, 2, 2, 4, 4, 2]]
    }
  }

  /// Half-blocks of a group in a year of training, from 1.
  func halves(_ group: ServiceGroup, year: Int) -> Int {
    let row = halves[min(year, halves.count) - 1]
    // The rows follow the order of the groups.
    return row[ServiceGroup.allCases.firstIndex(of: group)!]
  }

  /// What its own acute services are called, how they work, and whether residents on them take
  /// calls.
  var acute: (name: String, work: Work, takesCall: Bool) {
    switch self {
    case .emergency, .pediatrics, .transitional: ("ED", .emergency, false)
    case .surgery, .orthopedics: ("OR", .days(start: 360, end: 1080), true)
    case .anesthesia: ("OR", .days(start: 390, end: 1020), true)
    case .obstetrics, .familyMedicine: ("L&D", .days(start: 420, end: 1140), false)
    case .radiology: ("Reading room", .days(start: 480, end: 1020), false)
    case .neurology, .psychiatry: ("Consults", .days(start: 480, end: 1080), false)
    case .internalMedicine: ("Jeopardy", .reserve, false)
    }
  }
}

/// One programme of a sponsor.
struct SponsoredProgramme {
  var prefix: String
  var name: String
  var specialty: Specialty
  /// Residents by year of training.
  var classes: [Int]
  var faculty: Int
  var clinics = 0
  var electives: Int
  var site: Int
  /// Its own services on wards, in intensive care, at night, and acute.
  var own: [Int]
}

/// A service that several programmes staff together.
struct SharedService {
  var name: String
  var group: ServiceGroup
  var work: Work
  /// Prefixes of the programmes; the first leads it: its faculty attend, its call list counts.
  var programmes: [String]
}

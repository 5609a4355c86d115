import Domain

/// How the work of a rotation lies in its days; `SampleActivities` gives it clock times.
enum Work: Hashable {
  /// Twelve-hour days, six a week, with a long-call day where the team is staffed.
  case ward
  /// Thirteen-hour days, six a week.
  case intensive
  /// Thirteen-hour nights, at most six running.
  case nights
  /// Ten-hour shifts by day, evening and night.
  case emergency
  /// Half-days from Monday to Friday, open to calls.
  case clinic
  /// Long days from Monday to Friday, minutes of the clock.
  case days(start: Int, end: Int)
  /// Courses from Monday to Friday.
  case course
  /// Administration by day, availability from home by night.
  case reserve
  /// Two weeks free.
  case vacation
}

/// One rotation of a programme and what it asks for.
struct ServiceRecipe {
  var name: String
  var work: Work
  /// Position in ``ProgrammeRecipe/departments``.
  var department = 0
  var isHalf = false
  var isAway = false
  /// Residents at a time in each plan column.
  var heads: ClosedRange<Int> = 0...1
  /// Whether it must be staffed each day (of nights: each night).
  var isStaffed = false
  /// Whether several programmes share it.
  var isShared = false
  /// Whether faculty take week-long turns on it.
  var hasServiceWeeks = false
  var takesCall = false
  var toleratesLeave = false
  /// Position in ``ProgrammeRecipe/clinics`` of the clinic that its residents also see; clinic work
  /// only.
  var clinic: Int?
  /// Half-days a week in that clinic; nil for the class's own number.
  var clinicSessions: Int?
  /// Nights of home call in each block, a whole one.
  var homeCalls = 0
  var requires: [String] = []
  var site = 0
}

/// One line of a class's curriculum: so many half-blocks on any of the services.
struct CurriculumLine {
  var label: String
  var services: [Int]
  var halves: Int
}

/// A class of residents with a curriculum of its own.
struct ClassRecipe {
  var level: String
  var count: Int
  /// Year of training, from 1.
  var year: Int
  var track = ""
  var department = 0
  var curriculum: [CurriculumLine] = []
  /// Half-days a week in continuity clinic on clinic work.
  var clinicSessions = 1
}

/// A place with rooms where residents see patients under attendings.
struct ClinicRecipe {
  var name: String
  var department = 0
  /// Clinicians at a time: residents and faculty together.
  var rooms: Int
  var site = 0
}

/// Faculty of one role in one department.
struct RoleRecipe {
  var role: String
  var count: Int
  /// Own clinic half-days a week, at most.
  var clinicMax: Int
  /// Share of service weeks, 0 for none.
  var weekShare: Int
  var takesCall = true
  /// Weekdays on which clinic may be given.
  var clinicDays = 5
}

/// A department: its faculty and its call.
struct DepartmentRecipe {
  var name: String
  var prefix: String
  var roles: [RoleRecipe]
  /// People in house at night from night services and calls together, at least.
  var nightMinimum = 0
  /// Whether a resident takes a 24-hour call each Saturday.
  var hasWeekendCall = false
  /// Years of training that may take calls.
  var callYears: ClosedRange<Int> = 2...8
}

/// A rule of the plan beside each service's own bounds.
struct PlanRecipe {
  /// Heads on several services together, or of some classes.
  struct Cover {
    var id: String
    var services: [Int]
    var levels: [String] = []
    var firstBlock = 1
    var minimum = 0
    var maximum: Int?
    var isAccreditation = false
  }

  /// Blocks in which the services may stand.
  struct Window {
    var level: String
    var services: [Int]
    var blocks: ClosedRange<Int>
  }

  struct Order {
    var level: String
    var before: Int
    var after: Int
  }

  /// No `first`, then `next` in the following half-block; soft with a penalty.
  struct Succession {
    var id: String
    var first: [Int]
    var next: [Int]
    var penalty: Int?
    var isAccreditation = false
  }

  /// At least so many half-blocks inside some blocks.
  struct Deadline {
    var id: String
    var level: String
    var services: [Int]
    var blocks: ClosedRange<Int>
    var halves: Int
  }

  /// A block that a class spends on one service.
  struct Fixed {
    var level: String
    var service: Int
    var block: Int
  }

  var covers: [Cover] = []
  var windows: [Window] = []
  var orders: [Order] = []
  var successions: [Succession] = []
  var deadlines: [Deadline] = []
  var fixed: [Fixed] = []
}

/// Everything that the tables fix about a size; what chance adds comes from the seed.
struct ProgrammeRecipe {
  var name: String
  var sites: [String]
  var departments: [DepartmentRecipe]
  var services: [ServiceRecipe] = []
  var classes: [ClassRecipe] = []
  var clinics: [ClinicRecipe] = []
  var plan = PlanRecipe()
  /// Weeks of leave asked for by each resident, conference weeks included.
  var leaveWeeks = 4
  /// Wishes for rotations by each resident.
  var wishes = 4
  /// Residents in a thousand with eight weeks of leave.
  var longLeavePerMille = 0

  /// Position of a service.
  ///
  /// - Precondition: the recipe names it.
  func service(_ name: String) -> Int {
    guard let index = services.firstIndex(where: { $0.name == name }) else {
      preconditionFailure("the recipe \(self.name) has no service \(name)")
    }
    return index
  }

  /// Position of a class by its level.
  func classIndex(_ level: String) -> Int? { classes.firstIndex { $0.level == level } }
}

import Domain

/// The activities of a programme, with their clock times, and where each kind of work finds its
/// own.
struct SampleActivities {
  private(set) var all: [Activity] = []
  private var indices: [String: Int] = [:]

  let off: Int
  let postCall: Int
  let recovery: Int
  let leave: Int
  let vacation: Int
  let lecture: Int
  let course: Int
  let administration: Int
  /// Of each service: by day (of nights and emergency: each shift), and the ward's long call.
  private(set) var day: [Int] = []
  private(set) var longCall: [Int?] = []
  /// Of each clinic: a resident's half-day, faculty's own, and attending.
  private(set) var clinicSession: [Int] = []
  private(set) var facultyClinic: [Int] = []
  private(set) var attending: [Int] = []
  /// Of each service with service weeks: its attending's day.
  private(set) var wardAttending: [Int?] = []
  /// Of each department.
  private(set) var overnightCall: [Int] = []
  private(set) var weekendCall: [Int] = []
  private(set) var handover: [Int] = []
  private(set) var homeCall: [Int] = []
  private(set) var backup: [Int] = []
  private(set) var facultyCall: [Int] = []
  private(set) var preclinic: [Int] = []

  init(_ recipe: ProgrammeRecipe) {
    var book = ActivityBook()
    off = book.add("Off", .free)
    postCall = book.add("Post-call", .free, labels: ["post-call"])
    recovery = book.add("Recovery", .free)
    leave = book.add("Leave", .away)
    vacation = book.add("Vacation", .free)
    lecture = book.add("Lecture", .education, labels: ["lecture"], [nil, (780, 960), nil])
    course = book.add("Course", .education, Self.halfDays)
    administration = book.add("Administration", .administration, Self.halfDays)
    for service in recipe.services {
      add(service, site: SiteID(recipe.sites[service.site]), to: &book)
    }
    for clinic in recipe.clinics {
      add(clinic, site: SiteID(recipe.sites[clinic.site]), to: &book)
    }
    for department in recipe.departments { add(department, to: &book) }
    all = book.activities
    indices = book.indices
  }

  /// Eight to twelve and one to five.
  private static let halfDays: [(Int, Int)?] = [(480, 720), (780, 1020), nil]

  private mutating func add(_ service: ServiceRecipe, site: SiteID, to book: inout ActivityBook) {
    var long: Int?
    let name = service.name
    let index: Int
    switch service.work {
    case .ward:
      index = book.add(name, .clinical, labels: ["ward"], [(390, 750), (750, 1110), nil])
      if service.isStaffed {
        long = book.add("\(name) long call", .clinical, labels: ["ward"], [nil, (750, 1260), nil])
      }
    case .intensive:
      index = book.add(name, .clinical, labels: ["intensive"], [(360, 750), (750, 1140), nil])
    case .nights:
      index = book.add(name, .clinical, labels: ["night"], [nil, nil, (1110, 1890)])
    case .emergency:
      index = book.add(
        name, .clinical, labels: ["emergency"], [(420, 1020), (840, 1440), (1260, 1860)])
    case .clinic:
      index = book.add("\(name) session", .clinical, labels: ["specialty"], Self.halfDays)
    case .days(let start, let end):
      let noon = (start + end) / 2
      index = book.add(name, .clinical, labels: ["day"], [(start, noon), (noon, end), nil])
    case .course: index = course
    case .reserve: index = administration
    case .vacation: index = vacation
    }
    let isOwn = index != course && index != administration && index != vacation
    if isOwn { book.require(service.requires, index, site: site) }
    if let long { book.require(service.requires, long, site: site) }
    day.append(index)
    longCall.append(long)
    wardAttending.append(
      service.hasServiceWeeks
        ? book.add(
          "\(name) attending", .clinical, labels: ["attending"], [(420, 720), (720, 1020), nil])
        : nil)
  }

  private mutating func add(_ clinic: ClinicRecipe, site: SiteID, to book: inout ActivityBook) {
    let session = book.add(
      "\(clinic.name) patients", .clinical, labels: ["clinic"], Self.halfDays)
    let own = book.add(
      "\(clinic.name) faculty patients", .clinical, labels: ["clinic"], Self.halfDays)
    let attending = book.add(
      "\(clinic.name) attending", .administration, labels: ["attending"], Self.halfDays)
    for index in [session, own, attending] { book.require(["BLS"], index, site: site) }
    clinicSession.append(session)
    facultyClinic.append(own)
    self.attending.append(attending)
  }

  private mutating func add(_ department: DepartmentRecipe, to book: inout ActivityBook) {
    func named(_ words: String) -> String {
      department.prefix.isEmpty
        ? words.prefix(1).uppercased() + words.dropFirst() : "\(department.prefix) \(words)"
    }
    overnightCall.append(
      book.add(
        named("overnight call"), .clinical, labels: ["call", "night"], [nil, nil, (1200, 1890)]))
    weekendCall.append(
      book.add(
        named("weekend call"), .clinical, labels: ["call", "night", "24-hour call"],
        [(420, 780), (780, 1140), (1140, 1860)]))
    handover.append(
      book.add(named("hand-over"), .clinical, labels: ["hand-over"], [(420, 660), nil, nil]))
    homeCall.append(
      book.add(named("home call"), .homeCall, labels: ["call"], [nil, nil, (1020, 1980)]))
    backup.append(
      book.add(named("backup call"), .homeCall, labels: ["backup"], [nil, nil, (1020, 1860)]))
    facultyCall.append(
      book.add(named("faculty call"), .homeCall, labels: ["call"], [nil, nil, (1020, 1920)]))
    preclinic.append(
      book.add(
        named("pre-clinic attending"), .administration, labels: ["attending"],
        [(480, 720), nil, nil]))
    book.count(120, homeCall[homeCall.count - 1])
    book.count(60, backup[backup.count - 1])
    book.count(120, facultyCall[facultyCall.count - 1])
    for index in [overnightCall, weekendCall].map({ $0[$0.count - 1] }) {
      book.require(["ACLS"], index, site: nil)
    }
  }

  /// Whether an activity is time off rather than duty, home call or leave.
  func isFree(_ index: Int) -> Bool { all[index].kind == .free }

  func id(_ index: Int) -> ActivityID { all[index].id }
}

/// Activities in the order in which they are named.
struct ActivityBook {
  private(set) var activities: [Activity] = []
  private(set) var indices: [String: Int] = [:]

  /// Adds an activity that may stand where it has a span; one without spans stands anywhere.
  mutating func add(
    _ name: String, _ kind: Activity.Kind, labels: [String] = [], _ spans: [(Int, Int)?] = []
  ) -> Int {
    let clock = spans.map { span in span.map { ClockSpan(start: $0.0, end: $0.1) } }
    indices[name] = activities.count
    activities.append(
      Activity(
        id: ActivityID(name), kind: kind, labels: labels,
        spans: clock.isEmpty ? [nil, nil, nil] : clock,
        parts: clock.isEmpty ? [true, true, true] : clock.map { $0 != nil }))
    return activities.count - 1
  }

  /// States the credentials and the place of an activity.
  mutating func require(_ credentials: [String], _ index: Int, site: SiteID?) {
    activities[index].requires = credentials.map { CredentialID($0) }
    activities[index].site = site
  }

  /// States the minutes that a night of an activity counts.
  mutating func count(_ minutes: Int, _ index: Int) {
    activities[index].countedMinutes[DayPart.night.rawValue] = minutes
  }
}

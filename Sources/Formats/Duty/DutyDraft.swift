import Domain
import Rules

/// What has been read of a programme's duty level so far.
final class DutyDraft {
  /// Activities: the reference programme uses 60; the largest sponsor's programmes differ in few.
  static let activitiesMax = 2000
  /// Faculty: three times the largest sponsor known.
  static let facultyMax = 2000

  let program: ProgramDraft
  var duty: DutyFacts
  var rules: [DutyRuleInstance] = []
  var relaxations: [Relaxation] = []
  var activityIndex: [ActivityID: Int] = [:]
  var labelled: [String: [ActivityID]] = [:]
  var patternNames: Set<PatternID> = []
  var facultyNames: Set<PersonID> = []
  var serviceDutyNames: Set<ServiceDutyID> = []
  var rulePlaces: [Location] = []
  /// The fields of `duty.yaml`, while it is read.
  var fields: YAMLFields?
  /// Finds a table by its name, while the folder is read.
  var tables: ((String) -> ProgramDraft.TableFile?)?

  var faults: FaultCollector { program.faults }

  init(program: ProgramDraft, timeZone: String) {
    self.program = program
    duty = DutyFacts(timeZone: timeZone)
  }

  // MARK: Names

  func activity(_ name: String, at location: Location) -> ActivityID? {
    let id = ActivityID(name)
    if activityIndex[id] != nil { return id }
    faults.add(
      .activityUnknown, at: location, found: "the activity \"\(name)\"",
      expected: "an activity of duty.yaml, or label:WORD",
      remedy: NearestName.remedy(
        for: name,
        among: duty.activities.map(\.id.rawValue) + labelled.keys.sorted().map { "label:\($0)" }))
    return nil
  }

  /// The activities of a name or of `label:WORD`; nil after a fault.
  func activities(_ name: String, at location: Location) -> [ActivityID]? {
    guard name.hasPrefix("label:") else { return activity(name, at: location).map { [$0] } }
    if let ids = labelled[String(name.dropFirst("label:".count))] { return ids }
    _ = activity(name, at: location)
    return nil
  }

  /// Activities of a list in the order of the file, each once; nil after a fault.
  func activities(_ value: YAMLValue?) -> [ActivityID]? {
    guard let value else { return nil }
    let items = value.items()
    let groups = items.compactMap { item in
      item.text().flatMap { activities($0, at: item.location) }
    }
    return groups.count == items.count ? ordered(Set(groups.flatMap { $0 })) : nil
  }

  func ordered(_ ids: Set<ActivityID>) -> [ActivityID] {
    duty.activities.map(\.id).filter(ids.contains)
  }

  func pattern(_ value: YAMLValue) -> PatternID? {
    value.text().flatMap { pattern($0, at: value.location) }
  }

  func pattern(_ name: String, at location: Location) -> PatternID? {
    if patternNames.contains(PatternID(name)) { return PatternID(name) }
    faults.add(
      .patternUnknown, at: location, found: "the pattern \"\(name)\"",
      expected: "a pattern of duty.yaml",
      remedy: NearestName.remedy(for: name, among: duty.patterns.map(\.id.rawValue)))
    return nil
  }

  func role(_ name: String, at location: Location) -> RoleID? {
    if duty.roles.contains(RoleID(name)) { return RoleID(name) }
    faults.add(
      .roleUnknown, at: location, found: "the role \"\(name)\"",
      expected: "one of the roles of duty.yaml",
      remedy: NearestName.remedy(for: name, among: duty.roles.map(\.rawValue)))
    return nil
  }

  func person(_ name: String, at location: Location) -> PersonID? {
    let id = PersonID(name)
    if program.residentIndex[id] != nil || facultyNames.contains(id) { return id }
    faults.add(
      .residentUnknown, at: location, found: "the person \"\(name)\"",
      expected: "a resident or member of the faculty",
      remedy: NearestName.remedy(
        for: name,
        among: program.facts.residents.map(\.id.rawValue) + duty.faculty.map(\.id.rawValue)))
    return nil
  }

  func serviceDuty(_ value: YAMLValue?) -> ServiceDutyID? {
    guard let value, let name = value.text() else { return nil }
    if serviceDutyNames.contains(ServiceDutyID(name)) { return ServiceDutyID(name) }
    value.fault(
      .patternUnknown, found: "the service duty \"\(name)\"",
      expected: "one of service_weeks.duties",
      remedy: NearestName.remedy(for: name, among: duty.serviceDuties.map(\.id.rawValue)))
    return nil
  }
}

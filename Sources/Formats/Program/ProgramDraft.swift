import Domain
import Rules

/// What has been read of a programme so far, with the place of everything, for checks and messages.
final class ProgramDraft {
  /// Residents: four times the largest sponsor known (1,200 to 1,800 trainees).
  static let residentsMax = 5000
  /// Rotations: twice what the largest sponsor's 21 programmes use together (420).
  static let rotationsMax = 1000
  /// Rule instances: 120 residents' classes with 80 rules each.
  static let rulesMax = 10_000
  /// Characters in a name: what fits a column of an export.
  static let nameMax = 120

  struct Located<Content> {
    var content: Content
    var location: Location
  }

  let faults: FaultCollector
  var facts: ProgramFacts
  let timeline: Timeline
  var tracks: [String] = []
  var rotationPlaces: [RotationID: Location] = [:]
  var levelPlaces: [LevelID: Location] = [:]
  var residentIndex: [PersonID: Int] = [:]
  var residentPlaces: [Location] = []
  var absencePlaces: [Location] = []
  var wishPlaces: [Location] = []
  var lockPlaces: [Location] = []
  var rules: [Located<RuleInstance>] = []
  /// Rotations that each level's curriculum names, in the order of the file.
  var curriculum: [LevelID: [RotationID]] = [:]
  var leave: LeaveHonoured?
  /// The duty level, when the folder has one.
  var duty: DutyDraft?
  var ruleNames: Set<RuleInstanceID> = []
  /// Dates of each resident's binding absences, for the checks.
  lazy var absencesByResident: [PersonID: [DateRange]] = Dictionary(
    grouping: facts.absences.filter(\.isBinding), by: \.person
  ).mapValues { $0.map(\.dates) }

  init(facts: ProgramFacts, faults: FaultCollector) {
    self.facts = facts
    self.faults = faults
    timeline = Timeline(calendar: facts.calendar, unit: facts.planUnit)
  }

  // MARK: Names

  func rotation(_ name: String, at location: Location) -> RotationID? {
    let id = RotationID(name)
    if rotationPlaces[id] != nil { return id }
    faults.add(
      .rotationUnknown, at: location, found: "the rotation \"\(name)\"",
      expected: "a rotation of this programme",
      remedy: NearestName.remedy(for: name, among: facts.rotations.map(\.id.rawValue)))
    return nil
  }

  func level(_ name: String, at location: Location) -> LevelID? {
    let id = LevelID(name)
    if levelPlaces[id] != nil { return id }
    faults.add(
      .levelUnknown, at: location, found: "the level \"\(name)\"",
      expected: "a level of this programme",
      remedy: NearestName.remedy(for: name, among: facts.levels.map(\.rawValue)))
    return nil
  }

  func resident(_ name: String, at location: Location) -> PersonID? {
    let id = PersonID(name)
    if residentIndex[id] != nil { return id }
    faults.add(
      .residentUnknown, at: location, found: "the resident \"\(name)\"",
      expected: "a resident of this programme",
      remedy: NearestName.remedy(for: name, among: facts.residents.map(\.id.rawValue)))
    return nil
  }

  func track(_ name: String, at location: Location) -> String? {
    if tracks.contains(name) { return name }
    faults.add(
      .trackUnknown, at: location, found: "the track \"\(name)\"",
      expected: "a track of this programme",
      remedy: NearestName.remedy(for: name, among: tracks))
    return nil
  }

  /// A name that exports, logs and messages can carry.
  func usable(_ name: String, at location: Location) -> Bool {
    let hasControl = name.unicodeScalars.contains { $0.value < 32 || $0.value == 127 }
    if !name.isEmpty, !hasControl, name.count <= Self.nameMax { return true }
    faults.add(
      .nameUnusable, at: location, found: name.isEmpty ? "an empty name" : "the name \"\(name)\"",
      expected: "1 to \(Self.nameMax) printable characters", remedy: "choose another name")
    return false
  }

  // MARK: Rules

  /// Adds an instance under the name given, which must be new, or under one made from `words`.
  func add(
    _ rule: AnyRule, _ terms: RuleTerms, named words: String, at location: Location
  ) {
    guard rules.count < Self.rulesMax else {
      if rules.count == Self.rulesMax, !faults.faults.contains(where: { $0.code == .tooMany }) {
        faults.add(
          .tooMany, at: location, found: "one more rule", expected: "at most \(Self.rulesMax)",
          remedy: "state rules by level instead of by resident")
      }
      return
    }
    var id = RuleInstanceID(terms.name ?? Self.slug(words))
    if terms.name == nil {
      var number = 2
      while ruleNames.contains(id) {
        id = RuleInstanceID("\(Self.slug(words))-\(number)")
        number += 1
      }
    } else if ruleNames.contains(id) {
      faults.add(
        .ruleRepeated, at: location, found: "a second rule with the id \(id)",
        expected: "each rule id once", remedy: "rename one of the two")
      return
    }
    ruleNames.insert(id)
    let instance = RuleInstance(id: id, scope: terms.scope, severity: terms.severity, rule: rule)
    rules.append(Located(content: instance, location: location))
  }

  /// `r1-medical-teams-count`: lower-case letters and digits, everything else a hyphen.
  static func slug(_ words: String) -> String {
    var result = ""
    for character in words.lowercased() {
      if character.isLetter || character.isNumber {
        result.append(character)
      } else if !result.isEmpty, result.last != "-" {
        result.append("-")
      }
    }
    while result.last == "-" { result.removeLast() }
    return result
  }
}

/// What every rule of a programme states beside its own numbers.
struct RuleTerms {
  var name: String?
  var scope = RuleScope()
  var severity = Severity(level: .institution)
}

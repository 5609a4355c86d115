import Domain
import Rules

extension ProgramDraft {
  /// Reads the sections of rules, each a list, in a fixed order that instance ids follow.
  func readRules(_ fields: YAMLFields) {
    readLeave(fields.optional("leave"))
    each(fields.optional("fixed"), readFixed)
    each(fields.optional("windows"), readWindow)
    each(fields.optional("counts"), readCount)
    each(fields.optional("cover"), readCover)
    each(fields.optional("successions"), readSuccession)
    each(fields.optional("window_limits"), readWindowLimit)
    each(fields.optional("stints"), readStint)
    each(fields.optional("orders"), readOrder)
    readWishes(fields.optional("wishes"))
    addImplied(at: fields.location)
  }

  private func each(_ value: YAMLValue?, _ read: (YAMLFields) -> Void) {
    for item in value?.items() ?? [] {
      guard let fields = item.fields() else { continue }
      read(fields)
      fields.finish()
    }
  }

  private func words(_ rotations: [RotationID]) -> String {
    rotations.prefix(3).map(\.rawValue).joined(separator: " ")
  }

  private func words(_ scope: RuleScope) -> String {
    scope.levels.map(\.rawValue).joined(separator: " ")
  }

  // MARK: Cells

  private func readFixed(_ fields: YAMLFields) {
    let terms = terms(fields)
    let rotations = rotations(fields)
    let columns = fields.required("blocks").flatMap(timeline.columns)
    guard let terms, let rotations, let columns else { return }
    add(
      .fixedRotations(FixedRotations(rotations: rotations, columns: columns)), terms,
      named: "\(words(terms.scope)) \(words(rotations)) fixed", at: fields.location)
  }

  private func readWindow(_ fields: YAMLFields) {
    let terms = terms(fields)
    let rotations = rotations(fields)
    let allowed = fields.optional("blocks")
    let closed = allowed == nil ? fields.optional("not_blocks") : nil
    var columns = (allowed ?? closed ?? fields.required("blocks")).flatMap(timeline.columns)
    if closed != nil, let outside = columns {
      columns = timeline.columns.indices.filter { !outside.contains($0) }
    }
    guard let terms, let rotations, let columns else { return }
    add(
      .rotationWindow(RotationWindow(rotations: rotations, columns: columns)), terms,
      named: "\(words(terms.scope)) \(words(rotations)) window", at: fields.location)
  }

  private func readLeave(_ value: YAMLValue?) {
    guard let fields = value?.fields() else { return }
    let terms = terms(fields)
    let rotation = fields.optional("rotation").flatMap { item in
      item.text().flatMap { self.rotation($0, at: item.location) }
    }
    let days = fields.optional("minimum_days").map { $0.whole(in: 1...28) } ?? 1
    var tolerant: [LeaveHonoured.Tolerance] = []
    for (key, list) in fields.optional("tolerant")?.fields()?.entries() ?? [] {
      guard let name = key.text(), let level = level(name, at: key.location),
        let rotations = named(list)
      else { continue }
      tolerant.append(LeaveHonoured.Tolerance(level: level, rotations: rotations))
      for extra in rotations where !(curriculum[level] ?? []).contains(extra) {
        faults.add(
          .toleranceUnused, at: list.location,
          found: "\(extra) for \(level), whose curriculum does not name it",
          expected: "rotations of that level", remedy: "remove it or add it to the curriculum")
      }
    }
    fields.finish()
    guard let terms, let days else { return }
    let rule = LeaveHonoured(leaveRotation: rotation, tolerant: tolerant, minimumDays: days)
    leave = rule
    add(.leaveHonoured(rule), terms, named: "leave-honoured", at: fields.location)
    if let rotation { openLeaveRotation(rotation) }
  }

  /// Whole blocks of leave stand in the plan, so everybody is eligible for their rotation.
  private func openLeaveRotation(_ leaveRotation: RotationID) {
    for index in rules.indices {
      guard case .eligibleRotations(var rule) = rules[index].content.rule,
        !rule.rotations.contains(leaveRotation)
      else { continue }
      rule.rotations.append(leaveRotation)
      rules[index].content.rule = .eligibleRotations(rule)
    }
  }

  // MARK: Counts

  private func readCount(_ fields: YAMLFields) {
    let terms = terms(fields)
    let rotations = rotations(fields)
    let columns = fields.optional("blocks").map(timeline.columns)
    let bounds = bounds(fields) { timeline.length($0, in: 0...timeline.columns.count) }
    if let columns, columns == nil { return }
    guard let terms, let rotations, let bounds else { return }
    let rule = CurriculumCount(
      rotations: rotations, minimum: bounds.minimum ?? 0, maximum: bounds.maximum,
      columns: columns ?? nil)
    add(
      .curriculumCount(rule), terms,
      named: "\(words(terms.scope)) \(words(rotations)) count in window", at: fields.location)
  }

  private func readCover(_ fields: YAMLFields) {
    let terms = terms(fields)
    let rotations = rotations(fields)
    let place = fields.optional("blocks")
    let columns = place.map(timeline.columns)
    let units = fields.optional("units").map { $0.whole(in: 1...1000) } ?? 1
    let most = units ?? 1000
    let onLeave = fields.optional("units_on_leave").map { $0.whole(in: 0...most) }
    let bounds = bounds(fields) { $0.whole(in: 0...5_000_000) }
    if let columns, columns == nil { return }
    if let onLeave, onLeave == nil { return }
    guard let terms, let rotations, let units, let bounds else { return }
    let rule = ServiceCover(
      rotations: rotations, columns: columns ?? nil, minimum: bounds.minimum,
      maximum: bounds.maximum, units: units, unitsOnLeave: onLeave ?? nil)
    let blocks = place?.scalarText.map { " blocks \($0)" } ?? ""
    add(
      .serviceCover(rule), terms,
      named: "\(words(terms.scope)) \(words(rotations)) cover\(blocks)", at: fields.location)
  }

  // MARK: Sequences

  private func readSuccession(_ fields: YAMLFields) {
    let terms = terms(fields, allowsReward: true)
    let first = named(fields.required("first"))
    let next = named(fields.required("next"))
    let distance =
      fields.optional("distance").map {
        timeline.length($0, in: 1...max(1, timeline.columns.count - 1))
      } ?? 1
    let columns = fields.optional("blocks").map(timeline.columns)
    let isEitherWay = fields.optional("either_order").map { $0.flag() } ?? false
    if let columns, columns == nil { return }
    guard let terms, let first, let next, let distance, let isEitherWay else { return }
    addSuccession(
      Succession(first: first, next: next, distance: distance, columns: columns ?? nil), terms,
      at: fields.location)
    guard isEitherWay, first != next else { return }
    var reverse = terms
    reverse.name = terms.name.map { "\($0)-reverse" }
    addSuccession(
      Succession(first: next, next: first, distance: distance, columns: columns ?? nil), reverse,
      at: fields.location)
  }

  private func addSuccession(_ rule: Succession, _ terms: RuleTerms, at location: Location) {
    let wanted = terms.severity.weight < 0 ? "wanted" : "avoided"
    add(
      .succession(rule), terms,
      named: "\(words(terms.scope)) \(words(rule.first)) then \(words(rule.next)) \(wanted)",
      at: location)
  }

  private func readWindowLimit(_ fields: YAMLFields) {
    let terms = terms(fields)
    let rotations = rotations(fields)
    let window = fields.required("window").flatMap {
      timeline.length($0, in: 1...timeline.columns.count)
    }
    guard let window, let value = fields.required("max") else { return }
    let maximum = timeline.length(value, in: 0...window - 1)
    guard let terms, let rotations, let maximum else { return }
    add(
      .windowLimit(WindowLimit(rotations: rotations, window: window, maximum: maximum)), terms,
      named: "\(words(terms.scope)) \(words(rotations)) at most \(timeline.blocks(maximum)) in "
        + "\(timeline.blocks(window))", at: fields.location)
  }

  private func readStint(_ fields: YAMLFields) {
    let terms = terms(fields)
    let rotations = rotations(fields)
    let bounds = bounds(fields) { timeline.length($0, in: 1...timeline.columns.count) }
    guard let terms, let rotations, let bounds else { return }
    let rule = StintLength(
      rotations: rotations, minimum: bounds.minimum ?? 1, maximum: bounds.maximum)
    add(
      .stintLength(rule), terms, named: "\(words(terms.scope)) \(words(rotations)) stint",
      at: fields.location)
  }

  private func readOrder(_ fields: YAMLFields) {
    let terms = terms(fields)
    let before = named(fields.required("before"))
    let after = named(fields.required("after"))
    let required =
      fields.optional("required").map {
        timeline.length($0, in: 1...timeline.columns.count)
      } ?? 1
    guard let terms, let before, let after, let required else { return }
    add(
      .rotationOrder(RotationOrder(before: before, after: after, required: required)), terms,
      named: "\(words(terms.scope)) \(words(before)) before \(words(after))", at: fields.location)
  }

  // MARK: Wishes and what follows by itself

  private func readWishes(_ value: YAMLValue?) {
    var rule = RotationWishes()
    var terms = RuleTerms()
    terms.severity = Severity(level: .soft)
    if let fields = value?.fields() {
      if let stated = self.terms(fields) { terms = stated }
      if fields.optional("penalty") == nil, fields.optional("severity") == nil {
        terms.severity = Severity(level: .soft)
      }
      rule.minimumOverlap =
        fields.optional("minimum_overlap_days")?.whole(in: 1...28) ?? rule.minimumOverlap
      rule.highWeight = fields.optional("high")?.whole(in: 0...1000) ?? rule.highWeight
      rule.mediumWeight = fields.optional("medium")?.whole(in: 0...1000) ?? rule.mediumWeight
      rule.lowWeight = fields.optional("low")?.whole(in: 0...1000) ?? rule.lowWeight
      fields.finish()
    }
    guard value != nil || !facts.wishes.isEmpty else { return }
    let place = value?.location ?? Location(path: "program.yaml")
    add(.rotationWishes(rule), terms, named: "rotation-wishes", at: place)
  }

  private func addImplied(at location: Location) {
    if !facts.lockedCells.isEmpty {
      add(
        .lockedCells(LockedCellsHonoured()), RuleTerms(), named: "locked-cells-honoured",
        at: location)
    }
    if facts.planUnit == .halfBlock {
      add(.wholeBlocks(WholeBlocks()), RuleTerms(), named: "whole-blocks", at: location)
    }
  }
}

import Domain
import Rules

extension ProgramDraft {
  /// Cover, windows and fixed rows against people and curriculum.
  func checkRules() {
    for located in rules where located.content.severity.isHard {
      let scope = located.content.scope
      switch located.content.rule {
      case .serviceCover(let rule): checkCover(rule, scope, at: located.location)
      case .rotationWindow(let rule): checkWindow(rule, scope, at: located.location)
      case .fixedRotations(let rule): checkFixed(rule, scope, at: located.location)
      default: break
      }
    }
  }

  private func checkCover(_ rule: ServiceCover, _ scope: RuleScope, at place: Location) {
    guard let minimum = rule.minimum, !facts.residents.isEmpty else { return }
    let open = Set(
      facts.levels.filter { level in
        rule.rotations.contains { curriculum[level]?.contains($0) ?? false }
      })
    let able = residents(in: scope).filter { open.contains($0.level) }
    guard minimum > able.count * rule.units else { return }
    faults.add(
      .coverBeyondPeople, at: place, found: "a minimum of \(minimum)",
      expected: "at most \(able.count * rule.units): \(able.count) residents are eligible",
      remedy: "lower the minimum or open the rotation to more levels")
  }

  private func checkWindow(_ rule: RotationWindow, _ scope: RuleScope, at place: Location) {
    let allowed = rule.columns.count
    for level in Set(residents(in: scope).map(\.level)).sorted() {
      for other in rules where other.content.severity.isHard {
        guard case .curriculumCount(let count) = other.content.rule,
          other.content.scope.levels == [level],
          Set(count.rotations).isSubset(of: rule.rotations), count.minimum > allowed
        else { continue }
        faults.add(
          .windowTooNarrow, at: place, found: "a window of \(timeline.blocks(allowed)) blocks",
          expected: "room for the \(timeline.blocks(count.minimum)) that level \(level) needs",
          remedy: "widen the window or lower \(other.content.id)")
      }
    }
  }

  private func checkFixed(_ rule: FixedRotations, _ scope: RuleScope, at place: Location) {
    let people = residents(in: scope)
    for level in Set(people.map(\.level)).sorted() {
      guard let named = curriculum[level] else { continue }
      let possible = rule.rotations.filter(named.contains)
      if possible.isEmpty {
        faults.add(
          .fixedNotEligible, at: place,
          found: "\(rule.rotations[0]) fixed for level \(level)",
          expected: "a rotation of that level's curriculum",
          remedy: "add it to the curriculum or name other levels")
      }
      checkFixedAmount(rule, level, at: place)
      checkLeave(under: rule, scope, level, at: place)
    }
    checkFixedCover(rule, people.count, at: place)
  }

  private func checkFixedAmount(_ rule: FixedRotations, _ level: LevelID, at place: Location) {
    for other in rules where other.content.severity.isHard {
      guard case .curriculumCount(let count) = other.content.rule, let most = count.maximum,
        count.columns == nil, other.content.scope.levels == [level],
        Set(rule.rotations).isSubset(of: count.rotations), rule.columns.count > most
      else { continue }
      faults.add(
        .fixedBeyondCurriculum, at: place,
        found: "\(timeline.blocks(rule.columns.count)) blocks fixed for level \(level)",
        expected: "at most \(timeline.blocks(most)), as \(other.content.id) says",
        remedy: "fix fewer blocks or raise the count")
    }
  }

  private func checkFixedCover(_ rule: FixedRotations, _ people: Int, at place: Location) {
    for other in rules where other.content.severity.isHard {
      guard case .serviceCover(let cover) = other.content.rule, let most = cover.maximum,
        other.content.scope == RuleScope(), Set(rule.rotations).isSubset(of: cover.rotations),
        rule.columns.contains(where: { cover.columns?.contains($0) ?? true }),
        people * cover.unitsOnLeave > most
      else { continue }
      faults.add(
        .fixedBeyondCover, at: place, found: "\(people) residents fixed at a time",
        expected: "at most \(most) units, as \(other.content.id) says",
        remedy: "raise the maximum or fix fewer people")
    }
  }

  private func checkLeave(
    under rule: FixedRotations, _ scope: RuleScope, _ level: LevelID, at place: Location
  ) {
    guard let leave else { return }
    let fine = tolerated(at: level) + (leave.leaveRotation.map { [$0] } ?? [])
    guard !rule.rotations.contains(where: fine.contains) else { return }
    let people = Set(residents(in: scope).filter { $0.level == level }.map(\.id))
    for (index, absence) in facts.absences.enumerated()
    where absence.isBinding && people.contains(absence.person) {
      for column in rule.columns
      where leaveDays(of: absence.person, in: column) >= leave.minimumDays
        && timeline.columns[column].dates.overlap(with: absence.dates) > 0
      {
        faults.add(
          .leaveAgainstFixed, at: absencePlaces[index],
          found: "leave of \(absence.person) in \(timeline.name(column))",
          expected: "none while \(rule.rotations[0]) is fixed (\(place))",
          remedy: "move the leave or except the resident")
      }
    }
  }

  // MARK: Leave

  func tolerated(at level: LevelID) -> [RotationID] {
    leave?.tolerant.first { $0.level == level }?.rotations ?? []
  }

  /// Days of leave of a resident in a column, each counted once.
  func leaveDays(of resident: PersonID, in column: Int) -> Int {
    days(of: resident, in: timeline.columns[column].dates)
  }

  private func days(of resident: PersonID, in dates: DateRange) -> Int {
    let own = (absencesByResident[resident] ?? []).filter { $0.overlap(with: dates) > 0 }
    guard !own.isEmpty else { return 0 }
    return (0..<dates.dayCount).count { day in
      own.contains { $0.contains(dates.first + day) }
    }
  }

  /// Whether leave fills the block that holds a column.
  func isFullLeave(of resident: PersonID, in column: Int) -> Bool {
    let dates = timeline.dates(block: timeline.columns[column].block, half: nil)
    return days(of: resident, in: dates) == dates.dayCount
  }

  // MARK: Orders

  /// Orders that run in a circle, and orders whose first part nobody can do.
  func checkOrders() {
    var edges: [(before: RotationID, after: RotationID, place: Location)] = []
    for located in rules where located.content.severity.isHard {
      guard case .rotationOrder(let rule) = located.content.rule else { continue }
      checkReach(rule, located)
      // Only an order between single rotations is a strict edge: of several, one may suffice.
      if rule.before.count == 1 {
        edges += rule.after.map { (rule.before[0], $0, located.location) }
      }
    }
    for edge in edges where isReachable(edge.before, from: edge.after, edges) {
      faults.add(
        .orderCyclic, at: edge.place, found: "\(edge.before) before \(edge.after) and the reverse",
        expected: "orders without a circle", remedy: "remove one of the orders")
      return
    }
  }

  private func isReachable(
    _ target: RotationID, from start: RotationID,
    _ edges: [(before: RotationID, after: RotationID, place: Location)]
  ) -> Bool {
    var seen: Set<RotationID> = [start]
    var open = [start]
    while let next = open.popLast() {
      if next == target { return true }
      for edge in edges where edge.before == next && seen.insert(edge.after).inserted {
        open.append(edge.after)
      }
    }
    return false
  }

  private func checkReach(_ rule: RotationOrder, _ located: Located<RuleInstance>) {
    for level in Set(residents(in: located.content.scope).map(\.level)).sorted() {
      guard let named = curriculum[level] else { continue }
      let needsAfter = rules.contains { other in
        guard case .curriculumCount(let count) = other.content.rule else { return false }
        return other.content.scope.levels == [level] && count.minimum > 0
          && Set(count.rotations).isSubset(of: rule.after)
      }
      guard needsAfter, !rule.before.contains(where: named.contains) else { continue }
      faults.add(
        .orderUnreachable, at: located.location,
        found: "\(rule.before[0]) required first for level \(level)",
        expected: "a rotation of that level's curriculum",
        remedy: "limit the order to other levels or add the rotation")
    }
  }
}

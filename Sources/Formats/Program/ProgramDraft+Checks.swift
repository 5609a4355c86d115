import Domain
import Rules

/// Contradictions that counting can show before any search.
extension ProgramDraft {
  func check() {
    checkLevels()
    checkAbsences()
    checkWishes()
    checkCurriculum()
    checkRules()
    checkOrders()
    checkLocks()
  }

  // MARK: People

  private func checkLevels() {
    guard !facts.residents.isEmpty else { return }
    for level in facts.levels where !facts.residents.contains(where: { $0.level == level }) {
      faults.add(
        .levelWithoutResidents, at: levelPlaces[level] ?? Location(path: "program.yaml"),
        found: "the level \(level) without residents", expected: "at least one",
        remedy: "remove the level or check the residents' file")
    }
  }

  private func checkAbsences() {
    let year = facts.calendar.dates
    var ofResident: [PersonID: [Int]] = [:]
    for (index, absence) in facts.absences.enumerated() {
      let place = absencePlaces[index]
      if absence.dates.first < year.first || absence.dates.last > year.last {
        faults.add(
          .leaveOutsideYear, at: place,
          found: "leave from \(absence.dates.first) to \(absence.dates.last)",
          expected: "dates from \(year.first) to \(year.last)",
          remedy: "cut the leave to the academic year")
      } else if !timeline.columns.contains(where: { $0.dates.overlap(with: absence.dates) > 0 }) {
        faults.add(
          .leaveOutsideBlocks, at: place, found: "leave outside every block",
          expected: "leave that a plan column holds", remedy: "nothing, if it lies in block 0")
      }
      for other in ofResident[absence.person] ?? []
      where facts.absences[other].dates.overlap(with: absence.dates) > 0 && absence.isBinding {
        faults.add(
          .absencesOverlap, at: place, found: "leave of \(absence.person) that overlaps another",
          expected: "each day once", remedy: "join the two; they count once as they stand")
      }
      if absence.isBinding { ofResident[absence.person, default: []].append(index) }
    }
    let first = facts.absences.firstIndex { $0.isBinding && residentIndex[$0.person] != nil }
    if let first, leave == nil {
      faults.add(
        .leaveWithoutRule, at: absencePlaces[first], found: "leave, and no leave section",
        expected: "leave: with tolerant rotations", remedy: "add the section to program.yaml")
    }
    checkCrowding()
  }

  /// More than a tenth of the residents away on one day: told once, for the worst column.
  private func checkCrowding() {
    let limit = facts.residents.count / 10
    guard limit > 0 else { return }
    let most = timeline.columns.map { column in
      let inside = facts.absences.filter {
        $0.isBinding && $0.dates.overlap(with: column.dates) > 0
          && residentIndex[$0.person] != nil
      }
      return inside.map { first in
        Set(inside.filter { $0.dates.contains(first.dates.first) }.map(\.person)).count
      }.max() ?? 0
    }
    let crowded = most.indices.filter { most[$0] > limit }
    guard let worst = crowded.max(by: { most[$0] < most[$1] }) else { return }
    faults.add(
      .manyAway, at: Location(path: "program.yaml"),
      found: "\(most[worst]) residents away on one day of \(timeline.name(worst)), and more than "
        + "\(limit) in \(crowded.count) of \(most.count) columns",
      expected: "at most a tenth at once, \(limit)", remedy: "spread the leave")
  }

  private func checkWishes() {
    let year = facts.calendar.dates
    for (index, wish) in facts.wishes.enumerated() {
      if wish.dates.overlap(with: year) < wish.dates.dayCount {
        faults.add(
          .wishOutsideYear, at: wishPlaces[index],
          found: "a wish from \(wish.dates.first) to \(wish.dates.last)",
          expected: "dates from \(year.first) to \(year.last)",
          remedy: "cut the wish to the academic year")
      }
      guard let resident = residentIndex[wish.resident].map({ facts.residents[$0] }),
        let named = curriculum[resident.level], !named.contains(wish.rotation)
      else { continue }
      faults.add(
        .wishNotEligible, at: wishPlaces[index],
        found: "a wish of \(wish.resident) for \(wish.rotation)",
        expected: "a rotation of level \(resident.level)",
        remedy: "drop the wish; it can never be granted")
    }
  }

  // MARK: Curriculum

  /// Count rules over the whole year that bind every resident of a level.
  private func counts(of level: LevelID) -> [(rule: CurriculumCount, place: Location)] {
    rules.compactMap { located in
      let instance = located.content
      var scope = instance.scope
      scope.levels = []
      guard case .curriculumCount(let rule) = instance.rule, instance.severity.isHard,
        rule.columns == nil, instance.scope.levels == [level], scope == RuleScope()
      else { return nil }
      return (rule, located.location)
    }
  }

  private func checkCurriculum() {
    let width = timeline.columns.count
    for level in facts.levels {
      let counts = counts(of: level)
      guard let place = counts.first?.place else { continue }
      // Groups that share rotations could count one column twice; only disjoint ones add up.
      let named = counts.flatMap(\.rule.rotations)
      guard Set(named).count == named.count else { continue }
      let least = counts.reduce(0) { $0 + $1.rule.minimum }
      if least > width {
        faults.add(
          .curriculumTooLong, at: place,
          found: "\(timeline.blocks(least)) blocks at least for level \(level)",
          expected: "at most \(timeline.blocks(width))", remedy: "lower some minima")
      }
      let isCovered = Set(curriculum[level] ?? []).isSubset(of: named)
      let most = counts.reduce(0) { $0 + ($1.rule.maximum ?? width) }
      if isCovered, most < width {
        faults.add(
          .curriculumTooShort, at: place,
          found: "\(timeline.blocks(most)) blocks at most for level \(level)",
          expected: "at least \(timeline.blocks(width))",
          remedy: "raise some maxima or add a rotation")
      }
    }
  }

  /// Residents whom a scope may concern; traits are taken as met, so this is an upper bound.
  func residents(in scope: RuleScope) -> [Resident] {
    let named = Set(scope.residents)
    let levels = Set(scope.levels.isEmpty ? facts.levels : scope.levels)
      .subtracting(scope.exceptLevels)
    return facts.residents.filter { resident in
      levels.contains(resident.level)
        && (scope.tracks.isEmpty || scope.tracks.contains(resident.track))
        && (named.isEmpty || named.contains(resident.id))
    }
  }
}

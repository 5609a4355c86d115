import Domain
import Rules

/// Weeks of service duties over the year, by sums.
extension DutyStanding {
  /// What a service-week rule of an instance that binds everybody in its scope asks; nil for other
  /// types, and where a relaxation spares somebody.
  private func weekCover(_ instance: Int) -> ServiceWeekCover? {
    guard case .serviceWeekCover(let rule) = program.dutyRules[instance].rule,
      binds(instance)
    else { return nil }
    return rule
  }

  /// The same of a count of each person's weeks.
  func weekCount(_ instance: Int) -> ServiceWeekCount? {
    guard case .serviceWeekCount(let rule) = program.dutyRules[instance].rule, binds(instance),
      program.dutyRules[instance].scope.dates.isEmpty
    else { return nil }
    return rule
  }

  private func binds(_ instance: Int) -> Bool {
    let rule = program.dutyRules[instance]
    return rule.severity.isHard
      && !program.relaxations.contains { $0.instance == rule.id }
  }

  /// Rows of faculty in scope: residents have no service weeks, whatever a scope says.
  private func members(_ instance: Int) -> [Int] {
    rowsInScope[instance].filter { $0 >= people.residentCount }
  }

  /// Covers over the year, then each person's own counts.
  var turnQuestions: [DutyQuestion] {
    let covers = program.dutyRules.indices.filter { weekCover($0) != nil }
    let counts = turnCounts.filter { (weekCount($0)?.minimum ?? 0) > 0 }
    return covers.map { .turns(cover: $0) }
      + counts.flatMap { count in
        members(count).map { .turnsOf(row: $0, count: count) }
      }
  }

  /// Least and greatest number of weeks that a part's counts leave to somebody.
  private func turns(
    of row: Int, _ duty: ServiceDutyID, atMost weeks: Int, _ part: Part
  ) -> (least: Int, most: Int) {
    var least = 0
    var most = weeks
    guard part.rows.contains(row) else { return (least, most) }
    for index in turnCounts where part.duty.contains(index) && scopes[index].contains(row) {
      guard let rule = weekCount(index), rule.duty == duty else { continue }
      least = max(least, rule.minimum)
      most = min(most, rule.maximum ?? weeks)
    }
    return (least, most)
  }

  func shortage(ofTurns cover: Int, _ part: Part) -> DutyShortage? {
    guard let rule = weekCover(cover) else { return nil }
    let weeks = people.serviceWeeks.count { holds(cover, $0.first) }
    // Weeks out of the cover's scope count towards people's turns, too.
    let all = people.serviceWeeks.count
    let taken = members(cover).map { turns(of: $0, rule.duty, atMost: all, part) }
    let needed = weeks * rule.minimum
    let possible = taken.reduce(0) { $0 + $1.most }
    if possible < needed { return DutyShortage(needed: needed, possible: possible) }
    guard let maximum = rule.maximum, weeks == all else { return nil }
    let asked = taken.reduce(0) { $0 + $1.least }
    return asked > weeks * maximum
      ? DutyShortage(needed: asked, possible: weeks * maximum) : nil
  }

  func shortage(ofRow row: Int, _ count: Int, _ part: Part) -> DutyShortage? {
    guard let rule = weekCount(count), part.rows.contains(row) else { return nil }
    let most = turns(of: row, rule.duty, atMost: people.serviceWeeks.count, part).most
    return most < rule.minimum ? DutyShortage(needed: rule.minimum, possible: most) : nil
  }
}

import Domain
import Rules

extension ProgramDraft {
  /// Reads the curriculum of each level into `eligible-rotations` and `curriculum-count`.
  func readCurriculum(_ value: YAMLValue?) {
    for (key, entry) in value?.fields()?.entries() ?? [] {
      guard let name = key.text(), let level = level(name, at: key.location),
        let fields = entry.fields()
      else { continue }
      var named: [RotationID] = []
      for (label, amount) in fields.entries() {
        guard let word = label.text() else { continue }
        for rotation in readLine(word, at: label, amount, of: level)
        where !named.contains(rotation) {
          named.append(rotation)
        }
      }
      curriculum[level] = named
      addEligibility(of: level, named, at: key.location)
    }
    for level in facts.levels where curriculum[level] == nil {
      faults.add(
        .levelWithoutCurriculum, at: levelPlaces[level] ?? Location(path: "program.yaml"),
        found: "the level \(level) without a curriculum", expected: "a curriculum for each level",
        remedy: "add it under curriculum, or remove the level")
    }
  }

  /// One line of a curriculum: `MICU: 2`, or a group `third: {any: […], count: 1}`.
  private func readLine(
    _ word: String, at label: YAMLValue, _ amount: YAMLValue, of level: LevelID
  ) -> [RotationID] {
    guard amount.isMapping else {
      guard let rotation = rotation(word, at: label.location) else { return [] }
      if let range = timeline.count(amount) {
        addCount([rotation], range, RuleTerms(), level, word, at: amount.location)
      }
      return [rotation]
    }
    guard let fields = amount.fields() else { return [] }
    let group = fields.optional("any")
    let rotations =
      group == nil ? rotation(word, at: label.location).map { [$0] } : named(group)
    let range = fields.required("count").flatMap(timeline.count)
    let terms = terms(fields)
    fields.finish()
    if let rotations, let range, let terms {
      addCount(rotations, range, terms, level, word, at: amount.location)
    }
    return rotations ?? []
  }

  private func addCount(
    _ rotations: [RotationID], _ range: ClosedRange<Int>, _ terms: RuleTerms, _ level: LevelID,
    _ word: String, at location: Location
  ) {
    var terms = terms
    terms.scope.levels = [level]
    let wholes = facts.rotations.filter { rotations.contains($0.id) && !$0.mayBeHalf }
    let isOdd = range.lowerBound % 2 == 1 || range.upperBound % 2 == 1
    if facts.planUnit == .halfBlock, wholes.count == rotations.count, isOdd {
      faults.add(
        .halfOfWholeRotation, at: location, found: "half a block of \(word)",
        expected: "whole blocks, because the rotation may not be halved",
        remedy: "declare the rotation with half: true or count whole blocks")
      return
    }
    // A count from 0 to all columns binds nobody; the rotation is merely eligible.
    let maximum = range.upperBound >= timeline.columns.count ? nil : range.upperBound
    let rule = CurriculumCount(
      rotations: rotations, minimum: range.lowerBound, maximum: maximum)
    add(.curriculumCount(rule), terms, named: "\(level) \(word) count", at: location)
  }

  private func addEligibility(
    of level: LevelID, _ rotations: [RotationID], at location: Location
  ) {
    var terms = RuleTerms()
    terms.scope.levels = [level]
    add(
      .eligibleRotations(EligibleRotations(rotations: rotations)), terms,
      named: "\(level) eligible", at: location)
  }
}

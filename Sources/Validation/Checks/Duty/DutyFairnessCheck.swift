import Domain
import Rules

/// Checks ``DutyFairness`` by adding up each person and comparing group by group.
struct DutyFairnessCheck: DutyAmountCheck {
  let rule: DutyFairness
  private let selector: DutySelector
  /// Amounts before the horizon, row by row.
  private let tallies: [Int]

  init(rule: DutyFairness, instance: RuleInstanceID, people: DutyPeople) {
    self.rule = rule
    selector = DutySelector(rule.selection, in: people)
    var tallies = Array(repeating: 0, count: people.count)
    for tally in people.duty.tallies where tally.measure == instance.rawValue {
      if let row = people.row(of: tally.person) { tallies[row] += tally.amount }
    }
    self.tallies = tallies
  }

  func amount(of row: Int, in judged: JudgedDuties) -> Int {
    let cells = judged.cells(selector, of: row, in: judged.horizon)
    let total = rule.measure.amount(of: cells, row, in: judged) + tallies[row]
    return total * 100 / (judged.people.facultyMember(at: row)?.workPercentage ?? 100)
  }

  func findings(from amounts: [Int], in judged: JudgedDuties) -> [DutyFinding] {
    let people = Array(zip(judged.scope.rows, amounts))
    return rule.groups.groups(of: people, in: judged.people).compactMap { finding($0, judged) }
  }

  private func finding(_ group: [(row: Int, amount: Int)], _ judged: JudgedDuties) -> DutyFinding? {
    guard group.count > 1, let least = group.min(by: { $0.amount < $1.amount }),
      let most = group.max(by: { $0.amount < $1.amount })
    else { return nil }
    let unfair = rule.kind == .spread ? most.amount - least.amount : deviation(group.map(\.amount))
    guard unfair > rule.allowance else { return nil }
    let dates = judged.dates(judged.horizon)
    return DutyFinding(
      rows: [], dates: dates, causes: [], amount: rule.measure.units(unfair - rule.allowance),
      explanation: "\(sentence(rule.selection)): \(judged.name(most.row)) has "
        + "\(rule.measure.words(most.amount)), \(judged.name(least.row)) "
        + "\(rule.measure.words(least.amount)); the \(rule.kind.rawValue) of \(group.count) people "
        + "is \(rule.measure.words(unfair)), at most \(rule.measure.words(rule.allowance)) wanted")
  }

  /// The sum of the distances from the mean, rounded down.
  private func deviation(_ amounts: [Int]) -> Int {
    let total = amounts.reduce(0, +)
    return amounts.reduce(0) { $0 + abs($1 * amounts.count - total) } / amounts.count
  }
}

extension FairnessGroups {
  /// People with their amounts, by whom they are compared with: residents by level, then faculty by
  /// role.
  func groups(
    of members: [(Int, Int)], in people: DutyPeople
  ) -> [[(row: Int, amount: Int)]] {
    let named = members.map { (row: $0.0, amount: $0.1) }
    guard self == .level else { return [named] }
    let levels = people.facts.levels.map { level in
      named.filter {
        $0.row < people.residentCount && people.facts.residents[$0.row].level == level
      }
    }
    let roles = people.duty.roles.map { role in
      named.filter { people.facultyMember(at: $0.row)?.role == role }
    }
    return levels + roles
  }
}

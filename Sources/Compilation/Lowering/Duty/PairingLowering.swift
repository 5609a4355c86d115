import Containers
import Domain
import Grid
import Rules

/// Translates ``Pairing`` to prices on what two rows hold at the same time.
struct PairingLowering: DutyRuleLowering {
  let rule: Pairing

  /// Classes of choices: elsewhere, on the selection, at other work.
  private enum Class: Int32 {
    case other = 0
    case selected = 1
    case work = 2
  }

  func lower(_ part: DutyRulePart, into builder: inout DutyGridBuilder) {
    let context = builder.context
    let rows = Set(part.rows)
    let chosen = context.choices(rule.selection)
    let work = context.dutyChoices.union(context.homeCallChoices)
    let classes = (0..<context.choiceCount).map { choice -> Int32 in
      if chosen.contains(choice) { return Class.selected.rawValue }
      return work.contains(choice) ? Class.work.rawValue : Class.other.rawValue
    }
    for pair in rule.pairs {
      guard let first = context.people.row(of: pair.first),
        let second = context.people.row(of: pair.second), rows.contains(first),
        rows.contains(second)
      else { continue }
      add(first, second, classes, part, &builder)
    }
  }

  private func add(
    _ first: Int, _ second: Int, _ classes: [Int32], _ part: DutyRulePart,
    _ builder: inout DutyGridBuilder
  ) {
    let context = builder.context
    let columns = context.horizonColumns.filter { column in
      let slot = context.slot(column)
      return context.matches(rule.selection, slot)
        && context.covers(part.scope, first, slot.date)
        && context.covers(part.scope, second, slot.date)
    }
    // Who is away excuses the other: such columns have prices of their own.
    let groups = context.grouped(columns) { column -> [Bool] in
      guard rule.mode == .together else { return [false, false] }
      let date = context.slot(column).date
      return [context.people.isAway(first, on: date), context.people.isAway(second, on: date)]
    }
    for group in groups {
      builder.add(
        .pair(
          PairFamily(
            rows: [PairedIndices(first, second)],
            columns: group.rows.map { PairedIndices($0, $0) }, classOfChoice: classes,
            classCount: 3,
            prices: prices(
              firstIsAway: group.key[0], secondIsAway: group.key[1], part.price))),
        part)
    }
  }

  /// Price of each pair of classes.
  private func prices(firstIsAway: Bool, secondIsAway: Bool, _ price: Int) -> [Int32] {
    var result = [Int32](repeating: 0, count: 9)
    func set(_ first: Class, _ second: Class, _ isPriced: Bool = true) {
      if isPriced { result[Int(first.rawValue * 3 + second.rawValue)] = Int32(price) }
    }
    switch rule.mode {
    case .apart:
      set(.selected, .selected)
    case .together:
      for other in [Class.other, .work] {
        set(.selected, other, !secondIsAway)
        set(other, .selected, !firstIsAway)
      }
    case .overlapping:
      set(.selected, .work)
      set(.work, .selected)
    }
    return result
  }
}

import Containers
import Determinism
import Grid
import Measures
import TestSupport
import Testing

/// Each family of duty schedules against a second definition, on small random grids.
///
/// The second definitions count minute by minute or pair by pair, so that the two share neither
/// loops nor boundaries.
struct DutyFamilyTests {
  @Test(arguments: RandomDutyGrid.Kind.allCases)
  func theRecountSaysWhatASecondDefinitionSays(kind: RandomDutyGrid.Kind) {
    var different = Set<Int>()
    for seed in UInt64(0)..<150 {
      let grid = RandomDutyGrid.grid(seed: seed, kinds: [kind])
      for draw in UInt64(0)..<4 {
        let answer = RandomGrid.answer(of: grid, seed: seed * 10 + draw)
        let second = SecondCount(grid: grid, answer: answer)
        for rule in grid.rules {
          let penalty = grid.penalty(of: rule.family, in: answer)
          #expect(penalty == second.penalty(rule.family), "seed \(seed).\(draw) \(rule.family)")
          different.insert(penalty)
        }
      }
    }
    #expect(different.count > 2, "only penalties of \(different)")
  }
}

/// The families written down a second time.
private struct SecondCount {
  let grid: DenseGrid
  let answer: GridAnswer

  func penalty(_ family: GridFamily) -> Int? {
    switch family {
    case .seriesRun(let rule): seriesRun(rule)
    case .seriesTransition(let rule): seriesTransition(rule)
    case .follow(let rule): follow(rule)
    case .gap(let rule): gap(rule)
    case .overlap(let rule): overlap(rule)
    case .stretch(let rule): stretch(rule)
    case .freePeriods(let rule): freePeriods(rule)
    case .rolling(let rule): rolling(rule)
    case .twoSidedCover(let rule): twoSidedCover(rule)
    case .pair(let rule): pair(rule)
    case .spread(let rule): spread(rule)
    case .clause(let rule):
      rule.literals.contains { !$0.choices.contains(answer[Int($0.row), Int($0.column)]) }
        ? 0 : Int(rule.price)
    default: nil
    }
  }

  private func count(_ set: BitSet, _ group: [Int32], _ row: Int32) -> Int {
    group.count { set.contains(answer[Int(row), Int($0)]) }
  }

  private func holds(
    _ quantifier: Quantifier, _ set: BitSet, _ group: [Int32], _ row: Int32
  ) -> Bool {
    count(set, group, row) >= (quantifier == .any ? 1 : group.count)
  }

  /// Every interval of positions that is a maximal run, found by looking at all intervals.
  private func seriesRun(_ rule: SeriesRunFamily) -> Int {
    var total = 0
    let positions = rule.series.groups.indices
    for (index, row) in rule.run.rows.enumerated() {
      let flags = rule.series.groups.map {
        holds(rule.series.quantifier, rule.run.members, $0, row)
      }
      for first in positions {
        for last in first..<positions.count {
          guard flags[first...last].allSatisfy({ $0 }), first == 0 || !flags[first - 1],
            last + 1 == positions.count || !flags[last + 1]
          else { continue }
          let before = first == 0 && !rule.run.history.isEmpty ? Int(rule.run.history[index]) : 0
          let length = last - first + 1 + before
          let openStart = first == 0 && before == 0 && rule.run.startIsOpen
          let openEnd = last + 1 == positions.count && rule.run.endIsOpen
          if length > Int(rule.run.max) {
            total += (length - Int(rule.run.max)) * Int(rule.run.priceLong)
          }
          if length < Int(rule.run.min) && !openStart && !openEnd {
            total += (Int(rule.run.min) - length) * Int(rule.run.priceShort)
          }
        }
      }
    }
    return total
  }

  private func seriesTransition(_ rule: SeriesTransitionFamily) -> Int {
    let hits = rule.rows.reduce(0) { sum, row in
      sum
        + rule.links.count {
          holds(rule.fromQuantifier, rule.from, $0.from, row)
            && holds(rule.toQuantifier, rule.to, $0.to, row)
        }
    }
    return hits * Int(rule.price)
  }

  /// Pairs of columns with nothing but skipped cells between, history as a column before the grid.
  private func follow(_ rule: FollowFamily) -> Int {
    var hits = 0
    for (index, row) in rule.rows.enumerated() {
      var begins = rule.columns.map(Int.init).filter {
        rule.from.contains(answer[Int(row), $0])
      }
      if !rule.history.isEmpty && rule.history[index] > 0 {
        begins.append(-Int(rule.history[index]))
      }
      for begin in begins {
        hits += (0..<grid.columnCount).count { later in
          let between = max(0, begin + 1)..<max(later, max(0, begin + 1))
          let choice = answer[Int(row), later]
          return later > begin && later - begin <= Int(rule.reach)
            && between.allSatisfy { rule.skipped.contains(answer[Int(row), $0]) }
            && !rule.skipped.contains(choice) && rule.to.contains(choice) && !isPast(later)
        }
      }
    }
    return hits * Int(rule.price)
  }

  private struct Duty {
    var column: Int
    var start: Int
    var end: Int
  }

  private func isPast(_ column: Int) -> Bool { column < Int(grid.pastColumns) }

  private func duties(_ set: BitSet, _ row: Int32, in columns: [Int32] = []) -> [Duty] {
    (0..<grid.columnCount).filter {
      columns.isEmpty || columns.contains(Int32($0))
    }.compactMap { column in
      let choice = answer[Int(row), column]
      let place = column * grid.choiceCount + choice
      let (start, end) = (Int(grid.clock.starts[place]), Int(grid.clock.ends[place]))
      return set.contains(choice) && start < end
        ? Duty(column: column, start: start, end: end) : nil
    }
  }

  private func gap(_ rule: GapFamily) -> Int {
    var total = 0
    for (index, row) in rule.rows.enumerated() {
      var earlier = duties(rule.from, row, in: rule.columns).filter { duty in
        guard let condition = rule.condition else { return true }
        let before = condition.history.isEmpty ? .none : condition.history[index]
        let sofar = duties(condition.members, row).filter { $0.column <= duty.column }
        let lengths = stretches(sofar, before, Int(condition.bridge)).map(\.length)
        return (lengths.last ?? 0) >= Int(condition.least)
      }
      if !rule.history.isEmpty && rule.history[index] != .min {
        earlier.append(Duty(column: -1, start: 0, end: Int(rule.history[index])))
      }
      for duty in earlier {
        let next = duties(rule.to, row).first { $0.column > duty.column && $0.start >= duty.end }
        guard let next, !isPast(next.column),
          (Int(rule.bridge)..<Int(rule.least)).contains(next.start - duty.end)
        else {
          continue
        }
        var missing = Int(rule.least) - (next.start - duty.end)
        while missing > 0 {
          total += Int(rule.price)
          missing -= Int(rule.unit)
        }
      }
    }
    return total
  }

  private func overlap(_ rule: OverlapFamily) -> Int {
    var pairs = 0
    for (index, row) in rule.rows.enumerated() {
      let duties = duties(rule.members, row, in: rule.columns)
      for later in duties where !isPast(later.column) {
        pairs += duties.count { $0.column < later.column && $0.end > later.start }
        if !rule.history.isEmpty && Int(rule.history[index]) > later.start { pairs += 1 }
      }
    }
    return pairs * Int(rule.price)
  }

  /// Stretches of duties, cut where a duty starts late enough after every earlier one.
  private func stretches(
    _ duties: [Duty], _ history: StretchHistory, _ bridge: Int
  ) -> [(length: Int, hasDuty: Bool)] {
    var pieces: [[Duty]] = []
    if history.end != .min {
      pieces = [[Duty(column: -1, start: Int(history.start), end: Int(history.end))]]
    }
    for duty in duties {
      let isApart = pieces.joined().allSatisfy { duty.start - $0.end >= bridge }
      if isApart { pieces.append([duty]) } else { pieces[pieces.count - 1].append(duty) }
    }
    return pieces.map { piece in
      (
        (piece.map(\.end).max() ?? 0) - piece[0].start,
        piece.contains { $0.column >= Int(grid.pastColumns) }
      )
    }
  }

  private func stretch(_ rule: StretchFamily) -> Int {
    var total = 0
    for (index, row) in rule.rows.enumerated() {
      let before = rule.history.isEmpty ? .none : rule.history[index]
      for piece in stretches(duties(rule.members, row, in: rule.columns), before, Int(rule.bridge))
      where piece.hasDuty {
        var surplus = piece.length - Int(rule.max)
        while surplus > 0 {
          total += Int(rule.price)
          surplus -= Int(rule.unit)
        }
      }
    }
    return total
  }

  /// Minute by minute: how often a period of free minutes fits, one after another.
  private func freePeriods(_ rule: FreePeriodFamily) -> Int {
    var missing = 0
    for (index, row) in rule.rows.enumerated() {
      let duties = duties(rule.members, row)
      let known = rule.history.isEmpty ? Int(Int32.min) : Int(rule.history[index])
      for (number, window) in rule.windows.enumerated() {
        var busy = [Bool](repeating: false, count: Int(window.end - window.start))
        for minute in busy.indices where minute + Int(window.start) < known { busy[minute] = true }
        for duty in duties {
          for minute in duty.start..<duty.end
          where (Int(window.start)..<Int(window.end)).contains(minute) {
            busy[minute - Int(window.start)] = true
          }
        }
        var found = 0
        var free = 0
        for isBusy in busy {
          free = isBusy ? 0 : free + 1
          if free == Int(rule.period) {
            found += 1
            free = 0
          }
        }
        missing += max(0, Int(rule.min[index * rule.windows.count + number]) - found)
      }
    }
    return missing * Int(rule.price)
  }

  private func amount(_ measure: RowMeasure, _ row: Int32, _ positions: Range<Int>) -> Int {
    switch measure {
    case .weights(let weights):
      return positions.filter { weights.tableOfColumn[$0] >= 0 }.reduce(0) { sum, column in
        sum + Int(weights.tables[Int(weights.tableOfColumn[column])][answer[Int(row), column]])
      }
    case .anyInGroups(let members):
      return positions.count { position in
        members.groups[position].count {
          members.sets[Int($0.set)].contains(answer[Int(row), Int($0.column)])
        } > 0
      }
    }
  }

  private func rolling(_ rule: RollingFamily) -> Int {
    var total = 0
    for (index, row) in rule.rows.enumerated() {
      for (number, window) in rule.windows.enumerated() {
        let amount = amount(rule.measure, row, Int(window.first)..<Int(window.end))
        let place = index * rule.windows.count + number
        let least = rule.min.isEmpty || rule.min[place] == .min ? -1_000 : Int(rule.min[place])
        let most = rule.max.isEmpty || rule.max[place] == .max ? 1_000 : Int(rule.max[place])
        for start in stride(from: least, to: amount, by: -Int(rule.unit)) where start > amount {
          total += Int(rule.priceUnder)
        }
        for start in stride(from: most, to: amount, by: Int(rule.unit)) where start < amount {
          total += Int(rule.priceOver)
        }
      }
    }
    return total
  }

  private func twoSidedCover(_ rule: TwoSidedCoverFamily) -> Int {
    var total = 0
    for (index, group) in rule.groups.enumerated() {
      func heads(_ side: HeadWeights) -> Int {
        var sum = 0
        for (row, table) in side.tableOfRow.enumerated() where table >= 0 {
          sum += group.map { Int(side.tables[Int(table)][answer[row, Int($0)]]) }.reduce(0, +)
        }
        return sum
      }
      let demand = heads(rule.demand)
      var supply = heads(rule.supply) - Int(rule.constant[index])
      while supply * Int(rule.divisor) < demand
        || supply < 0 && demand <= supply * Int(rule.divisor)
      {
        supply += 1
        total += Int(rule.price)
        if supply >= 0 && supply * Int(rule.divisor) >= demand { break }
      }
    }
    return total
  }

  private func pair(_ rule: PairFamily) -> Int {
    var total = 0
    for first in 0..<Int(rule.classCount) {
      for second in 0..<Int(rule.classCount) {
        let price = Int(rule.prices[first * Int(rule.classCount) + second])
        for rows in rule.rows {
          total +=
            price
            * rule.columns.count {
              Int(rule.classOfChoice[answer[Int(rows.first), Int($0.first)]]) == first
                && Int(rule.classOfChoice[answer[Int(rows.second), Int($0.second)]]) == second
            }
        }
      }
    }
    return total
  }

  /// In floating point, rounded where the definition rounds.
  private func spread(_ rule: SpreadFamily) -> Int {
    let positions =
      switch rule.measure {
      case .weights: 0..<grid.columnCount
      case .anyInGroups(let members): 0..<members.groups.count
      }
    let most = rule.shares.max() ?? 1
    let scaled = rule.rows.enumerated().map { index, row -> Double in
      let start = rule.start.isEmpty ? 0 : Int(rule.start[index])
      let share = rule.shares.isEmpty ? 1 : rule.shares[index]
      let amount = Double(start + amount(rule.measure, row, positions))
      return (amount * Double(most) / Double(share) + 1e-9).rounded(.down)
    }
    let mean = scaled.reduce(0, +) / Double(scaled.count)
    let value =
      switch rule.kind {
      case .range: (scaled.max() ?? 0) - (scaled.min() ?? 0)
      case .deviation: (scaled.reduce(0) { $0 + abs($1 - mean) } + 1e-6).rounded(.down)
      case .squaredDeviation:
        (scaled.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } + 1e-6).rounded(.down)
      }
    let surplus = max(0, value - Double(rule.allowance))
    return Int((surplus / Double(rule.unit)).rounded(.up)) * Int(rule.price)
  }
}

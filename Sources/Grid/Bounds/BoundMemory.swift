/// What a row remembers of its last cells: for each, the set of pair rules still ahead whose
/// earlier part it fulfils.
struct BoundMemory {
  /// Sets of pair rules, numbered, for choices at one position and age.
  struct Kind {
    /// Number of each choice's set.
    var setOf: [Int32]
    /// One choice for each set.
    var example: [Int]
    /// Pair rules of each set.
    var pairs: [[Int]]
  }

  /// Cells remembered: the largest offset, 0 without pairs.
  let depth: Int
  private(set) var kinds: [Kind] = []
  /// `position * depth + age`, −1 when no pair rule is ahead.
  private var kindAt: [Int32] = []

  init(_ row: BoundRow) {
    depth = row.pairs.reduce(0) { max($0, $1.offset) }
    var known: [[Int]: Int32] = [[]: -1]
    for position in 0..<row.columnCount {
      for age in 0..<depth {
        let ahead = row.pairs.indices.filter {
          row.pairs[$0].offset > age && row.pairs[$0].isEarlier[position]
            && position + row.pairs[$0].offset < row.columnCount
        }
        if known[ahead] == nil {
          known[ahead] = Int32(kinds.count)
          kinds.append(Self.kind(ahead, row))
        }
        kindAt.append(known[ahead] ?? -1)
      }
    }
  }

  private static func kind(_ ahead: [Int], _ row: BoundRow) -> Kind {
    var kind = Kind(setOf: [], example: [], pairs: [])
    var known: [[Int]: Int32] = [:]
    for choice in 0..<row.choiceCount {
      let pairs = ahead.filter { row.pairs[$0].from[choice] }
      let number = known[pairs] ?? Int32(kind.pairs.count)
      if known[pairs] == nil {
        known[pairs] = number
        kind.pairs.append(pairs)
        kind.example.append(choice)
      }
      kind.setOf.append(number)
    }
    return kind
  }

  /// Nil when nothing need be remembered of a cell at a position once it is `age` + 1 columns back.
  @inline(__always)
  func kind(_ position: Int, age: Int) -> Int? {
    let kind = Int(kindAt[position * depth + age])
    return kind < 0 ? nil : kind
  }
}

/// Length of the run under way in one set of choices, and the rules that look at it.
struct BoundTracker {
  var members: [Bool]
  var history: Int
  var startIsOpen: Bool
  var runs: [BoundRun]
  /// Lengths from here on are alike: long enough for every minimum, beyond every maximum.
  var cap = 1
  /// Largest minimum: a run that may have begun outside is exempt until it has this length.
  var exemptBelow = 0

  static func trackers(of row: BoundRow) -> [BoundTracker] {
    var result: [BoundTracker] = []
    for (run, history) in row.runs {
      let found = result.firstIndex {
        $0.members == run.members && $0.history == history && $0.startIsOpen == run.startIsOpen
      }
      let index = found ?? result.count
      if found == nil {
        result.append(
          BoundTracker(
            members: run.members, history: history, startIsOpen: run.startIsOpen, runs: []))
      }
      result[index].runs.append(run)
      let longest = run.max == .max ? 0 : min(run.max, row.columnCount + history)
      let shortest = min(run.min, row.columnCount + history + 1)
      result[index].cap = max(result[index].cap, longest, shortest)
      result[index].exemptBelow = max(result[index].exemptBelow, run.min)
    }
    return result
  }

  func code(_ length: Int, isExempt: Bool) -> Int32 {
    if length == 0 { return 0 }
    if isExempt && length < min(exemptBelow, cap) { return Int32(cap + length) }
    return Int32(min(length, cap))
  }

  func length(_ code: Int32) -> (length: Int, isExempt: Bool) {
    Int(code) > cap ? (Int(code) - cap, true) : (Int(code), false)
  }
}

import Determinism

/// A small change of an answer.
///
/// ``propose`` opens rows and writes cells of the state, or returns false when it found nothing to
/// do; the search evaluates, then commits or rolls back. A move writes only cells of its region
/// and only choices of their domains.
enum Move: Int, CaseIterable, Sendable {
  /// One cell takes another choice.
  case changeCell
  /// Two rows exchange a stretch of columns.
  case swapRows
  /// Two stretches of one row change places.
  case swapInRow
  /// Two rows exchange two stretches crosswise, so that columns and rows keep their counts.
  case rectangle
  /// A stretch is filled with one choice.
  case fill
  /// A stretch moves by one column inside its row.
  case shift
  /// A stretch gets a pattern of work and rest with fitting choices.
  case rewrite
  /// One run of a row grows by a column, another shrinks by one.
  case borders

  func propose(
    _ state: inout GridState, _ region: Region, _ random: inout SeededGenerator
  ) -> Bool {
    switch self {
    case .changeCell: ChangeCell.propose(&state, region, &random)
    case .swapRows: SwapRows.propose(&state, region, &random)
    case .swapInRow: SwapInRow.propose(&state, region, &random)
    case .rectangle: Rectangle.propose(&state, region, &random)
    case .fill: Fill.propose(&state, region, &random)
    case .shift: Shift.propose(&state, region, &random)
    case .rewrite: Rewrite.propose(&state, region, &random)
    case .borders: Borders.propose(&state, region, &random)
    }
  }
}

extension GridState {
  /// Whether a cell may hold a choice.
  @inline(__always)
  func allows(_ choice: UInt16, _ cell: Int) -> Bool {
    let domain = Int(feeds.domainOfCell[cell])
    return feeds.allowed[domain &* choiceCount &+ Int(choice)]
  }

  /// Draws a choice of the cell's domain; its present one among them.
  @inline(__always)
  func drawChoice(_ cell: Int, _ random: inout SeededGenerator) -> UInt16 {
    let domain = Int(feeds.domainOfCell[cell])
    let first = Int(feeds.choiceStart[domain])
    let count = Int(feeds.choiceStart[domain &+ 1]) &- first
    return feeds.choices[first &+ random.below(count)]
  }
}

extension Region {
  @inline(__always)
  func drawRow(_ random: inout SeededGenerator) -> Int { rows[random.below(rows.count)] }

  /// Draws a stretch of the region: half the time one to a few columns, else a unit or a longer
  /// stretch, so that both single days and whole weeks or blocks get their share.
  @inline(__always)
  func drawStretch(_ random: inout SeededGenerator, longest: Int) -> Range<Int> {
    let kind = random.below(8)
    if kind < 2 && !units.isEmpty { return units[random.below(units.count)] }
    let cap = min(columns.count, kind < 5 ? 1 : kind < 7 ? min(10, longest) : longest)
    let length = 1 + random.below(cap)
    let start = columns.lowerBound + random.below(columns.count - length + 1)
    return start..<start + length
  }
}

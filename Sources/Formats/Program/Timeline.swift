import Domain

/// The plan's columns, and the notations for blocks and lengths of time that lead to them.
struct Timeline {
  let unit: PlanUnit
  let columns: [PlanColumn]
  let blockCount: Int
  /// Both halves of every block, whatever the plan's unit; nil for blocks too short to halve.
  let halves: [PlanColumn]

  init(calendar: AcademicCalendar, unit: PlanUnit) {
    self.unit = unit
    columns = calendar.planColumns(unit)
    blockCount = calendar.policy.blockCount
    halves = calendar.planColumns(.halfBlock)
  }

  /// Zero-based columns of a block, or of one half of it.
  func columns(block: Int, half: Int?) -> [Int] {
    guard unit == .halfBlock else { return [block - 1] }
    let first = (block - 1) * 2
    guard let half else { return [first, first + 1] }
    return [first + half - 1]
  }

  /// Dates of a block, or of one half of it.
  func dates(block: Int, half: Int?) -> DateRange {
    let first = halves[(block - 1) * 2]
    let second = halves[(block - 1) * 2 + 1]
    switch half {
    case 1: return first.dates
    case 2: return second.dates
    default: return DateRange(first: first.dates.first, last: second.dates.last)
    }
  }

  /// Reads `1`, `3/2`, `4-13`, `4/2-6/1`, or a list of those.
  func columns(_ value: YAMLValue) -> [Int]? {
    var found: Set<Int> = []
    for item in value.items() {
      guard let text = item.text() else { return nil }
      let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(endpoint)
      guard ends.count <= 2, let first = ends[0], let last = ends[ends.count - 1] else {
        item.fault(
          .blockWrong, found: "\(value.name): \(text)",
          expected: unit == .block
            ? "a block from 1 to \(blockCount), or a range such as 4-13"
            : "a block from 1 to \(blockCount), a half such as 3/2, or a range such as 4/2-6",
          remedy: "count blocks from 1")
        return nil
      }
      guard first.lowerBound <= last.lowerBound else {
        item.fault(
          .rangeBackwards, found: "\(value.name): \(text)", expected: "the earlier block first",
          remedy: "swap the two ends")
        return nil
      }
      found.formUnion(first.lowerBound...last.upperBound)
    }
    return found.sorted()
  }

  private func endpoint(_ text: Substring) -> ClosedRange<Int>? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count <= 2, let block = parts[0], (1...blockCount).contains(block) else {
      return nil
    }
    if parts.count == 2 {
      guard unit == .halfBlock, let half = parts[1], (1...2).contains(half) else { return nil }
      return columns(block: block, half: half)[0]...columns(block: block, half: half)[0]
    }
    let whole = columns(block: block, half: nil)
    return whole[0]...whole[whole.count - 1]
  }

  /// Plan columns in a length such as `2` or `1.5` blocks, in `range` of columns.
  func length(_ value: YAMLValue, in range: ClosedRange<Int>) -> Int? {
    guard let text = value.text(), let columns = length(text[...], of: value) else { return nil }
    guard range.contains(columns) else {
      value.fault(
        .numberWrong, found: "\(value.name): \(text) blocks",
        expected: "\(blocks(range.lowerBound)) to \(blocks(range.upperBound)) blocks",
        remedy: "count in blocks, not in weeks or days")
      return nil
    }
    return columns
  }

  /// Plan columns in a count such as `2`, `4-7` or `0.5-1`, both ends included.
  func count(_ value: YAMLValue) -> ClosedRange<Int>? {
    guard let text = value.text() else { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count) else {
      countFault(value, text)
      return nil
    }
    let ends = parts.compactMap { length($0, of: value) }
    guard ends.count == parts.count else { return nil }
    guard ends[0] <= ends[ends.count - 1] else {
      value.fault(
        .rangeBackwards, found: "\(value.name): \(text)", expected: "the smaller count first",
        remedy: "swap the two ends")
      return nil
    }
    return ends[0]...ends[ends.count - 1]
  }

  private func length(_ text: Substring, of value: YAMLValue) -> Int? {
    let isHalf = text.hasSuffix(".5")
    guard let whole = Int(isHalf ? text.dropLast(2) : text), (0...blockCount).contains(whole) else {
      countFault(value, String(text))
      return nil
    }
    guard !isHalf || unit == .halfBlock else {
      value.fault(
        .halfWithoutHalfBlocks, found: "\(value.name): \(text)",
        expected: "whole blocks, because plan_unit is block",
        remedy: "set plan_unit: half-block or round the number")
      return nil
    }
    return whole * unit.columnsPerBlock + (isHalf ? 1 : 0)
  }

  private func countFault(_ value: YAMLValue, _ text: String) {
    value.fault(
      .countWrong, found: "\(value.name): \(text)",
      expected: "blocks from 0 to \(blockCount), such as 2 or 4-7"
        + (unit == .halfBlock ? " or 0.5" : ""),
      remedy: "write a number of blocks or a range min-max")
  }

  /// `1.5` for three half-block columns.
  func blocks(_ columns: Int) -> String {
    unit == .halfBlock && columns % 2 == 1
      ? "\(columns / 2).5" : "\(columns / unit.columnsPerBlock)"
  }

  /// `block 3` or `block 3/2`: how people name a column.
  func name(_ column: Int) -> String {
    let place = columns[column]
    return "block \(place.block)" + (place.half.map { "/\($0)" } ?? "")
  }
}

import Grid

/// One pass over a range: costs of all states forward, then the cheapest row backward.
///
/// Each column holds its live states and for each a vector of costs, one for each amount of the
/// dense window. A step shifts a vector and adds a price, elementwise minimum into the target: a
/// plain loop over 32-bit integers, which the compiler turns into vector instructions. The way back
/// seeks the step whose cost fits exactly, so no choices are stored.
///
/// - Complexity: O(live states × classes × amounts) a column.
struct RowPass {
  private(set) var automaton: RowAutomaton
  private let task: RowTask
  private let workspace: RowWorkspace
  private let band: RowBand
  private let reach: RowReach
  /// Cheapest open member of each class: price, or nil when all are closed.
  private var classPrices: [[(price: Int32, choice: UInt16)?]] = []
  /// States of each column of the range and the one after, in order of discovery.
  private var live: [[Int32]] = []
  /// Steps looked at: states times classes.
  private(set) var steps = 0
  /// Where each column's vectors begin in the workspace.
  private var starts: [Int] = []

  /// Costs from here on mean that there is no way; half of it bounds all real costs.
  private static let unreachable = Int32(1) << 29

  init(_ automaton: consuming RowAutomaton, _ task: RowTask, _ workspace: RowWorkspace) {
    band = RowBand(automaton, task)
    reach = RowReach(automaton, task)
    self.automaton = automaton
    self.task = task
    self.workspace = workspace
  }

  mutating func run() -> RowResult {
    if band.isEmpty { return .infeasible }
    guard let start = automaton.start(task.range, task.cells) else {
      return .infeasible
    }
    let total = readPrices()
    workspace.begin(stateCount: automaton.stateCount)
    live = [[Int32(start)]]
    starts = [0]
    workspace.reserve(1)
    workspace.costs[0] = 0
    workspace.used = 1
    for offset in 0..<task.range.count {
      guard advance(offset) else { return .tooLarge }
      if live[offset + 1].isEmpty { return .infeasible }
    }
    // Every path stays below half of the mark for unreachable, or sums might have wrapped.
    let bound = total + task.range.count * automaton.largestPrice
    guard bound < Int(Self.unreachable) / 2 else { return .tooLarge }
    return finish()
  }

  /// Finds the cheapest member of each class; returns what a row may cost at most.
  private mutating func readPrices() -> Int {
    let choiceCount = automaton.rules.model.choiceCount
    var total = 0
    for (offset, column) in task.range.enumerated() {
      let row = task.prices + offset * choiceCount
      var largest = 0
      classPrices.append(
        automaton.classes[column].map { item in
          var best: (price: Int32, choice: UInt16)?
          for choice in item.members {
            let price = row[Int(choice)]
            if price < RowProgramme.closed && price < best?.price ?? .max {
              best = (price, choice)
            }
          }
          largest = max(largest, abs(Int(best?.price ?? 0)))
          return best
        })
      total += largest
    }
    return total
  }

  private func width(_ offset: Int) -> Int { band.high[offset] - band.low[offset] + 1 }

  /// Steps from one column to the next; false when it does not fit the limit.
  private mutating func advance(_ offset: Int) -> Bool {
    let from = width(offset)
    let to = width(offset + 1)
    let column = task.range.lowerBound + offset
    let start = workspace.used
    starts.append(start)
    live.append([])
    for place in live[offset].indices {
      let source = starts[offset] + place * from
      let firstEdge = automaton.expand(Int(live[offset][place]))
      steps += classPrices[offset].count
      for index in classPrices[offset].indices {
        guard let member = classPrices[offset][index] else { continue }
        let edge = automaton.edges[firstEdge + index]
        guard edge.target >= 0 else { continue }
        guard let target = self.place(of: Int(edge.target), column + 1, offset + 1) else {
          continue
        }
        if workspace.used > task.stateLimit { return false }
        relax(
          source, from, start + target * to, to,
          shift: band.shifts[offset][index] + band.low[offset] - band.low[offset + 1],
          price: edge.price &+ member.price)
      }
    }
    return automaton.stateCount <= task.stateLimit
  }

  /// Where a state stands among the live ones of its column; nil when it leads nowhere.
  @inline(__always)
  private mutating func place(of state: Int, _ column: Int, _ offset: Int) -> Int? {
    if let known = workspace.place(of: state) { return known >= 0 ? known : nil }
    guard reach.admits(automaton, state, column: column, offset: offset) else {
      workspace.set(-1, of: state)
      return nil
    }
    let place = live[offset].count
    live[offset].append(Int32(state))
    workspace.set(place, of: state)
    workspace.append(width(offset), Self.unreachable)
    return place
  }

  /// Takes the minimum of the target and the shifted, dearer source.
  @inline(__always)
  private func relax(
    _ source: Int, _ sourceWidth: Int, _ target: Int, _ targetWidth: Int, shift: Int, price: Int32
  ) {
    let first = max(0, -shift)
    let count = min(sourceWidth, targetWidth - shift) - first
    if count <= 0 { return }
    let from = UnsafePointer(workspace.costs + source + first)
    let to = workspace.costs + target + first + shift
    for index in 0..<count {
      let cost = from[index] &+ price
      to[index] = cost < to[index] ? cost : to[index]
    }
  }

  // MARK: The end, and the way back

  private mutating func finish() -> RowResult {
    let seam = RowSeam(automaton, task.range, task.cells)
    let offset = task.range.count
    let width = width(offset)
    let amountPoints = (0..<width).map { band.points(band.low[offset] + $0) }
    var best = Int.max
    var end = (place: 0, step: 0)
    for (place, state) in live[offset].enumerated() {
      guard let points = seam.points(automaton, Int(state)) else { continue }
      let costs = workspace.costs + starts[offset] + place * width
      for step in 0..<width where costs[step] < Self.unreachable / 2 {
        let cost = Int(costs[step]) + points + amountPoints[step]
        if cost < best {
          best = cost
          end = (place, step)
        }
      }
    }
    if best == .max { return .infeasible }
    return .found(cost: best, cells: wayBack(end.place, end.step))
  }

  private mutating func wayBack(_ place: Int, _ step: Int) -> [UInt16] {
    var cells = [UInt16](repeating: 0, count: task.range.count)
    var place = place
    var step = step
    for offset in stride(from: task.range.count - 1, through: 0, by: -1) {
      guard let found = predecessor(offset, place, step) else {
        preconditionFailure("No step leads to a cost that was reached")
      }
      cells[offset] = found.choice
      place = found.place
      step = found.step
    }
    return cells
  }

  /// A step into the given place of the column after `offset` that costs exactly what stands there.
  private mutating func predecessor(
    _ offset: Int, _ place: Int, _ step: Int
  ) -> (place: Int, step: Int, choice: UInt16)? {
    let from = width(offset)
    let target = live[offset + 1][place]
    let cost = workspace.costs[starts[offset + 1] + place * width(offset + 1) + step]
    let between = band.low[offset + 1] - band.low[offset]
    for earlier in live[offset].indices {
      let firstEdge = automaton.expand(Int(live[offset][earlier]))
      for index in classPrices[offset].indices {
        let edge = automaton.edges[firstEdge + index]
        guard edge.target == target, let member = classPrices[offset][index] else { continue }
        let source = step + between - band.shifts[offset][index]
        if source < 0 || source >= from { continue }
        let before = workspace.costs[starts[offset] + earlier * from + source]
        if before &+ edge.price &+ member.price == cost {
          return (earlier, source, member.choice)
        }
      }
    }
    return nil
  }
}

/// Memory of the passes of one programme, kept so that a call allocates next to nothing.
final class RowWorkspace {
  private(set) var costs = UnsafeMutablePointer<Int32>.allocate(capacity: 1024)
  private var capacity = 1024
  /// Costs in use.
  var used = 0
  /// For each state the pass that placed it last, and where.
  private var stamps: [Int32] = []
  private var places: [Int32] = []
  private var pass: Int32 = 0

  deinit { costs.deallocate() }

  func begin(stateCount: Int) {
    pass &+= 1
    used = 0
    if stamps.count < stateCount { extend(to: stateCount) }
  }

  /// Nil when the pass has not met the state, −1 when it was turned away.
  @inline(__always)
  func place(of state: Int) -> Int? {
    state < stamps.count && stamps[state] == pass ? Int(places[state]) : nil
  }

  @inline(__always)
  func set(_ place: Int, of state: Int) {
    if state >= stamps.count { extend(to: max(2 * stamps.count, state + 1)) }
    stamps[state] = pass
    places[state] = Int32(place)
  }

  private func extend(to count: Int) {
    stamps += Array(repeating: pass &- 1, count: count - stamps.count)
    places += Array(repeating: 0, count: count - places.count)
  }

  /// Makes room for more costs beyond those in use.
  func reserve(_ count: Int) {
    if used + count <= capacity { return }
    capacity = max(2 * capacity, used + count)
    let larger = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
    larger.update(from: costs, count: used)
    costs.deallocate()
    costs = larger
  }

  @inline(__always)
  func append(_ count: Int, _ cost: Int32) {
    reserve(count)
    (costs + used).update(repeating: cost, count: count)
    used += count
  }
}

/// One column of many rows: the states before it, those after it, and the steps between.
///
/// Rows and columns whose rules and domains are alike share a layer, so that a year of a hundred
/// people takes a few dozen of them.
final class LineLayer: Sendable {
  /// A step into a state, with all that does not depend on prices.
  struct Edge: BitwiseCopyable, Sendable {
    /// State before the column.
    var source: Int32
    /// Class of choices in this layer.
    var kind: UInt16
    /// Bits of the tallied windows that gain one.
    var hits: UInt16
    /// Soft points that the step settles.
    var price: Float
  }

  let sourceCount: Int
  let targetCount: Int
  let kindCount: Int
  /// First member of each class; one more element than classes.
  let firstMember: FrozenBuffer<Int32>
  /// Choices class by class.
  let members: FrozenBuffer<UInt16>
  /// First edge of each target; one more element than targets.
  let firstEdge: FrozenBuffer<Int32>
  /// Edges by target.
  let edges: FrozenBuffer<Edge>
  /// Steps that each class adds to the dense window.
  let shifts: [Int32]
  let leastShift: Int
  let mostShift: Int
  /// Which list of states this layer leads to, among those of its factory.
  let targets: Int

  init(
    sourceCount: Int, targetCount: Int, kinds: [[UInt16]], edges: [(target: Int, edge: Edge)],
    shifts: [Int32], targets: Int
  ) {
    self.sourceCount = sourceCount
    self.targetCount = targetCount
    kindCount = kinds.count
    members = FrozenBuffer(kinds.flatMap { $0 })
    firstMember = FrozenBuffer(
      kinds.reduce(into: [0]) { $0.append($0[$0.count - 1] + Int32($1.count)) })
    self.shifts = shifts
    self.targets = targets
    leastShift = Int(shifts.min() ?? 0)
    mostShift = Int(shifts.max() ?? 0)
    var first = [Int32](repeating: 0, count: targetCount + 1)
    for item in edges { first[item.target + 1] += 1 }
    for target in 0..<targetCount { first[target + 1] += first[target] }
    var next = first
    var sorted = [Edge](
      repeating: Edge(source: 0, kind: 0, hits: 0, price: 0), count: edges.count)
    for item in edges {
      sorted[Int(next[item.target])] = item.edge
      next[item.target] += 1
    }
    firstEdge = FrozenBuffer(first)
    self.edges = FrozenBuffer(sorted)
  }
}

/// All steps of one row from its first column to its last.
///
/// States carry runs, transitions, orders and the windows in ``carried``. The ``dense`` window and
/// the first tallied one may be followed by amount in a pass, or priced like all others.
struct LineLattice: Sendable {
  let layers: [LineLayer]
  /// Soft points of the end of the row by last state; infinite where a hard rule is broken.
  let endPoints: [Float]
  /// Windows that states carry, by index among the row's.
  let carried: [Int]
  /// Window whose amounts ``LineLayer/shifts`` count.
  let dense: Int?
  /// Amount of one step of the dense window.
  let unit: Int
  /// Windows that edges report hits of.
  let tallied: [Int]

  /// Edges of the whole row: what a pass without amounts costs.
  var edgeCount: Int { layers.reduce(0) { $0 + $1.edges.count } }
}

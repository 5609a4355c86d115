/// A network of arcs with least and greatest amounts, and whether any flow satisfies them all.
///
/// Lower bounds are turned into demands of a maximum flow (R. K. Ahuja, T. L. Magnanti, J. B.
/// Orlin, "Network Flows", 1993, section 6.7), which is found by blocking flows in layers (Y.
/// Dinitz, 1970). By the theorem of maximum flow and minimum cut a flow exists unless some set of
/// nodes asks more than can reach it: Hall's condition for the shapes used here.
package struct FlowNetwork {
  private var heads: [Int] = []
  private var capacities: [Int] = []
  private var arcsOfNode: [[Int]] = []
  /// What arcs with lower bounds owe each node.
  private var excess: [Int] = []
  private var isContradictory = false

  package init() {}

  /// More than any head count of a year.
  package static let unlimited = 1 << 40

  /// Adds a node and names it.
  package mutating func node() -> Int {
    arcsOfNode.append([])
    excess.append(0)
    return arcsOfNode.count - 1
  }

  /// Adds an arc that carries at least `least` and at most `most`.
  package mutating func arc(from: Int, to: Int, least: Int = 0, most: Int = unlimited) {
    guard least <= most else {
      isContradictory = true
      return
    }
    if most > least { edge(from, to, most - least) }
    excess[to] += least
    excess[from] -= least
  }

  private mutating func edge(_ from: Int, _ to: Int, _ capacity: Int) {
    arcsOfNode[from].append(heads.count)
    heads.append(to)
    capacities.append(capacity)
    arcsOfNode[to].append(heads.count)
    heads.append(from)
    capacities.append(0)
  }

  /// Whether a circulation exists; consumes the network.
  ///
  /// - Complexity: O(nodes² × arcs) at worst, near linear for the shallow networks used here.
  package mutating func hasCirculation() -> Bool {
    if isContradictory { return false }
    let source = node()
    let sink = node()
    var demand = 0
    for node in 0..<source {
      if excess[node] > 0 {
        edge(source, node, excess[node])
        demand += excess[node]
      } else if excess[node] < 0 {
        edge(node, sink, -excess[node])
      }
    }
    var sent = 0
    while let layers = layers(from: source, to: sink) {
      var next = [Int](repeating: 0, count: arcsOfNode.count)
      while true {
        let amount = push(source, sink, Self.unlimited, layers, &next)
        if amount == 0 { break }
        sent += amount
      }
    }
    return sent == demand
  }

  private func layers(from source: Int, to sink: Int) -> [Int]? {
    var layer = [Int](repeating: -1, count: arcsOfNode.count)
    layer[source] = 0
    var queue = [source]
    var next = 0
    while next < queue.count {
      let node = queue[next]
      next += 1
      for arc in arcsOfNode[node] where capacities[arc] > 0 && layer[heads[arc]] < 0 {
        layer[heads[arc]] = layer[node] + 1
        queue.append(heads[arc])
      }
    }
    return layer[sink] < 0 ? nil : layer
  }

  private mutating func push(
    _ node: Int, _ sink: Int, _ limit: Int, _ layers: [Int], _ next: inout [Int]
  ) -> Int {
    if node == sink { return limit }
    while next[node] < arcsOfNode[node].count {
      let arc = arcsOfNode[node][next[node]]
      let head = heads[arc]
      if capacities[arc] > 0, layers[head] == layers[node] + 1 {
        let amount = push(head, sink, min(limit, capacities[arc]), layers, &next)
        if amount > 0 {
          capacities[arc] -= amount
          capacities[arc ^ 1] += amount
          return amount
        }
      }
      next[node] += 1
    }
    return 0
  }
}

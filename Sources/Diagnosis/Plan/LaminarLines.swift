import Containers

/// Cells that each hold one choice, against counts over sets of cells and choices: Hall's condition
/// for the services of one column, or for the counts of one row.
///
/// Sets that cross one another are left out, the later of the two, so that the rest nest like
/// boxes and one flow from the smallest box outwards decides exactly what they ask together.
struct LaminarLines {
  /// A count: members of ``choices`` in ``elements`` are at least ``least`` and at most ``most``.
  struct Line: Hashable {
    var elements: BitSet
    var choices: BitSet
    var least: Int
    var most: Int

    func isInside(_ other: Line) -> Bool {
      elements.isSubset(of: other.elements) && choices.isSubset(of: other.choices)
    }

    func isApart(from other: Line) -> Bool {
      !elements.meets(other.elements) || !choices.meets(other.choices)
    }
  }

  /// What each element may hold.
  let domains: [BitSet]
  private let lines: [Line]

  /// Takes lines in the order given as long as they nest.
  init(domains: [BitSet], lines: [Line]) {
    self.domains = domains
    var taken: [Line] = []
    for line in lines {
      let nests = taken.allSatisfy {
        line.isApart(from: $0) || line.isInside($0) || $0.isInside(line)
      }
      if nests { taken.append(line) }
    }
    // The smaller come first, so that the first box that holds something is the innermost.
    self.lines = taken.sorted {
      $0.elements.count * $0.choices.count < $1.elements.count * $1.choices.count
    }
  }

  /// Whether every element can hold something so that all counts are kept.
  func isSatisfiable() -> Bool {
    guard !lines.isEmpty else { return true }
    var network = FlowNetwork()
    let source = network.node()
    let sink = network.node()
    network.arc(from: sink, to: source)
    let nodes = lines.map { _ in network.node() }
    for (index, line) in lines.enumerated() {
      let outer = lines.indices.first { $0 > index && line.isInside(lines[$0]) }
      network.arc(
        from: nodes[index], to: outer.map { nodes[$0] } ?? sink, least: line.least,
        most: line.most)
    }
    for (element, domain) in domains.enumerated() {
      let cell = network.node()
      network.arc(from: source, to: cell, least: 1, most: 1)
      var rest = domain
      for (index, line) in lines.enumerated()
      where line.elements.contains(element) && line.choices.meets(rest) {
        network.arc(from: cell, to: nodes[index], most: 1)
        rest = rest.subtracting(line.choices)
      }
      if !rest.isEmpty { network.arc(from: cell, to: sink, most: 1) }
    }
    return network.hasCirculation()
  }
}

import Yams

/// Portfolio files as text: what stands in them, and the same with strategies left out.
///
/// Only the entries that name a `strategy` are touched, wherever they stand, so that a portfolio
/// may grow other fields without a word here.
package enum PortfolioText {
  /// A portfolio of one strategy.
  package static func single(_ strategy: String, parameters: [(name: String, value: Double)])
    -> String
  {
    var lane: [(Node, Node)] = [(Node("strategy"), Node(strategy))]
    if !parameters.isEmpty {
      let pairs = parameters.map { (Node($0.name), Node("\($0.value)")) }
      lane.append((Node("parameters"), Node(pairs)))
    }
    return text(of: Node([(Node("lanes"), Node([Node(lane)]))]))
  }

  /// The strategies of a portfolio, each once, in the order of the text; none of a malformed one.
  package static func strategies(in portfolio: String) -> [String] {
    var names: [String] = []
    guard let node = parsed(portfolio) else { return [] }
    collect(node, into: &names)
    return names
  }

  /// The portfolio without entries of these strategies; nil when none would remain, or when it is
  /// malformed.
  package static func without(_ left: [String], _ portfolio: String) -> String? {
    if left.isEmpty { return parsed(portfolio) == nil ? nil : portfolio }
    guard let node = parsed(portfolio).map({ pruned($0, left) }) else { return nil }
    var names: [String] = []
    collect(node, into: &names)
    return names.isEmpty ? nil : text(of: node)
  }

  /// Nil for text that is no YAML; whoever reads the portfolio says what is wrong with it.
  private static func parsed(_ text: String) -> Node? {
    do {
      return try Yams.compose(yaml: text)
    } catch {
      return nil
    }
  }

  private static func strategy(of node: Node) -> String? {
    guard case .mapping(let mapping) = node else { return nil }
    return mapping["strategy"]?.scalar?.string
  }

  private static func collect(_ node: Node, into names: inout [String]) {
    if let name = strategy(of: node), !names.contains(name) { names.append(name) }
    switch node {
    case .scalar, .alias: break
    case .sequence(let items): for item in items { collect(item, into: &names) }
    case .mapping(let pairs): for (_, value) in pairs { collect(value, into: &names) }
    }
  }

  private static func pruned(_ node: Node, _ left: [String]) -> Node {
    switch node {
    case .scalar, .alias: node
    case .sequence(let items):
      Node(
        items.filter { item in !left.contains { $0 == strategy(of: item) } }
          .map { pruned($0, left) })
    case .mapping(let pairs):
      Node(pairs.map { ($0.key, pruned($0.value, left)) })
    }
  }

  private static func text(of node: Node) -> String {
    do {
      return try Yams.serialize(node: node)
    } catch {
      // A tree of scalars, lists and mappings that was parsed or built here always serialises.
      preconditionFailure("A portfolio was not written: \(error)")
    }
  }
}

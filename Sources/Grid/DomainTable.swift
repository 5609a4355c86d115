package import Containers

/// Domains of cells, each distinct one once: most cells of a grid share few.
package struct DomainTable: Sendable {
  /// In the order of their first use.
  package private(set) var domains: [BitSet] = []
  private var known: [BitSet: Int32] = [:]

  package init() {}

  /// Where a domain stands; it is added when it is new.
  package mutating func index(of domain: BitSet) -> Int32 {
    if let found = known[domain] { return found }
    let index = Int32(domains.count)
    known[domain] = index
    domains.append(domain)
    return index
  }
}

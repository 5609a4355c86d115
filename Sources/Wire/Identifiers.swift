/// Names a node for as long as the cluster remembers it, across reconnects and take-overs.
package struct NodeID: Hashable, Comparable, Sendable {
  package var rawValue: Int64
  package init(_ rawValue: Int64) { self.rawValue = rawValue }
  package static func < (left: NodeID, right: NodeID) -> Bool { left.rawValue < right.rawValue }
}

/// Names one run: the key of its row in the database.
package struct RunID: Hashable, Comparable, Sendable {
  package var rawValue: Int64
  package init(_ rawValue: Int64) { self.rawValue = rawValue }
  package static func < (left: RunID, right: RunID) -> Bool { left.rawValue < right.rawValue }
}

/// Names one lease, never reused: the epoch stands in the upper bits.
package struct LeaseID: Hashable, Comparable, Sendable {
  package var rawValue: Int64
  package init(_ rawValue: Int64) { self.rawValue = rawValue }
  package static func < (left: LeaseID, right: LeaseID) -> Bool { left.rawValue < right.rawValue }
}

/// Names one subproblem within its run: round and position in the round.
package struct SubproblemID: Hashable, Comparable, Sendable {
  package var rawValue: Int64
  package init(_ rawValue: Int64) { self.rawValue = rawValue }

  /// The subproblem at a position of a round.
  ///
  /// - Precondition: `index` lies in 0..<65,536, far above the lanes and windows of any round.
  package init(round: Int, index: Int) {
    precondition((0..<65_536).contains(index), "No subproblem stands at position \(index)")
    rawValue = Int64(round) << 16 | Int64(index)
  }

  package static func < (left: SubproblemID, right: SubproblemID) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The content hash that addresses a grid: 32 bytes that `Wire` compares and never computes.
package struct GridHash: Hashable, Sendable {
  /// Length of a hash in bytes.
  package static let byteCount = 32

  package let bytes: [UInt8]

  /// Nil unless there are exactly ``byteCount`` bytes.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }
}

extension NodeID: CustomStringConvertible {
  package var description: String { String(rawValue) }
}
extension RunID: CustomStringConvertible {
  package var description: String { String(rawValue) }
}
extension LeaseID: CustomStringConvertible {
  package var description: String { String(rawValue) }
}
extension SubproblemID: CustomStringConvertible {
  package var description: String { String(rawValue) }
}

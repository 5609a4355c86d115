/// Everything a node and the coordinator can say to each other.
///
/// A request travels on a node's request channel and is answered by one reply; a bulletin is pushed
/// to every subscriber. `docs/protocol.md` holds the table; each payload type says the rest.
package enum Message: Sendable, Hashable {
  case join(Join)
  case askWork(AskWork)
  case fetchGrid(FetchGrid)
  case heartbeat(Heartbeat)
  case offer(Offer)
  case finish(Finish)
  case leave(Leave)
  case offerBound(OfferBound)
  case fetchBound(FetchBound)
  case joined(Joined)
  case assignment(Assignment)
  case noWork(NoWork)
  case gridChunk(GridChunk)
  case acknowledged(Acknowledged)
  case refused(Refused)
  case checkedBound(CheckedBound)
  case bulletin(Bulletin)
}

/// A message with the two numbers every message carries.
package struct Envelope: Sendable, Hashable {
  /// The sender's protocol; a receiver refuses another ``ProtocolVersion/major``.
  package var version: ProtocolVersion
  /// The leader's number; 0 from a node that has not joined yet.
  package var epoch: UInt64
  package var message: Message

  package init(version: ProtocolVersion = .current, epoch: UInt64, message: Message) {
    self.version = version
    self.epoch = epoch
    self.message = message
  }
}

/// Which protocol a sender speaks.
package struct ProtocolVersion: Sendable, Hashable {
  /// Raised when a message changes its meaning; another major is refused.
  package var major: UInt32
  /// Raised when fields are added; unknown fields are ignored.
  package var minor: UInt32

  package static let current = ProtocolVersion(major: 1, minor: 0)

  package init(major: UInt32, minor: UInt32) {
    self.major = major
    self.minor = minor
  }
}

/// The kinds of message, as `docs/protocol.md` lists them.
package enum MessageKind: String, Sendable, Hashable, CaseIterable {
  case join, askWork, fetchGrid, heartbeat, offer, finish, leave, offerBound, fetchBound
  case joined, assignment, noWork, gridChunk, acknowledged, refused, checkedBound
  case bulletin

  /// Who sends messages of this kind.
  package enum Sender: String, Sendable { case node, coordinator }

  package var sender: Sender {
    switch self {
    case .join, .askWork, .fetchGrid, .heartbeat, .offer, .finish, .leave, .offerBound,
      .fetchBound:
      .node
    case .joined, .assignment, .noWork, .gridChunk, .acknowledged, .refused, .checkedBound,
      .bulletin:
      .coordinator
    }
  }

  /// Largest encoded size in bytes; larger ones are refused before they are parsed.
  ///
  /// Most messages carry a few numbers. Offers and assignments carry a choice for every free cell,
  /// at most three bytes each; chunks carry ``WireLimits/gridChunkBytes``; bounds carry their
  /// multipliers, at most five bytes each and 20 for one of a window.
  package var byteCountMax: Int {
    switch self {
    case .offer, .finish: WireLimits.cells * 3 + 4_096
    case .assignment: WireLimits.messageBytes
    case .gridChunk: WireLimits.gridChunkBytes + 4_096
    case .heartbeat: 64 * WireLimits.leasesInHeartbeat + 4_096
    case .acknowledged, .bulletin:
      96 * WireLimits.runsInBulletin + 12 * WireLimits.cancelledLeases + 4_096
    case .offerBound, .checkedBound:
      5 * WireLimits.coverMultipliers + 20 * WireLimits.windowMultipliers + 4_096
    case .join, .askWork, .fetchGrid, .leave, .fetchBound, .joined, .noWork, .refused: 4_096
    }
  }
}

extension Message {
  package var kind: MessageKind {
    switch self {
    case .join: .join
    case .askWork: .askWork
    case .fetchGrid: .fetchGrid
    case .heartbeat: .heartbeat
    case .offer: .offer
    case .finish: .finish
    case .leave: .leave
    case .offerBound: .offerBound
    case .fetchBound: .fetchBound
    case .joined: .joined
    case .assignment: .assignment
    case .noWork: .noWork
    case .gridChunk: .gridChunk
    case .acknowledged: .acknowledged
    case .refused: .refused
    case .checkedBound: .checkedBound
    case .bulletin: .bulletin
    }
  }
}

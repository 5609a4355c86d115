package import Transport
import Wire

/// How a solver node joins its cluster.
package struct NodeSettings: Sendable {
  /// The node's own name; one process a name. Default: the host's name and the process number.
  package var name: String
  /// Request addresses of the coordinators, tried in order.
  package var coordinators: [String]
  /// Bulletin addresses of the coordinators.
  package var bulletins: [String]
  /// The secret that admits the node; empty where the coordinator asks for none.
  package var token: [UInt8]
  /// Subproblems searched at once, 1...``WireLimits/slots``; each is one thread. Default 1.
  package var slots: Int
  /// Memory offered, in bytes; what grids and models may take. Default 2 GiB.
  package var memoryBytes: Int
  /// Least time between two offers of one lease. Default 250 ms: the coordinator recounts every
  /// offer, and nobody reads scores faster.
  package var offerInterval: Duration
  package var transport: TransportSettings

  package init(name: String, coordinators: [String], bulletins: [String]) {
    self.name = name
    self.coordinators = coordinators
    self.bulletins = bulletins
    token = []
    slots = 1
    memoryBytes = 2 << 30
    offerInterval = .milliseconds(250)
    transport = TransportSettings()
  }
}

/// Why a node ends without having been asked to.
package enum NodeError: Error, Sendable, CustomStringConvertible {
  /// The coordinator does not admit this node; the text is the coordinator's.
  case notAdmitted(String)

  package var description: String {
    switch self {
    case .notAdmitted(let text):
      "The coordinator does not admit this node: \(text). Check the node's token file and name."
    }
  }
}

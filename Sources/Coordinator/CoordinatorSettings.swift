package import Coordination
package import Store
package import Transport

/// How a coordinator listens, what it leads, and whom it admits.
package struct CoordinatorSettings: Sendable {
  package var database: DatabaseAddress
  /// Where nodes send requests: `tcp://127.0.0.1:7501`. Loopback only until there is TLS.
  package var requestAddress: String
  /// Where nodes hear bulletins: `tcp://127.0.0.1:7502`.
  package var bulletinAddress: String
  /// The secret that admits nodes; empty admits every node that reaches the address.
  package var token: [UInt8]
  /// Who holds the epoch, for people who look: host and process.
  package var holder: String
  /// Version of this software, stored with nodes.
  package var softwareVersion: String
  /// Runs led at once, 1...64. Default 2: nodes share their slots among them.
  package var runsMax: Int
  /// How often a standby tries to take over, and a leader looks at the queue. Default 500 ms: a
  /// fail-over takes about that long, and a look costs one index scan.
  package var pollInterval: Duration
  package var cluster: ClusterSettings
  package var transport: TransportSettings

  package init(database: DatabaseAddress, requestAddress: String, bulletinAddress: String) {
    self.database = database
    self.requestAddress = requestAddress
    self.bulletinAddress = bulletinAddress
    token = []
    holder = "coordinator"
    softwareVersion = "development"
    runsMax = 2
    pollInterval = .milliseconds(500)
    cluster = ClusterSettings()
    transport = TransportSettings()
  }
}

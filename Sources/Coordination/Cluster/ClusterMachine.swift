package import Wire

/// The cluster's brain: who is here, who works on what, what the runs have come to.
package struct ClusterMachine: Sendable {
  package init(epoch: UInt64, settings: ClusterSettings = ClusterSettings()) {
    self.epoch = epoch
    self.settings = settings
  }
  let epoch: UInt64
  let settings: ClusterSettings

  package mutating func handle(_ event: ClusterEvent, at now: Milliseconds) -> [ClusterAction] {
    []
  }
}

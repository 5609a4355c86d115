import Testing
import Transport

/// Clusters that start side by side never choose the same port.
struct LoopbackPortsTests {
  @Test func aPortIsGivenToOneUntilItIsLetGo() {
    let chosen = LoopbackPorts(preferring: [0, 0]).ports
    func others() -> [UInt16] {
      let first = LoopbackPorts(preferring: chosen)
      let second = LoopbackPorts(preferring: chosen)
      #expect(first.ports == chosen)
      #expect(Set(first.ports + second.ports).count == 4)
      return second.ports
    }
    // Let go, they are chosen again.
    #expect(others() != chosen)
    #expect(LoopbackPorts(preferring: chosen).ports == chosen)
  }
}

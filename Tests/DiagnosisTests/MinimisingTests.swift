import Determinism
import Diagnosis
import Testing

struct MinimisingTests {
  /// A set contradicts itself when it holds a hidden one; that is what is left.
  @Test(arguments: 1...20)
  func whatIsLeftIsTheHiddenSet(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let members = Array(0..<40)
    let hidden = Set(members.shuffled(using: &random).prefix(1 + random.below(6)))
    let minimising = Minimising(isRefuted: { hidden.isSubset(of: $0) })
    #expect(minimising.necessary(among: members) == hidden.sorted(), "seed \(seed)")
  }

  @Test func nothingIsLeftWhereNothingIsNeeded() {
    #expect(Minimising(isRefuted: { _ in true }).necessary(among: [1, 2, 3]) == [])
  }

  @Test func withoutTimeNothingIsClaimed() {
    let minimising = Minimising(isRefuted: { _ in true }, isOutOfTime: { true })
    #expect(minimising.necessary(among: [1, 2, 3]) == nil)
  }
}

struct FlowNetworkTests {
  /// People and services, tried in every way, against one flow.
  @Test(arguments: 1...60)
  func aFlowExistsWhereAnAssignmentDoes(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let people = 4
    let services = 3
    let open = (0..<people).map { _ in (0..<services).filter { _ in random.below(2) == 0 } }
    let least = (0..<services).map { _ in random.below(3) }
    let most = least.map { $0 + random.below(2) }
    var network = FlowNetwork()
    let source = network.node()
    let sink = network.node()
    network.arc(from: sink, to: source)
    let nodes = (0..<services).map { service -> Int in
      let node = network.node()
      network.arc(from: node, to: sink, least: least[service], most: most[service])
      return node
    }
    for person in 0..<people {
      let node = network.node()
      network.arc(from: source, to: node, least: 1, most: 1)
      for service in open[person] { network.arc(from: node, to: nodes[service], most: 1) }
    }
    var counts = [Int](repeating: 0, count: services)
    func assign(_ person: Int) -> Bool {
      guard person < people else {
        return (0..<services).allSatisfy { (least[$0]...most[$0]).contains(counts[$0]) }
      }
      for service in open[person] {
        counts[service] += 1
        if assign(person + 1) { return true }
        counts[service] -= 1
      }
      return false
    }
    #expect(network.hasCirculation() == assign(0), "seed \(seed)")
  }
}

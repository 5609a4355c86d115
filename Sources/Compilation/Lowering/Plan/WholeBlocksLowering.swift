import Containers
import Domain
import Grid
import Rules

/// Translates ``WholeBlocks`` to transitions from the first to the second half of each block: one
/// unit for a whole rotation beside one that may be halved, two for two different whole ones.
struct WholeBlocksLowering: RuleLowering {
  let rule: WholeBlocks

  func lower(_ part: RulePart, into builder: inout GridBuilder) {
    let facts = builder.facts
    guard facts.facts.planUnit == .halfBlock else { return }
    let firstHalves = facts.columns.indices.filter { facts.columns[$0].half == 1 }
    let whole = BitSet(
      facts.facts.rotations.indices.filter { !facts.facts.rotations[$0].mayBeHalf })
    let halved = facts.everyChoice.subtracting(whole)
    let groups = part.groups(of: firstHalves, in: facts, columns: { [$0, $0 + 1] })
    func add(_ from: BitSet, _ to: BitSet, units: Int) {
      guard !from.isEmpty, !to.isEmpty else { return }
      for group in groups {
        builder.add(
          .transition(
            TransitionFamily(
              rows: group.rows, columns: group.places.map { Int32($0) }, from: from, to: to,
              price: units * part.price)),
          part)
      }
    }
    add(whole, halved, units: 1)
    add(halved, whole, units: 1)
    for rotation in whole.members {
      let alone = BitSet([rotation])
      add(alone, whole.subtracting(alone), units: 2)
    }
  }
}

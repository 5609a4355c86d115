import Containers
import Testing

@Suite struct BitSetTests {
  /// All subsets of 0..<10, spread over three words so that word borders are crossed.
  private static let universe = [0, 1, 31, 62, 63, 64, 65, 127, 128, 190]

  private static func subset(_ mask: Int) -> Set<Int> {
    Set(universe.indices.filter { mask >> $0 & 1 == 1 }.map { universe[$0] })
  }

  @Test func everySubsetHoldsItsMembersAndNoOthers() {
    for mask in 0..<1024 {
      let expected = Self.subset(mask)
      let set = BitSet(expected)
      #expect(set.members == expected.sorted())
      #expect(set.count == expected.count)
      #expect(set.isEmpty == expected.isEmpty)
      #expect((0..<200).filter(set.contains) == expected.sorted())
    }
  }

  @Test func algebraAgreesWithSetsOfThePlainKind() {
    // Every pair of subsets of six of the ten numbers; all pairs of ten would be a million.
    for left in 0..<64 {
      for right in 0..<64 {
        let (first, second) = (Self.subset(left << 3), Self.subset(right << 3))
        let (one, other) = (BitSet(first), BitSet(second))
        #expect(one.union(other) == BitSet(first.union(second)))
        #expect(one.intersection(other) == BitSet(first.intersection(second)))
        #expect(one.subtracting(other) == BitSet(first.subtracting(second)))
        #expect((one == other) == (first == second))
      }
    }
  }

  @Test func removingRestoresWhatWasThereBefore() {
    for mask in 0..<1024 {
      for member in Self.universe {
        var set = BitSet(Self.subset(mask))
        set.remove(member)
        #expect(set == BitSet(Self.subset(mask).subtracting([member])))
        set.insert(member)
        #expect(set == BitSet(Self.subset(mask).union([member])))
      }
    }
  }

  @Test func wordsWithoutMembersDoNotCount() {
    #expect(BitSet(words: [5, 0, 0]) == BitSet([0, 2]))
    #expect(BitSet(words: [0, 0]) == BitSet())
    #expect(BitSet.below(70).members == Array(0..<70))
    #expect(BitSet.below(0).isEmpty)
  }
}

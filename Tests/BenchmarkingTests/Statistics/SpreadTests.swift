import Benchmarking
import Testing

@Suite struct SpreadTests {
  @Test func quartilesLieBetweenNeighboursInProportion() throws {
    let spread = try #require(Spread([4, 1, 3, 2]))
    #expect(spread.count == 4)
    #expect([spread.least, spread.greatest] == [1, 4])
    #expect([spread.lowerQuartile, spread.median, spread.upperQuartile] == [1.75, 2.5, 3.25])
  }

  @Test func oneValueIsEverything() throws {
    let spread = try #require(Spread([7]))
    #expect([spread.least, spread.median, spread.greatest] == [7, 7, 7])
  }

  @Test func noValuesHaveNoSpread() {
    #expect(Spread([]) == nil)
  }

  @Test func infiniteValuesAreSortedLast() throws {
    let spread = try #require(Spread([.infinity, 1, .infinity, 2, 3]))
    #expect(spread.median == 3)
    #expect(try #require(Spread([.infinity, .infinity, 1])).median == .infinity)
    #expect(try #require(Spread([.infinity, .infinity])).median == .infinity)
  }
}

@Suite struct ShiftedGeometricMeanTests {
  @Test func itIsTheGeometricMeanOfShiftedValuesLessTheShift() throws {
    // √(11 · 110) − 10 = √1210 − 10.
    let mean = try #require(ShiftedGeometricMean.of([1, 100], shift: 10))
    #expect(abs(mean - 24.785_054_26) < 1e-7)
  }

  @Test func equalValuesAreTheirOwnMean() throws {
    let mean = try #require(ShiftedGeometricMean.of([3, 3, 3], shift: 0.5))
    #expect(abs(mean - 3) < 1e-12)
  }

  @Test func noValuesHaveNoMean() {
    #expect(ShiftedGeometricMean.of([], shift: 1) == nil)
  }
}

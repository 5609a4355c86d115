import Grid
import Testing
import Wire

/// Bounds as bytes: what rows keep, and what no receiver takes.
struct BoundCodecTests {
  private static let offer = BoundOffer(
    claimed: -292,
    multipliers: LagrangeMultipliers(
      denominator: 64, covers: [5, -7, 0],
      windows: [WindowMultiplier(rule: 3, row: 1, window: 0, numerator: -9)]))

  private static func bytes(_ offer: BoundOffer) -> [UInt8] {
    let hash = GridHash(Array(repeating: 3, count: GridHash.byteCount))!
    return WireCodec.encode(
      bound: CheckedBound(run: RunID(7), revision: 2, gridHash: hash, offer: offer))
  }

  @Test func aBoundIsReadBackAsItWasKept() throws {
    #expect(try WireCodec.decodeBound(Self.bytes(Self.offer)).offer == Self.offer)
  }

  @Test(arguments: [0, -1, 1_025, Int32.max])
  func aDenominatorOutsideItsRangeIsRefused(denominator: Int32) {
    var offer = Self.offer
    offer.multipliers.denominator = denominator
    #expect(throws: WireError.self) {
      try WireCodec.decodeBound(Self.bytes(offer))
    }
  }

  @Test func anImmenseClaimIsRefused() {
    for claimed in [Int.max, Int.min, WireLimits.scoreMagnitude + 1] {
      let offer = BoundOffer(claimed: claimed, multipliers: Self.offer.multipliers)
      #expect(throws: WireError.self) {
        try WireCodec.decodeBound(Self.bytes(offer))
      }
    }
  }

  @Test func aWindowOutsideAnyGridIsRefused() {
    for place in [(WireLimits.rules, 0, 0), (0, WireLimits.rows, 0), (0, 0, WireLimits.windows)] {
      var offer = Self.offer
      offer.multipliers.windows = [
        WindowMultiplier(rule: place.0, row: place.1, window: place.2, numerator: 0)
      ]
      #expect(throws: WireError.self) {
        try WireCodec.decodeBound(Self.bytes(offer))
      }
    }
  }

  @Test func moreMultipliersThanTheLimitAreRefused() {
    var offer = Self.offer
    offer.multipliers.covers = Array(repeating: 1, count: WireLimits.coverMultipliers + 1)
    #expect(throws: WireError.self) {
      try WireCodec.decodeBound(Self.bytes(offer))
    }
  }

  @Test func aCutOffBoundIsRefused() {
    let bytes = Self.bytes(Self.offer)
    for length in 0..<bytes.count {
      #expect(throws: WireError.self, "\(length) bytes") {
        try WireCodec.decodeBound(Array(bytes.prefix(length)))
      }
    }
  }
}

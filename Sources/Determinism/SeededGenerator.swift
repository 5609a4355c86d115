/// The only source of randomness: xoshiro256**, so that a seed fixes every decision.
///
/// Source: D. Blackman, S. Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47
/// (2021), doi:10.1145/3460772; the state is filled from the seed by SplitMix64 as the authors
/// advise. Not for secrets.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  package init(seed: UInt64) {
    var mixer = seed
    func next() -> UInt64 {
      mixer &+= 0x9E37_79B9_7F4A_7C15
      var value = mixer
      value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
    state = (next(), next(), next(), next())
  }

  /// A generator for one part of a computation: equal seeds and labels give equal streams,
  /// different labels unrelated ones.
  package init(seed: UInt64, label: UInt64) {
    self.init(seed: seed ^ (label &+ 1) &* 0xD1B5_4A32_D192_ED03)
  }

  @inline(__always)
  package mutating func next() -> UInt64 {
    let result = Self.rotated(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = Self.rotated(state.3, by: 45)
    return result
  }

  /// A number below `bound` by multiplication, biased by less than `bound` / 2^32.
  ///
  /// - Precondition: `bound` lies in 1..<2^31.
  @inline(__always)
  package mutating func below(_ bound: Int) -> Int {
    Int(((next() >> 32) &* UInt64(truncatingIfNeeded: bound)) >> 32)
  }

  /// A number in 0..<1 with 53 random bits.
  @inline(__always)
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  @inline(__always)
  private static func rotated(_ value: UInt64, by count: UInt64) -> UInt64 {
    (value << count) | (value >> (64 - count))
  }
}

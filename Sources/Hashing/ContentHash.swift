import CCrypto

/// The SHA-256 of some bytes, by which grids and programmes are addressed.
///
/// Equal hashes mean equal bytes for every purpose of ours. The order is that of the hash's bytes,
/// and only serves to make lists stable.
package struct ContentHash: Hashable, Comparable, Sendable {
  /// The length of a hash in bytes.
  package static let byteCount = 32

  /// The 32 bytes, most significant first, eight to a word.
  private var first: UInt64
  private var second: UInt64
  private var third: UInt64
  private var fourth: UInt64

  /// The hash whose bytes are `bytes`, or nil unless there are exactly 32.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    var words = [UInt64](repeating: 0, count: 4)
    for (position, byte) in bytes.enumerated() {
      words[position / 8] = words[position / 8] << 8 | UInt64(byte)
    }
    first = words[0]
    second = words[1]
    third = words[2]
    fourth = words[3]
  }

  /// The hash that `hex` spells in exactly 64 hexadecimal digits of either case, or nil.
  package init?(hex: some StringProtocol) {
    let digits = Array(hex.utf8)
    guard digits.count == 2 * Self.byteCount else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.byteCount)
    for position in stride(from: 0, to: digits.count, by: 2) {
      guard let high = Self.value(ofDigit: digits[position]),
        let low = Self.value(ofDigit: digits[position + 1])
      else { return nil }
      bytes.append(high << 4 | low)
    }
    self.init(bytes: bytes)
  }

  /// The hash of `bytes`.
  ///
  /// - Complexity: O(*n*) in the count of `bytes`.
  package static func of(_ bytes: [UInt8]) -> ContentHash {
    let digest = [UInt8](unsafeUninitializedCapacity: byteCount) { target, count in
      let result = bytes.withUnsafeBytes {
        EVP_Digest($0.baseAddress, $0.count, target.baseAddress, nil, EVP_sha256(), nil)
      }
      // It can fail only where the library was built or configured without SHA-256.
      precondition(result == 1, "libcrypto refused to compute SHA-256")
      count = byteCount
    }
    guard let hash = ContentHash(bytes: digest) else {
      preconditionFailure("SHA-256 of \(digest.count) bytes")
    }
    return hash
  }

  /// The 32 bytes of the hash.
  package var bytes: [UInt8] {
    [first, second, third, fourth].flatMap { word in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
    }
  }

  /// The hash in 64 lower-case hexadecimal digits.
  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  package static func < (left: Self, right: Self) -> Bool {
    (left.first, left.second, left.third, left.fourth)
      < (right.first, right.second, right.third, right.fourth)
  }

  private static func value(ofDigit digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension ContentHash: CustomStringConvertible {
  /// The 64 hexadecimal digits.
  package var description: String { hex }
}

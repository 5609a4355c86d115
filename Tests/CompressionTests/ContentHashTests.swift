import Hashing
import Testing

/// The published vectors of SHA-256, and the text form of hashes.
@Suite struct ContentHashTests {
  private static let vectors = [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ]

  @Test(arguments: vectors)
  func publishedVectorsAreMet(text: String, hex: String) {
    let hash = ContentHash.of(Array(text.utf8))
    #expect(hash.hex == hex)
    #expect(hash.description == hex)
  }

  @Test func textAndBytesComeBackUnchanged() {
    let hash = ContentHash.of([1, 2, 3])
    #expect(ContentHash(hex: hash.hex) == hash)
    #expect(ContentHash(hex: hash.hex.uppercased()) == hash)
    #expect(ContentHash(bytes: hash.bytes) == hash)
    #expect(hash.bytes.count == ContentHash.byteCount)
  }

  @Test func anythingButSixtyFourDigitsIsNoHash() {
    let hex = ContentHash.of([]).hex
    for text in ["", "0", String(hex.dropLast()), hex + "0", "g" + hex.dropFirst(), " " + hex] {
      #expect(ContentHash(hex: text) == nil, "\(text)")
    }
    #expect(ContentHash(bytes: [UInt8](repeating: 0, count: 31)) == nil)
    #expect(ContentHash(bytes: [UInt8](repeating: 0, count: 33)) == nil)
  }

  @Test func theOrderIsThatOfTheText() {
    let hashes = (0..<200 as Range<UInt8>).map { ContentHash.of([$0]) }
    #expect(hashes.sorted().map(\.hex) == hashes.map(\.hex).sorted())
  }
}

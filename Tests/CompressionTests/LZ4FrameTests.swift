import CLZ4
import Compression
import Determinism
import Testing

/// What comes back from frames of ours, and what is refused of all others.
@Suite struct LZ4FrameTests {
  private static let limit = 4 << 20

  @Test(arguments: 0..<60 as Range<UInt64>)
  func everySeededContentComesBackUnchanged(seed: UInt64) throws {
    let content = content(seed: seed, countMax: seed < 50 ? 20_000 : 1_500_000)
    let frame = LZ4Frame.compress(content)
    let back = try LZ4Frame.decompress(frame, limit: content.count)
    #expect(back == content, "seed \(seed), \(content.count) bytes")
  }

  @Test(arguments: [0, 1, 2, 65_535, 65_536, 65_537, 262_144, 262_145])
  func contentAroundTheBordersOfBlocksComesBackUnchanged(count: Int) throws {
    let content = [UInt8](repeating: 7, count: count)
    #expect(try LZ4Frame.decompress(LZ4Frame.compress(content), limit: count) == content)
  }

  @Test func repetitiveContentBecomesSmall() {
    #expect(LZ4Frame.compress([UInt8](repeating: 0, count: 1 << 20)).count < 8192)
  }

  @Test(arguments: [0, 1, 2, 3] as [UInt64])
  func everyTruncationIsRefused(seed: UInt64) {
    let frame = LZ4Frame.compress(content(seed: seed, countMax: 3000))
    for count in 0..<frame.count {
      #expect(throws: CompressionError.truncated, "seed \(seed), first \(count) bytes") {
        try LZ4Frame.decompress(Array(frame[..<count]), limit: Self.limit)
      }
    }
  }

  @Test(arguments: [0, 1, 2, 3] as [UInt64])
  func everyChangedByteIsRefusedOrHarmless(seed: UInt64) {
    let content = content(seed: seed, countMax: 1200)
    let frame = LZ4Frame.compress(content)
    for position in frame.indices {
      for mask in [1, 2, 4, 8, 16, 32, 64, 128, 255] as [UInt8] {
        var changed = frame
        changed[position] ^= mask
        let back = Result { () throws(CompressionError) in
          try LZ4Frame.decompress(changed, limit: Self.limit)
        }
        guard case .success(let bytes) = back else { continue }
        #expect(bytes == content, "seed \(seed), byte \(position) changed by \(mask)")
      }
    }
  }

  @Test(arguments: 0..<40 as Range<UInt64>)
  func bytesThatAreNoFrameAreRefused(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var bytes = (0..<generator.below(400)).map { _ in UInt8(generator.below(256)) }
    // Half of them at least look like a frame at first sight.
    if seed.isMultiple(of: 2) { bytes = [0x04, 0x22, 0x4D, 0x18] + bytes }
    #expect(throws: CompressionError.self, "seed \(seed)") {
      try LZ4Frame.decompress(bytes, limit: Self.limit)
    }
  }

  @Test func bytesAfterTheFrameAreRefused() {
    let frame = LZ4Frame.compress(Array("a year".utf8))
    #expect(throws: CompressionError.trailingBytes(1)) {
      try LZ4Frame.decompress(frame + [0], limit: 100)
    }
    #expect(throws: CompressionError.trailingBytes(frame.count)) {
      try LZ4Frame.decompress(frame + frame, limit: 100)
    }
  }

  @Test func aDeclaredSizeIsTakenAtTheLimitAndRefusedPastIt() throws {
    let content = [UInt8](repeating: 3, count: 1000)
    let frame = LZ4Frame.compress(content)
    #expect(try LZ4Frame.decompress(frame, limit: 1000) == content)
    #expect(throws: CompressionError.declaredSizeOverLimit(declared: 1000, limit: 999)) {
      try LZ4Frame.decompress(frame, limit: 999)
    }
  }

  @Test(arguments: [1, 1000, 65_536, 65_537, 700_000])
  func anUndeclaredSizeIsTakenAtTheLimitAndRefusedPastIt(count: Int) throws {
    let content = [UInt8](repeating: 3, count: count)
    let frame = foreignFrame(content)
    #expect(try LZ4Frame.decompress(frame, limit: count) == content)
    #expect(throws: CompressionError.sizeOverLimit(limit: count - 1)) {
      try LZ4Frame.decompress(frame, limit: count - 1)
    }
  }

  @Test func aBombWithoutADeclaredSizeIsRefused() {
    let bomb = foreignFrame([UInt8](repeating: 0, count: 64 << 20))
    #expect(throws: CompressionError.sizeOverLimit(limit: 1 << 20)) {
      try LZ4Frame.decompress(bomb, limit: 1 << 20)
    }
  }

  @Test func aDeclaredSizeThatCannotFitIsRefusedBeforeAllocation() throws {
    let declared: UInt64 = 1 << 40
    var context: OpaquePointer?
    #expect(LZ4F_isError(LZ4F_createCompressionContext(&context, UInt32(LZ4F_VERSION))) == 0)
    defer { LZ4F_freeCompressionContext(context) }
    var preferences = LZ4F_preferences_t()
    preferences.frameInfo.contentSize = declared
    preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled
    var header = [UInt8](repeating: 0, count: Int(LZ4F_HEADER_SIZE_MAX))
    let count = LZ4F_compressBegin(context, &header, header.count, &preferences)
    let frame = Array(header[..<count]) + [0, 0, 0, 0]
    #expect(
      throws: CompressionError.declaredSizeImpossible(declared: declared, frameSize: frame.count)
    ) {
      try LZ4Frame.decompress(frame, limit: .max)
    }
  }

  @Test func aFrameWithoutAChecksumIsRefused() {
    let frame = foreignFrame([1, 2, 3], hasChecksum: false)
    #expect(throws: CompressionError.checksumAbsent) {
      try LZ4Frame.decompress(frame, limit: 100)
    }
  }

  @Test func aFrameThatWantsADictionaryIsRefused() {
    let frame = foreignFrame([1, 2, 3], dictionary: 9)
    #expect(throws: CompressionError.dictionaryWanted) {
      try LZ4Frame.decompress(frame, limit: 100)
    }
  }

  @Test func aSkippableFrameIsNoFrameOfOurs() {
    #expect(throws: CompressionError.notAFrame) {
      try LZ4Frame.decompress([0x50, 0x2A, 0x4D, 0x18, 0, 0, 0, 0], limit: 100)
    }
  }

  /// Random runs of random bytes, so that some parts pack well and some not at all.
  private func content(seed: UInt64, countMax: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    let count = generator.below(countMax + 1)
    var content: [UInt8] = []
    content.reserveCapacity(count)
    while content.count < count {
      let byte = UInt8(generator.below(256))
      let run = generator.below(3) == 0 ? generator.below(200) : 1
      content.append(contentsOf: repeatElement(byte, count: min(run, count - content.count)))
    }
    return content
  }

  /// A frame as another writer may make it: without a size, perhaps without a checksum.
  private func foreignFrame(
    _ content: [UInt8], hasChecksum: Bool = true, dictionary: UInt32 = 0
  ) -> [UInt8] {
    var preferences = LZ4F_preferences_t()
    preferences.frameInfo.contentChecksumFlag =
      hasChecksum ? LZ4F_contentChecksumEnabled : LZ4F_noContentChecksum
    preferences.frameInfo.dictID = dictionary
    var frame = [UInt8](
      repeating: 0, count: LZ4F_compressFrameBound(content.count, &preferences))
    let count = LZ4F_compressFrame(&frame, frame.count, content, content.count, &preferences)
    return Array(frame[..<count])
  }
}

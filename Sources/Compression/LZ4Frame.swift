import CLZ4

/// The LZ4 frame format, the one form in which payloads travel and incumbents are stored.
///
/// Frames carry the size of their content, so that a reader can refuse before it allocates, and a
/// checksum of it, so that no damage passes unseen. Each frame is complete in itself: any standard
/// LZ4 tool reads it.
package enum LZ4Frame {
  /// The most content bytes that one byte of a frame can stand for: a length byte of a match counts
  /// up to 255, and nothing in the format packs more densely.
  private static let expansionMax = 255

  /// The first room for content whose size the frame does not say: one block of the smallest kind.
  private static let firstRoom = 64 * 1024

  /// A frame that holds `bytes`.
  ///
  /// An empty content is stored without a size, because the format writes "unknown" as zero.
  ///
  /// - Complexity: O(*n*) in the count of `bytes`.
  package static func compress(_ bytes: [UInt8]) -> [UInt8] {
    var preferences = LZ4F_preferences_t()
    // 256 KiB blocks: our payloads are a few KiB to a few MiB, and linked blocks share a window.
    preferences.frameInfo.blockSizeID = LZ4F_max256KB
    preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled
    preferences.frameInfo.contentSize = UInt64(bytes.count)
    let capacity = LZ4F_compressFrameBound(bytes.count, &preferences)
    return [UInt8](unsafeUninitializedCapacity: capacity) { frame, count in
      let size = bytes.withUnsafeBytes { source in
        LZ4F_compressFrame(
          frame.baseAddress, capacity, source.baseAddress, source.count, &preferences)
      }
      precondition(
        LZ4F_isError(size) == 0,
        "compressing \(bytes.count) bytes into \(capacity): \(name(of: size))")
      count = size
    }
  }

  /// The content of `frame`, which must be exactly one whole frame.
  ///
  /// - Parameter limit: the most content bytes the caller accepts, at least 0. A declared size over
  ///   it is refused before anything is allocated; an undeclared one grows only up to it.
  /// - Complexity: O(*n* + *m*) in the bytes of frame and content.
  /// - Throws: ``CompressionError`` for every byte string that is not one intact frame in `limit`.
  package static func decompress(
    _ frame: [UInt8], limit: Int
  ) throws(CompressionError) -> [UInt8] {
    precondition(limit >= 0, "a limit of \(limit) bytes")
    try refuseForeign(frame)
    var created: OpaquePointer?
    guard LZ4F_isError(LZ4F_createDecompressionContext(&created, UInt32(LZ4F_VERSION))) == 0,
      let decoder = created
    else { throw .outOfMemory }
    defer { LZ4F_freeDecompressionContext(decoder) }

    let header = try readHeader(of: frame, with: decoder, limit: limit)
    return try readContent(of: frame, after: header, with: decoder, limit: limit)
  }

  /// What the head of a frame says: its own length, and its content's size where that is known.
  private struct Header {
    var byteCount: Int
    var contentSize: Int?
  }

  private static func refuseForeign(_ frame: [UInt8]) throws(CompressionError) {
    let magic: [UInt8] = [0x04, 0x22, 0x4D, 0x18]
    guard frame.prefix(4).elementsEqual(magic.prefix(frame.count)) else { throw .notAFrame }
    guard frame.count >= Int(LZ4F_HEADER_SIZE_MIN) else { throw .truncated }
    let headerSize = frame.withUnsafeBytes { LZ4F_headerSize($0.baseAddress, $0.count) }
    guard LZ4F_isError(headerSize) == 0 else { throw .corrupt(name(of: headerSize)) }
    guard frame.count >= headerSize else { throw .truncated }
  }

  private static func readHeader(
    of frame: [UInt8], with decoder: OpaquePointer, limit: Int
  ) throws(CompressionError) -> Header {
    var information = LZ4F_frameInfo_t()
    var consumed = frame.count
    let result = frame.withUnsafeBytes {
      LZ4F_getFrameInfo(decoder, &information, $0.baseAddress, &consumed)
    }
    guard LZ4F_isError(result) == 0 else { throw .corrupt(name(of: result)) }
    guard information.contentChecksumFlag == LZ4F_contentChecksumEnabled else {
      throw .checksumAbsent
    }
    guard information.dictID == 0 else { throw .dictionaryWanted }
    let declared = information.contentSize
    guard declared != 0 else { return Header(byteCount: consumed, contentSize: nil) }
    guard declared <= UInt64(limit) else {
      throw .declaredSizeOverLimit(declared: declared, limit: limit)
    }
    guard declared / UInt64(expansionMax) <= UInt64(frame.count) else {
      throw .declaredSizeImpossible(declared: declared, frameSize: frame.count)
    }
    return Header(byteCount: consumed, contentSize: Int(declared))
  }

  private static func readContent(
    of frame: [UInt8], after header: Header, with decoder: OpaquePointer, limit: Int
  ) throws(CompressionError) -> [UInt8] {
    // One byte past the limit is room enough to see that an undeclared size passes it.
    let roomMax = header.contentSize ?? (limit == .max ? limit : limit + 1)
    var content = [UInt8](repeating: 0, count: header.contentSize ?? min(firstRoom, roomMax))
    var read = header.byteCount
    var written = 0
    while true {
      var readNow = frame.count - read
      var writtenNow = content.count - written
      let hint = content.withUnsafeMutableBytes { target in
        frame.withUnsafeBytes { source in
          LZ4F_decompress(
            decoder, target.baseAddress.map { $0 + written }, &writtenNow,
            source.baseAddress.map { $0 + read }, &readNow, nil)
        }
      }
      guard LZ4F_isError(hint) == 0 else { throw .corrupt(name(of: hint)) }
      read += readNow
      written += writtenNow
      if written > limit { throw .sizeOverLimit(limit: limit) }
      if hint == 0 { break }
      if written == content.count, content.count < roomMax {
        let room = min(roomMax - content.count, content.count)
        content.append(contentsOf: repeatElement(0, count: room))
      } else if readNow == 0, writtenNow == 0 {
        throw read == frame.count ? .truncated : .corrupt("more content than declared")
      }
    }
    guard read == frame.count else { throw .trailingBytes(frame.count - read) }
    content.removeLast(content.count - written)
    return content
  }

  private static func name(of result: Int) -> String {
    // The codec keeps these texts for the life of the process and never returns null.
    String(cString: LZ4F_getErrorName(result))
  }
}

import Compression

extension TransportSettings {
  /// `bytes` as they travel, refused where a peer with the same limits would refuse them.
  ///
  /// nng reports success for a message that the other side then throws away for its size, so the
  /// sender has to look.
  func packed(_ bytes: [UInt8]) throws(TransportError) -> [UInt8] {
    guard bytes.count <= decompressedSizeMax else {
      throw .messageTooLarge(size: bytes.count, limit: decompressedSizeMax)
    }
    let frame = LZ4Frame.compress(bytes)
    guard frame.count + Self.protocolHeaderSize <= receiveSizeMax else {
      throw .messageTooLarge(size: frame.count, limit: receiveSizeMax - Self.protocolHeaderSize)
    }
    return frame
  }

  /// What nng's protocols may put before a frame, in bytes; its limit counts them too. Requests
  /// carry 4 bytes each hop, and at most 15 hops are allowed.
  static var protocolHeaderSize: Int { 64 }
}

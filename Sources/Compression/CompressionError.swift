/// Why a byte string was refused as an LZ4 frame.
///
/// Every case is a fault of the bytes, not of the reader: the same bytes are always refused for the
/// same reason.
package enum CompressionError: Error, Equatable, Sendable {
  /// The bytes do not begin with the magic number of an LZ4 frame.
  case notAFrame
  /// The bytes end before the frame does.
  case truncated
  /// The frame is followed by this many bytes that do not belong to it.
  case trailingBytes(Int)
  /// The frame names a size of its content, in bytes, above the caller's limit.
  case declaredSizeOverLimit(declared: UInt64, limit: Int)
  /// The frame names a size that its own length cannot hold at the format's densest packing.
  case declaredSizeImpossible(declared: UInt64, frameSize: Int)
  /// The frame names no size, and its content grew past the caller's limit in bytes.
  case sizeOverLimit(limit: Int)
  /// The frame carries no checksum of its content, so its bytes cannot be trusted.
  case checksumAbsent
  /// The frame asks for a dictionary; we never write one.
  case dictionaryWanted
  /// The frame contradicts itself; the text is the codec's own word for it.
  case corrupt(String)
  /// The codec could not get the memory for its state.
  case outOfMemory
}

extension CompressionError {
  /// The stable code of the fault, as `docs/errors.md` lists it.
  package var code: String {
    switch self {
    case .notAFrame: "E4801"
    case .truncated: "E4802"
    case .trailingBytes: "E4803"
    case .declaredSizeOverLimit: "E4804"
    case .declaredSizeImpossible: "E4805"
    case .sizeOverLimit: "E4806"
    case .checksumAbsent: "E4807"
    case .dictionaryWanted: "E4808"
    case .corrupt: "E4809"
    case .outOfMemory: "E4810"
    }
  }
}

extension CompressionError: CustomStringConvertible {
  /// What was found and what was expected, in one line with the code first.
  package var description: String { "\(code): \(explanation)" }

  private var explanation: String {
    switch self {
    case .notAFrame: "found bytes without the magic number of an LZ4 frame"
    case .truncated: "found an LZ4 frame that ends too early; expected the whole of it"
    case .trailingBytes(let count):
      "found \(count) bytes after an LZ4 frame; expected none"
    case .declaredSizeOverLimit(let declared, let limit):
      "found an LZ4 frame of \(declared) bytes of content; expected at most \(limit)"
    case .declaredSizeImpossible(let declared, let frameSize):
      "found a declared size of \(declared) bytes in an LZ4 frame of \(frameSize) bytes; "
        + "no frame packs so densely"
    case .sizeOverLimit(let limit):
      "found an LZ4 frame whose content passes the limit of \(limit) bytes"
    case .checksumAbsent: "found an LZ4 frame without a checksum of its content; expected one"
    case .dictionaryWanted: "found an LZ4 frame that wants a dictionary; expected none"
    case .corrupt(let reason): "found a corrupt LZ4 frame (\(reason))"
    case .outOfMemory: "the LZ4 codec found no memory for its state"
    }
  }
}

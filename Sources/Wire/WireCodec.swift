package import Grid
internal import SwiftProtobuf

/// Messages and grids to bytes and back. Bytes from outside are checked wholly before anything of
/// them is believed: a fault is a ``WireError``, never a crash.
///
/// The bytes are protocol buffers (`Schema/`). The last field of a message is a terminator, so that
/// a message cut off anywhere is refused; fields that this version does not know are ignored.
package enum WireCodec {
  /// The bytes of a message.
  ///
  /// - Complexity: O(*n*) in the cells it carries.
  package static func encode(_ envelope: Envelope) -> [UInt8] {
    var image = EnvelopeImage()
    image.major = envelope.version.major
    image.minor = envelope.version.minor
    image.epoch = envelope.epoch
    image.body = encodedBody(envelope.message)
    image.terminator = terminator
    return serialised(image)
  }

  /// The message that the bytes hold.
  ///
  /// - Throws: `malformed`, `version`, `tooLarge` or `inconsistent`.
  package static func decode(_ bytes: [UInt8]) throws(WireError) -> Envelope {
    try require(
      bytes.count <= WireLimits.messageBytes, .tooLarge,
      "\(bytes.count) bytes; at most \(WireLimits.messageBytes) are a message")
    let image: EnvelopeImage = try parsed(bytes)
    try require(
      image.major == ProtocolVersion.current.major, .version,
      "protocol \(image.major).\(image.minor); this side speaks \(ProtocolVersion.current.major).x")
    try require(image.terminator == terminator, .malformed, "the message's end is missing")
    guard let body = image.body else {
      throw WireError(.malformed, "a message of no kind that this version knows")
    }
    let message = try decodedBody(body)
    try require(
      bytes.count <= message.kind.byteCountMax, .tooLarge,
      "\(bytes.count) bytes; at most \(message.kind.byteCountMax) are one \(message.kind.rawValue)")
    return Envelope(
      version: ProtocolVersion(major: image.major, minor: image.minor), epoch: image.epoch,
      message: message)
  }

  /// The bytes of a grid, equal for equal grids.
  ///
  /// - Complexity: O(*n*) in cells, prices and rule entries.
  package static func encode(grid: DenseGrid) -> [UInt8] {
    var image = gridImage(of: grid)
    image.terminator = terminator
    return serialised(image)
  }

  /// The grid that the bytes hold, checked so that every index in it is in range.
  ///
  /// - Throws: `malformed`, `tooLarge` or `inconsistent`.
  package static func decodeGrid(_ bytes: [UInt8]) throws(WireError) -> DenseGrid {
    try require(
      bytes.count <= WireLimits.gridBytes, .tooLarge,
      "\(bytes.count) bytes; at most \(WireLimits.gridBytes) are a grid")
    let image: GridImage = try parsed(bytes)
    try require(image.terminator == terminator, .malformed, "the grid's end is missing")
    return try grid(from: image)
  }

  private static let terminator: UInt32 = 1

  private static func serialised(_ image: some SwiftProtobuf.Message) -> [UInt8] {
    do {
      return try image.serializedBytes()
    } catch {
      // Only a missing required field or a message over 2 GB throws; proto3 has no required
      // fields and the limits are far below.
      preconditionFailure("A message within the limits was not encoded: \(error)")
    }
  }

  private static func parsed<Image: SwiftProtobuf.Message>(
    _ bytes: [UInt8]
  ) throws(WireError) -> Image {
    do {
      return try Image(serializedBytes: bytes)
    } catch {
      throw WireError(.malformed, "not a protocol buffer: \(error)")
    }
  }

  /// Throws unless the condition holds.
  static func require(
    _ condition: Bool, _ code: WireError.Code, _ text: @autoclosure () -> String
  ) throws(WireError) {
    if !condition { throw WireError(code, text()) }
  }

  /// A count or number that fits this machine's integers and the given range.
  static func number(
    _ value: UInt64, _ name: String, max: Int = 1 << 53
  ) throws(WireError) -> Int {
    guard value <= UInt64(max) else {
      throw WireError(.inconsistent, "\(name) is \(value); at most \(max) is allowed")
    }
    return Int(value)
  }

  /// Refuses tables that are longer than allowed.
  static func limit(_ count: Int, _ max: Int, _ name: String) throws(WireError) {
    try require(count <= max, .tooLarge, "\(count) \(name); at most \(max) are allowed")
  }

  /// Numbers below a bound as 32-bit indices, optionally strictly rising.
  static func indices(
    _ values: [UInt32], below bound: Int, rising: Bool, _ name: String
  ) throws(WireError) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(values.count)
    var last: Int64 = -1
    for value in values {
      try require(
        Int(value) < bound, .inconsistent, "\(name) names \(value); only \(bound) exist")
      if rising {
        try require(Int64(value) > last, .inconsistent, "\(name) does not rise at \(value)")
        last = Int64(value)
      }
      result.append(Int32(value))
    }
    return result
  }

  /// Choices of cells, each below a bound.
  static func cells(
    _ values: [UInt32], below bound: Int, _ name: String
  ) throws(WireError) -> [UInt16] {
    try limit(values.count, WireLimits.cells, name)
    var result: [UInt16] = []
    result.reserveCapacity(values.count)
    for value in values {
      try require(
        Int(value) < bound, .inconsistent, "\(name) hold choice \(value); only \(bound) exist")
      result.append(UInt16(value))
    }
    return result
  }
}

import Glibc

/// What passes between a node and its solving child: four bytes of length, one of kind, content.
///
/// Both ends are the same program, so nothing here is versioned; lengths are checked all the same,
/// because a child that dies writing must not make its parent wait for gigabytes.
struct ExactFrame: Sendable {
  enum Kind: UInt8, Sendable {
    /// To the child: four bytes with the length of the parameters, parameters, model.
    case solve = 1
    /// To the child: end the search under way.
    case stop = 2
    /// From the child, once: the library is loaded.
    case ready = 3
    /// From the child: best score and bound of the log, eight bytes each.
    case progress = 4
    /// From the child: the library's response.
    case response = 5
    /// From the child: why it cannot solve, in words.
    case failure = 6
    /// To the child: what has changed of its linear programme, to be solved anew.
    case linear = 7
  }

  var kind: Kind
  var content: [UInt8]

  /// Largest frame: a model of the largest public instance takes about 200 MB.
  static let contentMax = 1 << 30
  static let headerBytes = 5

  var bytes: [UInt8] {
    Self.number(UInt32(content.count)) + [kind.rawValue] + content
  }

  static func number(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(8 * $0)) }
  }

  static func number(_ bytes: some Collection<UInt8>) -> UInt32 {
    bytes.enumerated().reduce(0) { $0 | UInt32($1.element) << UInt32(8 * $1.offset) }
  }
}

/// Gathers bytes until they make frames.
struct FrameBuffer {
  /// Bytes that are no frame.
  struct Damaged: Error {}

  private var bytes: [UInt8] = []
  private var start = 0

  mutating func append(_ new: some Sequence<UInt8>) {
    if start > 0 && start == bytes.count {
      bytes.removeAll(keepingCapacity: true)
      start = 0
    }
    bytes.append(contentsOf: new)
  }

  /// The next whole frame; nil when more bytes are needed.
  mutating func next() throws(Damaged) -> ExactFrame? {
    guard bytes.count - start >= ExactFrame.headerBytes else { return nil }
    let length = Int(ExactFrame.number(bytes[start..<start + 4]))
    guard length <= ExactFrame.contentMax,
      let kind = ExactFrame.Kind(rawValue: bytes[start + 4])
    else { throw Damaged() }
    let from = start + ExactFrame.headerBytes
    guard bytes.count >= from + length else { return nil }
    start = from + length
    return ExactFrame(kind: kind, content: Array(bytes[from..<start]))
  }
}

/// Reads and writes on descriptors that are repeated when a signal breaks them off.
enum Descriptor {
  /// Writes all bytes; false when the other end is gone.
  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress! + sent, bytes.count - sent)
      }
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { return false }
      sent += count
    }
    return true
  }

  /// Some bytes, none at the end; nil on an error.
  static func read(_ descriptor: Int32, into buffer: inout [UInt8]) -> Int {
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      return count
    }
  }
}

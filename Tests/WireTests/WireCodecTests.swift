import Containers
import Foundation
import Grid
import Measures
import Testing
import Wire

struct WireCodecTests {
  @Test(arguments: MessageKind.allCases)
  func everyMessageComesBackAsItWas(kind: MessageKind) throws {
    for seed in UInt64(0)..<100 {
      var random = RandomMessages(seed: seed)
      let envelope = Envelope(epoch: seed, message: random.message(kind))
      let back = try WireCodec.decode(WireCodec.encode(envelope))
      #expect(back == envelope, "seed \(seed)")
    }
  }

  @Test(arguments: MessageKind.allCases)
  func everyTruncationIsRefused(kind: MessageKind) {
    var random = RandomMessages(seed: 11)
    let bytes = WireCodec.encode(Envelope(epoch: 3, message: random.message(kind)))
    for length in 0..<bytes.count {
      #expect(throws: WireError.self, "\(length) of \(bytes.count) bytes") {
        try WireCodec.decode(Array(bytes[..<length]))
      }
    }
  }

  @Test(arguments: MessageKind.allCases)
  func flippedBytesNeverCrash(kind: MessageKind) {
    for seed in UInt64(0)..<200 {
      var random = RandomMessages(seed: seed)
      var bytes = WireCodec.encode(Envelope(epoch: 3, message: random.message(kind)))
      for _ in 0...random.below(4) {
        bytes[random.below(bytes.count)] = UInt8(random.below(256))
      }
      // Either outcome is right; what counts is that there is one.
      _ = Result { try WireCodec.decode(bytes) }
    }
  }

  @Test
  func everyGridComesBackAsItWas() throws {
    for seed in UInt64(0)..<100 {
      var random = RandomMessages(seed: seed)
      var grid = random.grid()
      grid.cellPrices.sort { ($0.row, $0.column) < ($1.row, $1.column) }
      #expect(try WireCodec.decodeGrid(WireCodec.encode(grid: grid)) == grid, "seed \(seed)")
    }
  }

  /// Whatever a flip leaves readable can be recounted: no index points outside.
  @Test
  func aGridThatIsAcceptedIsConsistent() {
    for seed in UInt64(0)..<1_000 {
      var random = RandomMessages(seed: seed)
      var bytes = WireCodec.encode(grid: random.grid())
      for _ in 0...random.below(4) {
        bytes[random.below(bytes.count)] = UInt8(random.below(256))
      }
      guard let grid = try? WireCodec.decodeGrid(bytes) else { continue }
      for cell in 0..<grid.rowCount * grid.columnCount {
        #expect(grid.domains.indices.contains(Int(grid.domainOfCell[cell])), "seed \(seed)")
      }
    }
  }

  @Test
  func anotherMajorVersionIsRefusedAndANewerMinorIsNot() throws {
    let message = Message.leave(Leave(node: NodeID(1)))
    var envelope = Envelope(epoch: 1, message: message)
    envelope.version = ProtocolVersion(major: ProtocolVersion.current.major + 1, minor: 0)
    let error = #expect(throws: WireError.self) {
      try WireCodec.decode(WireCodec.encode(envelope))
    }
    #expect(error?.code == .version)
    envelope.version = ProtocolVersion(major: ProtocolVersion.current.major, minor: 99)
    #expect(try WireCodec.decode(WireCodec.encode(envelope)).message == message)
  }

  @Test
  func unknownFieldsAreIgnored() throws {
    let envelope = Envelope(epoch: 1, message: .leave(Leave(node: NodeID(1))))
    // Field 2000 as a variable-length number, put before everything else.
    let bytes: [UInt8] = [0x80, 0x7D, 0x05] + WireCodec.encode(envelope)
    #expect(try WireCodec.decode(bytes) == envelope)
  }

  @Test
  func messagesBeyondALimitAreRefused() {
    let slots = Join(name: "n", token: [], slots: WireLimits.slots + 1, memoryBytes: 0)
    let name = Join(
      name: String(repeating: "n", count: WireLimits.nameBytes + 1), token: [], slots: 1,
      memoryBytes: 0)
    let leases = (0...WireLimits.cancelledLeases).map { LeaseID(Int64($0)) }
    for message in [
      Message.join(slots), .join(name),
      .acknowledged(Acknowledged(best: [], cancelled: leases, drain: false)),
    ] {
      #expect(throws: WireError.self) {
        try WireCodec.decode(WireCodec.encode(Envelope(epoch: 1, message: message)))
      }
    }
  }

  @Test
  func gridsThatContradictThemselvesAreRefused() {
    var random = RandomMessages(seed: 5)
    let good = random.grid()
    var outside = good
    outside.domainOfCell[0] = 7
    var taken = good
    taken.rules = [
      GridRule(
        instance: 0, level: .soft,
        family: .cover(
          CoverFamily(
            groups: [[0, 1], [1]], tables: [], tableOfRow: [], min: [0, 0], max: [0, 0],
            priceUnder: 0, priceOver: 0)))
    ]
    var far = good
    far.cutColumns = [Int32(good.columnCount)]
    var choice = good
    choice.domains[0].insert(good.choiceCount)
    for bad in [outside, taken, far, choice] {
      let error = #expect(throws: WireError.self) {
        try WireCodec.decodeGrid(WireCodec.encode(grid: bad))
      }
      #expect(error?.code == .inconsistent)
    }
  }
}

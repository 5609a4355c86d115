import Testing
import Wire

/// The encoding of one sample of each message has not changed by accident.
struct GoldenBytesTests {
  /// FNV-1a (Fowler, Noll, Vo) over length and bytes, by kind; a new protocol version renews them.
  private static let digests: [MessageKind: UInt64] = [
    .join: 5974623779025268107,
    .askWork: 8630175192934181556,
    .fetchGrid: 4370259892457239405,
    .heartbeat: 16948275038183697947,
    .offer: 17503734172288667380,
    .finish: 9751869462181049886,
    .leave: 6303898717356612941,
    .offerBound: 17671464749715008968,
    .fetchBound: 1448296788064327135,
    .joined: 16634829111182695143,
    .assignment: 17585644221552948257,
    .noWork: 3410684398437841522,
    .gridChunk: 326689848675997040,
    .acknowledged: 12037664063538223793,
    .refused: 13341007063559323505,
    .checkedBound: 10887018120200127456,
    .bulletin: 7468873059003678770,
  ]

  @Test(arguments: MessageKind.allCases)
  func theBytesOfASampleAreThoseOfVersionOne(kind: MessageKind) {
    var random = RandomMessages(seed: 2_026)
    let bytes = WireCodec.encode(Envelope(epoch: 5, message: random.message(kind)))
    let digest = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    #expect(Self.digests[kind] == digest, "\(kind.rawValue) is \(digest): \(bytes)")
  }

  @Test
  func aLeaveIsTheseBytes() {
    let envelope = Envelope(epoch: 5, message: .leave(Leave(node: NodeID(7))))
    #expect(
      WireCodec.encode(envelope) == [8, 1, 24, 5, 130, 1, 2, 8, 7, 248, 127, 1])
  }
}

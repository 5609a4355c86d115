import Testing
import Transport

/// Which settings and addresses are refused, and that the defaults are not.
@Suite(.timeLimit(.minutes(5))) struct SettingsTests {
  @Test(arguments: [
    "tcp://0.0.0.0:7000", "tcp://192.168.1.4:7000", "tcp://10.0.0.1:0", "tcp://*:7000",
    "tcp://:7000", "tcp://[::]:7000", "tcp://[fe80::1]:7000", "tcp://example.org:7000",
    "tcp://128.0.0.1:7000", "tcp://127.0.0.1.example.org:7000", "tcp://localhost.example.org:1",
    "tcp://127.1:7000", "tcp://127.0.0.256:7000", "tcp://127.0.0.:7000", "tcp://127.0.0.+1:7000",
    "tcp://eth0;127.0.0.1:7000", "tcp://user@127.0.0.1:7000",
  ])
  func addressesThatOthersCanReachAreRefused(address: String) async {
    await #expect(throws: TransportError.addressNotLocal(address)) {
      try await RequestServer(listen: address)
    }
    await #expect(throws: TransportError.addressNotLocal(address)) {
      try await RequestClient(dial: [anyPort, address])
    }
    await #expect(throws: TransportError.addressNotLocal(address)) {
      try await Publisher(listen: address)
    }
    await #expect(throws: TransportError.addressNotLocal(address)) {
      try await Subscriber(dial: [address])
    }
  }

  @Test(arguments: [
    "", "127.0.0.1:7000", "tcp://127.0.0.1", "tcp://127.0.0.1:", "tcp://127.0.0.1:65536",
    "tcp://127.0.0.1:+1", "tcp://127.0.0.1:1/a", "tls+tcp://127.0.0.1:7000", "ws://127.0.0.1:7000",
    "ipc://", "inproc://", "http://localhost", "inproc://a b", "inproc://a\u{0}b",
    "inproc://" + String(repeating: "n", count: 128),
  ])
  func addressesOfNoKnownFormAreRefused(address: String) async {
    await #expect {
      try await RequestServer(listen: address)
    } throws: { error in
      guard case .malformedAddress(address, _) = error as? TransportError else { return false }
      return true
    }
  }

  @Test(arguments: [
    "tcp://127.0.0.1:9", "tcp://127.8.9.1:9", "tcp://localhost:9", "tcp://[::1]:9",
    "ipc:///tmp/rota-transport-tests-none.socket", "inproc://none",
  ])
  func addressesOfThisMachineAreDialled(address: String) async throws {
    let client = try await RequestClient(dial: [address])
    await client.close()
  }

  @Test func aClientWithoutAddressesIsRefused() async {
    await #expect(throws: TransportError.noAddress) { try await RequestClient(dial: []) }
    await #expect(throws: TransportError.noAddress) { try await Subscriber(dial: []) }
  }

  @Test func aTakenAddressIsNamed() async throws {
    let server = try await RequestServer(listen: anyPort)
    await #expect(throws: TransportError.addressInUse(server.address)) {
      try await Publisher(listen: server.address)
    }
    await server.close()
  }

  @Test func thePortTheSystemChoseIsReported() async throws {
    let server = try await RequestServer(listen: anyPort)
    #expect(server.address.hasPrefix("tcp://127.0.0.1:"))
    #expect(!server.address.hasSuffix(":0"))
    await server.close()
  }

  @Test func theDefaultsAreInRange() {
    #expect(TransportSettings().faults.isEmpty)
  }

  @Test func everySettingOutsideItsRangeIsNamedAtOnce() async {
    var settings = TransportSettings()
    settings.receiveSizeMax = (256 << 20) + 1
    settings.decompressedSizeMax = 1023
    settings.contexts = 0
    settings.connectionsMax = 16385
    settings.malformedFramesMax = -1
    settings.reconnectDelayMin = .seconds(61)
    settings.reconnectDelayMax = .milliseconds(9)
    settings.replyTimeout = .zero
    settings.publishBuffer = 8193
    settings.subscribeBuffer = 0
    settings.pipeEventBuffer = 0
    let codes = settings.faults.map(\.code)
    #expect(codes == (3901...3913).map { "E\($0)" })
    await #expect(throws: TransportError.unusableSettings(settings.faults)) {
      try await RequestServer(listen: anyPort, settings: settings)
    }
    await #expect(throws: TransportError.unusableSettings(settings.faults)) {
      try await RequestClient(dial: [anyPort], settings: settings)
    }
  }
}

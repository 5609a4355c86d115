/// The limits and patience of a socket; each has its default, its range and its reason beside it.
package struct TransportSettings: Sendable, Equatable {
  /// Most bytes of one message on the wire. Default 16 MiB: the grid of the largest programme we
  /// know packs into 2 MiB. Range 1 KiB...256 MiB: below, a join does not fit; above, one peer can
  /// hold too much memory. A peer that announces more loses its connection before allocation.
  package var receiveSizeMax = 16 << 20

  /// Most bytes of one message once unpacked. Default 64 MiB: four times the wire, the usual gain
  /// of packing. Range 1 KiB...1 GiB, and at least ``receiveSizeMax``, or bytes would be admitted
  /// that can only be refused.
  package var decompressedSizeMax = 64 << 20

  /// A server's requests in work at once, long polls parked among them; a client's requests in
  /// flight at once. Default 256: two for each of 128 slots. Range 1...4096: each costs 2 KiB and
  /// a task; when all are taken, further requests wait in their connections.
  package var contexts = 256

  /// Most connections a listening socket keeps; further ones are closed at once. Default 1024:
  /// the largest cluster we plan for. Range 1...16384, below the usual limits on open files.
  package var connectionsMax = 1024

  /// Malformed frames a connection may send before it is closed. Default 8: an honest peer sends
  /// none, and a peer of another version is told by its log. Range 0...1000.
  package var malformedFramesMax = 8

  /// The first wait before a lost connection is dialled again. Default 50 ms: a coordinator that
  /// restarts is found at once. Range 10 ms...60 s: below, a dead address costs a core.
  package var reconnectDelayMin = Duration.milliseconds(50)

  /// The longest wait before a lost connection is dialled again. Default 400 ms: far below the
  /// silence that ends a lease. Range ``reconnectDelayMin``...60 s.
  package var reconnectDelayMax = Duration.milliseconds(400)

  /// How long a reply may wait for a peer that does not read. Default 10 s: longer than any stall
  /// of a healthy network. Range 10 ms...600 s: above, stalled peers could hold every context.
  package var replyTimeout = Duration.seconds(10)

  /// Published messages kept for each subscriber that reads slowly; the rest are dropped.
  /// Default 2048, with which bursts of 500 were seen to arrive whole. Range 1...8192.
  package var publishBuffer = 2048

  /// Messages a subscriber keeps until they are read; the oldest gives way. Default 1024, with
  /// which bursts of 500 were seen to arrive whole. Range 1...8192.
  package var subscribeBuffer = 1024

  /// Connection events kept until they are read; the oldest gives way. Default 1024: one for each
  /// connection that may be open. Range 1...16384.
  package var pipeEventBuffer = 1024

  /// The defaults.
  package init() {}
}

/// A setting outside its range.
package struct SettingFault: Error, Sendable, Equatable {
  /// Stable and listed in `docs/errors.md`.
  package var code: String
  /// The name of the setting.
  package var setting: String
  /// The value it has.
  package var found: String
  /// The values it may have.
  package var expected: String
  /// What to try.
  package var remedy: String
}

extension TransportSettings {
  /// Every fault of these settings, in the order of their declaration; empty if they can be used.
  package var faults: [SettingFault] {
    let delays = Duration.milliseconds(10)...Duration.seconds(60)
    let patience = Duration.milliseconds(10)...Duration.seconds(600)
    let found: [SettingFault?] = [
      fault("E3901", "receiveSizeMax", receiveSizeMax, in: 1024...(256 << 20), "bytes"),
      fault("E3902", "decompressedSizeMax", decompressedSizeMax, in: 1024...(1 << 30), "bytes"),
      fault("E3903", "contexts", contexts, in: 1...4096, "requests"),
      fault("E3904", "connectionsMax", connectionsMax, in: 1...16384, "connections"),
      fault("E3905", "malformedFramesMax", malformedFramesMax, in: 0...1000, "frames"),
      fault("E3906", "reconnectDelayMin", reconnectDelayMin, in: delays),
      fault("E3907", "reconnectDelayMax", reconnectDelayMax, in: delays),
      fault("E3908", "replyTimeout", replyTimeout, in: patience),
      fault("E3909", "publishBuffer", publishBuffer, in: 1...8192, "messages"),
      fault("E3910", "subscribeBuffer", subscribeBuffer, in: 1...8192, "messages"),
      fault("E3911", "pipeEventBuffer", pipeEventBuffer, in: 1...16384, "events"),
    ]
    return found.compactMap(\.self) + relationFaults
  }

  private var relationFaults: [SettingFault] {
    var faults: [SettingFault] = []
    if decompressedSizeMax < receiveSizeMax {
      faults.append(
        SettingFault(
          code: "E3912", setting: "decompressedSizeMax", found: "\(decompressedSizeMax) bytes",
          expected: "at least receiveSizeMax, \(receiveSizeMax) bytes",
          remedy: "raise decompressedSizeMax or lower receiveSizeMax"))
    }
    if reconnectDelayMax < reconnectDelayMin {
      faults.append(
        SettingFault(
          code: "E3913", setting: "reconnectDelayMax", found: "\(reconnectDelayMax)",
          expected: "at least reconnectDelayMin, \(reconnectDelayMin)",
          remedy: "raise reconnectDelayMax or lower reconnectDelayMin"))
    }
    return faults
  }

  private func fault<Value: Comparable>(
    _ code: String, _ setting: String, _ value: Value, in range: ClosedRange<Value>,
    _ unit: String? = nil
  ) -> SettingFault? {
    guard !range.contains(value) else { return nil }
    let suffix = unit.map { " \($0)" } ?? ""
    let nearest = value < range.lowerBound ? range.lowerBound : range.upperBound
    return SettingFault(
      code: code, setting: setting, found: "\(value)\(suffix)",
      expected: "\(range.lowerBound)...\(range.upperBound)\(suffix)",
      remedy: "set it to \(nearest)\(suffix) or leave it out")
  }
}

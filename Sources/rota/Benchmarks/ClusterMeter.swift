import Benchmarking
import Foundation
import Store

/// What the processes of a session's cluster take from now on.
struct ClusterMeter {
  private enum Kind: String {
    case coordinator, node
  }

  private let coordinatorSeconds: Double
  private let offers: Int64
  private let effort: Int64

  /// Sets the peaks of memory back to what is held now.
  ///
  /// - Parameter nodes: rows of all nodes, whose counters only rise.
  init(_ nodes: [NodeRow]) {
    let nodeTrees = Self.processes(.node).flatMap(ProcessTimes.tree(of:))
    for process in Self.processes(.coordinator) + nodeTrees {
      // "5" sets the peak of resident memory back, by proc(5). A process that has ended, or a
      // kernel without it, leaves the peak of the whole session, which is no less.
      _ = FileManager.default.createFile(
        atPath: "/proc/\(process)/clear_refs", contents: Data("5".utf8))
    }
    coordinatorSeconds = Self.coordinatorSeconds
    offers = Self.offers(nodes)
    effort = Self.effort(nodes)
  }

  /// What was taken since.
  func use(by nodes: [NodeRow]) -> ResultRow.ClusterUse {
    ResultRow.ClusterUse(
      coordinatorSeconds: Self.coordinatorSeconds - coordinatorSeconds,
      coordinatorMiB: Self.processes(.coordinator).map(Self.peakMiB(of:)).max() ?? 0,
      nodeMiB: Self.processes(.node).map { node in
        ProcessTimes.tree(of: node).reduce(0) { $0 + Self.peakMiB(of: $1) }
      }.max() ?? 0,
      offers: Int(Self.offers(nodes) - offers), effort: Int(Self.effort(nodes) - effort))
  }

  private static func offers(_ nodes: [NodeRow]) -> Int64 {
    nodes.reduce(0) { $0 + $1.counters.offersSent }
  }

  private static func effort(_ nodes: [NodeRow]) -> Int64 {
    nodes.reduce(0) { $0 + $1.counters.effort }
  }

  private static var coordinatorSeconds: Double {
    processes(.coordinator).reduce(0) { $0 + ProcessTimes.seconds(of: $1) }
  }

  /// Processes of ours that run a command.
  private static func processes(_ kind: Kind) -> [Int32] {
    ProcessTimes.tree(of: getpid()).filter { process in
      guard let line = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") else {
        return false
      }
      let words = line.split(separator: 0, omittingEmptySubsequences: false)
      return words.count > 1 && String(decoding: words[1], as: UTF8.self) == kind.rawValue
    }
  }

  private static func peakMiB(of process: Int32) -> Int {
    guard let data = FileManager.default.contents(atPath: "/proc/\(process)/status") else {
      return 0
    }
    let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first {
      $0.hasPrefix("VmHWM:")
    }
    let kibibytes = line.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") }
    return (kibibytes ?? 0) / 1_024
  }
}

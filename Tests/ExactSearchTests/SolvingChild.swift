import ExactSearch
import Foundation
import Grid
import Search
import Synchronization
import TestSupport

/// The solving child of the same build, and what tests watch a search with.
enum SolvingChild {
  /// Whether OR-Tools is on this machine; tests that need it are skipped without.
  static var isAvailable: Bool { settings().unavailability == nil }

  static func settings() -> ExactSettings {
    var settings = ExactSettings.ofThisMachine()
    settings.program = Folders.command?.path ?? "/nonexistent/rota"
    return settings
  }

  /// Solving children of this very process.
  static func running() -> [Int32] {
    let processes =
      (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return processes.compactMap { Int32($0) }.filter { isSolvingChild($0) }
  }

  private static func isSolvingChild(_ process: Int32) -> Bool {
    guard let words = FileManager.default.contents(atPath: "/proc/\(process)/cmdline"),
      let status = FileManager.default.contents(atPath: "/proc/\(process)/status")
    else { return false }
    return String(decoding: words, as: UTF8.self).contains("exact-child")
      && String(decoding: status, as: UTF8.self).contains("PPid:\t\(getpid())\n")
  }
}

/// A control that ends a search by effort or when it is told to.
final class TestControl: SearchControl {
  /// Asked with each look at the budget; true ends the search.
  var isOver: (TestControl) -> Bool = { _ in false }
  var effortLimit: Int?
  private(set) var candidates: [Candidate] = []
  private(set) var claims: [Int] = []
  private(set) var offers: [BoundOffer] = []
  private var isEnding = false
  /// When the search was first told to end.
  private(set) var ended: ContinuousClock.Instant?

  func shareUsed(effort: Int) -> Double {
    if !isEnding && isOver(self) {
      isEnding = true
      ended = .now
    }
    if isEnding { return 1 }
    return effortLimit.map { Double(effort) / Double($0) } ?? 0
  }

  func improved(_ candidate: Candidate) { candidates.append(candidate) }
  func proved(_ offer: BoundOffer) { offers.append(offer) }
  func claimed(bound: Int) { claims.append(bound) }
}

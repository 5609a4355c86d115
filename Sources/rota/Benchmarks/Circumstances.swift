import Benchmarking
import Foundation
import Hashing
import Store

/// What a row is measured with and on.
struct BenchCircumstances {
  let commit: String
  let program: String
  let machine: String

  /// What a run's behaviour depends on; documents and results may change without a new commit for
  /// the rows.
  private static let sources = ["Sources", "Package.swift", "cluster", "migrations"]

  /// Finds out once, at the start.
  init(project: String) {
    let image = FileManager.default.contents(atPath: "/proc/self/exe") ?? Data()
    let digest = String(ContentHash.of(Array(image)).hex.prefix(16))
    program = digest
    let newest = Self.git(["log", "-1", "--format=%H", "--"] + Self.sources, in: project)
    let changes = Self.git(
      ["status", "--porcelain", "--untracked-files=no", "--"] + Self.sources, in: project)
    switch (newest, changes) {
    case (.some(let hash), .some("")) where !hash.isEmpty: commit = hash
    case (.some(let hash), _) where !hash.isEmpty: commit = "\(hash)-dirty-\(digest)"
    default: commit = "unknown-\(digest)"
    }
    machine = Self.machine()
  }

  /// The circumstances of a trial that begins now.
  func now() -> ResultRow.Circumstances {
    var clock = timespec()
    clock_gettime(CLOCK_REALTIME, &clock)
    let moment = Timestamp(
      microseconds: Int64(clock.tv_sec) * 1_000_000 + Int64(clock.tv_nsec) / 1_000)
    var loads = [0.0, 0, 0]
    getloadavg(&loads, 3)
    return ResultRow.Circumstances(
      commit: commit, program: program, date: moment.description, machine: machine,
      load: loads[0])
  }

  private static func machine() -> String {
    let facts = FileManager.default.contents(atPath: "/proc/cpuinfo") ?? Data()
    let line = String(decoding: facts, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix("model name") }
    let model = line?.split(separator: ":").last.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    var system = utsname()
    uname(&system)
    let release = withUnsafeBytes(of: &system.release) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return "\(model ?? "unknown processor"), \(ProcessInfo.processInfo.processorCount) cores, "
      + "Linux \(release)"
  }

  /// Standard output without its last line feed; nil when there is no git, or no repository.
  private static func git(_ arguments: [String], in folder: String) -> String? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder] + arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      // Nobody needs git to measure; rows then name the program alone.
      return nil
    }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
  }
}

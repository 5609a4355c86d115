import Foundation
import Glibc
import TestSupport
import Testing

/// A `rota` process of a test: its words go to files, and it ends with the test's own process.
final class RotaProcess {
  /// How a process ended, and what it said.
  struct End {
    var status: Int32
    var output: String
    var errors: String
  }

  private let process = Process()
  /// Held open while this object lives: services started with `--end-with-parent` end with it.
  private let lifeline = Pipe()
  private let outputPath: String
  private let errorPath: String

  /// Starts the command with these arguments; `name` names its two files in `folder`.
  init(
    _ name: String, _ arguments: [String], folder: String, environment: [String: String]
  ) throws {
    let number = UUID().uuidString.prefix(8)
    outputPath = "\(folder)/\(name)-\(number).out"
    errorPath = "\(folder)/\(name)-\(number).err"
    process.executableURL = try Self.executable()
    process.arguments = arguments
    var merged = ProcessInfo.processInfo.environment
    // The tests' own settings must not decide which database their children use.
    for key in ["ROTA_DATABASE", "ROTA_STATE"] { merged[key] = nil }
    process.environment = merged.merging(environment) { _, ours in ours }
    process.standardInput = lifeline
    process.standardOutput = try Self.file(at: outputPath)
    process.standardError = try Self.file(at: errorPath)
    try process.run()
  }

  var identifier: Int32 { process.processIdentifier }
  var isRunning: Bool { process.isRunning }

  /// What it has written to standard error so far.
  var errors: String { Self.text(at: errorPath) }

  /// Sends a signal to this very process.
  func send(_ signal: Int32) { if process.isRunning { kill(process.processIdentifier, signal) } }

  /// Kills it and waits until it is gone.
  func kill9() async throws {
    send(SIGKILL)
    try await eventually("process \(identifier) is gone") { !self.process.isRunning }
  }

  /// Waits for its end.
  func end() async throws -> End {
    try await eventually("`\(process.arguments ?? [])` ends") { !self.process.isRunning }
    return End(
      status: process.terminationStatus, output: Self.text(at: outputPath), errors: errors)
  }

  private static func file(at path: String) throws -> FileHandle {
    FileManager.default.createFile(atPath: path, contents: nil)
    return try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  }

  private static func text(at path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }

  /// The command that the same build made.
  static func executable() throws -> URL {
    try #require(Folders.command, "no rota beside the tests; build first: make build")
  }
}

/// Something that did not come about.
struct NeverHappened: Error, CustomStringConvertible {
  var description: String
}

/// Waits until a condition holds, which is looked at ten times a second.
///
/// Two minutes bound a wait that should take seconds: far above any pause of a busy machine.
func eventually(
  _ what: String, _ condition: () async throws -> Bool
) async throws {
  for _ in 0..<1_200 {
    if try await condition() { return }
    try await Task.sleep(for: .milliseconds(100))
  }
  throw NeverHappened(description: "it never came about that \(what)")
}

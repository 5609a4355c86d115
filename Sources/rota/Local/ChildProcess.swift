import Foundation
import Synchronization

/// A process of this cluster's own, started again when it dies, ended when it is told to.
///
/// Restarts wait a little longer each time, up to ``pauseMax``: a process that cannot start must
/// not take a core.
final class ChildProcess: Sendable {
  private static let pauseMax = 5.0

  private struct State {
    var process: Process?
    /// Held open by this process alone; the library closes the child's end here once it runs, so
    /// each start needs a pipe of its own.
    var lifeline: Pipe?
    var isEnding = false
    var restarts = 0
  }

  let name: String
  private let arguments: [String]
  private let logPath: String
  private let state = Mutex(State())

  /// Starts this very program with the arguments; its words go to the end of the log file.
  init(_ name: String, arguments: [String], logPath: String) throws {
    self.name = name
    self.arguments = arguments
    self.logPath = logPath
    try start()
  }

  /// Nil while it is not running.
  var identifier: Int32? {
    state.withLock { $0.process?.isRunning == true ? $0.process?.processIdentifier : nil }
  }

  /// Asks it to end, and ends it by force when it has not after some seconds.
  func end() async {
    let process = state.withLock { state in
      state.isEnding = true
      return state.process
    }
    guard let process, process.isRunning else { return }
    process.terminate()
    // Five seconds: a search stops in 50 ms, a goodbye waits one second.
    for _ in 0..<100 where process.isRunning {
      await Self.pause(milliseconds: 50)
    }
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  private func start() throws {
    let process = Process()
    process.executableURL = Self.thisProgram
    process.arguments = arguments + ["--end-with-parent"]
    // The child ends when this pipe does: it never outlives its parent, however that dies.
    let lifeline = Pipe()
    process.standardInput = lifeline
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try Self.log(at: logPath)
    process.terminationHandler = { [weak self] _ in self?.restart() }
    try process.run()
    state.withLock {
      $0.process = process
      $0.lifeline = lifeline
    }
  }

  private func restart() {
    let pause = state.withLock { state -> Double? in
      guard !state.isEnding else { return nil }
      state.restarts += 1
      return min(Self.pauseMax, 0.2 * Double(state.restarts))
    }
    guard let pause else { return }
    Terminal.say("\(name) died; starting it again (its log: \(logPath))")
    Thread.sleep(forTimeInterval: pause)
    if state.withLock({ $0.isEnding }) { return }
    do {
      try start()
    } catch {
      Terminal.say("\(name) could not be started again: \(error)")
    }
  }

  private static var thisProgram: URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
  }

  private static func log(at path: String) throws -> FileHandle {
    if !FileManager.default.fileExists(atPath: path),
      !FileManager.default.createFile(atPath: path, contents: nil)
    {
      throw CommandFailure(.internalFault, "The log file \(path) cannot be written.")
    }
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try handle.seekToEnd()
    return handle
  }

  /// Waits even where the task is cancelled: processes must be ended in any case.
  private static func pause(milliseconds: Int) async {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
        continuation.resume()
      }
    }
  }
}

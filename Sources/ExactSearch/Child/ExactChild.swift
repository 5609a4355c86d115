import CORTools
import Foundation
import Synchronization

/// The solving child: reads models from standard input, solves one at a time, writes frames to
/// standard output.
///
/// It is a process of its own because the library ends its process on bytes it cannot read or
/// memory it cannot get, and because a limit on memory is a limit on a process. It ends when its
/// input does, so it never outlives its parent.
package enum ExactChild {
  /// Runs until standard input ends; returns only when the library cannot be opened.
  ///
  /// `memoryBytes` limits the address space, 0 for no limit. The caller's thread does the solving.
  package static func run(library: String, memoryBytes: Int) {
    signal(SIGPIPE, SIG_IGN)
    let output = FrameOutput(descriptor: dup(STDOUT_FILENO))
    if memoryBytes > 0 {
      var limit = rlimit(rlim_cur: rlim_t(memoryBytes), rlim_max: rlim_t(memoryBytes))
      if setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) != 0 {
        output.send(.failure, Array("the memory limit cannot be set".utf8))
        return
      }
    }
    let log = divertStandardOutput()
    do {
      let functions = try ORToolsLibrary.open(library)
      let desk = SolvingDesk(functions, LinearDesk(beside: library), output)
      output.send(.ready, Array(ORToolsLibrary.version.utf8))
      start("log") { readLog(log, output) }
      start("requests") { readRequests(desk) }
      desk.work()
    } catch {
      output.send(.failure, Array(error.description.utf8))
    }
  }

  /// The library writes its log to standard output; from here on that is a pipe to ourselves.
  private static func divertStandardOutput() -> Int32 {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0, dup2(ends[1], STDOUT_FILENO) >= 0 else { return -1 }
    close(ends[1])
    return ends[0]
  }

  private static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
    let thread = Thread(block: body)
    thread.name = name
    thread.start()
  }

  private static func readLog(_ descriptor: Int32, _ output: FrameOutput) {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    var rest = ""
    var progress = ExactProgress()
    while true {
      let count = Descriptor.read(descriptor, into: &buffer)
      guard count > 0 else { return }
      rest += String(decoding: buffer[..<count], as: UTF8.self)
      var lines = rest.split(separator: "\n", omittingEmptySubsequences: false)
      let last = lines.popLast() ?? ""
      var isNews = false
      for line in lines {
        // Each search begins its log with this line: what the one before it said is void.
        if line.hasPrefix("Starting CP-SAT solver") {
          progress = ExactProgress()
          isNews = true
        }
        if progress.read(line: line) { isNews = true }
      }
      rest = String(last)
      if isNews { output.send(.progress, progress.bytes) }
    }
  }

  private static func readRequests(_ desk: SolvingDesk) {
    var frames = FrameBuffer()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = Descriptor.read(STDIN_FILENO, into: &buffer)
      // The parent is gone or has no more to ask: nothing here is worth finishing.
      guard count > 0 else { _exit(0) }
      frames.append(buffer[..<count])
      do {
        while let frame = try frames.next() { desk.take(frame) }
      } catch {
        _exit(65)
      }
    }
  }
}

/// Frames to the parent, from several threads.
private final class FrameOutput: Sendable {
  private let descriptor: Mutex<Int32>

  init(descriptor: Int32) { self.descriptor = Mutex(descriptor) }

  func send(_ kind: ExactFrame.Kind, _ content: [UInt8]) {
    let bytes = ExactFrame(kind: kind, content: content).bytes
    // A parent that is gone also closes our input, which ends us.
    _ = descriptor.withLock { Descriptor.write(bytes, to: $0) }
  }
}

/// Hands models from the reading thread to the solving one, and stops to the search under way.
private final class SolvingDesk: Sendable {
  // Proof for @unchecked Sendable: the only state lives in a mutex, and the environment's pointer
  // is only given to the library's stop function, under the lock, while the search that owns it
  // runs.
  private struct State: @unchecked Sendable {
    var waiting: ExactFrame?
    var environment: UnsafeMutableRawPointer?
  }

  private let functions: ORToolsLibrary.Functions
  private let linear: LinearDesk
  private let output: FrameOutput
  private let state = Mutex(State())
  private let arrivals = DispatchSemaphore(value: 0)

  init(_ functions: ORToolsLibrary.Functions, _ linear: LinearDesk, _ output: FrameOutput) {
    self.functions = functions
    self.linear = linear
    self.output = output
  }

  func take(_ frame: ExactFrame) {
    switch frame.kind {
    case .solve, .linear:
      state.withLock { $0.waiting = frame }
      arrivals.signal()
    case .stop:
      state.withLock { if let running = $0.environment { functions.stop(running) } }
    default: break
    }
  }

  func work() {
    while true {
      arrivals.wait()
      guard
        let request = state.withLock({ state -> ExactFrame? in
          defer { state.waiting = nil }
          return state.waiting
        })
      else { continue }
      if request.kind == .linear {
        solveLinear(request.content)
      } else {
        solve(request.content)
      }
    }
  }

  private func solveLinear(_ content: [UInt8]) {
    do {
      output.send(.response, try linear.solve(content))
    } catch let error as LinearDesk.Failure {
      output.send(.failure, Array(error.reason.utf8))
    } catch {
      output.send(.failure, Array("\(error)".utf8))
    }
  }

  private func solve(_ content: [UInt8]) {
    guard content.count >= 4 else { return output.send(.failure, Array("a short request".utf8)) }
    let length = Int(ExactFrame.number(content[..<4]))
    guard content.count >= 4 + length else {
      return output.send(.failure, Array("a short request".utf8))
    }
    guard let environment = functions.newEnvironment() else {
      return output.send(.failure, Array("the library gave no environment".utf8))
    }
    // Proof for nonisolated(unsafe): the stopping thread uses the pointer under the lock alone, and
    // it is taken back under the lock before the environment is destroyed.
    nonisolated(unsafe) let own = environment
    state.withLock { $0.environment = own }
    var response: UnsafeMutableRawPointer?
    var responseLength: Int32 = 0
    content.withUnsafeBytes { bytes in
      let parameters = bytes.baseAddress.map { $0 + 4 }
      let model = parameters.map { $0 + length }
      functions.solve(
        environment, model, Int32(content.count - 4 - length), parameters, Int32(length),
        &response, &responseLength)
    }
    state.withLock { $0.environment = nil }
    functions.destroyEnvironment(environment)
    let bytes = UnsafeRawBufferPointer(start: response, count: Int(responseLength))
    output.send(.response, Array(bytes))
    free(response)
  }
}

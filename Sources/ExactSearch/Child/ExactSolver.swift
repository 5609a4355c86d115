import Glibc
internal import SwiftProtobuf

/// What the solver is asked to keep to.
package struct SolverLimits: Sendable {
  /// Threads, at least 1.
  package var workers = 1
  package var seed: UInt64 = 1
  /// The library's own measure of work, about a second of one core; nil for no limit.
  package var deterministicTime: Double?
  /// Whether equal limits must give equal answers: workers then take turns.
  package var isDeterministic = false
  /// Whether the library's strategies take turns on the threads there are, instead of one strategy
  /// a thread.
  package var takesTurns = false

  package init() {}

  func bytes() throws -> [UInt8] {
    let image = Rota_Exact_ParametersImage.with {
      $0.numWorkers = Int32(clamping: workers)
      $0.randomSeed = Int32(truncatingIfNeeded: seed & 0x7FFF_FFFF)
      if let deterministicTime { $0.maxDeterministicTime = deterministicTime }
      if takesTurns || (isDeterministic && workers > 1) { $0.interleaveSearch = true }
      $0.logSearchProgress = true
      $0.logToStdout = true
      $0.catchSigintSignal = false
    }
    return try image.serializedBytes()
  }
}

/// What came of one search of the solver.
package struct SolverResponse: Sendable {
  package enum Status: Sendable {
    /// Neither a solution nor a proof.
    case unknown
    case feasible
    /// Nothing satisfies the model and its limit on the objective.
    case infeasible
    /// The solution is the best there is, if the solver is right.
    case optimal
    /// The solver refuses the model; the text says why.
    case invalid(String)
  }

  package var status: Status
  /// A value for each variable; empty without a solution.
  package var values: [Int64]
  /// What the solver believes no solution goes below, without the objective's offset.
  package var innerBound: Int64
  /// The library's own measure of work.
  package var deterministicTime: Double
}

/// Solves models in a child process, one at a time; starts a child when there is none.
///
/// A child that crashes, runs out of memory or does not stop when told to costs the search it was
/// on, nothing else. Used by one thread.
package final class ExactSolver {
  package enum Outcome {
    case answered(SolverResponse)
    /// The child died or was killed for silence; the text says how.
    case crashed(String)
    /// No child can be had on this machine; the text says why.
    case unavailable(String)
  }

  private let settings: ExactSettings
  private var child: ExactProcess?
  /// Children that died on a search so far.
  package private(set) var crashes = 0

  /// Milliseconds between two looks at whoever may stop the search: 20, so that a stop costs at
  /// most that before it is sent.
  private static let pollMilliseconds: Int32 = 20
  /// How long a child may take to stop: a search stops within 10 ms, presolving and copying a large
  /// model take longer. Together with the poll this stays under the second that a cancelled
  /// search has.
  private static let graceMilliseconds = 800
  /// Opening the library takes 33 ms warm and some seconds from a cold disk.
  private static let startMilliseconds = 20_000

  package init(_ settings: ExactSettings) { self.settings = settings }

  /// The child's process, for tests that kill it.
  package var childIdentifier: Int32? { child?.identifier }

  /// Solves a model; `goesOn` is asked some times a second with what is known and ends the search
  /// by saying no.
  package func solve(
    _ model: [UInt8], _ limits: SolverLimits, goesOn: (ExactProgress) -> Bool
  ) -> Outcome {
    if let reason = settings.unavailability { return .unavailable(reason) }
    do {
      let child = try readyChild()
      let parameters = try limits.bytes()
      let content = ExactFrame.number(UInt32(parameters.count)) + parameters + model
      guard content.count <= ExactFrame.contentMax else {
        return .unavailable("a model of \(content.count) bytes is too large")
      }
      guard child.send(ExactFrame(kind: .solve, content: content)) else {
        return .crashed(lost(child).reason)
      }
      switch heard(of: child, goesOn) {
      case .success(let bytes): return read(bytes)
      case .failure(let lost): return .crashed(lost.reason)
      }
    } catch let error as ExactProcess.NotStarted {
      return .unavailable(error.description)
    } catch {
      return .unavailable("parameters cannot be encoded: \(error)")
    }
  }

  /// Sends what has changed of a linear programme and returns the child's response; nil when the
  /// child is lost, or cannot be had.
  func solve(linear content: [UInt8], goesOn: () -> Bool) -> [UInt8]? {
    guard settings.unavailability == nil, content.count <= ExactFrame.contentMax else {
      return nil
    }
    let ready: ExactProcess
    do {
      ready = try readyChild()
    } catch {
      // Whoever asks goes on without it.
      return nil
    }
    guard ready.send(ExactFrame(kind: .linear, content: content)) else {
      _ = lost(ready)
      return nil
    }
    guard case .success(let bytes) = heard(of: ready, { _ in goesOn() }) else { return nil }
    return bytes
  }

  private func readyChild() throws -> ExactProcess {
    if let child { return child }
    let library = try settings.library.get()
    let new = try ExactProcess(settings, library: library)
    let deadline = Milliseconds.now + Self.startMilliseconds
    while Milliseconds.now < deadline {
      switch new.next(milliseconds: Self.pollMilliseconds) {
      case .frame(let frame) where frame.kind == .ready:
        child = new
        return new
      case .frame(let frame):
        throw ExactProcess.NotStarted(
          description: String(decoding: frame.content, as: UTF8.self))
      case .ended:
        throw ExactProcess.NotStarted(
          description: "the solving child ended at its start (\(new.end()))")
      case .silence: continue
      }
    }
    throw ExactProcess.NotStarted(description: "the solving child does not get ready")
  }

  /// A child that is lost, and how.
  private struct Lost: Error {
    var reason: String
  }

  /// The bytes of a child's response.
  private func heard(
    of child: ExactProcess, _ goesOn: (ExactProgress) -> Bool
  ) -> Result<[UInt8], Lost> {
    var progress = ExactProgress()
    var stopSent: Int?
    while true {
      switch child.next(milliseconds: Self.pollMilliseconds) {
      case .frame(let frame) where frame.kind == .response:
        return .success(frame.content)
      case .frame(let frame) where frame.kind == .progress:
        progress = ExactProgress(bytes: frame.content) ?? progress
      case .frame(let frame) where frame.kind == .failure:
        return .failure(lost(child, String(decoding: frame.content, as: UTF8.self)))
      case .frame, .silence: break
      case .ended: return .failure(lost(child))
      }
      if let sent = stopSent {
        if Milliseconds.now - sent > Self.graceMilliseconds {
          return .failure(lost(child, "it did not stop when told to"))
        }
        // Again: a stop that came before the search began was in vain.
        _ = child.send(ExactFrame(kind: .stop, content: []))
      } else if !goesOn(progress) {
        stopSent = Milliseconds.now
        if !child.send(ExactFrame(kind: .stop, content: [])) {
          return .failure(lost(child))
        }
      }
    }
  }

  private func lost(_ dead: ExactProcess, _ reason: String? = nil) -> Lost {
    let ending = dead.end()
    child = nil
    crashes += 1
    return Lost(reason: reason.map { "\($0) (\(ending))" } ?? ending)
  }

  private func read(_ bytes: [UInt8]) -> Outcome {
    do {
      let image = try Rota_Exact_ResponseImage(serializedBytes: bytes)
      let status: SolverResponse.Status
      switch image.status {
      case .feasible: status = .feasible
      case .infeasible: status = .infeasible
      case .optimal: status = .optimal
      case .modelInvalid: status = .invalid(image.solutionInfo)
      case .unknown, .UNRECOGNIZED: status = .unknown
      }
      return .answered(
        SolverResponse(
          status: status, values: image.solution, innerBound: image.innerObjectiveLowerBound,
          deterministicTime: image.deterministicTime))
    } catch {
      return .crashed("an unreadable response: \(error)")
    }
  }
}

/// Time that only goes on.
enum Milliseconds {
  static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) * 1_000 + Int(time.tv_nsec) / 1_000_000
  }
}

import CORTools
import Foundation
import Search
import Synchronization

/// The child's one linear programme, kept by HiGHS from one solve to the next.
///
/// Solver: Q. Huangfu, J. A. J. Hall, "Parallelizing the dual revised simplex method", Mathematical
/// Programming Computation 10 (2018), doi:10.1007/s12532-017-0130-5. It starts from where it ended,
/// which takes a tenth of the steps that a fresh start takes.
final class LinearDesk: Sendable {
  /// Why a programme cannot be solved, in words.
  struct Failure: Error {
    var reason: String
  }

  // Proof for @unchecked Sendable: the pointer is only used under the lock.
  private struct State: @unchecked Sendable {
    var functions: HighsLibrary.Functions?
    var model: UnsafeMutableRawPointer?
    var variableCount = 0
    var sumCount = 0
  }

  private let library: String
  private let state = Mutex(State())

  /// HiGHS lies beside OR-Tools' own file.
  init(beside library: String) {
    self.library = (library as NSString).deletingLastPathComponent + "/libhighs.so.1"
  }

  /// Takes a change in, solves, and returns the bytes of an answer; none where there is no answer.
  func solve(_ content: [UInt8]) throws -> [UInt8] {
    guard let change = LinearChange(bytes: content) else {
      throw Failure(reason: "a damaged linear programme")
    }
    return try state.withLock { state in
      let functions = try state.functions ?? HighsLibrary.open(library)
      state.functions = functions
      if let sums = change.sums {
        if let old = state.model { functions.destroy(old) }
        state.model = try Self.begin(sums, functions)
        state.variableCount = 0
        state.sumCount = sums.low.count
      }
      guard let model = state.model else { throw Failure(reason: "no linear programme yet") }
      try Self.apply(change, to: model, functions)
      state.variableCount += change.costs.count
      guard functions.run(model) <= 1, functions.status(model) == Self.optimal else { return [] }
      var answer = LinearAnswerImage(
        cost: functions.objective(model), steps: Self.steps(change.method, model, functions),
        values: Array(repeating: 0, count: state.variableCount),
        duals: Array(repeating: 0, count: state.sumCount))
      var reduced = answer.values
      var sums = answer.duals
      guard functions.solution(model, &answer.values, &reduced, &sums, &answer.duals) == 0 else {
        return []
      }
      return answer.bytes
    }
  }

  /// Steps taken, in those of the simplex method: one through the middle takes as long as some
  /// hundred.
  private static func steps(
    _ method: LinearMethod, _ model: UnsafeMutableRawPointer, _ functions: HighsLibrary.Functions
  ) -> Double {
    let isInterior = method == .interior
    var count: Int32 = 0
    let name = isInterior ? "ipm_iteration_count" : "simplex_iteration_count"
    guard functions.getInteger(model, name, &count) <= 1 else { return 0 }
    return Double(count) * (isInterior ? 100 : 1)
  }

  /// The library's number of a model solved to the end.
  private static let optimal: Int32 = 7
  /// Its number of the primal simplex method: what is optimal but for new variables stays feasible.
  private static let primalSimplex: Int32 = 4

  private static func begin(
    _ sums: LinearChange.Sums, _ functions: HighsLibrary.Functions
  ) throws -> UnsafeMutableRawPointer {
    guard let model = functions.create() else { throw Failure(reason: "no linear solver") }
    let isSet =
      functions.setBool(model, "output_flag", 0) <= 1
      && functions.setInteger(model, "threads", 1) <= 1
    let count = Int32(sums.low.count)
    guard isSet, functions.addRows(model, count, sums.low, sums.high, 0, nil, nil, nil) <= 1 else {
      functions.destroy(model)
      throw Failure(reason: "the linear solver refuses the sums")
    }
    return model
  }

  private static func apply(
    _ change: LinearChange, to model: UnsafeMutableRawPointer,
    _ functions: HighsLibrary.Functions
  ) throws {
    let count = change.costs.count
    if count > 0 {
      let lower = [Double](repeating: 0, count: count)
      let upper = [Double](repeating: .infinity, count: count)
      let result = functions.addColumns(
        model, Int32(count), change.costs, lower, upper, Int32(change.rows.count), change.starts,
        change.rows, change.weights)
      guard result <= 1 else { throw Failure(reason: "the linear solver refuses variables") }
    }
    for (variable, floor) in zip(change.floored, change.floors) {
      guard functions.changeBounds(model, variable, floor, .infinity) <= 1 else {
        throw Failure(reason: "the linear solver refuses a bound")
      }
    }
    let isInterior = change.method == .interior
    // A middle is as good as a corner, and turning it into one takes as long again.
    let isSet =
      functions.setText(model, "solver", isInterior ? "ipm" : "simplex") <= 1
      && functions.setText(model, "run_crossover", isInterior ? "off" : "on") <= 1
    guard isSet else { throw Failure(reason: "the linear solver lacks a method") }
    // Floors leave what is optimal dual feasible, new variables primal feasible; a programme that
    // begins is solved by primal steps three times as fast.
    let isPrimal = change.floored.isEmpty
    _ = functions.setInteger(model, "simplex_strategy", isPrimal ? primalSimplex : 0)
  }
}

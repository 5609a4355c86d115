/// A variable of a linear programme, from 0 up.
package struct LinearVariable: Sendable {
  /// What a unit of it costs.
  package var cost: Double
  /// The sums that it is part of, each once, and by which weight.
  package var parts: [(sum: Int32, weight: Double)]

  package init(cost: Double, parts: [(sum: Int32, weight: Double)]) {
    self.cost = cost
    self.parts = parts
  }
}

/// A cheapest answer of a linear programme.
package struct LinearAnswer: Sendable {
  package var cost: Double
  /// A value for each variable.
  package var values: [Double]
  /// What one more of each sum would cost.
  package var duals: [Double]
  /// Steps that the solver took.
  package var steps: Int

  package init(cost: Double, values: [Double], duals: [Double], steps: Int) {
    self.cost = cost
    self.values = values
    self.duals = duals
    self.steps = steps
  }
}

/// How a linear programme is solved.
package enum LinearMethod: UInt8, Sendable {
  /// By corners, from the last one: best where little has changed.
  case simplex
  /// Through the middle, from nothing: best for thousands of variables after many changes. Values
  /// and duals are those of the middle of all best answers, and right to some six digits.
  case interior
}

/// One linear programme that grows, solved again and again from where it was; for one thread.
package protocol LinearSolver: AnyObject {
  /// Forgets everything and begins with sums that must stay within bounds, infinite where there is
  /// none.
  func begin(_ sums: [ClosedRange<Double>])
  /// Variables are numbered as they come, from 0.
  func add(_ variable: LinearVariable)
  /// Least value of a variable; 0 until then.
  func setFloor(_ floor: Double, of variable: Int)
  /// Nil when there is no answer, the solver is lost, or `goesOn` said no on the way; it is asked
  /// some times a second.
  func solve(by method: LinearMethod, goesOn: () -> Bool) -> LinearAnswer?
}

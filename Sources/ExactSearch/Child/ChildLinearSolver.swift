package import Search

/// A linear programme in a child process.
package final class ChildLinearSolver: LinearSolver {
  private let solver: ExactSolver
  private var change = LinearChange()
  private var floors: [Int: Double] = [:]

  package init(_ settings: ExactSettings) { solver = ExactSolver(settings) }

  package func begin(_ sums: [ClosedRange<Double>]) {
    change = LinearChange()
    change.sums = LinearChange.Sums(low: sums.map(\.lowerBound), high: sums.map(\.upperBound))
    floors = [:]
  }

  package func add(_ variable: LinearVariable) {
    change.costs.append(variable.cost)
    change.starts.append(Int32(change.rows.count))
    for part in variable.parts {
      change.rows.append(part.sum)
      change.weights.append(part.weight)
    }
  }

  package func setFloor(_ floor: Double, of variable: Int) { floors[variable] = floor }

  package func solve(by method: LinearMethod, goesOn: () -> Bool) -> LinearAnswer? {
    change.method = method
    for (variable, floor) in floors.sorted(by: { $0.key < $1.key }) {
      change.floored.append(Int32(variable))
      change.floors.append(floor)
    }
    defer {
      change = LinearChange()
      floors = [:]
    }
    guard let bytes = solver.solve(linear: change.bytes, goesOn: goesOn),
      let image = LinearAnswerImage(bytes: bytes)
    else { return nil }
    return LinearAnswer(
      cost: image.cost, values: image.values, duals: image.duals, steps: Int(image.steps))
  }
}

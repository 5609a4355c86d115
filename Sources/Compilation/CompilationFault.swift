package import Domain
package import Rules

/// Why a programme has no grid: cells that its hard rules leave without any rotation, and numbers
/// too large for a grid. All of them are listed.
package struct CompilationFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// A cell without any allowed rotation.
  package struct EmptyCell: Sendable, Hashable {
    package var resident: PersonID
    /// Zero-based plan column.
    package var column: Int
    /// Every hard instance that closes a rotation to the cell, in the programme's order.
    package var instances: [RuleInstanceID]
  }

  /// By resident, then column.
  package var emptyCells: [EmptyCell]
  /// Instances whose penalty for one unit leaves 32 bits.
  package var oversized: [RuleInstanceID]

  package var description: String {
    let cells = emptyCells.map { cell in
      let names = cell.instances.map(\.rawValue).joined(separator: ", ")
      return "\(cell.resident) has no rotation left in column \(cell.column + 1): \(names). "
        + "Relax one of these for this resident and column."
    }
    let large = oversized.map { "The weight of \($0) is too large. Give a smaller one." }
    return (cells + large).joined(separator: "\n")
  }
}

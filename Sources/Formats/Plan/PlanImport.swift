package import Domain

/// Reads a rotation plan from the CSV that `PlanExport` writes, or from a hand-made one of its
/// shape.
package enum PlanImport {
  /// The plan in a file on disk.
  package static func read(file: String, of facts: ProgramFacts) throws(InputError) -> RotationPlan
  {
    let faults = FaultCollector()
    let parts = file.split(separator: "/", omittingEmptySubsequences: false)
    let folder = ProgramFolder(
      path: parts.count > 1 ? parts.dropLast().joined(separator: "/") : ".", environment: [:])
    let name = String(parts.last ?? "")
    let text = folder.text(of: name, namedAt: Location(path: file), faults)
    try faults.throwIfAny()
    return try read(text: text ?? "", path: file, of: facts)
  }

  /// The plan in a text: each resident's row once, in any order; one rotation for each column.
  package static func read(
    text: String, path: String, of facts: ProgramFacts
  ) throws(InputError) -> RotationPlan {
    let faults = FaultCollector()
    let width = facts.planColumns.count
    let residents = Dictionary(
      uniqueKeysWithValues: facts.residents.enumerated().map { ($1.id.rawValue, $0) })
    let rotations = Dictionary(
      uniqueKeysWithValues: facts.rotations.enumerated().map { ($1.id.rawValue, $0) })
    var cells = [Int](repeating: 0, count: facts.residents.count * width)
    var isSeen = [Bool](repeating: false, count: facts.residents.count)
    for row in CSVTable.rows(of: text, path: path, faults) {
      let names = row.fields.map(FormulaGuard.unguarded)
      guard let resident = residents[names[0]] else {
        unknown(
          "resident", names[0], .residentUnknown, row.location(0), Array(residents.keys), faults)
        continue
      }
      guard !isSeen[resident] else {
        faults.add(
          .planRowRepeated, at: row.location(0), found: "a second row of \(names[0])",
          expected: "one row for each resident", remedy: "remove one of the rows")
        continue
      }
      isSeen[resident] = true
      let filled = (names.lastIndex { !$0.isEmpty } ?? 0)
      guard filled == width else {
        faults.add(
          .planRowWidth, at: row.location(), found: "\(filled) rotations",
          expected: "\(width), one for each plan column", remedy: "fill or cut the row")
        continue
      }
      for column in 0..<width {
        if let rotation = rotations[names[column + 1]] {
          cells[resident * width + column] = rotation
        } else {
          unknown(
            "rotation", names[column + 1], .rotationUnknown, row.location(column + 1),
            facts.rotations.map(\.id.rawValue), faults)
        }
      }
    }
    for (index, resident) in facts.residents.enumerated() where !isSeen[index] {
      faults.add(
        .planRowMissing, at: Location(path: path), found: "no row of \(resident.id)",
        expected: "one row for each resident", remedy: "add the row")
    }
    try faults.throwIfAny()
    return RotationPlan(cells: cells, columnCount: width)
  }

  private static func unknown(
    _ kind: String, _ name: String, _ code: FaultCode, _ place: Location, _ names: [String],
    _ faults: FaultCollector
  ) {
    faults.add(
      code, at: place, found: "the \(kind) \"\(name)\"", expected: "a \(kind) of the programme",
      remedy: NearestName.remedy(for: name, among: names.sorted()))
  }
}

package import Rules

import Domain

/// Reads a programme's folder: `program.yaml` and the CSV files that it names.
///
/// Every field stands in `docs/formats.md`. All faults of a folder are collected and thrown once;
/// only a calendar or a list of rotations that cannot be read ends the reading early, because
/// everything else refers to them.
package enum ProgramReader {
  /// A programme and what is odd about it without being wrong.
  package struct Reading: Sendable {
    package var program: Program
    package var warnings: [Fault]
    /// Rules and facts that contradict each other; none unless they were tolerated.
    package var contradictions: [Fault] = []
  }

  /// The programme in a folder on disk; `${ROTA_DATA}` is taken from the environment.
  package static func read(folder: String) throws(InputError) -> Program {
    try examine(ProgramFolder(path: folder)).program
  }

  /// The programme with the warnings that reading it gave.
  ///
  /// - Parameter toleratesContradictions: whether a programme that is read wholly, but whose rules
  ///   and facts contradict each other (E2…), is given all the same, for explaining why.
  package static func examine(
    _ folder: ProgramFolder, toleratesContradictions: Bool = false
  ) throws(InputError) -> Reading {
    let faults = FaultCollector()
    let path = "program.yaml"
    guard let text = folder.text(of: path, namedAt: Location(path: path), faults),
      let fields = YAMLValue.parse(text: text, path: path, faults)?.fields(),
      let draft = ProgramHeader.draft(fields, faults)
    else {
      try faults.throwIfAny()
      preconditionFailure("A programme was given up without a fault")
    }
    draft.readTables(fields.optional("files"), folder)
    draft.readCurriculum(fields.required("curriculum"))
    draft.readRules(fields)
    fields.finish()
    draft.readDutyRules(folder)
    if toleratesContradictions { try faults.throwIfAny() }
    draft.check()
    let isTolerable = faults.faults.allSatisfy { $0.code.rawValue.hasPrefix("E2") }
    if !toleratesContradictions || !isTolerable { try faults.throwIfAny() }
    draft.facts.duty = draft.duty?.duty
    let program = Program(
      facts: draft.facts, rules: draft.rules.map(\.content),
      dutyRules: draft.duty?.rules ?? [], relaxations: draft.duty?.relaxations ?? [])
    return Reading(
      program: program, warnings: faults.warnings, contradictions: faults.faults)
  }
}

import Domain
import Rules

/// The duty level beside the plan: `duty.yaml` and its tables, when the folder has them.
extension ProgramDraft {
  /// Reads what rules and tables refer to, and faculty; absences come after it.
  func readDutyHeader(_ folder: ProgramFolder) {
    let path = "duty.yaml"
    let place = Location(path: path)
    guard folder.exists(path), let text = folder.text(of: path, namedAt: place, faults),
      let fields = YAMLValue.parse(text: text, path: path, faults)?.fields(),
      let draft = DutyDraft.header(fields, self)
    else { return }
    duty = draft
    draft.fields = fields
    let files = fields.optional("files")?.fields()
    let start = files?.location ?? place
    draft.tables = { [self] name in file(name, files, folder, at: start) }
    if let table = draft.tables?("faculty") { draft.readFaculty(table) }
  }

  /// Reads the duty level's other tables, rules and relaxations; the plan's rules come before it.
  func readDutyRules(_ folder: ProgramFolder) {
    guard let duty, let fields = duty.fields else { return }
    if let table = duty.tables?("credentials") { duty.readCredentials(table) }
    if let table = duty.tables?("history") { duty.readHistory(table) }
    if let table = duty.tables?("tallies") { duty.readTallies(table) }
    if let table = duty.tables?("locked_duties") { duty.readLockedDuties(table) }
    if let table = duty.tables?("duty_preferences") { duty.readWishes(table) }
    let own = fields.optional("rules")
    duty.readProfiles(fields.optional("profiles"), folder, own: own)
    duty.readRules(own)
    duty.readRelaxations(fields.optional("relaxations"))
    duty.checkTallies()
    fields.optional("files")?.fields().map { files in
      for name in ["faculty", "credentials", "history", "tallies", "locked_duties"] {
        _ = files.optional(name)
      }
      _ = files.optional("duty_preferences")
      files.finish()
    }
    fields.finish()
    duty.tables = nil
  }
}

import Domain

extension ProgramWriter {
  /// Header and rows as CSV.
  private static func csv(_ header: [String], _ rows: [[String]]) -> String {
    ([header] + rows).map { row in
      row.map(FormulaGuard.csvField).joined(separator: ",") + "\n"
    }.joined()
  }

  static func tables(of facts: ProgramFacts) -> [String: String] {
    var files: [String: String] = [:]
    let hasTracks = facts.residents.contains { !$0.track.isEmpty }
    files["residents.csv"] = csv(
      ["id", "level"] + (hasTracks ? ["track"] : []),
      facts.residents.map {
        [$0.id.rawValue, $0.level.rawValue] + (hasTracks ? [$0.track] : [])
      })
    if !facts.absences.isEmpty {
      files["absences.csv"] = csv(
        ["person_id", "start", "end", "kind", "status"],
        facts.absences.map {
          [
            $0.person.rawValue, $0.dates.first.description, $0.dates.last.description, $0.kind,
            $0.status.rawValue,
          ]
        })
    }
    if !facts.wishes.isEmpty {
      files["preferences.csv"] = csv(
        ["resident_id", "rotation_preference", "date_range", "priority"],
        facts.wishes.map {
          [
            $0.resident.rawValue, $0.rotation.rawValue, "\($0.dates.first):\($0.dates.last)",
            $0.priority.rawValue,
          ]
        })
    }
    if !facts.lockedCells.isEmpty {
      let columns = facts.planColumns
      files["locked.csv"] = csv(
        ["resident_id", "block", "half", "rotation", "kind"],
        facts.lockedCells.map {
          let place = columns[$0.column]
          return [
            $0.resident.rawValue, String(place.block), place.half.map(String.init) ?? "",
            $0.rotation.rawValue, $0.kind == .pinned ? "pin" : "forbid",
          ]
        })
    }
    return files
  }

  static func tables(of duty: DutyFacts) -> [String: String] {
    var files: [String: String] = [:]
    func add(_ name: String, _ header: [String], _ rows: [[String]]) {
      if !rows.isEmpty { files[name] = csv(header, rows) }
    }
    add(
      "faculty.csv", ["id", "role", "pattern", "available", "percentage"],
      duty.faculty.map { member in
        [
          member.id.rawValue, member.role.rawValue, member.pattern.rawValue,
          member.availableWeekdays.map { String("\($0)".prefix(3)) }.joined(separator: " "),
          String(member.workPercentage),
        ]
      })
    add(
      "credentials.csv", ["person_id", "credential", "start", "end"],
      duty.credentials.map {
        [
          $0.person.rawValue, $0.credential.rawValue, $0.dates.first.description,
          $0.dates.last.description,
        ]
      })
    add(
      "history.csv", ["person_id", "date", "part", "activity"],
      duty.history.map {
        [
          $0.person.rawValue, $0.slot.date.description, $0.slot.part.name, $0.activity.rawValue,
        ]
      })
    add(
      "tallies.csv", ["person_id", "rule", "amount"],
      duty.tallies.map { [$0.person.rawValue, $0.measure, String($0.amount)] })
    add(
      "locked_duties.csv", ["person_id", "date", "part", "activity", "provenance"],
      duty.lockedDuties.map {
        [
          $0.person.rawValue, $0.slot.date.description, $0.slot.part.name, $0.activity.rawValue,
          $0.provenance.rawValue,
        ]
      })
    add(
      "duty_preferences.csv",
      ["person_id", "wish", "activities", "start", "end", "days", "parts", "priority"],
      duty.wishes.map(row))
    return files
  }

  private static func row(_ wish: DutyWish) -> [String] {
    [
      wish.person.rawValue, wish.isWanted ? "prefer" : "avoid",
      wish.activities.map(\.rawValue).joined(separator: ";"), wish.dates.first.description,
      wish.dates.last.description, wish.weekdays.map { "\($0)" }.joined(separator: ";"),
      wish.parts.map(\.name).joined(separator: ";"), wish.priority.rawValue,
    ]
  }
}

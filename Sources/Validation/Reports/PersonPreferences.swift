package import Domain
import Rules

/// What one person asked for and what was granted: rotations by block, duties by day.
package struct PersonPreferences: Sendable, Hashable, Codable {
  /// One wish.
  package struct Entry: Sendable, Hashable, Codable {
    /// `wants Clinic`, `avoids any duty`, `wants rotation MICU`.
    package var text: String
    package var dates: DateRange
    package var priority: Wish.Priority
    /// Days that it asks about (blocks, of a rotation), absences apart; 0 when all fall outside.
    package var asked: Int
    /// Of those, the ones on which it is granted.
    package var granted: Int
  }

  package var person: PersonID
  /// Rotation wishes, then duty wishes, in the order of the programme.
  package var entries: [Entry]

  /// Days or blocks asked about, of all wishes.
  package var asked: Int { entries.reduce(0) { $0 + $1.asked } }
  /// Of those, the ones granted.
  package var granted: Int { entries.reduce(0) { $0 + $1.granted } }

  /// Everybody who asked for something, residents first.
  static func all(_ judged: JudgedDuties) -> [PersonPreferences] {
    let rotations = Dictionary(grouping: judged.people.facts.wishes, by: \.resident)
    let duties = Dictionary(grouping: judged.people.duty.wishes, by: \.person)
    return judged.people.ids.indices.compactMap { row in
      let id = judged.people.ids[row]
      let entries =
        (rotations[id] ?? []).map { entry($0, row, judged) }
        + (duties[id] ?? []).map { entry($0, row, judged) }
      return entries.isEmpty ? nil : PersonPreferences(person: id, entries: entries)
    }
  }

  /// A wish counts for each block that it overlaps by half a month, as `rotation-wishes` does by
  /// default.
  private static func entry(_ wish: Wish, _ row: Int, _ judged: JudgedDuties) -> Entry {
    let blocks = judged.people.facts.calendar.blocks.filter { wish.dates.overlap(with: $0) >= 14 }
    let granted = blocks.count { block in
      let columns = [block.first, block.last].compactMap { judged.people.planColumn(on: $0) }
      return columns.contains { column in
        let rotation = judged.timeline.plan[row, column]
        return judged.people.facts.rotations[rotation].id == wish.rotation
      }
    }
    return Entry(
      text: "wants rotation \(wish.rotation)", dates: wish.dates, priority: wish.priority,
      asked: blocks.count, granted: granted)
  }

  private static func entry(_ wish: DutyWish, _ row: Int, _ judged: JudgedDuties) -> Entry {
    let selector = DutySelector(
      DutySelection(activities: wish.activities, parts: wish.parts, weekdays: wish.weekdays),
      in: judged.people)
    let days = judged.days(wish.dates).clamped(to: judged.horizon).filter { day in
      !judged.timeline.isAway(row, day)
        && DayPart.allCases.contains { selector.covers(day, $0, in: judged.timeline) }
    }
    let granted = days.count { day in
      DayPart.allCases.contains { judged.isOn(selector, row, day, $0) } == wish.isWanted
    }
    let what = wish.activities.isEmpty ? "any duty" : sentence(wish.activities)
    return Entry(
      text: "\(wish.isWanted ? "wants" : "avoids") \(what)", dates: wish.dates,
      priority: wish.priority, asked: days.count, granted: granted)
  }
}

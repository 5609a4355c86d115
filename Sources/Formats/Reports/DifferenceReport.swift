package import Domain
import Foundation

/// Who is touched when one schedule takes the place of another: for people, tables and programs.
package struct DifferenceReport: Sendable {
  private let difference: ScheduleDifference
  /// What is compared, `version 1 of Sample`.
  private let before: String
  private let after: String

  package init(_ difference: ScheduleDifference, from before: String, to after: String) {
    self.difference = difference
    self.before = before
    self.after = after
  }

  /// A line for each person, then one for each change; `limit` of the latter, nil for all.
  package func text(changes limit: Int? = nil) -> String {
    let changes = difference.changes
    guard !changes.isEmpty else { return "\(after) is the same as \(before).\n" }
    var lines = [
      "\(before) → \(after): \(difference.changedCells) of \(difference.comparedCells) cells, "
        + "\(difference.people.count) people"
    ]
    for person in difference.people {
      let words = zip(ScheduleChange.Level.allCases, person.cells).filter { $0.1 > 0 }.map {
        "\($0.1) \(Self.unit($0.0, $0.1))"
      }
      let dates = person.dutyDates > 0 ? " on \(person.dutyDates) dates" : ""
      lines.append("  \(person.person): " + words.joined(separator: ", ") + dates)
    }
    let shown = changes.prefix(limit ?? changes.count)
    for change in shown {
      lines.append(
        "  \(Self.dates(change)) \(change.person): \(Self.word(change.before)) → "
          + Self.word(change.after))
    }
    if shown.count < changes.count { lines.append("  and \(changes.count - shown.count) more") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Header `person,level,first,last,part,before,after`, then a row for each change.
  package func csv() -> String {
    var text = "person,level,first,last,part,before,after\n"
    for change in difference.changes {
      let fields = [
        change.person.rawValue, change.level.rawValue, change.dates.first.description,
        change.dates.last.description, change.part?.name ?? "", change.before ?? "",
        change.after ?? "",
      ]
      text += fields.map(FormulaGuard.csvField).joined(separator: ",") + "\n"
    }
    return text
  }

  /// JSON with sorted keys: what is compared, a summary for each person, every change.
  ///
  /// - Throws: `EncodingError`, which no difference causes.
  package func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return String(decoding: try encoder.encode(document), as: UTF8.self) + "\n"
  }

  private static func unit(_ level: ScheduleChange.Level, _ count: Int) -> String {
    switch level {
    case .plan: count == 1 ? "plan cell" : "plan cells"
    case .weeks: count == 1 ? "service week" : "service weeks"
    case .duties: count == 1 ? "duty cell" : "duty cells"
    }
  }

  private static func dates(_ change: ScheduleChange) -> String {
    let range =
      change.dates.dayCount == 1
      ? "\(change.dates.first)" : "\(change.dates.first) to \(change.dates.last)"
    return range + (change.part.map { " \($0.name)" } ?? "")
  }

  private static func word(_ name: String?) -> String {
    guard let name else { return "not there" }
    return name.isEmpty ? "ordinary week" : name
  }
}

/// The JSON form of a difference.
private struct DifferenceDocument: Encodable {
  struct Person: Encodable {
    var person: String
    var planCells: Int
    var serviceWeeks: Int
    var dutyCells: Int
    var dutyDates: Int
  }

  struct Change: Encodable {
    var person: String
    var level: String
    var first: String
    var last: String
    var part: String?
    var before: String?
    var after: String?
  }

  var before: String
  var after: String
  var comparedCells: Int
  var changedCells: Int
  var people: [Person]
  var changes: [Change]
}

extension DifferenceReport {
  private var document: DifferenceDocument {
    DifferenceDocument(
      before: before, after: after, comparedCells: difference.comparedCells,
      changedCells: difference.changedCells,
      people: difference.people.map {
        DifferenceDocument.Person(
          person: $0.person.rawValue, planCells: $0.cells[0], serviceWeeks: $0.cells[1],
          dutyCells: $0.cells[2], dutyDates: $0.dutyDates)
      },
      changes: difference.changes.map {
        DifferenceDocument.Change(
          person: $0.person.rawValue, level: $0.level.rawValue,
          first: $0.dates.first.description, last: $0.dates.last.description,
          part: $0.part?.name, before: $0.before, after: $0.after)
      })
  }
}

import ArgumentParser
import Coordinator
import Domain
import Foundation
import Rules
import Store

/// A version to start from, and what of it may change.
struct ScopeOptions: ParsableArguments {
  @Option(
    name: .customLong("from"),
    help: "A version to start from; what is out of scope stays as it is there.")
  var version: VersionReference?

  @Option(help: "Dates that may change, as 2025-09-01...2025-09-14; may be repeated.")
  var dates: [DateSpan] = []

  @Option(help: "Levels or roles whose people may change, separated by commas.")
  var levels: String?

  @Option(help: "People who may change, separated by commas.")
  var people: String?

  @Flag(help: "Keep rotation plan and service weeks even in scope: only duties change.")
  var keepPlan = false

  mutating func validate() throws {
    let isScoped = !dates.isEmpty || levels != nil || people != nil || keepPlan
    if version == nil, isScoped {
      throw ValidationError(
        "--dates, --levels, --people and --keep-plan need the version that they speak of: --from N."
      )
    }
  }

  /// What may change.
  ///
  /// - Parameter blocks: numbers of whole blocks, from 1; the first brings block 0 with it.
  /// - Throws: ``CommandFailure`` for a block or date outside the year, or a name that is none.
  func scope(blocks: [Int], of facts: ProgramFacts) throws -> ScheduleScope {
    let year = facts.calendar.dates
    let known = facts.calendar.blocks
    var scope = ScheduleScope(
      groups: Self.names(levels), people: Self.names(people).map { PersonID($0) })
    for block in blocks {
      guard known.indices.contains(block - 1) else {
        throw CommandFailure(.unusableInput, "--block takes 1 to \(known.count).")
      }
      // What a resident does in block 0 follows from the rotation of block 1.
      if block == 1, let zero = facts.calendar.blockZero { scope.dates.append(zero) }
      scope.dates.append(known[block - 1])
    }
    for span in dates {
      guard year.contains(span.dates.first), year.contains(span.dates.last) else {
        throw CommandFailure(
          .unusableInput,
          "--dates \(span.dates.first)...\(span.dates.last) leaves the year \(year.first) to"
            + " \(year.last).")
      }
      scope.dates.append(span.dates)
    }
    let unknown = scope.unknownNames(in: facts)
    guard unknown.isEmpty else {
      throw CommandFailure(
        .unusableInput,
        "The programme has no level, role or person \(unknown.joined(separator: ", ")).")
    }
    return scope
  }

  /// Refuses what can't be started: another year, or frozen cells that hard rules do not allow.
  static func check(
    _ program: Program, _ settings: RunSettings, from base: NamedSchedule
  ) throws {
    do {
      _ = try YearStages.stage(of: program, settings, after: [], from: base)
    } catch let fault as UnusableInput {
      throw CommandFailure(
        fault.isConflict ? .infeasible : .unusableInput, "\(fault.reason)\n\(fault.remedy)")
    }
  }

  private static func names(_ text: String?) -> [String] {
    (text ?? "").split(separator: ",").map { name in
      name.trimmingCharacters(in: .whitespaces)
    }.filter { !$0.isEmpty }
  }
}

/// Dates as people type them: `2025-09-01...2025-09-14`, or one date.
struct DateSpan: ExpressibleByArgument {
  var dates: DateRange

  init?(argument: String) {
    guard let dots = argument.range(of: "...") else {
      guard let date = CalendarDate(argument) else { return nil }
      dates = DateRange(first: date, last: date)
      return
    }
    guard let first = CalendarDate(argument[..<dots.lowerBound]),
      let last = CalendarDate(argument[dots.upperBound...]), first <= last
    else { return nil }
    dates = DateRange(first: first, last: last)
  }
}

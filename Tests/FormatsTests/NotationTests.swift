import Domain
import Formats
import Rules
import Testing

/// How blocks, lengths and calendars are written, seen through the rules that they become.
@Suite struct NotationTests {
  private func program(_ unit: String, _ lines: String) throws -> Program {
    let text = """
      name: Notations
      academic_year: 2025
      plan_unit: \(unit)
      levels: A
      rotations: [Ward, {id: Nights, half: true}]
      curriculum:
        A: {Ward: 0-13, Nights: 0-13}
      \(lines)
      """
    return try ProgramReader.examine(
      ProgramFolder(files: [
        "program.yaml": [UInt8](text.utf8), "residents.csv": [UInt8]("id,level\na,A\n".utf8),
      ])
    ).program
  }

  private func fixedColumns(_ unit: String, _ blocks: String) throws -> [Int] {
    let program = try program(unit, "fixed: {rotation: Nights, blocks: \(blocks)}")
    for instance in program.rules {
      if case .fixedRotations(let rule) = instance.rule { return rule.columns }
    }
    return []
  }

  @Test(arguments: [
    ("block", "1", [0]), ("block", "13", [12]), ("block", "4-6", [3, 4, 5]),
    ("block", "[9, 2, 4-5]", [1, 3, 4, 8]), ("half-block", "3", [4, 5]),
    ("half-block", "3/2", [5]), ("half-block", "4/2-6/1", [7, 8, 9, 10]),
    ("half-block", "[1/1, 13/2]", [0, 25]), ("half-block", "12-13", [22, 23, 24, 25]),
  ])
  func blocksAreCountedFromOneAndColumnsFromZero(
    unit: String, blocks: String, columns: [Int]
  ) throws {
    #expect(try fixedColumns(unit, blocks) == columns)
  }

  @Test func aCountThatCannotBindHasNoMaximum() throws {
    let program = try program("block", "")
    for instance in program.rules {
      if case .curriculumCount(let rule) = instance.rule { #expect(rule.maximum == nil) }
    }
  }

  @Test func lengthsAreBlocksAndDistanceIsOneColumnUnlessStated() throws {
    let lines = """
      successions:
        - {first: Nights, next: Nights}
        - {first: Nights, next: Nights, distance: 1.5, reward: 7}
      window_limits: {rotation: Nights, window: 2, max: 0.5}
      """
    var distances: [Int] = []
    for instance in try program("half-block", lines).rules {
      if case .succession(let rule) = instance.rule {
        distances.append(rule.distance)
        #expect(instance.severity.weight == (rule.distance == 3 ? -7 : 1))
      }
      if case .windowLimit(let rule) = instance.rule {
        #expect(rule.window == 4 && rule.maximum == 1)
      }
    }
    #expect(distances == [1, 3])
  }

  @Test func theCalendarPolicyIsData() throws {
    let lines = "calendar: {start: 07-01, anchor_weekday: monday, blocks: 26, block_days: 14}"
    let calendar = try program("block", lines).facts.calendar
    #expect(calendar.blocks.count == 26)
    #expect(calendar.firstBlockStart == CalendarDate("2025-07-07"))
    #expect(try program("block", "").facts.calendar.policy == .thirteenBlocks)
  }
}

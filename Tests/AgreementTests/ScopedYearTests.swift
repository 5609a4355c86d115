import Compilation
import Containers
import Determinism
import Domain
import Grid
import Rules
import SampleProgrammes
import Testing
import Validation

/// What stays of a schedule when a run starts from it, and what may change.
struct ScopedYearTests {
  private static func sample() throws -> (program: Program, base: NamedSchedule) {
    let sample = try SampleProgramme.make(SampleRequest(size: .s24, tightness: .normal))
    return (
      sample.program,
      NamedSchedule(
        facts: sample.program.facts, plan: sample.planted.plan, year: sample.planted)
    )
  }

  private static func compiled(
    _ program: Program, _ base: NamedSchedule
  ) throws -> CompiledDuty {
    let year = try #require(base.year)
    return try DutyCompiler.compile(
      program, plan: year.plan, serviceWeeks: year.serviceWeeks,
      horizon: program.facts.calendar.dates)
  }

  @Test func outsideABlockEveryCellHasTheOneChoiceItHad() throws {
    let (program, base) = try Self.sample()
    let block = program.facts.calendar.blocks[2]
    let scoped = try ScopedYear(
      base, scope: ScheduleScope(dates: [block]), keepsPlan: false, in: program)
    let compiled = try Self.compiled(program, base)
    let pinned = PinnedGrid(
      compiled.grid, scoped.dutyPins(historyColumns: compiled.historyColumns))
    #expect(pinned.conflicts.isEmpty)
    #expect(pinned.freeCells > 0)
    let year = try #require(base.year)
    let first = program.facts.calendar.dates.first
    for row in 0..<compiled.grid.rowCount {
      for column in compiled.historyColumns..<compiled.grid.columnCount {
        let place = column - compiled.historyColumns
        let domain = pinned.grid.domain(row: row, column: column)
        if block.contains(first + place / DayPart.count) {
          #expect(domain == compiled.grid.domain(row: row, column: column))
        } else {
          #expect(domain.members == [year.duties[row, place]])
        }
      }
    }
    // The schedule itself is where the search starts, and counts as it did.
    #expect(pinned.start == compiled.answer(from: year.duties))
    #expect(pinned.grid.recount(pinned.start).score == compiled.grid.recount(pinned.start).score)
    #expect(pinned.grid.recount(pinned.start).cellsOutsideDomain == 0)
  }

  @Test func aChangeOutsideTheScopeIsSeenByGridAndPins() throws {
    let (program, base) = try Self.sample()
    let person = program.facts.residents[4].id
    let scoped = try ScopedYear(
      base, scope: ScheduleScope(people: [person]), keepsPlan: true, in: program)
    let compiled = try Self.compiled(program, base)
    let pins = scoped.dutyPins(historyColumns: compiled.historyColumns)
    let pinned = PinnedGrid(compiled.grid, pins)
    let seed: UInt64 = 11
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let cell = Int.random(in: 0..<pinned.start.cells.count, using: &generator)
      let row = cell / compiled.grid.columnCount
      let column = cell % compiled.grid.columnCount
      let others = compiled.grid.domain(row: row, column: column).members.filter {
        $0 != Int(pinned.start.cells[cell])
      }
      guard let other = others.randomElement(using: &generator) else { continue }
      var answer = pinned.start
      answer.cells[cell] = UInt16(other)
      let isOutside = row != 4
      #expect(pins.moved(in: answer) == (isOutside ? [cell] : []), "seed \(seed), cell \(cell)")
      #expect(
        pinned.grid.recount(answer).cellsOutsideDomain == (isOutside ? 1 : 0), "seed \(seed)")
    }
  }

  @Test func aColumnOfThePlanMayChangeOnlyWhenAllItsDatesMay() throws {
    let (program, base) = try Self.sample()
    let calendar = program.facts.calendar
    let width = program.facts.planUnit.columnsPerBlock
    func freeColumns(_ dates: [DateRange]) throws -> Set<Int> {
      let pins = try ScopedYear(
        base, scope: ScheduleScope(dates: dates), keepsPlan: false, in: program
      ).planPins
      let columns = program.facts.planColumns.count
      return Set(pins.isFree.indices.filter { pins.isFree[$0] }.map { $0 % columns })
    }
    let third = calendar.blocks[2]
    #expect(try freeColumns([third]) == Set(2 * width..<3 * width))
    let short = DateRange(first: third.first + 1, last: third.last + -1)
    #expect(try freeColumns([short]).isEmpty)
    // Block 0 follows the first column, so that the column needs its dates too.
    let zero = try #require(calendar.blockZero)
    #expect(try !freeColumns([calendar.blocks[0]]).contains(0))
    #expect(try freeColumns([zero, calendar.blocks[0]]).contains(0))
  }

  /// Why there is no plan within a scope is asked of a programme that says the same.
  @Test func lockingWhatStaysLeavesEachCellTheChoicesOfItsPin() throws {
    var (program, base) = try Self.sample()
    program.facts.lockedCells.append(
      LockedCell(
        resident: program.facts.residents[1].id, column: 9,
        rotation: program.facts.rotations[base.plan[1, 9]].id, kind: .pinned))
    for isKnown in [false, true] {
      if isKnown {
        program.rules.append(
          RuleInstance(
            id: "locks", scope: RuleScope(), severity: Severity(level: .institution),
            rule: .lockedCells(LockedCellsHonoured())))
      }
      let scoped = try ScopedYear(
        base, scope: ScheduleScope(dates: [program.facts.calendar.blocks[2]]), keepsPlan: false,
        in: program)
      let pinned = PinnedGrid(try PlanCompiler.compile(program).grid, scoped.planPins)
      let locked = try PlanCompiler.compile(scoped.locking(program)).grid
      for row in 0..<locked.rowCount {
        for column in 0..<locked.columnCount {
          let choices = locked.domain(row: row, column: column).members
          #expect(choices == pinned.grid.domain(row: row, column: column).members)
        }
      }
    }
  }

  @Test func aLevelFreesItsPeopleAndNobodyElse() throws {
    let (program, base) = try Self.sample()
    let level = try #require(program.facts.levels.first)
    let pins = try ScopedYear(
      base, scope: ScheduleScope(groups: [level.rawValue]), keepsPlan: false, in: program
    ).planPins
    let columns = program.facts.planColumns.count
    for (cell, isFree) in pins.isFree.enumerated() {
      #expect(isFree == (program.facts.residents[cell / columns].level == level))
    }
  }

  @Test func whatAHardRuleRefusesOutsideTheScopeIsAConflict() throws {
    var (program, base) = try Self.sample()
    let person = program.facts.residents[0].id
    let second = program.facts.calendar.blocks[1]
    let week = DateRange(first: second.first + 7, last: second.first + 9)
    program.facts.absences.append(Absence(person: person, dates: week, kind: "sick"))
    let compiled = try Self.compiled(program, base)
    func conflicts(_ dates: [DateRange]) throws -> [Int] {
      let scoped = try ScopedYear(
        base, scope: ScheduleScope(dates: dates), keepsPlan: true, in: program)
      return PinnedGrid(
        compiled.grid, scoped.dutyPins(historyColumns: compiled.historyColumns)
      ).conflicts
    }
    #expect(try !conflicts([program.facts.calendar.blocks[4]]).isEmpty)
    #expect(try conflicts([second]).isEmpty)
    let frozen = try #require(try conflicts([program.facts.calendar.blocks[4]]).first)
    let scoped = try ScopedYear(
      base, scope: ScheduleScope(dates: [program.facts.calendar.blocks[4]]), keepsPlan: true,
      in: program)
    let words = scoped.dutyCell(frozen, historyColumns: compiled.historyColumns)
    #expect(words.hasPrefix("\(person) "), "\(words)")
  }

  @Test func someoneNewMayChangeWhateverTheScope() throws {
    var (program, base) = try Self.sample()
    var gone = base
    gone.facts.residents[3].id = "SomebodyElse"
    let scoped = try ScopedYear(
      gone, scope: ScheduleScope(dates: [program.facts.calendar.blocks[4]]), keepsPlan: true,
      in: program)
    let pins = scoped.planPins
    let columns = program.facts.planColumns.count
    for cell in pins.choices.indices {
      #expect(pins.isFrozen(cell) == (cell / columns != 3))
    }
    program.facts.calendar.year += 1
    base.year = nil
    #expect(throws: ScopedYear.Fault.self) {
      _ = try ScopedYear(base, scope: ScheduleScope(), keepsPlan: false, in: program)
    }
  }
}

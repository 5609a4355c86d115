import Compilation
import Containers
import Determinism
import Domain
import Grid
import Measures
import Rules
import SampleProgrammes
import Testing
import Validation

/// What is told of a plan before duties are searched, against years that are known to work.
struct PlanProspectsTests {
  static func sample(_ tightness: SampleTightness, _ seed: UInt64) throws -> SampleProgramme {
    try SampleProgramme.make(SampleRequest(size: .s24, tightness: tightness, seed: seed))
  }

  @Test(arguments: [
    (SampleTightness.easy, UInt64(1)), (.normal, 2), (.normal, 3), (.hard, 4), (.hard, 5),
  ])
  func noLessonForbidsWhatAPlantedYearDoes(tightness: SampleTightness, seed: UInt64) throws {
    let sample = try Self.sample(tightness, seed)
    let compiled = try PlanCompiler.compile(sample.program)
    let lessons = try #require(PlanProspects(sample.program)).outlook(for: compiled.grid).lessons
    #expect(!lessons.isEmpty, "seed \(seed) teaches nothing")
    let plan = compiled.answer(from: sample.planted.plan)
    let taught = compiled.grid(taught: lessons, after: nil)
    #expect(taught.recount(plan).score == compiled.grid.recount(plan).score, "seed \(seed)")
    if let weeks = ServiceWeekCompiler.compile(sample.program) {
      let answer = weeks.answer(from: sample.planted.serviceWeeks)
      #expect(
        weeks.grid(taught: lessons, after: nil).recount(answer).score.institution
          == weeks.grid.recount(answer).score.institution, "seed \(seed)")
    }
  }

  /// Twenty-two days of work do not fit into four weeks of which eight days are free.
  @Test func freeDaysTakeWorkFromARotation() throws {
    var program = try Self.sample(.normal, 11).program
    let grid = try PlanCompiler.compile(program).grid
    let before = try #require(PlanProspects(program)).residentOutlook(for: grid)
    let index = try #require(program.dutyRules.firstIndex { $0.id == "one-day-in-seven" })
    guard case .daysFree(var rule) = program.dutyRules[index].rule else {
      Issue.record("another rule")
      return
    }
    rule.minimum = 8
    program.dutyRules[index].rule = .daysFree(rule)
    let outlook = try #require(PlanProspects(program)).residentOutlook(for: grid)
    let ward = try #require(program.facts.rotations.firstIndex { $0.id == "IM ward" })
    let shortfalls = outlook.shortfalls.filter { $0.rotation == ward }
    #expect(!shortfalls.isEmpty)
    #expect(shortfalls.allSatisfy { $0.most < $0.least })
    #expect(shortfalls.contains { $0.least == 44 && $0.most == 40 })
    #expect(Set(before.lessons).isSubset(of: outlook.lessons))
  }

  /// The planted years keep their free days, however many those are.
  @Test(arguments: UInt64(1)..<4)
  func noLessonOfFreeDaysForbidsAYearThatHasThem(seed: UInt64) throws {
    let sample = try Self.sample(.normal, seed)
    var program = sample.program
    let grid = try PlanCompiler.compile(program).grid
    let index = try #require(program.dutyRules.firstIndex { $0.id == "one-day-in-seven" })
    guard case .daysFree(var rule) = program.dutyRules[index].rule else {
      Issue.record("another rule")
      return
    }
    for minimum in 5...9 {
      rule.minimum = minimum
      program.dutyRules[index].rule = .daysFree(rule)
      let verdict = try #require(DutyJudge(program: program)).verdict(on: sample.planted)
      let tired = Set(
        verdict.violations.filter { $0.instance == "one-day-in-seven" }.compactMap(\.person))
      let lessons = try #require(PlanProspects(program)).residentOutlook(for: grid).lessons
      for lesson in lessons {
        guard case .rotations(let cells) = lesson, let row = cells.first?.row,
          !tired.contains(program.facts.residents[row].id)
        else { continue }
        #expect(
          !cells.allSatisfy { sample.planted.plan[$0.row, $0.column] == $0.choice },
          "seed \(seed), \(minimum) days: \(lesson)")
      }
    }
  }

  /// A free period takes what it meets; tried are all choices of spans that stay.
  @Test func theFewestSpansThatFreePeriodsTakeAreThoseOfEveryChoice() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<300 {
      let length = 1_440 * (2 + random.below(4))
      let spans = (0..<random.below(9)).map { _ -> Range<Int> in
        let start = random.below(length) - 200
        return start..<start + 60 + random.below(900)
      }
      let count = 1 + random.below(3)
      var fewest: Int?
      for stay in 0..<1 << spans.count {
        let kept = spans.indices.filter { stay >> $0 & 1 != 0 }.map { spans[$0] }
        var end = 0
        var found = 0
        for span in kept.sorted(by: { $0.lowerBound < $1.lowerBound }) {
          found += max(0, min(span.lowerBound, length) - end) / 1_440
          end = max(end, span.upperBound)
        }
        found += max(0, length - end) / 1_440
        if found >= count { fewest = min(fewest ?? .max, spans.count - kept.count) }
      }
      #expect(WorkBesideFreedom.fewestTaken(spans, by: count, in: 0..<length) == fewest)
    }
  }

  /// What a plan is told of duty wishes beforehand: about people with wishes and columns with their
  /// dates only, and dearest where work is at night and nights are what somebody would avoid.
  @Test func aRotationCostsWhatItsWorkWillDenyOfDutyWishes() throws {
    let sample = try Self.sample(.normal, 1)
    let program = sample.program
    let compiled = try PlanCompiler.compile(program)
    let people = try #require(DutyPeople(program.facts))
    let prices = try #require(PlanProspects(program)).outlook(for: compiled.grid).prices
    #expect(!prices.isEmpty)
    for price in prices {
      let cell = price.cell
      let person = program.facts.residents[cell.row].id
      let dates = program.facts.planColumns[cell.column].dates
      #expect(price.points > 0)
      #expect(compiled.grid.domain(row: cell.row, column: cell.column).contains(cell.choice))
      #expect(
        people.duty.wishes.contains { $0.person == person && $0.dates.overlap(with: dates) > 0 })
    }
    let floating = try #require(
      program.facts.rotations.firstIndex { $0.id.rawValue == "Night float" })
    let mean = { (prices: [DutyPrice]) in
      Double(prices.reduce(0) { $0 + $1.points }) / Double(max(1, prices.count))
    }
    let nights = prices.filter { $0.cell.choice == floating }
    #expect(!nights.isEmpty)
    #expect(mean(nights) > mean(prices.filter { $0.cell.choice != floating }))
    let answer = compiled.answer(from: sample.planted.plan)
    let paid = prices.filter { sample.planted.plan[$0.cell.row, $0.cell.column] == $0.cell.choice }
    #expect(
      compiled.grid(taught: [], after: nil, priced: prices).recount(answer).score.soft
        == compiled.grid.recount(answer).score.soft + paid.reduce(0) { $0 + $1.points })
  }

  /// Six kinds of service weeks, each with a recovery that the next week's pattern leaves no room
  /// for: what is told about two weeks in a row must leave duties a cell to stand in.
  @Test func serviceWeeksThatFollowTheProspectsLeaveEveryCellAnActivity() throws {
    let sample = try SampleProgramme.make(
      SampleRequest(size: .s60, tightness: .normal, seed: 1))
    let program = sample.program
    let compiled = try PlanCompiler.compile(program)
    let lessons = try #require(PlanProspects(program)).outlook(for: compiled.grid).lessons
    let weeks = try #require(ServiceWeekCompiler.compile(program))
    let taught = weeks.grid(taught: lessons, after: nil)
    let planted = weeks.answer(from: sample.planted.serviceWeeks)
    #expect(taught.recount(planted).score.institution == 0)
    // Every two neighbouring weeks of a person exchanged: refused wherever duties have no grid.
    var refused = 0
    for column in stride(from: 0, to: taught.columnCount - 1, by: 7) {
      for row in stride(from: 0, to: taught.rowCount, by: 5) {
        for first in 1..<taught.choiceCount {
          var answer = planted
          answer.cells[row * taught.columnCount + column] = UInt16(first)
          answer.cells[row * taught.columnCount + column + 1] = UInt16(
            first % (taught.choiceCount - 1) + 1)
          let before = weeks.grid.recount(answer).score.institution
          if taught.recount(answer).score.institution > before { refused += 1 }
        }
      }
    }
    #expect(refused > 0)
    var worst = planted
    worst.cells[5] = 1
    worst.cells[6] = 2
    #expect(throws: DutyCompilationFault.self) {
      try DutyCompiler.compile(
        program, plan: sample.planted.plan, serviceWeeks: weeks.plan(from: worst),
        horizon: program.facts.calendar.dates)
    }
    #expect(
      taught.recount(worst).score.institution > weeks.grid.recount(worst).score.institution)
  }

  @Test func aForbiddenCombinationCostsAUnitAndStayingCostsNothing() throws {
    let sample = try Self.sample(.normal, 1)
    let compiled = try PlanCompiler.compile(sample.program)
    let plan = sample.planted.plan
    let open = try #require(
      (0..<compiled.grid.columnCount).first {
        compiled.grid.domain(row: 0, column: $0).count > 1
      })
    let lesson = DutyLesson.rotations([
      DutyLesson.Cell(row: 0, column: open, choice: plan[0, open])
    ])
    let answer = compiled.answer(from: plan)
    let free = compiled.grid.recount(answer).score
    let taught = compiled.grid(taught: [lesson], after: plan).recount(answer).score
    #expect(taught.institution == free.institution + 1)
    #expect(taught.soft == free.soft)
  }

  /// Service weeks are changed as little as what was learned allows.
  @Test func aServiceWeekThatChangesCostsAPoint() throws {
    let sample = try Self.sample(.normal, 1)
    let weeks = try #require(ServiceWeekCompiler.compile(sample.program))
    let planted = weeks.answer(from: sample.planted.serviceWeeks)
    let taught = weeks.grid(taught: [], after: sample.planted.serviceWeeks)
    #expect(taught.recount(planted).score == weeks.grid.recount(planted).score)
    let open = try #require(
      weeks.grid.domainOfCell.firstIndex { weeks.grid.domains[Int($0)].count > 1 })
    var other = planted
    let domain = weeks.grid.domains[Int(weeks.grid.domainOfCell[open])]
    other.cells[open] = UInt16(
      try #require(domain.members.first { $0 != Int(planted.cells[open]) }))
    let own = weeks.grid.recount(other).score.soft
    #expect(taught.recount(other).score.soft == own + 1)
  }

  /// Where the service has no room for one head more, the lesson is about who stands by.
  @Test func whereNoHeadFitsTheLessonIsAboutThoseWhoStandBy() throws {
    let sample = try Self.sample(.normal, 1)
    var program = sample.program
    let planted = sample.planted
    let facts = PlanFacts(program.facts)
    let cover = try #require(
      program.dutyRules.first { item in
        guard case .dutyCover(let rule) = item.rule else { return false }
        return item.severity.isHard && rule.minimum > 0 && rule.selection.parts.contains(.morning)
          && item.id.rawValue.hasPrefix("fmit")
      })
    let fmit = try #require(facts.rotationIndex("FMIT"))
    func heads(_ column: Int) -> [Int] {
      facts.facts.residents.indices.filter { planted.plan[$0, column] == fmit }
    }
    // The programme itself has room for five.
    let column = try #require((1..<20).first { (2...4).contains(heads($0).count) })
    let date = facts.columns[column].dates.first
    let here = heads(column)
    func lessons(maximum: Int) throws -> [DutyLesson] {
      program.rules.append(
        RuleInstance(
          id: RuleInstanceID(rawValue: "room-\(maximum)"), scope: RuleScope(),
          severity: Severity(level: .institution),
          rule: .serviceCover(ServiceCover(rotations: ["FMIT"], minimum: nil, maximum: maximum))))
      let reader = LessonReader(
        program, schedule: planted,
        compiled: try DutyCompiler.compile(
          program, plan: planted.plan, serviceWeeks: planted.serviceWeeks,
          horizon: planted.duties.dates))
      return reader.lessons(of: [
        Violation(
          instance: cover.id, rule: "duty-cover", severity: .institution, person: nil,
          duty: DutyPlace(dates: DateRange(first: date, last: date), causes: []), amount: 1,
          explanation: "for the test")
      ])
    }
    guard case .heads = try #require(try lessons(maximum: here.count + 3).first) else {
      Issue.record("There is room for one head more")
      return
    }
    guard case .rotations(let cells) = try #require(try lessons(maximum: here.count).first) else {
      Issue.record("There is no room")
      return
    }
    #expect(Set(cells.map(\.row)) == Set(here))
    #expect(Set(cells.map(\.column)) == [column - 1, column, column + 1])
  }

  @Test func oneBreachTeachesOneLessonAboutThatPersonAndColumn() throws {
    let sample = try Self.sample(.normal, 1)
    let program = sample.program
    let planted = sample.planted
    let duties = try DutyCompiler.compile(
      program, plan: planted.plan, serviceWeeks: planted.serviceWeeks,
      horizon: planted.duties.dates)
    let reader = LessonReader(program, schedule: planted, compiled: duties)
    let block = program.facts.calendar.blocks[3]
    let violation = Violation(
      instance: program.dutyRules[0].id, rule: "duty-count", severity: .institution,
      person: program.facts.residents[2].id,
      duty: DutyPlace(dates: DateRange(first: block.first, last: block.first + 1), causes: []),
      amount: 1, explanation: "for the test")
    let column = try #require(DutyPeople(program.facts)?.planColumn(on: block.first))
    let expected = DutyLesson.rotations([
      DutyLesson.Cell(row: 2, column: column, choice: planted.plan[2, column])
    ])
    #expect(reader.lessons(of: [violation, violation]) == [expected])
    #expect(reader.lessons(of: []).isEmpty)
  }

  @Test func tooLittleWorkTeachesEveryRotationThatAsksAsMuch() throws {
    let sample = try Self.sample(.normal, 1)
    let program = sample.program
    let planted = sample.planted
    let least = program.dutyRules.compactMap { item -> (DutyRuleInstance, DutyCount)? in
      guard item.severity.isHard, item.scope.rotations.count == 1,
        case .dutyCount(let rule) = item.rule, rule.minimum > 0, rule.maximum == nil
      else { return nil }
      return (item, rule)
    }
    let (broken, asked) = try #require(least.min { $0.1.minimum < $1.1.minimum })
    let others = least.filter {
      $0.1.measure == asked.measure && $0.1.period == asked.period && $0.0.id != broken.id
    }
    let reader = LessonReader(
      program, schedule: planted,
      compiled: try DutyCompiler.compile(
        program, plan: planted.plan, serviceWeeks: planted.serviceWeeks,
        horizon: planted.duties.dates))
    let block = program.facts.calendar.blocks[3]
    let lessons = reader.lessons(of: [
      Violation(
        instance: broken.id, rule: "duty-count", severity: .institution,
        person: program.facts.residents[2].id, duty: DutyPlace(dates: block, causes: []),
        amount: 1, explanation: "for the test")
    ])
    let columns = Set(
      (0..<block.dayCount).compactMap {
        DutyPeople(program.facts)?.planColumn(on: block.first + $0)
      }
    ).sorted()
    for (item, _) in others where item.scope.rotations != broken.scope.rotations {
      let rotation = try #require(
        program.facts.rotations.firstIndex { $0.id == item.scope.rotations[0] })
      let cells = columns.map { DutyLesson.Cell(row: 2, column: $0, choice: rotation) }
      #expect(lessons.contains(.rotations(cells)))
    }
    // Where more is asked, fewer others ask as much.
    let (most, _) = try #require(least.max { $0.1.minimum < $1.1.minimum })
    let fewer = reader.lessons(of: [
      Violation(
        instance: most.id, rule: "duty-count", severity: .institution,
        person: program.facts.residents[2].id, duty: DutyPlace(dates: block, causes: []),
        amount: 1, explanation: "for the test")
    ])
    #expect(fewer.count < lessons.count)
  }
}

import Containers
import Dispatch
package import Domain
package import Grid
package import Rules
import Synchronization

/// What can be told of a plan before anybody's duties are searched.
///
/// Domains of duty cells depend on the row's own rotation or service week alone. So "everybody does
/// this all year" tells, for each person and date, what that rotation leaves: where a cell stays
/// empty, where a minimum of work is out of reach because of leave, and where a locked duty cannot
/// be followed as it must; for two service weeks in a row, where they leave a cell nothing. Each
/// lesson is true of every schedule. What duty wishes a rotation will probably deny is told too.
package struct PlanProspects {
  /// What was found.
  package struct Outlook: Sendable {
    /// Combinations that no duties can follow, each once.
    package var lessons: [DutyLesson] = []
    /// What single cells of the plan will probably cost in denied duty wishes.
    package var prices: [DutyPrice] = []
    /// Minima of work that are among the reasons for the lessons.
    package var shortfalls: [Shortfall] = []

    package init(
      lessons: [DutyLesson] = [], prices: [DutyPrice] = [], shortfalls: [Shortfall] = []
    ) {
      self.lessons = lessons
      self.prices = prices
      self.shortfalls = shortfalls
    }
  }

  /// A hard minimum of work that a rotation leaves out of somebody's reach.
  package struct Shortfall: Sendable, Hashable {
    /// The rule's position among the duty rules.
    package var instance: Int
    package var row: Int
    package var rotation: Int
    package var dates: DateRange
    /// Units of the rule's measure that it asks for in the period, after leave.
    package var least: Int
    /// Units that can be had.
    package var most: Int
  }

  let program: Program
  let people: DutyPeople
  let facts: PlanFacts
  let parts: [DutyRulePart]
  /// Hard rules of the kinds that are asked of every row, each with its position: a sponsor of
  /// 1,200 residents has thousands of rules.
  private let workMinima: [(index: Int, rule: DutyCount)]
  /// Hard rules about free days.
  let freeDays: [(index: Int, rule: DaysFree)]
  private let coverMaxima: [(index: Int, rule: DutyCover, most: Int)]
  private let successions: [(index: Int, rule: DutySuccession)]
  /// Who has a locked duty, for each slot that has one.
  private let lockedRows: [(slot: DutySlot, rows: Set<Int>)]

  /// Nil for a programme without a duty level.
  package init?(_ program: Program) {
    guard let people = DutyPeople(program.facts) else { return nil }
    self.program = program
    self.people = people
    facts = PlanFacts(program.facts)
    parts = DutyCompiler.parts(of: program, people, facts)
    let hard = program.dutyRules.enumerated().filter { $0.element.severity.isHard }
    workMinima = hard.compactMap { index, instance in
      guard case .dutyCount(let rule) = instance.rule, rule.minimum > 0, rule.measure == .cells
      else { return nil }
      return (index, rule)
    }
    freeDays = hard.compactMap { index, instance in
      guard case .daysFree(let rule) = instance.rule else { return nil }
      return (index, rule)
    }
    coverMaxima = hard.compactMap { index, instance in
      guard case .dutyCover(let rule) = instance.rule, let most = rule.maximum else { return nil }
      return (index, rule, most)
    }
    successions = hard.compactMap { index, instance in
      guard case .dutySuccession(let rule) = instance.rule, !rule.nextDuty else { return nil }
      return (index, rule)
    }
    var locked: [DutySlot: Set<Int>] = [:]
    for lock in people.duty.lockedDuties {
      locked[lock.slot, default: []].formUnion(people.row(of: lock.person).map { [$0] } ?? [])
    }
    lockedRows = locked.map { ($0, $1) }.sorted { $0.slot < $1.slot }
  }

  /// Looks at every rotation and service week, on as many threads as there are cores.
  ///
  /// - Parameter grid: the plan's grid: rotations outside its domains are not looked at.
  /// - Complexity: O((rotations + service duties) × cells of the year × hard rules over cells).
  package func outlook(for grid: DenseGrid) -> Outlook {
    var outlook = residentOutlook(for: grid)
    outlook.lessons += weekLessons()
    return outlook
  }

  /// The same of residents and their rotations alone.
  package func residentOutlook(for grid: DenseGrid) -> Outlook {
    let base = fixedView()
    let found = Self.sideBySide(program.facts.rotations.count) { readRotation($0, grid, base) }
    var all = LessonList()
    for lesson in found.flatMap(\.lessons) { all.add(lesson) }
    return Outlook(
      lessons: all.lessons, prices: found.flatMap(\.prices),
      shortfalls: found.flatMap(\.shortfalls))
  }

  /// Domains by the rules that follow neither rotation nor service week. All weeks are ordinary.
  private func fixedView() -> DutyGridBuilder {
    let weeks = people.serviceWeeks.count
    let ordinary = ServiceWeekPlan(
      cells: Array(repeating: 0, count: people.duty.faculty.count * weeks), weekCount: weeks)
    var base = DutyGridBuilder(
      context: DutyContext(
        people: people, planFacts: facts, plan: plan(of: 0), serviceWeeks: ordinary,
        horizon: program.facts.calendar.dates),
      names: program.dutyRules.map(\.id))
    DutyCompiler.restrict(&base, program, parts, only: .fixed)
    return base
  }

  /// What each index gives, in their order.
  private static func sideBySide<Element: Sendable>(
    _ count: Int, _ work: @Sendable (Int) -> Element
  ) -> [Element] {
    let results = Mutex([Element?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let own = work(index)
      results.withLock { $0[index] = own }
    }
    return results.withLock { $0.compactMap(\.self) }
  }

  /// Domains of some rows when everybody does the same all year.
  private func view(
    rotation: Int, _ weeks: ServiceWeekPlan, _ rows: [Int], from base: DutyGridBuilder
  ) -> DutyGridBuilder {
    var view = base.under(plan(of: rotation), weeks)
    var isAsked = Array(repeating: false, count: people.count)
    for row in rows { isAsked[row] = true }
    DutyCompiler.restrict(&view, program, parts, only: .followingPlan, rows: isAsked)
    return view
  }

  private func plan(of rotation: Int) -> RotationPlan {
    RotationPlan(
      cells: Array(repeating: rotation, count: people.residentCount * facts.columnCount),
      columnCount: facts.columnCount)
  }

  // MARK: Residents

  /// What one rotation leaves to everybody, and what it will probably cost.
  private func readRotation(
    _ rotation: Int, _ grid: DenseGrid, _ base: DutyGridBuilder
  ) -> Outlook {
    let open = { (row: Int, column: Int) in
      grid.domain(row: row, column: column).contains(rotation)
    }
    let rows = (0..<people.residentCount).filter { row in
      (0..<grid.columnCount).contains { open(row, $0) }
    }
    guard !rows.isEmpty else { return Outlook() }
    let view = view(rotation: rotation, base.context.serviceWeeks, rows, from: base)
    var lessons = LessonList()
    var known = KnownFreedom()
    var outlook = Outlook()
    for row in rows {
      outlook.shortfalls += readRow(row, rotation, open, view, &lessons, &known)
    }
    outlook.lessons = lessons.lessons
    outlook.prices = wishPrices(rotation, rows, view).filter {
      open($0.cell.row, $0.cell.column)
    }
    return outlook
  }

  /// Adds what a rotation cannot leave to a row; returns the minima of work among the reasons.
  private func readRow(
    _ row: Int, _ rotation: Int, _ isOpen: (Int, Int) -> Bool, _ view: DutyGridBuilder,
    _ found: inout LessonList, _ known: inout KnownFreedom
  ) -> [Shortfall] {
    func add(_ dates: DateRange) -> Bool {
      let columns = Set((0..<dates.dayCount).compactMap { people.planColumn(on: dates.first + $0) })
      guard !columns.isEmpty, columns.allSatisfy({ isOpen(row, $0) }) else { return false }
      found.add(
        .rotations(
          columns.sorted().map { DutyLesson.Cell(row: row, column: $0, choice: rotation) }))
      return true
    }
    for date in emptyDates(row, view) { _ = add(DateRange(first: date, last: date)) }
    for dates in brokenLocks(row, view) { _ = add(dates) }
    return minima(of: row, on: rotation).flatMap { index, rule in
      unreachable(rule, index, row, rotation, view, &known).filter { add($0.dates) }.map { period in
        Shortfall(
          instance: index, row: row, rotation: rotation, dates: period.dates,
          least: period.least, most: period.most)
      }
    }
  }

  /// Hard minima of work, in cells, that bind a row on a rotation, each with its position.
  func minima(of row: Int, on rotation: Int) -> [(index: Int, rule: DutyCount)] {
    let name = program.facts.rotations[rotation].id
    return workMinima.filter { index, _ in
      let rotations = program.dutyRules[index].scope.rotations
      return (rotations.isEmpty || rotations.contains(name)) && parts[index].rows.contains(row)
    }
  }

  private func emptyDates(_ row: Int, _ view: DutyGridBuilder) -> [CalendarDate] {
    let context = view.context
    return context.horizonColumns.filter { view.domain(row, $0).isEmpty }
      .map { context.slot($0).date }
  }

  /// Periods whose minimum is above what the row's domains allow.
  private func unreachable(
    _ rule: DutyCount, _ index: Int, _ row: Int, _ rotation: Int, _ view: DutyGridBuilder,
    _ known: inout KnownFreedom
  ) -> [(dates: DateRange, least: Int, most: Int)] {
    let context = view.context
    let instance = program.dutyRules[index]
    guard instance.scope.dates.isEmpty,
      !program.relaxations.contains(where: { $0.instance == instance.id })
    else { return [] }
    let choices = context.choices(rule.selection)
    var countOfDate = Array(repeating: 0, count: context.dates.count)
    for column in context.horizonColumns where counts(rule, choices, row, column, view) {
      countOfDate[column / DayPart.count] += 1
    }
    let periods = DutyPeriods(rule.period, in: context)
    return periods.dates.compactMap { period in
      guard context.horizon.first <= period.first, period.last <= context.horizon.last
      else { return nil }
      let first = period.first - context.span.first
      let ofDates = countOfDate[first..<first + period.dayCount]
      let most = ofDates.reduce(0, +)
      let present = periods.present(row, period, in: context)
      let least =
        rule.adjustsForLeave ? rule.minimum * present / period.dayCount : rule.minimum
      guard most >= least else { return (period, least, most) }
      let asked = AskedWork(
        rule: rule, choices: choices, row: row, rotation: rotation, dates: period,
        cellsOfDate: ofDates, least: least, present: present)
      let left = self.most(of: asked, in: view, &known)
      return left < least ? (period, least, left) : nil
    }
  }

  /// Whether a row may do work in a column that counts for a minimum.
  func counts(
    _ rule: DutyCount, _ choices: BitSet, _ row: Int, _ column: Int, _ view: DutyGridBuilder
  ) -> Bool {
    let slot = view.context.slot(column)
    return view.context.matches(rule.selection, slot)
      && view.domain(row, column).meets(choices)
      && !(rule.adjustsForLeave && people.isAway(row, on: slot.date))
  }

  /// Dates of a row's locked duties that leave no allowed successor.
  private func brokenLocks(_ row: Int, _ view: DutyGridBuilder) -> [DateRange] {
    let context = view.context
    let own = people.duty.lockedDuties.filter { people.row(of: $0.person) == row }
    guard !own.isEmpty else { return [] }
    return own.flatMap { lock -> [DateRange] in
      guard context.horizon.contains(lock.slot.date) else { return [] }
      let column = context.column(lock.slot.date, lock.slot.part)
      return successions.compactMap { index, rule in
        guard parts[index].rows.contains(row),
          context.covers(program.dutyRules[index].scope, row, lock.slot.date),
          context.matches(rule.first, lock.slot),
          context.horizonColumns.contains(column + rule.distance)
        else { return nil }
        let next = context.slot(column + rule.distance).date
        let isExcused = rule.mode == .required && people.isAway(row, on: next)
        guard !isExcused,
          view.domain(row, column).subtracting(context.choices(rule.first)).isEmpty
        else { return nil }
        let wanted = context.choices(rule.next)
        let rest = view.domain(row, column + rule.distance)
        let left = rule.mode == .required ? rest.intersection(wanted) : rest.subtracting(wanted)
        return left.isEmpty ? DateRange(first: lock.slot.date, last: next) : nil
      }
    }
  }

  // MARK: Faculty

  /// Service weeks that no duties of the faculty can follow.
  package func weekLessons() -> [DutyLesson] {
    guard !people.serviceWeeks.isEmpty else { return [] }
    let base = fixedView()
    let ordinary = base.context.serviceWeeks
    var found = LessonList()
    let rows = Array(people.residentCount..<people.count)
    let columns = columnsAfterWeeks(base.context)
    let read = Self.sideBySide(people.duty.serviceDuties.count + 1) { duty in
      var all = ordinary
      all.cells = all.cells.map { _ in duty }
      let view = view(rotation: 0, all, rows, from: base)
      var own = LessonList()
      readWeeks(duty, view, &own)
      return (cells: WeekCells(rows, columns, of: view), lessons: own.lessons)
    }
    for lesson in read.map(\.lessons).joined() { found.add(lesson) }
    let kinds = read.map(\.cells)
    var forbidden: [DutyLesson.Cell: BitSet] = [:]
    for (index, instance) in program.dutyRules.enumerated() where instance.severity.isHard {
      guard case .afterServiceWeek(let rule) = instance.rule,
        let duty = people.duty.serviceDuties.firstIndex(where: { $0.id == rule.duty })
      else { continue }
      // Every other week, so that each is followed by a week of another kind.
      for phase in 0..<2 {
        var weeks = ordinary
        for cell in weeks.cells.indices where cell % weeks.weekCount % 2 == phase {
          weeks.cells[cell] = duty + 1
        }
        let under = base.under(base.context.plan, weeks).context
        readPairs(
          AfterServiceWeekLowering(rule: rule), parts[index], in: under, duty + 1, kinds,
          &forbidden)
      }
    }
    let order = forbidden.keys.sorted {
      ($0.row, $0.column, $0.choice) < ($1.row, $1.column, $1.choice)
    }
    for cell in order {
      if let choices = forbidden[cell] { found.add(.nextWeek(after: cell, choices)) }
    }
    return found.lessons
  }

  /// Columns of the days that hard rules about the time after a service week are about.
  private func columnsAfterWeeks(_ context: DutyContext) -> [Int] {
    let days = Set(
      program.dutyRules.compactMap { instance -> Int? in
        guard instance.severity.isHard, case .afterServiceWeek(let rule) = instance.rule else {
          return nil
        }
        return rule.days
      })
    return (0..<context.columnCount).filter { column in
      let date = context.slot(column).date
      let week = people.serviceWeek(on: date)
      return days.contains { people.serviceWeek(on: date + -$0) + 1 == week }
    }
  }

  /// Two weeks of different kinds: what the first asks of the days after it, the second forbids.
  /// What reaches past the second week is left to what a failed detail teaches.
  ///
  /// - Parameter kinds: faculty's cells under each kind of week, ordinary ones first.
  private func readPairs(
    _ lowering: AfterServiceWeekLowering, _ part: DutyRulePart, in context: DutyContext,
    _ choice: Int, _ kinds: [WeekCells], _ forbidden: inout [DutyLesson.Cell: BitSet]
  ) {
    let allowances = lowering.spared(part, in: context)
    guard let allowed = allowances.first?.choices else { return }
    let isForbidding = kinds.map { kind in
      kind.domains.map { !$0.isEmpty && !$0.meets(allowed) }
    }
    for allowance in allowances {
      let date = context.slot(allowance.column).date
      let member = allowance.row - people.residentCount
      let place = kinds[0].placeOfColumn[allowance.column]
      let first = people.serviceWeek(on: date + -lowering.rule.days)
      let second = people.serviceWeek(on: date)
      guard second == first + 1, place >= 0 else { continue }
      var never = BitSet()
      for next in kinds.indices where next != choice {
        let domain = kinds[next].domain(of: member, at: Int(place))
        if isForbidding[next][domain] { never.insert(next) }
      }
      guard !never.isEmpty else { continue }
      let cell = DutyLesson.Cell(row: member, column: first, choice: choice)
      forbidden[cell] = (forbidden[cell] ?? BitSet()).union(never)
    }
  }

  private func readWeeks(_ duty: Int, _ view: DutyGridBuilder, _ found: inout LessonList) {
    func add(_ row: Int, _ dates: DateRange) {
      let member = row - people.residentCount
      let weeks = Set((0..<dates.dayCount).map { people.serviceWeek(on: dates.first + $0) })
      found.add(
        .serviceWeeks(
          weeks.sorted().map { DutyLesson.Cell(row: member, column: $0, choice: duty) }))
    }
    for row in people.residentCount..<people.count {
      for date in emptyDates(row, view) { add(row, DateRange(first: date, last: date)) }
      for dates in brokenLocks(row, view) { add(row, dates) }
    }
    for (row, date) in crowded(view) { add(row, DateRange(first: date, last: date)) }
  }

  /// Faculty whom the week forces onto a duty that locked colleagues already fill.
  private func crowded(_ view: DutyGridBuilder) -> [(row: Int, date: CalendarDate)] {
    let context = view.context
    var result: [(row: Int, date: CalendarDate)] = []
    for (slot, locked) in lockedRows where context.horizon.contains(slot.date) {
      let column = context.column(slot.date, slot.part)
      for (index, rule, most) in coverMaxima
      where locked.count >= most && context.matches(rule.selection, slot) {
        let choices = context.choices(rule.selection)
        let rows = parts[index].rows
        func isForced(_ row: Int) -> Bool {
          let domain = view.domain(row, column)
          return !domain.isEmpty && domain.isSubset(of: choices)
        }
        guard rows.count(where: { locked.contains($0) && isForced($0) }) >= most else { continue }
        result += rows.filter {
          $0 >= people.residentCount && !locked.contains($0) && isForced($0)
        }
        .map { ($0, slot.date) }
      }
    }
    return result
  }
}

/// Some columns' cells of the faculty under one kind of week. A sponsor of 1,200 residents has
/// eighty kinds and six hundred members: sets for all their cells would take gigabytes.
private struct WeekCells {
  private(set) var domains: [BitSet]
  /// Where each column stands among those kept; −1 for the others.
  let placeOfColumn: [Int32]
  private let columnCount: Int
  /// Row by row.
  private let domainOfCell: [Int32]

  init(_ rows: [Int], _ columns: [Int], of view: DutyGridBuilder) {
    var table = DomainTable()
    domainOfCell = rows.flatMap { row in
      columns.map { table.index(of: view.domain(row, $0)) }
    }
    domains = table.domains
    columnCount = columns.count
    var places = [Int32](repeating: -1, count: view.context.columnCount)
    for (place, column) in columns.enumerated() { places[column] = Int32(place) }
    placeOfColumn = places
  }

  /// Index of a member's domain at a place among the columns kept.
  func domain(of member: Int, at place: Int) -> Int {
    Int(domainOfCell[member * columnCount + place])
  }
}

/// Lessons without repetition, in the order they came.
private struct LessonList {
  private(set) var lessons: [DutyLesson] = []
  private var known: Set<DutyLesson> = []

  mutating func add(_ lesson: DutyLesson) {
    if known.insert(lesson).inserted { lessons.append(lesson) }
  }
}

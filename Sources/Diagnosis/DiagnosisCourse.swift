package import Compilation
import Containers
import Domain
package import ExactSearch
import Grid
package import Rules
import Validation

/// How long a diagnosis may take.
package struct DiagnosisLimits: Sendable, Hashable {
  /// For counting and flows. Seconds are enough for 400 residents; more would keep a run waiting.
  package var counting: Duration
  /// For exact cores, and half as much again for sequences of single rows.
  package var exact: Duration
  /// For showing that one relaxation helps.
  package var relaxation: Duration
  /// For showing that of all relaxations together; what it leaves is not solved again.
  package var relaxations: Duration

  package init(
    counting: Duration = .seconds(20), exact: Duration = .seconds(60),
    relaxation: Duration = .seconds(10), relaxations: Duration = .seconds(60)
  ) {
    self.counting = counting
    self.exact = exact
    self.relaxation = relaxation
    self.relaxations = relaxations
  }
}

/// Finds out whether a programme can have a schedule at all, by arguments from the plainest on.
///
/// Locks that break a rule by themselves; counting and flows over the plan, then over the duties,
/// then over the plan with what duties leave of rotations; exact search over that plan, reduced by
/// deletion; sequences of single rows. The first kind that
/// finds a contradiction ends it, since later ones would say the same less plainly. Every argument
/// looks at less than all rules, so what it refutes has no schedule; finding nothing proves
/// nothing, save where a plan is found. `docs/diagnosis.md` draws the order.
package struct DiagnosisCourse {
  let program: Program
  let grid: HardGrid
  let limits: DiagnosisLimits
  let wording: ConflictWording
  private let isAbandoned: @Sendable () -> Bool
  /// What duties leave of rotations, from whoever has looked at it already; looked at here where
  /// nobody has.
  package var residentOutlook: () -> PlanProspects.Outlook? = { nil }

  /// - Parameter isAbandoned: whether nobody waits for the answer any more; counting then ends as
  ///   it does when time runs out. Asked often.
  /// - Throws: `CompilationFault` for numbers too large for a grid.
  package init(
    _ program: Program, limits: DiagnosisLimits = DiagnosisLimits(),
    isAbandoned: @escaping @Sendable () -> Bool = { false }
  ) throws(CompilationFault) {
    self.program = program
    self.limits = limits
    self.isAbandoned = isAbandoned
    grid = try HardGrid.plan(of: program)
    wording = ConflictWording(program, grid)
  }

  // MARK: Counting

  /// Locks, counting and flows alone: seconds, and no other process.
  ///
  /// - Parameter planOnly: whether duties are not asked for.
  package func counting(planOnly: Bool = false) -> DiagnosisResult {
    counted(planOnly: planOnly).result
  }

  /// What is known so far.
  private struct Findings {
    var conflicts: [FoundConflict] = []
    var steps: [DiagnosisResult.Step] = []
    var plan: [Int]?
    /// What duty rules leave of rotations; nil where that was not looked at or is everything.
    var duties: RotationDuties?

    var result: DiagnosisResult {
      DiagnosisResult(
        outcome: conflicts.isEmpty ? plan == nil ? .undecided : .planFeasible : .infeasible,
        conflicts: conflicts.map(\.conflict), steps: steps, plan: plan)
    }
  }

  private func counted(planOnly: Bool) -> Findings {
    var findings = Findings()
    let deadline = ContinuousClock.now + limits.counting
    if !planOnly { locks(&findings) }
    if findings.conflicts.isEmpty { planCounting(&findings, deadline) }
    if findings.conflicts.isEmpty, !planOnly {
      dutyCounting(&findings, deadline)
      if findings.conflicts.isEmpty { rotationDuties(&findings, deadline) }
    }
    return findings
  }

  private func isOut(of deadline: ContinuousClock.Instant) -> () -> Bool {
    { [isAbandoned] in ContinuousClock.now > deadline || isAbandoned() }
  }

  private func locks(_ result: inout Findings) {
    let honouring = program.dutyRules.first { instance in
      guard case .lockedDuties = instance.rule else { return false }
      return instance.severity.isHard && instance.scope == RuleScope()
    }
    guard let honouring else { return }
    let started = ContinuousClock.now
    let violations = LockedDutyFindings(program: program).violations()
    result.conflicts = violations.prefix(PlanCounting.conflictsMax).map {
      wording.conflict($0, honouring: honouring.id)
    }
    result.steps.append(
      .init(.lockedDuties, places: program.facts.duty?.lockedDuties.count ?? 0, since: started))
  }

  private func planCounting(
    _ result: inout Findings, _ deadline: ContinuousClock.Instant
  ) {
    var started = ContinuousClock.now
    for stage in PlanCounting(grid: grid, isOutOfTime: isOut(of: deadline)).stages() {
      result.conflicts += zip(stage.cores, stage.alsoAt).map { wording.conflict($0, alsoAt: $1) }
      result.steps.append(
        .init(stage.argument, places: stage.places, since: started, deadline: deadline))
      started = ContinuousClock.now
    }
  }

  private func dutyCounting(
    _ result: inout Findings, _ deadline: ContinuousClock.Instant
  ) {
    guard !isAbandoned(), let standing = DutyStanding(program) else { return }
    var started = ContinuousClock.now
    let counting = DutyCounting(
      standing: standing, grid: grid, isOutOfTime: isOut(of: deadline))
    for stage in counting.stages() {
      result.conflicts += zip(stage.cores, stage.alsoOn).map {
        wording.conflict($0, standing, alsoOn: $1)
      }
      result.steps.append(
        .init(stage.argument, places: stage.places, since: started, deadline: deadline))
      started = ContinuousClock.now
    }
  }

  private func rotationDuties(
    _ result: inout Findings, _ deadline: ContinuousClock.Instant
  ) {
    let isOutOfTime = isOut(of: deadline)
    guard !isOutOfTime() else { return }
    let started = ContinuousClock.now
    guard let duties = RotationDuties(program, grid, residentOutlook()) else { return }
    result.duties = duties
    let wording = ConflictWording(program, duties.grid)
    var places = 0
    for stage in PlanCounting(grid: duties.grid, isOutOfTime: isOutOfTime).stages() {
      places += stage.places
      result.conflicts += zip(stage.cores, stage.alsoAt).map { core, others in
        wording.conflict(
          wording.conflict(core, alsoAt: others),
          because: duties.reasons(for: core.selection, isOutOfTime: isOutOfTime) {
            core.question.isRefuted($0, core.selection)
          })
      }
    }
    result.steps.append(
      .init(.rotationDuties, places: places, since: started, deadline: deadline))
  }

  // MARK: Everything

  /// Counting, then rows and exact cores, then what could give way.
  ///
  /// - Parameter settings: how solving children are started.
  package func deep(_ settings: ExactSettings = .ofThisMachine()) -> DiagnosisResult {
    let search = PlanSearch(settings)
    var findings = counted(planOnly: false)
    let deadline = ContinuousClock.now + limits.exact
    if findings.conflicts.isEmpty { exactPlan(&findings, search, deadline) }
    if findings.conflicts.isEmpty, findings.plan == nil {
      // The search for a plan may have used up its time; rows have their own.
      rows(&findings, ContinuousClock.now + limits.exact / 2)
    }
    if !findings.conflicts.isEmpty {
      let relaxing = Relaxing(program: program, grid: grid, search: search, limits: limits)
      findings.conflicts = relaxing.offers(for: findings.conflicts)
    }
    return findings.result
  }

  /// One plan ends all doubt about the plan, so it is looked for before cores are.
  private func exactPlan(
    _ result: inout Findings, _ search: PlanSearch, _ deadline: ContinuousClock.Instant
  ) {
    let started = ContinuousClock.now
    let duties = result.duties
    let exact = ExactCore(grid: duties?.grid ?? grid, search: search, deadline: deadline)
    var step = DiagnosisResult.Step(.exact, places: 1, since: started)
    switch exact.decide() {
    case .plan(let cells):
      let plan = RotationPlan(cells: cells, columnCount: grid.columnCount)
      if Judge(program: program).verdict(on: plan).isValid {
        result.plan = cells
      } else {
        step.remark = "a plan of the search is refused by the judge"
      }
    case .core(let selection, let isMinimal):
      let reasons = duties?.reasons(
        for: selection, isOutOfTime: isOut(of: deadline)
      ) { exact.isRefuted(selection, in: $0) }
      result.conflicts = [
        wording.conflict(
          wording.conflict(exact: selection, isMinimal: isMinimal), because: reasons)
      ]
    case .unknown(let reason): step.remark = reason
    }
    step.milliseconds = started.millisecondsAgo
    result.steps.append(step)
  }

  private func rows(_ result: inout Findings, _ deadline: ContinuousClock.Instant) {
    let started = ContinuousClock.now
    let duties = result.duties
    let grid = duties?.grid ?? grid
    let isOutOfTime = isOut(of: deadline)
    var undecided = 0
    var asked = 0
    for row in 0..<grid.rowCount {
      guard !isOutOfTime() else { break }
      asked += 1
      let sequences = RowSequences(grid: grid, row: row)
      guard let found = sequences.contradiction() else {
        undecided += 1
        continue
      }
      guard !found.isEmpty else { continue }
      let kept = Minimising(
        isRefuted: { sequences.isRefuted(Set($0)) }, isOutOfTime: isOutOfTime
      ).necessary(among: found.sorted())
      let least = kept.map { Set($0) } ?? found
      let others = (row + 1..<grid.rowCount).filter {
        !isOutOfTime() && RowSequences(grid: grid, row: $0).isRefuted(least)
      }
      let selection = Selection(
        instances: least, rows: [row], columns: Set(0..<grid.columnCount))
      let reasons = duties?.reasons(for: selection, isOutOfTime: isOutOfTime) {
        RowSequences(grid: $0, row: row).isRefuted(least)
      }
      let conflict = wording.conflict(
        row: row, instances: least, isMinimal: kept != nil, also: others)
      result.conflicts = [wording.conflict(conflict, because: reasons)]
      break
    }
    var step = DiagnosisResult.Step(.rowProgramme, places: asked, since: started)
    if undecided > 0 { step.remark = "\(undecided) rows have too many states to decide" }
    result.steps.append(step)
  }
}

extension DiagnosisResult.Step {
  init(
    _ argument: Conflict.Argument, places: Int, since started: ContinuousClock.Instant,
    deadline: ContinuousClock.Instant? = nil
  ) {
    self.init(
      argument: argument.rawValue, places: places, milliseconds: started.millisecondsAgo,
      remark: deadline.map { ContinuousClock.now > $0 } == true ? "time ran out" : nil)
  }
}

extension ContinuousClock.Instant {
  /// Whole milliseconds that have passed since.
  var millisecondsAgo: Int {
    let elapsed = ContinuousClock.now - self
    return Int(elapsed.components.seconds) * 1_000
      + Int(elapsed.components.attoseconds / 1_000_000_000_000_000)
  }
}

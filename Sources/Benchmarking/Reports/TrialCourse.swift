/// One seed of an entrant on an instance as the measures see it: its rows of one budget in seconds,
/// or its rows of every budget in effort, which together make one curve.
struct TrialCourse {
  var seed: Int64
  /// Best judged cost; nil without a valid answer.
  var cost: Int?
  var trace: IncumbentTrace
  var rows: [ResultRow]

  /// The course of a budget in seconds.
  init(row: ResultRow, seed: Int64, end: Double) {
    self.seed = seed
    rows = [row]
    guard row.isValid, let judged = row.cost else {
      cost = nil
      trace = IncumbentTrace([])
      return
    }
    cost = judged
    // What was reported on the way was recounted by the coordinator, or claimed by a peer; nothing
    // below the judged cost is believed. An answer that nobody reported was there at the end.
    let points = row.trace.filter { $0.cost >= judged }
      .map { IncumbentTrace.Point(time: $0.time, cost: $0.cost) }
    let last = max(min(row.spending.wallSeconds, end), points.last?.time ?? 0)
    trace = IncumbentTrace(points + [IncumbentTrace.Point(time: last, cost: judged)])
  }

  /// The course over budgets in effort: each row is a point of its own.
  init(efforts: [(amount: Double, row: ResultRow)], seed: Int64) {
    self.seed = seed
    rows = efforts.map(\.row)
    trace = IncumbentTrace(
      efforts.compactMap { item in
        item.row.isValid
          ? item.row.cost.map { IncumbentTrace.Point(time: item.amount, cost: $0) } : nil
      })
    cost = trace.points.last?.cost
  }
}

/// A field of a report: the courses of every entrant on every instance under one kind of budget.
struct ReportField {
  /// `60 s`, or `effort`.
  var title: String
  /// The largest budget: seconds or effort units.
  var end: Double
  var isEffort: Bool
  /// By entrant's and instance's position in the suite, in the order of seeds.
  var courses: [[[TrialCourse]]]

  /// One field for each budget in seconds, and one for all budgets in effort together. A field
  /// without any row is left out.
  static func fields(of suite: Suite, rows: [TrialKey: ResultRow]) -> [ReportField] {
    var fields = suite.budgets.compactMap { budget -> ReportField? in
      guard case .seconds(let seconds) = budget else { return nil }
      return field(suite, title: budget.description, end: Double(seconds), isEffort: false) {
        entrant, instance, seed in
        rows[key(suite, entrant, instance, seed, budget)].map {
          TrialCourse(row: $0, seed: seed, end: Double(seconds))
        }
      }
    }
    let efforts = suite.budgets.filter { if case .effort = $0 { true } else { false } }
    if let most = efforts.map(\.amount).max() {
      fields.append(
        field(suite, title: "effort", end: most, isEffort: true) { entrant, instance, seed in
          let found = efforts.compactMap { budget in
            rows[key(suite, entrant, instance, seed, budget)].map { (budget.amount, $0) }
          }
          return found.isEmpty ? nil : TrialCourse(efforts: found, seed: seed)
        })
    }
    return fields.filter { field in field.courses.contains { $0.contains { !$0.isEmpty } } }
  }

  private static func field(
    _ suite: Suite, title: String, end: Double, isEffort: Bool,
    course: (Entrant, SuiteInstance, Int64) -> TrialCourse?
  ) -> ReportField {
    ReportField(
      title: title, end: end, isEffort: isEffort,
      courses: suite.entrants.map { entrant in
        suite.instances.map { instance in
          suite.seeds.compactMap { course(entrant, instance, $0) }
        }
      })
  }

  private static func key(
    _ suite: Suite, _ entrant: Entrant, _ instance: SuiteInstance, _ seed: Int64,
    _ budget: TrialBudget
  ) -> TrialKey {
    Trial(
      instance: instance, entrant: entrant, seed: seed, budget: budget,
      cluster: entrant.cluster ?? suite.cluster
    ).key
  }
}

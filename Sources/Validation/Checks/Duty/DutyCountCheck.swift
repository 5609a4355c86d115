import Domain
import Rules

/// Checks ``DutyCount`` period by period.
struct DutyCountCheck: DutyRuleCheck {
  static let reach = DutyReach.person

  let rule: DutyCount
  private let selector: DutySelector

  init(rule: DutyCount, people: DutyPeople) {
    self.rule = rule
    selector = DutySelector(rule.selection, in: people)
  }

  func findings(in row: Int, of judged: JudgedDuties) -> [DutyFinding] {
    guard judged.seesAny(row) else { return [] }
    let cells = judged.cells(selector, of: row, in: 0..<judged.timeline.dayCount).filter {
      !(rule.adjustsForLeave && judged.timeline.isAway(row, $0.day))
    }
    var findings: [DutyFinding] = []
    for period in rule.period.days(in: judged) {
      let inside = cells.drop { $0.day < period.lowerBound }.prefix { $0.day < period.upperBound }
      let amount = rule.measure.amount(of: inside, row, in: judged)
      let (minimum, maximum) = bounds(row, period, judged)
      if amount < minimum, isWhole(period, judged), judged.sees(row, wholly: period) {
        findings.append(
          finding(row, period, Array(inside), amount, missing: minimum - amount, judged))
      }
      if let maximum, amount > maximum {
        findings.append(
          finding(row, period, Array(inside), amount, missing: maximum - amount, judged))
      }
    }
    return findings
  }

  private func isWhole(_ period: Range<Int>, _ judged: JudgedDuties) -> Bool {
    period.lowerBound >= judged.horizon.lowerBound && period.upperBound <= judged.horizon.upperBound
  }

  /// The bounds of a person in a period.
  private func bounds(
    _ row: Int, _ period: Range<Int>, _ judged: JudgedDuties
  ) -> (minimum: Int, maximum: Int?) {
    guard rule.adjustsForLeave else { return (rule.minimum, rule.maximum) }
    let present = judged.daysPresent(row, in: period)
    let days = period.count
    return (rule.minimum * present / days, rule.maximum.map { ($0 * present + days - 1) / days })
  }

  /// - Parameter missing: what is missing, or negative the surplus.
  private func finding(
    _ row: Int, _ period: Range<Int>, _ cells: [DutyCell], _ amount: Int, missing: Int,
    _ judged: JudgedDuties
  ) -> DutyFinding {
    let dates = judged.dates(period)
    let bound = amount + missing
    let demand =
      missing > 0
      ? "at least \(rule.measure.words(bound)) required"
      : "at most \(rule.measure.words(bound)) allowed"
    return DutyFinding(
      rows: [row], dates: dates, causes: judged.causes(row, cells),
      amount: rule.measure.units(abs(missing)),
      explanation: "\(judged.name(row)) has \(rule.measure.words(amount)) of "
        + "\(sentence(rule.selection)) from \(dates.first) to \(dates.last), \(demand)")
  }
}

extension DutyPeriod {
  /// The periods that concern the horizon, as days; some reach beyond it.
  func days(in judged: JudgedDuties) -> [Range<Int>] {
    let calendar = judged.people.facts.calendar
    let all: [Range<Int>] =
      switch self {
      case .year: [judged.days(calendar.dates)]
      case .block: calendar.blocks.map(judged.days)
      case .week: weeks(of: judged)
      case .month: months(of: judged)
      case .rolling(let days): judged.windows(.rolling, ofDays: days)
      }
    return all.filter { $0.overlaps(judged.horizon) }
  }

  private func weeks(of judged: JudgedDuties) -> [Range<Int>] {
    let start = judged.horizon.lowerBound
    let monday = start - (judged.timeline.weekdays[start].rawValue - 1)
    return stride(from: monday, to: judged.horizon.upperBound, by: 7).map { $0..<$0 + 7 }
  }

  private func months(of judged: JudgedDuties) -> [Range<Int>] {
    var months: [Range<Int>] = []
    var day = judged.horizon.lowerBound
    while day < judged.horizon.upperBound {
      let first = day - (judged.date(day).parts.day - 1)
      var next = first + 28
      while judged.date(next).parts.day != 1 { next += 1 }
      months.append(first..<next)
      day = next
    }
    return months
  }
}

import Domain
import Rules

/// The parts of a schedule that a check judges by themselves: after a change of one cell only its
/// own parts need to be judged again.
enum DutyReach {
  /// One part a person in scope: its row.
  case person
  /// One part a day of the horizon.
  case date
  /// One part, the whole schedule, through an amount of each person.
  case amounts
  /// One part, the service weeks; duty cells do not matter.
  case serviceWeeks
}

/// The plain judgement of one duty rule type.
protocol DutyRuleCheck: Sendable {
  associatedtype Parameters: Rule
  var rule: Parameters { get }
  static var reach: DutyReach { get }

  /// Every place in a part where what the rule describes is so, in order of time.
  func findings(in part: Int, of judged: JudgedDuties) -> [DutyFinding]
}

/// A check that compares amounts of people.
protocol DutyAmountCheck: DutyRuleCheck {
  /// What a person in scope has, in the rule's measure.
  func amount(of row: Int, in judged: JudgedDuties) -> Int

  /// What the amounts of the people in scope, by their order in the scope, come to.
  func findings(from amounts: [Int], in judged: JudgedDuties) -> [DutyFinding]
}

extension DutyAmountCheck {
  static var reach: DutyReach { .amounts }

  func findings(in part: Int, of judged: JudgedDuties) -> [DutyFinding] {
    findings(from: judged.scope.rows.map { amount(of: $0, in: judged) }, in: judged)
  }
}

extension DutyRuleCheck {
  /// Numbers of the parts that the whole schedule has.
  func parts(of judged: JudgedDuties) -> [Int] {
    switch Self.reach {
    case .person: judged.scope.rows
    case .date: Array(judged.horizon)
    case .amounts, .serviceWeeks: [0]
    }
  }

  /// Everything that it finds, part by part.
  func findings(in judged: JudgedDuties) -> [DutyFinding] {
    parts(of: judged).flatMap { findings(in: $0, of: judged) }
  }
}

/// One place where a check found what its rule speaks of, before it is named and weighed.
struct DutyFinding: Hashable {
  /// Rows of the people concerned; none for rules that count heads.
  var rows: [Int]
  /// The window or day looked at.
  var dates: DateRange
  /// Assignments that cause it, in order of time.
  var causes: [DutyPlace.Assignment]
  /// Units of the rule's penalty, at least 1.
  var amount: Int
  /// What was found and what is required.
  var explanation: String
}

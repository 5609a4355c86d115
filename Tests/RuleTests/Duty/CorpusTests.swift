import Domain
import Foundation
import Rules
import TestSupport
import Testing

/// The corpus as a whole: large enough, and each case refers to a part of its rule's page that
/// exists.
@Suite struct CorpusTests {
  static let corpus: [[DutyCase]] = [
    PatternHonouredTests.cases, AbsenceHonouredTests.cases, CredentialRequiredTests.cases,
    EligibleActivitiesTests.cases, LockedDutiesHonouredTests.cases, NoOverlapTests.cases,
    AveragedHoursTests.cases, DaysFreeTests.cases, StretchLimitTests.cases, RestAfterTests.cases,
    DutyCountTests.cases, ConsecutiveDutyTests.cases, DutyCoverTests.cases, SupervisionTests.cases,
    DutySuccessionTests.cases, DutySpacingTests.cases, DutyFairnessTests.cases,
    DutyWishesTests.cases, PairingTests.cases, ServiceWeekCoverTests.cases,
    ServiceWeekCountTests.cases, ServiceWeekSpacingTests.cases, AfterServiceWeekTests.cases,
  ]

  @Test func everyRuleTypeHasTenCasesOrMoreOnBothSidesOfItsLimits() {
    #expect(Self.corpus.count == 23)
    #expect(Self.corpus.reduce(0) { $0 + $1.count } >= 300)
    for cases in Self.corpus {
      let allowed = cases.count { $0.units == 0 }
      #expect(cases.count >= 10, "\(cases[0].rule.ruleID)")
      #expect(allowed >= 3 && cases.count - allowed >= 3, "\(cases[0].rule.ruleID)")
    }
  }

  /// Cases in which judge and grid differ knowingly: `docs/grid.md`, "Edges, history, agreement".
  static let differing: [RuleID: [String]] = [
    "no-overlap": ["Unit of penalty: both in history"],
    "stretch-limit": ["History: wholly before the horizon", "Stretch: a hand-over out of scope"],
    "rest-after": [
      "Scope and history: both in history", "Scope and history: the earlier date is not",
    ],
    "duty-succession": ["Scope and history: the next duty in history"],
  ]

  static let shared = corpus.flatMap { $0 }.filter { given in
    !(differing[given.rule.ruleID] ?? []).contains { given.reason.hasPrefix($0) }
  }

  @Test(arguments: shared) func gridCountsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectGridAgrees()
  }

  @Test func everyReasonNamesASectionOfItsRulesPage() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    for cases in Self.corpus {
      let page = try String(
        contentsOf: root.appending(path: "docs/rules/\(cases[0].rule.ruleID).md"), encoding: .utf8)
      for given in cases {
        #expect(page.contains("**\(given.section)."), "\(given.rule.ruleID): \(given.reason)")
        #expect(given.reason.dropFirst(given.section.count).count > 4, "\(given.reason)")
      }
    }
  }
}

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

  static let all = corpus.flatMap { $0 }

  @Test(arguments: all) func gridCountsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectGridAgrees()
  }

  @Test func everyReasonNamesASectionOfItsRulesPage() throws {
    for cases in Self.corpus {
      let page = try String(
        contentsOf: Folders.project.appending(path: "docs/rules/\(cases[0].rule.ruleID).md"),
        encoding: .utf8)
      for given in cases {
        #expect(page.contains("**\(given.section)."), "\(given.rule.ruleID): \(given.reason)")
        #expect(given.reason.dropFirst(given.section.count).count > 4, "\(given.reason)")
      }
    }
  }
}

import Domain
import Rules
import TestSupport
import Testing

/// ``CredentialRequired`` through the judge: first and last valid dates, several entries, nights.
struct CredentialRequiredTests {
  static let rule = AnyDutyRule.credentialRequired(CredentialRequired())

  /// A programme in which clinic and nights require BLS, and what people hold.
  static func held(
    _ held: (person: PersonID, credential: CredentialID, first: String, last: String)...,
    requiring: [CredentialID] = ["BLS"], year: Int = 2025
  ) -> @Sendable (inout SmallDuties, inout RuleScope) -> Void {
    { small, _ in
      small = SmallDuties(residents: 1, faculty: 1, year: year)
      for index in small.duty.activities.indices
      where ["Clinic", "Night"].contains(small.duty.activities[index].id) {
        small.duty.activities[index].requires = requiring
      }
      small.duty.credentials = held.map {
        HeldCredential(
          person: $0.person, credential: $0.credential,
          dates: SmallDuties.dates($0.first, $0.last))
      }
    }
  }

  static let july = held(("R1", "BLS", "2025-07-05", "2025-07-10"))

  static let cases: [DutyCase] = [
    DutyCase(rule, "c", from: "2025-07-10", is: 0, "Dates: the last valid one", with: july),
    DutyCase(rule, ".c", from: "2025-07-10", is: 2, "At the boundary: a day past it", with: july),
    DutyCase(rule, ".a", from: "2025-07-10", is: 1, "Unit of penalty: one cell", with: july),
    DutyCase(rule, "a", from: "2025-07-05", is: 0, "Dates: the first valid one", with: july),
    DutyCase(rule, "a", from: "2025-07-04", is: 1, "Dates: a day before it", with: july),
    DutyCase(
      rule, "n", from: "2025-07-10", is: 0, "Dates: a night that begins on the last", with: july),
    DutyCase(rule, "n", from: "2025-07-11", is: 1, "Dates: a night a day later", with: july),
    DutyCase(
      rule, "w", from: "2025-07-11", is: 0, "At the boundary: the ward needs none", with: july),
    DutyCase(
      rule, "a", from: "2025-07-11", is: 2, "Unit of penalty: two credentials missing",
      with: held(requiring: ["BLS", "ALSO"])),
    DutyCase(
      rule, "a", from: "2025-07-11", is: 1, "Unit of penalty: one of two missing",
      with: held(("R1", "ALSO", "2025-07-01", "2026-06-30"), requiring: ["BLS", "ALSO"])),
    DutyCase(
      rule, "cc", from: "2025-07-10", is: 0, "Dates: two entries that meet",
      with: held(
        ("R1", "BLS", "2025-07-01", "2025-07-10"), ("R1", "BLS", "2025-07-11", "2026-07-10"))),
    DutyCase(
      rule, "ccc", from: "2025-07-10", is: 2, "Dates: two entries with a day between",
      with: held(
        ("R1", "BLS", "2025-07-01", "2025-07-10"), ("R1", "BLS", "2025-07-12", "2026-07-10"))),
    DutyCase(rule, "a|.", from: "2025-07-13", is: 0, "Dates: history is not judged", with: july),
    DutyCase(rule, ".", "a", from: "2025-07-10", is: 1, "Unit of penalty: faculty too", with: july),
    DutyCase(
      rule, ".", "a", from: "2025-07-10", is: 0, "Dates: what the member of the faculty holds",
      with: held(("F1", "BLS", "2025-07-10", "2025-07-10"))),
    DutyCase(
      rule, "a", from: "2026-06-30", is: 0, "Dates: valid to the year's end",
      with: held(("R1", "BLS", "2025-07-01", "2026-06-30"))),
    DutyCase(
      rule, "aa", from: "2028-02-28", is: 1, "Dates: expired before 29 February",
      with: held(("R1", "BLS", "2027-07-01", "2028-02-28"), year: 2027)),
    DutyCase(
      rule, "aa", from: "2028-02-28", is: 0, "Dates: valid on 29 February",
      with: held(("R1", "BLS", "2027-07-01", "2028-02-29"), year: 2027)),
  ]

  @Test(arguments: cases) func judgeFindsTheStatedUnits(_ given: DutyCase) throws {
    try given.expectUnits()
  }
}

import Formats
import Foundation
import TestSupport
import Testing

/// The page of faults and the enumeration of codes are one list.
@Suite struct ErrorsPageTests {
  @Test func everyCodeStandsOnThePageOnceAndNoOther() throws {
    let page = try String(
      contentsOf: Folders.project.appending(path: "docs/errors.md"), encoding: .utf8)
    // The page has the codes of other targets too; `TidyTests` holds all of them to the sources.
    let listed = page.split(separator: "\n")
      .filter { row in ["| E10", "| E2", "| W"].contains { row.hasPrefix($0) } }
      .map { $0.dropFirst(2).prefix(5).description }
    #expect(listed.sorted() == FaultCode.allCases.map(\.rawValue).sorted())
  }

  @Test func everyRowSaysCauseAndRemedy() throws {
    let page = try String(
      contentsOf: Folders.project.appending(path: "docs/errors.md"), encoding: .utf8)
    for row in page.split(separator: "\n") where row.hasPrefix("| E") || row.hasPrefix("| W") {
      #expect(row.split(separator: "|").count == 3, "\(row)")
    }
  }
}

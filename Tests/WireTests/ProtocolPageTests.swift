import Foundation
import TestSupport
import Testing
import Wire

/// `docs/protocol.md` against the code: its message table, its codes.
struct ProtocolPageTests {
  private static let page: String = {
    let file = Folders.project.appending(path: "docs/protocol.md")
    do {
      return try String(contentsOf: file, encoding: .utf8)
    } catch {
      return "unreadable: \(error)"
    }
  }()

  @Test(arguments: MessageKind.allCases)
  func theTableNamesEachMessageWithItsSenderAndSize(kind: MessageKind) {
    let row = "| `\(kind.rawValue)` | \(kind.sender.rawValue) |"
    let lines = Self.page.split(separator: "\n").filter { $0.hasPrefix(row) }
    #expect(lines.count == 1, "no single row starts with \(row)")
    #expect(lines.first?.hasSuffix("| \(kind.byteCountMax) |") ?? false, "size of \(kind)")
  }

  @Test
  func theTableNamesNothingElse() {
    let rows = Self.page.split(separator: "\n").filter {
      $0.contains("` | node |") || $0.contains("` | coordinator |")
    }
    #expect(rows.count == MessageKind.allCases.count)
  }

  @Test
  func everyCodeIsExplained() {
    let codes = WireError.Code.allCases.map(\.rawValue) + Refused.Code.allCases.map(\.rawValue)
    for code in codes { #expect(Self.page.contains("| E\(code) |"), "E\(code)") }
  }
}

import Testing

/// The scanners these tests rest on: a tidy test that sees nothing would pass for ever.
@Suite struct ScannerTests {
  private func file(_ text: String, path: String = "Sources/Made/Up.swift") -> SwiftFile {
    SwiftFile(path: path, text: text)
  }

  @Test func commentsAndStringsAreNotCode() {
    let found = file("let a = \"try! \\(b(\"{\")) {\" // fatalError(\n/* { /* } */ */ let c = 1")
    #expect(found.codeLines[0].contains("b("))
    #expect(!found.codeLines[0].contains("try!"))
    #expect(!found.codeLines[0].contains("fatalError"))
    #expect(!found.code.contains(UInt8(ascii: "{")))
    #expect(found.codeLines[1].contains("let c = 1"))
  }

  @Test func rawAndLongStringsAreNotCode() {
    let found = file("let a = #\"\\(\"{\"#\nlet b = \"\"\"\n  \"{\" \\(c)\n  \"\"\"\nlet d = 2")
    #expect(!found.code.contains(UInt8(ascii: "{")))
    #expect(found.codeLines[2].contains("c"))
    #expect(found.codeLines[4] == "let d = 2")
  }

  @Test func aFunctionIsMeasured() throws {
    let text = """
      protocol P {
        func asked(of one: Int)
      }
      struct S {
        func f<T>(_ a: T, b: [Int: Int] = [:], c: (Int) -> Void) -> Int {
          if true {
            for _ in 0..<1 { return 1 }
          }
          return 2
        }
      }
      """
    let functions = FunctionScan(file(text)).functions()
    #expect(functions.map(\.name) == ["asked", "f"])
    #expect(functions.map(\.bodyLines) == [0, 4])
    let last = try #require(functions.last)
    #expect(last.line == 5)
    #expect(last.nesting == 2)
    #expect(last.parameters == 3)
  }

  @Test func everyLimitIsFelt() {
    let body = Array(repeating: "  work()", count: Limits.functionLinesMax + 1)
    let deep = String(repeating: "if a {\n", count: Limits.nestingMax + 1)
    let shut = String(repeating: "}", count: Limits.nestingMax + 1)
    let text =
      (["func long() {"] + body + ["}", "func deep() {", deep + shut, "}"]
      + ["func wide(a: A, b: A, c: A, d: A, e: A, f: A, g: A) {}"]
      + [String(repeating: "x", count: Limits.columnsMax + 1)]
      + Array(repeating: "", count: Limits.sourceLinesMax)).joined(separator: "\n")
    let found = Set(Limits.offences(in: [file(text)]).map(\.limit))
    #expect(found == ["file", "function", "line", "nesting", "parameters"])
  }

  @Test(arguments: [
    "let a = Date()", "a.shuffled()", "Int.random(in: 0..<2)", "@testable import Grid",
    "fatalError(\"no\")", "let b = try? c()", "struct D: @unchecked Sendable {}",
  ])
  func aBannedCallIsFound(line: String) {
    #expect(BannedWords.callOffences(in: file("\n" + line)).count == 1)
  }

  @Test(arguments: [
    "let a = CalendarDate()", "a.shuffled(using: &generator)", "// Date()",
    "let b = try? c()  // Its absence is the answer.", "let d = \"fatalError(\"",
  ])
  func anInnocentCallIsNot(line: String) {
    #expect(BannedWords.callOffences(in: file(line)).isEmpty)
  }

  @Test(arguments: ["RunManager", "GridHelpers", "FrameV2", "NewGrid"])
  func anEmptyNameIsFound(name: String) {
    let found = BannedWords.nameOffences(paths: [], files: [file("struct \(name) {}")])
    #expect(found.count == 1)
  }

  @Test(arguments: ["Database", "Newborn", "Baseline", "Renewal"])
  func anInnocentNameIsNot(name: String) {
    let found = BannedWords.nameOffences(
      paths: ["Sources/Store/\(name).swift"], files: [file("struct \(name) {}")])
    #expect(found.isEmpty)
  }
}

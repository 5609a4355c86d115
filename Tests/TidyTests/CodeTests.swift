import Testing

/// What the style guide says of every source file, as far as a machine can count it.
@Suite struct CodeTests {
  @Test func sourcesAreFound() {
    #expect(Repository.swiftFiles.contains { $0.path.hasPrefix("Sources/") })
    #expect(Repository.swiftFiles.contains { $0.path == "Tests/TidyTests/CodeTests.swift" })
  }

  @Test func noLimitIsPassed() {
    let offences = Limits.offences(in: Repository.swiftFiles).unexcused
    #expect(offences.isEmpty, "\(report(offences))")
  }

  @Test func namesSayWhatTheyName() {
    let offences = BannedWords.nameOffences(
      paths: Repository.paths, files: Repository.swiftFiles
    ).unexcused
    #expect(offences.isEmpty, "\(report(offences))")
  }

  @Test func bannedCallsAreAbsent() {
    let offences = Repository.swiftFiles.flatMap(BannedWords.callOffences).unexcused
    #expect(offences.isEmpty, "\(report(offences))")
  }

  @Test func nothingIsLeftUnfinished() {
    let offences = Repository.swiftFiles.flatMap(BannedWords.unfinishedOffences).unexcused
    #expect(offences.isEmpty, "\(report(offences))")
  }

  @Test func exceptionsAreFewReadableAndNeeded() {
    let exceptions = Exceptions.current
    #expect(exceptions.unreadable == [])
    #expect(
      exceptions.entries.count <= exceptions.countMax,
      "the list may only get shorter: \(exceptions.entries.count) > \(exceptions.countMax)")
    let offences =
      Limits.offences(in: Repository.swiftFiles)
      + BannedWords.nameOffences(paths: Repository.paths, files: Repository.swiftFiles)
      + Repository.swiftFiles.flatMap(BannedWords.callOffences)
      + Repository.swiftFiles.flatMap(BannedWords.unfinishedOffences)
    for entry in exceptions.entries {
      #expect(
        offences.contains { $0.path == entry.path && $0.limit == entry.limit },
        "\(Exceptions.path): nothing in \(entry.path) needs the exception `\(entry.limit)`")
    }
  }

  @Test func noPlaceholderRemains() {
    let placeholders = Repository.paths.filter { $0.hasSuffix("/Placeholder.swift") }
    #expect(placeholders == [])
  }
}

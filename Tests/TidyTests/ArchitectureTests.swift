import Testing

/// Holds manifest and sources against the allowed-imports table of `docs/ARCHITECTURE.md`.
@Suite struct ArchitectureTests {
  private let table = ImportTable.current
  private let manifest = ModuleUses.inManifest(Repository.text(of: "Package.swift") ?? "")

  /// What comes with the toolchain or the system, and needs no row.
  private let platform: Set<String> = [
    "Swift", "Synchronization", "Dispatch", "Glibc", "Darwin", "Foundation",
    "FoundationEssentials", "_Concurrency",
  ]

  @Test func everyTargetHasItsRowAndEveryRowItsTarget() {
    #expect(Repository.names(in: "Sources") == table.rows.keys.sorted())
  }

  @Test func aTargetStandsAboveWhatItImports() {
    for row in table.rows.values.sorted(by: { $0.line < $1.line }) {
      for name in (row.imports ?? []).sorted() {
        let level = table.rows[name]?.level ?? Int.max
        #expect(
          level < row.level, "\(ImportTable.path):\(row.line): \(row.target) isn't above \(name)")
      }
    }
  }

  @Test func theManifestIsUnderstood() {
    #expect(manifest.contains { $0.target == "Validation" && $0.module == "Rules" })
    #expect(manifest.contains { $0.target == "rota" && $0.module == "ArgumentParser" })
    #expect(manifest.contains { $0.target == "Transport" && $0.module == "CNNG" })
    let withEdges = Set(manifest.map(\.target))
    #expect(withEdges.isSubset(of: table.rows.keys), "\(withEdges.subtracting(table.rows.keys))")
  }

  @Test func manifestEdgesAreAllowed() {
    let offences = manifest.filter { !table.allows($0.module, in: $0.target) }.map(offence)
    #expect(offences.isEmpty, "\(report(offences))")
  }

  @Test func importsAreAllowed() {
    let offences = ModuleUses.inSources().filter {
      !platform.contains($0.module) && !table.allows($0.module, in: $0.target)
    }.map(offence)
    #expect(offences.isEmpty, "\(report(offences))")
  }

  @Test func theCoreIsFreeOfFoundation() {
    #expect(table.freeOfFoundation.count >= 10)
    let offences = ModuleUses.inSources().filter {
      $0.module.hasPrefix("Foundation") && table.freeOfFoundation.contains($0.target)
    }.map(offence)
    #expect(offences.isEmpty, "\(report(offences))")
  }

  @Test(arguments: [
    ("import Grid", "Grid"), ("package import Grid", "Grid"), ("@preconcurrency import A", "A"),
    ("internal import struct Grid.Row", "Grid"), ("  import B  // why", "B"),
  ])
  func anImportIsRead(line: String, module: String) {
    #expect(ModuleUses.imports(in: line).map(\.module) == [module])
  }

  @Test func anUndeclaredImportIsRefused() {
    #expect(!table.allows("Search", in: "Validation"))
    #expect(!table.allows("Domain", in: "Wire"))
    #expect(!table.allows("Store", in: "Coordination"))
    #expect(table.allows("Search", in: "rota"))
  }

  private func offence(_ use: ModuleUse) -> Offence {
    Offence(
      path: use.path, line: use.line, limit: "import",
      reason: "\(use.target) may not import \(use.module), says \(ImportTable.path)")
  }
}

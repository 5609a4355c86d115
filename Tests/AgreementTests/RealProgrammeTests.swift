import Compilation
import Containers
import Determinism
import Domain
import Formats
import Grid
import Rules
import TestSupport
import Testing
import Validation

/// Where the real programme's residents are; the programme itself is in the repository.
private enum RealProgramme {
  static let isThere = Folders.publicData != nil

  static func program() throws -> Program {
    try ProgramReader.read(folder: Folders.programme("im183"))
  }
}

/// The real programme of 183 residents, read from its files: judge and grid agree on it.
@Suite(.enabled(if: RealProgramme.isThere, "no public data: set ROTA_DATA"))
struct RealProgrammeTests {
  @Test func randomPlansOfTheRealProgrammeAreJudgedAlike() throws {
    let program = try RealProgramme.program()
    let judge = Judge(program: program)
    let compiled = try PlanCompiler.compile(program)
    let grid = compiled.grid
    #expect(grid.rowCount == 183 && grid.columnCount == 13)
    for seed in UInt64(0)..<10 {
      var random = SeededGenerator(seed: seed)
      let cells = (0..<grid.rowCount * grid.columnCount).map { cell -> UInt16 in
        let members = grid.domains[Int(grid.domainOfCell[cell])].members
        return UInt16(members[random.below(members.count)])
      }
      let answer = GridAnswer(cells: cells, columnCount: grid.columnCount)
      let verdict = judge.verdict(on: compiled.plan(from: answer))
      let recount = grid.recount(answer, byInstance: true)
      #expect(recount.cellsOutsideDomain == 0)
      #expect(recount.score == verdict.score, "seed \(seed)")
      let shares = recount.pointsByInstance
      let padded = shares + Array(repeating: 0, count: compiled.instances.count - shares.count)
      #expect(padded == verdict.byInstance.map(\.points), "seed \(seed)")
    }
  }
}

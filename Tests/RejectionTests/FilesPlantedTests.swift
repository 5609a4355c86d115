import Domain
import Formats
import Rules
import TestSupport
import Testing
import Validation

/// The sample programme against the plan that it was made from.
@Suite struct FilesPlantedTests {
  static let folder = Folders.programme("s24")

  @Test func thePlantedPlanIsValid() throws {
    let program = try ProgramReader.read(folder: Self.folder)
    let plan = try PlanImport.read(file: Self.folder + "/planted.csv", of: program.facts)
    let verdict = Judge(program: program).verdict(on: plan)
    #expect(verdict.isValid, "\(verdict.violations.prefix(5))")
  }

  /// Leave ties each row to its resident, so that rows of one level are not interchangeable.
  @Test func thePlantedPlanWithTwoRowsOfALevelExchangedIsRefused() throws {
    let program = try ProgramReader.read(folder: Self.folder)
    let plan = try PlanImport.read(file: Self.folder + "/planted.csv", of: program.facts)
    for (first, second) in [(0, 1), (8, 9), (16, 17)] {
      var exchanged = plan
      for column in 0..<plan.columnCount {
        exchanged[first, column] = plan[second, column]
        exchanged[second, column] = plan[first, column]
      }
      #expect(!Judge(program: program).verdict(on: exchanged).isValid)
    }
  }
}

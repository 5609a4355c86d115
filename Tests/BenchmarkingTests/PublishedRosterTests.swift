import Benchmarking
import Containers
import Foundation
import Grid
import Measures
import TestSupport
import Testing

/// Every published roster costs what its source states, by the plain judge and by the grid.
@Suite(.enabled(if: PublicData.isThere, "no public data: set ROTA_DATA"))
struct PublishedRosterTests {
  @Test(arguments: PublicData.rosterNames)
  func aPublishedRosterCostsWhatItsSourceStates(name: String) throws {
    let stem = String(name.prefix { $0 != "." })
    let instance = try PublicData.instance(stem)
    let roster = try PublicData.roster(name, of: instance)
    let verdict = ShiftRosterJudge(instance: instance).verdict(on: roster)
    let stated = try #require(try PublicData.statedCosts()[name])
    #expect(verdict.violations == [])
    #expect([verdict.cost, verdict.coverCost, verdict.requestCost] == stated)

    let grid = ShiftGrid.compile(instance)
    let answer = ShiftGrid.answer(from: roster)
    let recount = grid.recount(answer, byInstance: true)
    #expect(recount.isValid)
    #expect(recount.score == Score(soft: verdict.cost))
    #expect(recount.pointsByInstance[ShiftGrid.Part.cover.rawValue] == verdict.coverCost)
    #expect(ShiftGrid.roster(from: answer) == roster)
  }

  @Test func allPublishedFilesAreThere() {
    #expect(PublicData.rosterNames.count == 16)
    #expect(PublicData.instanceNames.count == 18)
  }

  @Test(arguments: PublicData.instanceNames)
  func aPublicInstanceCompiles(name: String) throws {
    let instance = try PublicData.instance(name)
    let grid = ShiftGrid.compile(instance)
    #expect(grid.rowCount == instance.employees.count)
    #expect(grid.columnCount == instance.dayCount)
    #expect(grid.cutColumns.allSatisfy { $0 % 7 == 0 })
    #expect(grid.domains.allSatisfy { $0.contains(0) })
    let idle = ShiftRoster(
      dayCount: instance.dayCount,
      cells: Array(repeating: nil, count: grid.rowCount * grid.columnCount))
    let verdict = ShiftRosterJudge(instance: instance).verdict(on: idle)
    #expect(grid.recount(ShiftGrid.answer(from: idle)).score.soft == verdict.cost)
  }

  /// The best-known file holds nothing but what the judge accepts from a roster at hand, published
  /// or our own, and of each instance the least of those published at most.
  @Test func bestKnownValuesAreThoseOfAcceptedRosters() throws {
    let bench = Folders.project.appending(path: "bench")
    let text = try String(
      contentsOf: bench.appendingPathComponent("best-known.csv"), encoding: .utf8)
    let table = BestKnownValues(text)
    #expect(table.text == text)
    for entry in table.entries where PublicData.instanceNames.contains(entry.instance) {
      let instance = try PublicData.instance(entry.instance)
      let roster =
        entry.source.hasPrefix("rosters/")
        ? try ShiftRosterFile.read(
          String(contentsOf: bench.appendingPathComponent(entry.source), encoding: .utf8),
          of: instance, layout: .csv)
        : try PublicData.roster(String(entry.source.dropLast(4)), of: instance)
      let verdict = ShiftRosterJudge(instance: instance).verdict(on: roster)
      #expect(verdict.isValid && verdict.cost == entry.value, "\(entry)")
    }
    for name in PublicData.rosterNames {
      let stem = String(name.prefix { $0 != "." })
      let instance = try PublicData.instance(stem)
      let roster = try PublicData.roster(name, of: instance)
      let cost = ShiftRosterJudge(instance: instance).verdict(on: roster).cost
      #expect(try #require(table.value(of: stem)) <= cost, "\(name)")
    }
  }
}

import Benchmarking
import Containers
import Foundation
import Grid
import Measures
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

  /// The best-known file holds nothing but what the judge accepts from a roster at hand.
  @Test func bestKnownValuesAreThoseOfAcceptedRosters() throws {
    var best: [String: (value: Int, source: String)] = [:]
    for name in PublicData.rosterNames {
      let stem = String(name.prefix { $0 != "." })
      let instance = try PublicData.instance(stem)
      let verdict = ShiftRosterJudge(instance: instance)
        .verdict(on: try PublicData.roster(name, of: instance))
      guard verdict.isValid, verdict.cost < best[stem]?.value ?? .max else { continue }
      best[stem] = (verdict.cost, name + ".tsv")
    }
    let order = best.keys.sorted { ($0.count, $0) < ($1.count, $1) }
    let rows = order.compactMap { stem in best[stem].map { "\(stem),\($0.value),\($0.source)" } }
    let expected = (["instance,value,source"] + rows).joined(separator: "\n") + "\n"
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../bench/best-known.csv").standardizedFileURL
    #expect(try String(contentsOf: file, encoding: .utf8) == expected)
  }
}

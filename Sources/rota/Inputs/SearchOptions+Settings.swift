import Coordinator
import Foundation
import Store
import Yams

extension SearchOptions {
  /// The settings that the run's row keeps.
  ///
  /// - Throws: ``CommandFailure`` when the portfolio file cannot be used.
  func settings() throws -> RunSettings {
    var settings = RunSettings(portfolio: try lanesOfPortfolio())
    settings.alternatives = alternatives
    settings.cut = cut == "windows" ? .windows : .none
    settings.windowColumns = windowColumns
    if noSharing { settings.isSharing = false }
    settings.deterministicLanes = deterministicEffort == nil ? nil : lanes
    return settings
  }

  var runBudget: RunBudget {
    RunBudget(
      seconds: deterministicEffort == nil ? budget.seconds : nil, effort: deterministicEffort)
  }

  private func lanesOfPortfolio() throws -> [RunSettings.Lane] {
    guard let path = portfolio else { return [RunSettings.Lane(strategy: "annealing")] }
    do {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let file = try YAMLDecoder().decode(PortfolioFile.self, from: text)
      guard !file.lanes.isEmpty else {
        throw CommandFailure(.unusableInput, "\(path) has no lanes; name at least one strategy.")
      }
      return file.lanes.map {
        RunSettings.Lane(strategy: $0.strategy, parameters: $0.parameters ?? [:])
      }
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure(
        .unusableInput, "\(path) cannot be read as a portfolio: \(error). See cluster/README.md.")
    }
  }
}

/// A portfolio as a file: which strategies lanes take in turn.
private struct PortfolioFile: Codable {
  struct Lane: Codable {
    var strategy: String
    var parameters: [String: Double]?
  }

  var lanes: [Lane]
}

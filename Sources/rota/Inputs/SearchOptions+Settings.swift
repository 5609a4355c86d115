import Coordinator
import Foundation
import Store
import Yams

extension SearchOptions {
  /// The settings that the run's row keeps.
  ///
  /// - Throws: ``CommandFailure`` when the portfolio file cannot be used.
  func settings() throws -> RunSettings {
    var settings = try chosenPortfolio()
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

  private func chosenPortfolio() throws -> RunSettings {
    guard let path = portfolio else { return .usual }
    do {
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let file = try YAMLDecoder().decode(PortfolioFile.self, from: text)
      // A list that an ablation has emptied is passed over.
      guard !file.lanes.isEmpty || file.shapes?.contains(where: { !$0.lanes.isEmpty }) == true
      else {
        throw CommandFailure(.unusableInput, "\(path) has no lanes; name at least one strategy.")
      }
      var settings = RunSettings(portfolio: file.lanes)
      settings.shapes = file.shapes
      return settings
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure(
        .unusableInput, "\(path) cannot be read as a portfolio: \(error). See cluster/README.md.")
    }
  }
}

/// A portfolio as a file: which strategies lanes take in turn, and on which shapes others.
private struct PortfolioFile: Codable {
  var shapes: [ShapedLanes]?
  var lanes: [RunSettings.Lane]
}

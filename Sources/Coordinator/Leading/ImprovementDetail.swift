import Foundation

/// The detail of an event that says how a run's best valid answer became better.
package struct ImprovementDetail: Sendable, Hashable, Codable {
  /// The kind of such events.
  package static let kind = "incumbent-improved"
  /// Stands for a strategy where answers of several were spliced.
  package static let splicing = "splicing"

  /// The soft score of the recounted answer, which has no hard violation.
  package var soft: Int
  package var strategy: String
  /// The node's name; nil for splicing.
  package var node: String?

  init(soft: Int, strategy: String, node: String?) {
    self.soft = soft
    self.strategy = strategy
    self.node = node
  }

  /// Reads an event's detail; nil for that of another kind.
  package init?(json: String) {
    do {
      self = try JSONDecoder().decode(ImprovementDetail.self, from: Data(json.utf8))
    } catch {
      // Only this program's versions write such events; one that is unreadable is no improvement.
      return nil
    }
  }

  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self)
    } catch {
      // A number and two texts always encode.
      preconditionFailure("An improvement was not encoded: \(error)")
    }
  }
}

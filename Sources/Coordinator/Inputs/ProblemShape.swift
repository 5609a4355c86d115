package import Grid

/// What a portfolio may ask of a problem: never its name, only what kind of grid it is.
package struct ProblemShape: Sendable, Hashable {
  package var rows: Int
  package var columns: Int
  /// Share of rows, 0...1, that have run rules and nothing that a row programme doesn't know: lines
  /// of duties day by day, rather than plans of blocks.
  package var lineRowShare: Double

  /// - Complexity: O(rules + rows).
  package init(of grid: DenseGrid) {
    rows = grid.rowCount
    columns = grid.columnCount
    var hasRuns = [Bool](repeating: false, count: grid.rowCount)
    var isKnown = true
    for rule in grid.rules {
      switch rule.family {
      case .run(let family): for row in family.rows { hasRuns[Int(row)] = true }
      case .transition, .sum, .order, .cover: break
      default: isKnown = false
      }
    }
    let lines = hasRuns.count { $0 }
    lineRowShare = isKnown && grid.rowCount > 0 ? Double(lines) / Double(grid.rowCount) : 0
  }
}

/// Lanes for problems of one shape.
package struct ShapedLanes: Sendable, Hashable, Codable {
  /// What must hold; a limit that is left out holds always.
  package struct Condition: Sendable, Hashable, Codable {
    /// Columns, inclusive.
    package var columnsAtLeast: Int?
    package var columnsAtMost: Int?
    /// Rows times columns, inclusive.
    package var cellsAtMost: Int?
    /// Least ``ProblemShape/lineRowShare``.
    package var lineRowsAtLeast: Double?

    package init(
      columnsAtLeast: Int? = nil, columnsAtMost: Int? = nil, cellsAtMost: Int? = nil,
      lineRowsAtLeast: Double? = nil
    ) {
      self.columnsAtLeast = columnsAtLeast
      self.columnsAtMost = columnsAtMost
      self.cellsAtMost = cellsAtMost
      self.lineRowsAtLeast = lineRowsAtLeast
    }

    /// - Throws: for a field that it doesn't know: a misspelt limit would hold always.
    package init(from decoder: any Decoder) throws {
      for key in try decoder.container(keyedBy: AnyKey.self).allKeys
      where CodingKeys(stringValue: key.stringValue) == nil {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath,
            debugDescription: "\(key.stringValue) is no limit; they are columns-at-least,"
              + " columns-at-most, cells-at-most and line-rows-at-least"))
      }
      let fields = try decoder.container(keyedBy: CodingKeys.self)
      columnsAtLeast = try fields.decodeIfPresent(Int.self, forKey: .columnsAtLeast)
      columnsAtMost = try fields.decodeIfPresent(Int.self, forKey: .columnsAtMost)
      cellsAtMost = try fields.decodeIfPresent(Int.self, forKey: .cellsAtMost)
      lineRowsAtLeast = try fields.decodeIfPresent(Double.self, forKey: .lineRowsAtLeast)
    }

    package func holds(for shape: ProblemShape) -> Bool {
      shape.columns >= columnsAtLeast ?? 0 && shape.columns <= columnsAtMost ?? .max
        && shape.rows * shape.columns <= cellsAtMost ?? .max
        && shape.lineRowShare >= lineRowsAtLeast ?? 0
    }

    private enum CodingKeys: String, CodingKey {
      case columnsAtLeast = "columns-at-least"
      case columnsAtMost = "columns-at-most"
      case cellsAtMost = "cells-at-most"
      case lineRowsAtLeast = "line-rows-at-least"
    }
  }

  package var when: Condition
  /// At least one.
  package var lanes: [RunSettings.Lane]

  package init(when: Condition, lanes: [RunSettings.Lane]) {
    self.when = when
    self.lanes = lanes
  }
}

/// Any field of a document.
private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

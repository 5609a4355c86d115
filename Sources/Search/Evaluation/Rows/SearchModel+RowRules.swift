extension SearchModel {
  /// Whether a row has rules of its own that are neither transition, run, sum nor order: series,
  /// skipping successions, clock rules, rolling windows, free periods.
  ///
  /// What plans one row exactly by the four alone must decline such a row.
  func hasRulesOfDuty(row: Int) -> Bool {
    let isStructured =
      !structure.series.runs[row].isEmpty || !structure.series.links[row].isEmpty
      || !structure.series.follows[row].isEmpty || !structure.clock.gaps[row].isEmpty
      || !structure.clock.stretches[row].isEmpty || !structure.clock.overlaps[row].isEmpty
    if isStructured { return true }
    return (0..<terms.windowRows.count).contains { Int(terms.windowRows.base[$0].row) == row }
  }
}

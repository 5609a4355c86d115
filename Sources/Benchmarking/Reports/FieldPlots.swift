import Foundation

/// The plots of one field.
struct FieldPlots {
  /// Gaps below this lie at the end of a logarithmic axis: 0.1 %, less than one seed moves a cost.
  private static let gapFloor = 0.001

  let field: FieldAnalysis
  let reference: String

  private var names: [String] { field.entrants.map(\.name) }

  /// Mean primal gap over time, both logarithmic.
  var gapOverTime: String {
    let span =
      field.isEffort ? field.end / 1_000...field.end : max(0.05, field.end / 600)...field.end
    var plot = Plot(
      title: "Mean primal gap over time (all instances and seeds)", size: (760, 330),
      x: Plot.Axis(
        label: field.isEffort ? "effort a lane" : "seconds from the start", range: span,
        isLogarithmic: true, ticks: Self.decades(span)),
      y: Self.gapAxis("primal gap", to: 1))
    for (index, curve) in field.curves.enumerated() {
      let points = zip(curve.times, curve.gaps).filter { $0.0 >= span.lowerBound }
        .map { (x: $0, y: $1) }
      plot.curve(points, series: index, name: curve.entrant)
    }
    return plot.svg(legend: names)
  }

  /// For each entrant but the reference, the profile of the two.
  var profiles: String {
    guard let base = names.firstIndex(of: reference) else { return "" }
    return field.entrants.indices.filter { $0 != base }.map { profile(of: $0, against: base) }
      .joined()
  }

  private func profile(of index: Int, against base: Int) -> String {
    let other = names[index]
    let pairs = field.cells.filter { $0.entrant == other && !$0.costs.isEmpty }
      .compactMap { cell -> (first: Double?, second: Double?)? in
        guard let own = field.cell(reference, cell.instance), !own.costs.isEmpty else { return nil }
        return (own.gap.map { 1 + $0 }, cell.gap.map { 1 + $0 })
      }
    let profile = PairProfile(pairs)
    let factors = (profile.first + profile.second).map(\.factor)
    let most = max(1.01, (factors.max() ?? 1) * 1.02)
    let ticks = (0...4).map { step -> (value: Double, label: String) in
      let value = pow(most, Double(step) / 4)
      return (value, Figures.fixed(value, most < 1.2 ? 3 : 2))
    }
    var plot = Plot(
      title: "\(reference) and \(other): share of instances within a factor of the better",
      size: (372, 250), left: 50,
      x: Plot.Axis(
        label: "factor of 1 + gap", range: 1...most, isLogarithmic: true, ticks: ticks),
      y: Plot.Axis(
        label: "", range: 0...1,
        ticks: [0, 0.25, 0.5, 0.75, 1].map { ($0, "\(Int($0 * 100)) %") }))
    plot.curve(Self.steps(profile.first, to: most), series: base, isStepped: true, name: reference)
    plot.curve(Self.steps(profile.second, to: most), series: index, isStepped: true, name: other)
    return plot.svg(legend: []).replacingOccurrences(
      of: "<figure>", with: "<figure class=\"half\">")
  }

  private static func steps(
    _ steps: [PairProfile.Step], to end: Double
  ) -> [(x: Double, y: Double)] {
    [(1, 0)] + steps.map { ($0.factor, $0.share) } + [(end, steps.last?.share ?? 0)]
  }

  /// Every seed's gap as a dot, entrants below each other within each instance.
  var strips: String {
    let instances = field.cells.filter { $0.entrant == names.first }.map(\.instance)
    let lane = 9.0
    let band = lane * Double(max(2, names.count)) + 8
    let most = max(0.02, field.cells.compactMap { greatestGap($0) }.max() ?? 1)
    var plot = Plot(
      title: "Gap to the best known of every seed; | is the median, × no valid answer",
      size: (760, band * Double(instances.count) + 60), left: 104,
      x: Plot.Axis(
        label: "gap, 0.1 % and less at the left end", range: Self.gapFloor...(most * 1.6),
        isLogarithmic: true, ticks: Self.percents(to: most)),
      y: Plot.Axis(label: "", range: 0...1, ticks: []))
    for (position, instance) in instances.enumerated() {
      let top = 10 + band * Double(position)
      plot.text(instance, at: (98, top + band / 2 + 4), anchor: "end")
      if position > 0 { plot.line(from: (104, top), to: (736, top), stroke: "#e4e4e4") }
      for (series, name) in names.enumerated() {
        guard let cell = field.cell(name, instance) else { continue }
        draw(cell, series: series, row: top + 8 + lane * Double(series), into: &plot)
      }
    }
    return plot.svg(legend: names)
  }

  private func draw(
    _ cell: FieldAnalysis.Cell, series: Int, row: Double, into plot: inout Plot
  ) {
    for (seed, cost) in zip(cell.seeds, cell.costs) {
      let words = "\(cell.entrant), \(cell.instance), seed \(seed): \(Figures.cost(cost))"
      if let gap = self.gap(cost, of: cell) {
        plot.dot(at: (plot.column(gap), row), series: series, name: words)
      } else {
        plot.cross(at: (745, row), series: series, name: words)
      }
    }
    if let gap = cell.gap {
      let place = plot.column(gap)
      plot.line(
        from: (place, row - 4), to: (place, row + 4), stroke: Plot.colour(series), width: 2)
    }
  }

  private func gap(_ cost: Int?, of cell: FieldAnalysis.Cell) -> Double? {
    guard let cost, let reference = cell.reference else { return nil }
    return Gap.relative(cost, to: reference)
  }

  private func greatestGap(_ cell: FieldAnalysis.Cell) -> Double? {
    cell.costs.compactMap { gap($0, of: cell) }.max()
  }

  // MARK: Axes

  private static func gapAxis(_ label: String, to most: Double) -> Plot.Axis {
    Plot.Axis(
      label: label, range: gapFloor...most, isLogarithmic: true, ticks: percents(to: most))
  }

  private static func percents(to most: Double) -> [(value: Double, label: String)] {
    [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100].filter { $0 <= most * 1.6 }.map {
      let value = $0 * 100
      return ($0, (value < 1 ? Figures.fixed(value, 1) : Figures.grouped(Int(value))) + " %")
    }
  }

  private static func decades(_ range: ClosedRange<Double>) -> [(value: Double, label: String)] {
    var ticks: [(value: Double, label: String)] = []
    var decade = pow(10, floor(log10(range.lowerBound)))
    while decade <= range.upperBound {
      for factor in [1.0, 2, 5] where range.contains(decade * factor) {
        let value = decade * factor
        let text = value < 1 ? "\(Figures.fixed(value, value < 0.1 ? 2 : 1))" : short(value)
        ticks.append((value, text))
      }
      decade *= 10
    }
    return ticks
  }

  private static func short(_ value: Double) -> String {
    if value >= 1e9 { return "\(Int(value / 1e9)) G" }
    if value >= 1e6 { return "\(Int(value / 1e6)) M" }
    if value >= 1e4 { return "\(Int(value / 1e3)) k" }
    return "\(Int(value))"
  }
}

import Foundation

/// A small plot as inline SVG: two axes, lines, dots and a legend, readable in print and without
/// scripts.
struct Plot {
  /// Where numbers lie along an axis.
  struct Axis {
    var label: String
    /// Values at the ends; with ``isLogarithmic`` both above 0.
    var range: ClosedRange<Double>
    var isLogarithmic = false
    var ticks: [(value: Double, label: String)]

    /// The position of a value between the ends, 0...1; values beyond lie at the nearer end.
    func share(_ value: Double) -> Double {
      let clamped = min(range.upperBound, max(range.lowerBound, value))
      guard range.upperBound > range.lowerBound else { return 0 }
      if isLogarithmic {
        return log(clamped / range.lowerBound) / log(range.upperBound / range.lowerBound)
      }
      return (clamped - range.lowerBound) / (range.upperBound - range.lowerBound)
    }
  }

  /// Colours that people with any colour vision tell apart (Okabe and Ito); more entrants than
  /// colours are told apart by dashes.
  private static let colours = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b07d00", "#56b4e9", "#7a3e9d", "#444444",
  ]
  private static let dashes = ["none", "7 3", "2 3", "9 3 2 3"]

  let title: String
  let width: Double
  let height: Double
  let x: Axis
  let y: Axis
  private let left: Double
  private let bottom = 44.0
  private let top = 10.0
  private let right = 24.0
  private var body = ""

  init(title: String, size: (width: Double, height: Double), left: Double = 62, x: Axis, y: Axis) {
    self.title = title
    width = size.width
    height = size.height
    self.left = left
    self.x = x
    self.y = y
    grid()
  }

  static func colour(_ index: Int) -> String { colours[index % colours.count] }

  static func dash(_ index: Int) -> String { dashes[index / colours.count % dashes.count] }

  func column(_ value: Double) -> Double { left + x.share(value) * (width - left - right) }

  func row(_ value: Double) -> Double { height - bottom - y.share(value) * (height - bottom - top) }

  private mutating func grid() {
    for tick in x.ticks {
      let place = column(tick.value)
      line(from: (place, top), to: (place, height - bottom), stroke: "#e4e4e4")
      text(tick.label, at: (place, height - bottom + 15), anchor: "middle")
    }
    for tick in y.ticks {
      let place = row(tick.value)
      line(from: (left, place), to: (width - right, place), stroke: "#e4e4e4")
      text(tick.label, at: (left - 6, place + 4), anchor: "end")
    }
    line(from: (left, height - bottom), to: (width - right, height - bottom), stroke: "#555")
    line(from: (left, top), to: (left, height - bottom), stroke: "#555")
    text(x.label, at: ((left + width - right) / 2, height - 8), anchor: "middle")
    if !y.label.isEmpty {
      let middle = (top + height - bottom) / 2
      body +=
        "<text x=\"14\" y=\"\(number(middle))\" text-anchor=\"middle\" "
        + "transform=\"rotate(-90 14 \(number(middle)))\">\(MarkupText.html(y.label))</text>\n"
    }
  }

  mutating func line(
    from start: (Double, Double), to end: (Double, Double), stroke: String, width: Double = 1
  ) {
    body +=
      "<line x1=\"\(number(start.0))\" y1=\"\(number(start.1))\" x2=\"\(number(end.0))\" "
      + "y2=\"\(number(end.1))\" stroke=\"\(stroke)\" stroke-width=\"\(number(width))\"/>\n"
  }

  mutating func text(_ words: String, at place: (Double, Double), anchor: String) {
    body +=
      "<text x=\"\(number(place.0))\" y=\"\(number(place.1))\" text-anchor=\"\(anchor)\">"
      + "\(MarkupText.html(words))</text>\n"
  }

  /// Joins points by lines, or by steps that keep a value until the next.
  mutating func curve(
    _ points: [(x: Double, y: Double)], series: Int, isStepped: Bool = false, name: String
  ) {
    guard let first = points.first else { return }
    var path = "M\(number(column(first.x))) \(number(row(first.y)))"
    for point in points.dropFirst() {
      if isStepped {
        path += "H\(number(column(point.x)))V\(number(row(point.y)))"
      } else {
        path += "L\(number(column(point.x))) \(number(row(point.y)))"
      }
    }
    body +=
      "<path d=\"\(path)\" fill=\"none\" stroke=\"\(Self.colour(series))\" stroke-width=\"2\" "
      + "stroke-dasharray=\"\(Self.dash(series))\"><title>\(MarkupText.html(name))</title></path>\n"
  }

  /// A dot in the plot's own units of length, with words for who points at it.
  mutating func dot(at place: (Double, Double), series: Int, name: String) {
    body +=
      "<circle cx=\"\(number(place.0))\" cy=\"\(number(place.1))\" r=\"2.6\" "
      + "fill=\"\(Self.colour(series))\" fill-opacity=\"0.65\">"
      + "<title>\(MarkupText.html(name))</title></circle>\n"
  }

  /// A cross: no valid answer.
  mutating func cross(at place: (Double, Double), series: Int, name: String) {
    let (cx, cy) = place
    body +=
      "<path d=\"M\(number(cx - 3)) \(number(cy - 3))l6 6m0 -6l-6 6\" "
      + "stroke=\"\(Self.colour(series))\" stroke-width=\"1.5\" fill=\"none\">"
      + "<title>\(MarkupText.html(name))</title></path>\n"
  }

  /// The whole figure with its legend.
  func svg(legend: [String]) -> String {
    let keys = legend.enumerated().map { index, name in
      "<span class=\"key\"><svg width=\"26\" height=\"8\" aria-hidden=\"true\">"
        + "<line x1=\"0\" y1=\"4\" x2=\"26\" y2=\"4\" stroke=\"\(Self.colour(index))\" "
        + "stroke-width=\"3\" stroke-dasharray=\"\(Self.dash(index))\"/></svg> "
        + "\(MarkupText.html(name))</span>"
    }
    return """
      <figure><figcaption>\(MarkupText.html(title))</figcaption>
      <div class="keys">\(keys.joined(separator: " "))</div>
      <svg viewBox="0 0 \(number(width)) \(number(height))" role="img" \
      aria-label="\(MarkupText.html(title))">
      \(body)</svg></figure>

      """
  }

  /// A coordinate to a hundredth: enough for any screen, and short.
  private func number(_ value: Double) -> String {
    value == value.rounded() ? String(Int(value)) : String(format: "%.2f", value)
  }
}

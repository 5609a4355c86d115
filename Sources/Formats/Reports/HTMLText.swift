/// Pieces of HTML in which every text is escaped.
enum HTMLText {
  /// Text without meaning for a browser.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A table of texts; `marks` names a class for rows that stand out.
  static func table(
    _ heads: [String], _ rows: [[String]], marks: [Int: String] = [:]
  ) -> String {
    let head = heads.map { "<th>\(escaped($0))</th>" }.joined()
    let body = rows.enumerated().map { index, cells in
      let mark = marks[index].map { " class=\"\(escaped($0))\"" } ?? ""
      return "<tr\(mark)>" + cells.map { "<td>\(escaped($0))</td>" }.joined() + "</tr>"
    }
    return "<table><thead><tr>\(head)</tr></thead><tbody>\n"
      + body.joined(separator: "\n") + "</tbody></table>"
  }

  /// A bar of a share of a limit, drawn to scale, with the limit as a line.
  static func bar(_ value: Double, limit: Double, isOver: Bool) -> String {
    let scale = 200 / max(limit * 1.15, value, 1)
    let width = Int((value * scale).rounded())
    let mark = Int((limit * scale).rounded())
    return "<svg width=\"204\" height=\"14\" role=\"img\" aria-hidden=\"true\">"
      + "<rect x=\"0\" y=\"2\" width=\"\(width)\" height=\"10\" "
      + "class=\"\(isOver ? "over" : "bar")\"/>"
      + "<line x1=\"\(mark)\" y1=\"0\" x2=\"\(mark)\" y2=\"14\" class=\"limit\"/></svg>"
  }

  /// A whole page that needs nothing else and prints well.
  static func page(title: String, _ body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"><title>\(escaped(title))</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <style>
    body{font:14px/1.45 system-ui,sans-serif;margin:2rem auto;
    max-width:62rem;color:#1b1f24;padding:0 1rem}
    h1{font-size:1.5rem;margin:0 0 .2rem}
    h2{font-size:1.1rem;margin:1.8rem 0 .5rem;border-bottom:1px solid #ccd}
    table{border-collapse:collapse;width:100%;font-size:.86rem}
    th,td{text-align:left;padding:.22rem .5rem;
    border-bottom:1px solid #e4e7eb;vertical-align:top}
    th{background:#f3f5f8}
    .verdict{padding:.7rem 1rem;border-radius:.4rem;font-weight:600;margin:1rem 0}
    .good{background:#e5f5ea;color:#11562a}.bad{background:#fde8e8;color:#8c1515}
    tr.bad td{background:#fdf1f1}.note{color:#57606a}.bar{fill:#4c78a8}.over{fill:#c0392b}
    .limit{stroke:#1b1f24;stroke-width:1.5}.figures{display:flex;flex-wrap:wrap;gap:1rem}
    .figure{border:1px solid #d8dde3;border-radius:.4rem;padding:.5rem .9rem}
    .figure b{display:block;font-size:1.2rem}
    @media print{body{margin:0;max-width:none;font-size:11px}h2{break-after:avoid}
    tr{break-inside:avoid}}
    </style></head><body>
    \(body)
    </body></html>

    """
  }
}

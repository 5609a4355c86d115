/// A peer's command line, with places for what differs from trial to trial.
///
/// It is run without a shell. The peer writes its answer to `{out}` in the layout that
/// `rota verify` reads, and may print a line `incumbent SECONDS COST` for each answer and
/// `bound VALUE` for each bound to standard output. What it prints is a claim; the answer in the
/// file is judged.
package struct CommandTemplate: Sendable, Hashable {
  /// What may stand in braces.
  package enum Place: String, Sendable, Hashable, CaseIterable {
    /// The instance's file or folder.
    case instance
    /// The file for the answer.
    case out
    /// Wall seconds.
    case seconds
    case seed
    /// Threads: nodes × slots of the entrant's cluster.
    case workers
  }

  /// At least one; the first is the program.
  package let words: [String]

  package init(words: [String]) {
    self.words = words
  }

  /// Names in braces that are no places, in the order of the words.
  package var unknownPlaces: [String] {
    words.flatMap(Self.places).filter { Place(rawValue: $0) == nil }
  }

  /// Places that must be named, or no two trials would differ, and are not.
  package var missingPlaces: [Place] {
    let named = words.flatMap(Self.places)
    return [.instance, .out, .seconds].filter { !named.contains($0.rawValue) }
  }

  /// The words with every place filled in; values are never looked through for places.
  package func filled(with values: [Place: String]) -> [String] {
    words.map { word in
      var result = ""
      var rest = word[...]
      while let open = rest.firstIndex(of: "{"),
        let close = rest[open...].firstIndex(of: "}")
      {
        result += rest[..<open]
        let name = String(rest[rest.index(after: open)..<close])
        result += Place(rawValue: name).flatMap { values[$0] } ?? "{\(name)}"
        rest = rest[rest.index(after: close)...]
      }
      return result + rest
    }
  }

  private static func places(in word: String) -> [String] {
    var names: [String] = []
    var rest = word[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      names.append(String(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return names
  }
}

/// What a peer says of its own run on standard output.
package struct PeerClaims: Sendable, Hashable {
  /// Costs with their seconds, as claimed.
  package var trace: [IncumbentTrace.Point] = []
  /// The last bound claimed.
  package var bound: Int?

  /// Lines of other forms are the peer's own business and skipped.
  package init(output: String) {
    for line in output.split(whereSeparator: \.isNewline) {
      let fields = line.split(whereSeparator: \.isWhitespace)
      if fields.count == 3, fields[0] == "incumbent", let time = Double(fields[1]),
        time.isFinite, time >= 0, let cost = Int(fields[2])
      {
        trace.append(IncumbentTrace.Point(time: time, cost: cost))
      } else if fields.count == 2, fields[0] == "bound", let value = Int(fields[1]) {
        bound = value
      }
    }
  }
}

/// The table `bench/best-known.csv`: values that the judge accepted, each with the roster it is of.
package struct BestKnownValues: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    package var instance: String
    package var value: Int
    /// The roster's file: of the public data, or under `bench/`.
    package var source: String
  }

  private static let header = "instance,value,source"

  /// By instance, shorter names first, so that numbers rise.
  package private(set) var entries: [Entry]

  /// Reads the table; lines of other forms are left out, since the writer makes none.
  package init(_ text: String) {
    entries = text.split(whereSeparator: \.isNewline).compactMap { line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 3, let value = Int(fields[1]) else { return nil }
      return Entry(instance: fields[0], value: value, source: fields[2])
    }
  }

  package func value(of instance: String) -> Int? {
    entries.first { $0.instance == instance }?.value
  }

  /// Takes a judged value where it is below the one held, or the first; tells whether it was.
  package mutating func improve(_ instance: String, to value: Int, source: String) -> Bool {
    let entry = Entry(instance: instance, value: value, source: source)
    if let index = entries.firstIndex(where: { $0.instance == instance }) {
      guard value < entries[index].value else { return false }
      entries[index] = entry
      return true
    }
    entries.append(entry)
    entries.sort { ($0.instance.count, $0.instance) < ($1.instance.count, $1.instance) }
    return true
  }

  package var text: String {
    ([Self.header] + entries.map { "\($0.instance),\($0.value),\($0.source)" })
      .joined(separator: "\n") + "\n"
  }
}

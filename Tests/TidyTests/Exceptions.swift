/// The places that `exceptions.txt` lets break a limit.
struct Exceptions {
  struct Entry {
    var path: String
    var limit: String
    var reason: String
  }

  var entries: [Entry] = []
  /// The list may not be longer than this.
  var countMax = 0
  /// Lines that are neither a comment, the number nor three fields.
  var unreadable: [String] = []

  static let path = "Tests/TidyTests/exceptions.txt"
  static let current = Exceptions(parsing: Repository.text(of: path) ?? "")

  init(parsing text: String) {
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
      if line.hasPrefix("at most:"), let number = Int(trimmed(line.dropFirst(8))) {
        countMax = number
      } else if fields.count == 3, fields.allSatisfy({ !$0.isEmpty }) {
        entries.append(Entry(path: fields[0], limit: fields[1], reason: fields[2]))
      } else {
        unreadable.append(String(line))
      }
    }
  }

  func allow(_ offence: Offence) -> Bool {
    entries.contains { $0.path == offence.path && $0.limit == offence.limit }
  }
}

/// The text without blanks at either end.
func trimmed(_ text: some StringProtocol) -> String {
  let start = text.drop { $0 == " " || $0 == "\t" }
  return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
}

extension [Offence] {
  /// The offences that `exceptions.txt` doesn't excuse.
  var unexcused: [Offence] { filter { !Exceptions.current.allow($0) } }
}

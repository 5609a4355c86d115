/// The name that somebody probably meant.
enum NearestName {
  /// Longest name compared, in characters: bounds the work on hostile input.
  private static let longestCompared = 64

  /// `try "Cardiology"` when a known name is near `word`, else the list of names.
  static func remedy(for word: String, among names: [String]) -> String {
    if let near = nearest(to: word, among: names) { return "did you mean \"\(near)\"?" }
    let shown = names.prefix(8).joined(separator: ", ")
    if names.isEmpty { return "declare it first" }
    return "use one of: \(shown)\(names.count > 8 ? ", …" : "")"
  }

  /// The first name at the smallest edit distance, if that is at most a third of the word.
  static func nearest(to word: String, among names: [String]) -> String? {
    let limit = max(1, min(word.count, longestCompared) / 3)
    var best: (distance: Int, name: String)?
    for name in names {
      let distance = editDistance(Array(word.lowercased()), Array(name.lowercased()))
      if distance <= limit, distance < best?.distance ?? Int.max { best = (distance, name) }
    }
    return best?.name
  }

  /// Insertions, deletions, replacements and swaps of neighbours that lead from one word to the
  /// other; the restricted Damerau–Levenshtein distance. O(*n* · *m*).
  static func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    guard left.count <= longestCompared, right.count <= longestCompared else { return Int.max }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      for column in right.indices {
        let cost = left[row] == right[column] ? 0 : 1
        var best = min(last[column] + cost, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}

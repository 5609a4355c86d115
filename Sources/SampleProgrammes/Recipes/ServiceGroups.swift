/// Like services under one label of the curricula, in the order in which they are named.
struct ServiceGroups {
  private(set) var services: [ServiceRecipe] = []
  private(set) var groups: [(label: String, services: [Int])] = []

  /// Adds so many services; with more than one, letters tell them apart.
  mutating func add(_ label: String, _ count: Int, _ service: (String, Int) -> ServiceRecipe) {
    let first = services.count
    for index in 0..<count {
      let suffix = count == 1 ? "" : " " + ServiceNames.letter(index)
      services.append(service(label + suffix, index))
    }
    groups.append((label, Array(first..<services.count)))
  }

  /// Services of a label; none when there is no such.
  subscript(label: String) -> [Int] { groups.first { $0.label == label }?.services ?? [] }
}

/// Letters that tell like services apart: A … Z, then A2 ….
enum ServiceNames {
  static func letter(_ index: Int) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    let round = index / letters.count
    return String(letters[index % letters.count]) + (round == 0 ? "" : String(round + 1))
  }
}

import Hashing

/// Reads one entrant of a suite, and the ablations that it asks for.
struct EntrantReader {
  let fields: SuiteFields
  let file: (String) -> String?

  /// The entrant, followed by one for each strategy left out where `leave_one_out` is true; nothing
  /// after a fault.
  func entrants(name: String?, cluster: ClusterShape?) -> [Entrant] {
    let given = ["portfolio", "strategy", "command"].filter { fields.optional($0) != nil }
    let isDefault = fields.optional("default").flatMap { $0.flag() } ?? false
    guard given.count + (isDefault ? 1 : 0) == 1 else {
      fields.finish()
      fields.value.fault(
        .entrantUnclear,
        found: given.isEmpty ? "an entrant that does nothing" : given.joined(separator: " and "),
        expected: "one of portfolio, strategy, command, or default: true",
        remedy: "keep one of them")
      return []
    }
    let ablationOf = fields.optional("ablation_of").flatMap { $0.text() }
    let work = given.first == "command" ? command() : search(given.first)
    let isLeavingOneOut = fields.optional("leave_one_out").flatMap { $0.flag() } ?? false
    fields.finish()
    guard let name, let work else { return [] }
    let whole = Self.entrant(name, work, cluster, ablationOf)
    guard isLeavingOneOut, case .search(let portfolio?, let options) = work else { return [whole] }
    return [whole]
      + PortfolioText.strategies(in: portfolio).compactMap { left in
        PortfolioText.without([left], portfolio).map {
          Self.entrant(
            "\(name)-without-\(left)", .search(portfolio: $0, options: options), cluster, name)
        }
      }
  }

  private static func entrant(
    _ name: String, _ work: Entrant.Work, _ cluster: ClusterShape?, _ ablationOf: String?
  ) -> Entrant {
    Entrant(
      name: name, work: work, cluster: cluster, ablationOf: ablationOf, definition: digest(work))
  }

  /// Names and machines are no part of what an entrant does; its cluster is a column of its own.
  private static func digest(_ work: Entrant.Work) -> String {
    let parts: [String] =
      switch work {
      case .search(let portfolio, let options): ["search", portfolio ?? ""] + options
      case .command(let template): ["command"] + template.words
      }
    let bytes = parts.flatMap { Array("\($0.utf8.count):".utf8) + Array($0.utf8) }
    return String(ContentHash.of(bytes).hex.prefix(12))
  }

  private func command() -> Entrant.Work? {
    guard let value = fields.optional("command") else { return nil }
    let template = CommandTemplate(words: value.items().compactMap { $0.text() })
    let unknown = template.unknownPlaces
    let missing = template.missingPlaces.map(\.rawValue)
    guard unknown.isEmpty, missing.isEmpty else {
      let places = CommandTemplate.Place.allCases.map { "{\($0.rawValue)}" }
      value.fault(
        .commandUnusable,
        found: unknown.isEmpty
          ? "no place for \(missing.joined(separator: ", "))"
          : "{\(unknown.joined(separator: "}, {"))}",
        expected: "a list of words with {instance}, {out} and {seconds} among them",
        remedy: "the places are \(places.joined(separator: ", "))")
      return nil
    }
    return .command(template)
  }

  private func search(_ kind: String?) -> Entrant.Work? {
    let options = fields.optional("options").map { $0.items().compactMap { $0.text() } } ?? []
    let left = fields.optional("without").map { $0.items().compactMap { $0.text() } } ?? []
    let parameters = self.parameters()
    if let owned = options.first(where: Self.isOwned) {
      fields.value.fault(
        .optionRefused, found: owned, expected: "flags that the suite does not set itself",
        remedy: "remove it; budgets, seeds and portfolios have fields of their own")
      return nil
    }
    switch kind {
    case "portfolio":
      return portfolio(leaving: left).map { .search(portfolio: $0, options: options) }
    case "strategy":
      guard let strategy = fields.optional("strategy")?.text() else { return nil }
      let text = PortfolioText.single(strategy, parameters: parameters)
      return .search(portfolio: text, options: options)
    default:
      return .search(portfolio: nil, options: options)
    }
  }

  private static func isOwned(_ option: String) -> Bool {
    ["--budget", "--seed", "--deterministic", "--portfolio"].contains {
      option == $0 || option.hasPrefix($0 + "=")
    }
  }

  private func parameters() -> [(name: String, value: Double)] {
    guard let entries = fields.optional("parameters")?.fields()?.entries() else { return [] }
    return entries.compactMap { entry in entry.value.decimal().map { (entry.name, $0) } }
  }

  private func portfolio(leaving left: [String]) -> String? {
    guard let value = fields.optional("portfolio"), let path = value.text() else { return nil }
    guard let text = file(path) else {
      value.fault(
        .namedFileMissing, found: "\(path), which cannot be read", expected: "a portfolio file",
        remedy: "mend the path; it counts from the project's folder")
      return nil
    }
    let known = PortfolioText.strategies(in: text)
    let strangers = left.filter { !known.contains($0) }
    guard !known.isEmpty, strangers.isEmpty, let rest = PortfolioText.without(left, text) else {
      value.fault(
        .portfolioUnusable,
        found: strangers.isEmpty
          ? "\(path) without any strategy left"
          : "without \(strangers.joined(separator: ", ")), which \(path) does not name",
        expected: "a portfolio of which strategies remain",
        remedy: known.isEmpty
          ? "see cluster/README.md" : "its strategies: \(known.joined(separator: ", "))")
      return nil
    }
    return rest
  }
}

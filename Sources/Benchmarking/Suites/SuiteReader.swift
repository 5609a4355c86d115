/// Reads suites; every fault of a file is reported at once.
package struct SuiteReader {
  /// The largest suite in bytes: a thousand instances make 300 kB.
  package static let largestFile = 1 << 20
  /// Instances, entrants, budgets and seeds of one suite, each: more is several suites.
  private static let entriesMax = 1_000
  private static let secondsMax: Int64 = 604_800
  private static let effortMax: Int64 = 1_000_000_000_000

  private let faults: SuiteFaultCollector
  /// The text of a portfolio by the path that the suite gives, or nil.
  private let file: (String) -> String?

  /// Reads a suite.
  ///
  /// - Parameters:
  ///   - text: The YAML.
  ///   - path: How faults name the file.
  ///   - file: The text of a file by the path that the suite gives; nil when it cannot be read.
  package static func read(
    _ text: String, path: String, file: @escaping (String) -> String?
  ) throws(SuiteFaults) -> Suite {
    let faults = SuiteFaultCollector(path: path)
    let reader = SuiteReader(faults: faults, file: file)
    let suite = SuiteValue.parse(text, faults)?.fields().flatMap(reader.suite)
    guard let suite, faults.faults.isEmpty else { throw SuiteFaults(faults.faults) }
    return suite
  }

  private func suite(_ fields: SuiteFields) -> Suite? {
    let name = fields.required("suite").flatMap { self.name($0, besides: []) }
    let about = fields.required("about")?.text()
    let cluster = fields.required("cluster").flatMap(shape)
    let budgets = list(fields.required("budgets"), budget)
    let seeds = list(fields.required("seeds")) { (value: SuiteValue) -> Int64? in
      value.number(in: 0...Int64.max)
    }
    let moments = fields.optional("moments").map { list($0) { $0.decimal() } }
    var names: Set<String> = []
    let instances = list(fields.required("instances")) { value -> SuiteInstance? in
      let instance = value.fields().flatMap { self.instance($0, besides: names) }
      if let instance { names.insert(instance.name) }
      return instance
    }
    let entrants = self.entrants(fields.required("entrants"))
    let reference = fields.optional("reference").flatMap { self.reference($0, entrants) }
    fields.finish()
    guard let name, let about, let cluster, let first = entrants.first else { return nil }
    if Set(seeds).count < seeds.count {
      fields.value.fault(
        .valueWrong, found: "a seed twice", expected: "each seed once",
        remedy: "remove the repetition")
    }
    return Suite(
      name: name, about: about, cluster: cluster, budgets: budgets, seeds: seeds,
      moments: (moments ?? Self.moments(of: budgets)).sorted(), instances: instances,
      entrants: entrants, reference: reference ?? first.name)
  }

  /// A sixtieth, a sixth and a third of the largest budget, and all of it.
  private static func moments(of budgets: [TrialBudget]) -> [Double] {
    let most = budgets.map(\.amount).max() ?? 0
    return [most / 60, most / 6, most / 3, most]
  }

  private func list<Item>(_ value: SuiteValue?, _ read: (SuiteValue) -> Item?) -> [Item] {
    guard let items = value?.items() else { return [] }
    if items.count > Self.entriesMax {
      items[0].fault(
        .valueWrong, found: "\(items.count) entries", expected: "at most \(Self.entriesMax)",
        remedy: "make several suites")
      return []
    }
    return items.compactMap(read)
  }

  // MARK: Small values

  private func name(_ value: SuiteValue, besides taken: Set<String>) -> String? {
    guard let text = value.text() else { return nil }
    let isUsable =
      (1...64).contains(text.utf8.count) && text.first != "."
      && text.unicodeScalars.allSatisfy {
        $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.+".unicodeScalars.contains($0))
      }
    guard isUsable, !taken.contains(text) else {
      value.fault(
        .nameUnusable, found: "\(value.name): \"\(text)\"\(taken.contains(text) ? " again" : "")",
        expected: "1 to 64 letters, digits and -_.+, each name once",
        remedy: "choose another name")
      return nil
    }
    return text
  }

  private func shape(_ value: SuiteValue) -> ClusterShape? {
    guard let fields = value.fields() else { return nil }
    // Sixty-four threads are more than any machine that all nodes of a suite share has to spare.
    let nodes: Int? = fields.required("nodes")?.number(in: 1...64)
    let slots: Int? = fields.optional("slots").map { $0.number(in: 1...64) } ?? 1
    fields.finish()
    guard let nodes, let slots else { return nil }
    return ClusterShape(nodes: nodes, slots: slots)
  }

  /// `60s`, `10m`, `2h` or `2000000 effort`.
  private func budget(_ value: SuiteValue) -> TrialBudget? {
    guard let text = value.text() else { return nil }
    let words = text.split(separator: " ")
    if words.count == 2, words[1] == "effort", let count = Int64(words[0]),
      (1...Self.effortMax).contains(count)
    {
      return .effort(count)
    }
    let units: [(suffix: Character, size: Int64)] = [("s", 1), ("m", 60), ("h", 3_600)]
    if words.count == 1, let unit = units.first(where: { text.last == $0.suffix }),
      let count = Int64(text.dropLast()), (1...Self.secondsMax / unit.size).contains(count)
    {
      return .seconds(count * unit.size)
    }
    value.fault(
      .valueWrong, found: "\(value.name): \(text)",
      expected: "a budget such as 60s, 10m, 2h or 2000000 effort",
      remedy: "write a whole number and a unit, at most a week")
    return nil
  }

  private func reference(_ value: SuiteValue, _ entrants: [Entrant]) -> String? {
    guard let text = value.text() else { return nil }
    if entrants.contains(where: { $0.name == text }) { return text }
    value.fault(
      .referenceUnknown, found: "reference: \(text)", expected: "the name of an entrant",
      remedy: "use one of: \(entrants.map(\.name).joined(separator: ", "))")
    return nil
  }

  // MARK: Instances

  private func instance(_ fields: SuiteFields, besides taken: Set<String>) -> SuiteInstance? {
    let name = fields.required("name").flatMap { self.name($0, besides: taken) }
    let format = fields.required("format").flatMap(self.format)
    let path = fields.required("path")?.text()
    let hash = fields.required("sha256").flatMap(self.hash)
    let limits = -1_000_000_000_000...1_000_000_000_000
    let bestKnown = fields.optional("best_known")?.number(in: limits)
    let target = fields.optional("target")?.number(in: limits)
    fields.finish()
    guard let name, let format, let path, let hash else { return nil }
    return SuiteInstance(
      name: name, format: format, path: path, hash: hash, bestKnown: bestKnown, target: target)
  }

  private func format(_ value: SuiteValue) -> SuiteInstance.Format? {
    guard let text = value.text() else { return nil }
    if let format = SuiteInstance.Format(rawValue: text) { return format }
    value.fault(
      .valueWrong, found: "\(value.name): \(text)", expected: "a format that Rota judges",
      remedy: "use one of: "
        + SuiteInstance.Format.allCases.map(\.rawValue).joined(separator: ", "))
    return nil
  }

  private func hash(_ value: SuiteValue) -> String? {
    guard let text = value.text() else { return nil }
    if text.utf8.count == 64, text.allSatisfy(\.isHexDigit) { return text.lowercased() }
    value.fault(
      .valueWrong, found: "\(value.name): \(text)", expected: "64 hexadecimal digits",
      remedy: "write zeros once; the run then says which digits the file has")
    return nil
  }

  // MARK: Entrants

  private func entrants(_ value: SuiteValue?) -> [Entrant] {
    var names: Set<String> = []
    return list(value) { value -> [Entrant]? in
      guard let fields = value.fields() else { return nil }
      let found = EntrantReader(fields: fields, file: file).entrants(
        name: fields.required("name").flatMap { self.name($0, besides: names) },
        cluster: fields.optional("cluster").flatMap(shape))
      names.formUnion(found.map(\.name))
      return found
    }.flatMap { $0 }
  }
}

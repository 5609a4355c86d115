import Domain
import Rules

/// The rule instances of a sample programme's plan, in the order in which its files state them.
struct PlanRules {
  let recipe: ProgrammeRecipe
  let minima: PlanMinima
  let columnCount: Int
  /// Whether anybody has whole blocks of leave; those have less of their curriculum.
  let leaveRotation: RotationID?
  let levelsOnLeave: Set<String>
  private(set) var rules: [RuleInstance] = []

  init(
    recipe: ProgrammeRecipe, minima: PlanMinima, columnCount: Int, leaveRotation: RotationID?,
    levelsOnLeave: Set<String>, hasLocks: Bool
  ) {
    self.recipe = recipe
    self.minima = minima
    self.columnCount = columnCount
    self.leaveRotation = leaveRotation
    self.levelsOnLeave = levelsOnLeave
    for entry in recipe.classes { addCurriculum(entry) }
    addLeave()
    addPlaces()
    for deadline in recipe.plan.deadlines { addDeadline(deadline) }
    addServiceCovers()
    for cover in recipe.plan.covers { addCover(cover) }
    addSequences()
    add("rotation-wishes", .soft, .rotationWishes(RotationWishes()))
    if hasLocks {
      add("locked-cells-honoured", .institution, .lockedCells(LockedCellsHonoured()))
    }
    add("whole-blocks", .institution, .wholeBlocks(WholeBlocks()))
  }

  /// `r1-medical-teams-count`: lower-case letters and digits, everything else a hyphen.
  static func slug(_ words: String) -> String {
    words.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
  }

  private mutating func add(
    _ words: String, _ level: Severity.Level, weight: Int = 1, levels: [String] = [],
    _ rule: AnyRule
  ) {
    var scope = RuleScope()
    scope.levels = levels.map { LevelID($0) }
    add(words, Severity(level: level, weight: weight), scope, rule)
  }

  private mutating func add(
    _ words: String, _ severity: Severity, _ scope: RuleScope, _ rule: AnyRule
  ) {
    rules.append(
      RuleInstance(
        id: RuleInstanceID(Self.slug(words)), scope: scope, severity: severity, rule: rule))
  }

  private func rotations(_ services: [Int]) -> [RotationID] {
    services.map { RotationID(recipe.services[$0].name) }
  }

  private func columns(_ blocks: ClosedRange<Int>) -> [Int] {
    Array(2 * (blocks.lowerBound - 1)..<2 * blocks.upperBound)
  }

  // MARK: Curricula

  private mutating func addCurriculum(_ entry: ClassRecipe) {
    var scope = RuleScope()
    scope.levels = [LevelID(entry.level)]
    let isSplit = levelsOnLeave.contains(entry.level)
    for line in entry.curriculum {
      let named = rotations(line.services)
      let words = "\(entry.level) \(line.label) count"
      var full = scope
      full.without = isSplit ? [.fullLeave] : []
      add(
        words, Severity(level: .institution), full,
        .curriculumCount(
          CurriculumCount(rotations: named, minimum: line.halves, maximum: line.halves)))
      guard isSplit else { continue }
      var away = scope
      away.having = [.fullLeave]
      add(
        "\(words) with leave", Severity(level: .institution), away,
        .curriculumCount(
          CurriculumCount(
            rotations: named, minimum: max(0, line.halves - 4), maximum: line.halves)))
    }
    var eligible: [RotationID] = []
    for rotation in rotations(entry.curriculum.flatMap(\.services))
    where !eligible.contains(rotation) { eligible.append(rotation) }
    if let leaveRotation { eligible.append(leaveRotation) }
    add(
      "\(entry.level) eligible", Severity(level: .institution), scope,
      .eligibleRotations(EligibleRotations(rotations: eligible)))
  }

  private mutating func addLeave() {
    let tolerant = recipe.classes.map { entry -> LeaveHonoured.Tolerance in
      var services: [Int] = []
      for service in entry.curriculum.flatMap(\.services)
      where recipe.services[service].toleratesLeave && !services.contains(service) {
        services.append(service)
      }
      return LeaveHonoured.Tolerance(level: LevelID(entry.level), rotations: rotations(services))
    }
    add(
      "leave-honoured", .institution,
      .leaveHonoured(
        LeaveHonoured(
          leaveRotation: leaveRotation, tolerant: tolerant.filter { !$0.rotations.isEmpty })))
  }

  private mutating func addPlaces() {
    for entry in recipe.plan.fixed {
      add(
        "\(entry.level) \(recipe.services[entry.service].name) fixed", .institution,
        levels: [entry.level],
        .fixedRotations(
          FixedRotations(
            rotations: rotations([entry.service]), columns: columns(entry.block...entry.block))))
    }
    for window in recipe.plan.windows {
      let named = rotations(window.services)
      let words = named.map(\.rawValue).joined(separator: " ")
      add(
        "\(window.level) \(words) window", .institution, levels: [window.level],
        .rotationWindow(RotationWindow(rotations: named, columns: columns(window.blocks))))
    }
  }

  private mutating func addDeadline(_ deadline: PlanRecipe.Deadline) {
    add(
      deadline.id, .institution, levels: [deadline.level],
      .curriculumCount(
        CurriculumCount(
          rotations: rotations(deadline.services), minimum: deadline.halves, maximum: nil,
          columns: columns(deadline.blocks))))
  }

  // MARK: Heads

  private mutating func addServiceCovers() {
    for (index, service) in recipe.services.enumerated() {
      let named = rotations([index])
      add(
        "\(service.name) room", .institution,
        .serviceCover(
          ServiceCover(rotations: named, minimum: nil, maximum: service.heads.upperBound)))
      let values = Set(minima.minima[index]).subtracting([0]).sorted()
      for value in values {
        let columns = (0..<columnCount).filter { minima.minima[index][$0] == value }
        let isWhole = columns.count == columnCount
        add(
          "\(service.name) needs \(value)", .institution,
          .serviceCover(
            ServiceCover(
              rotations: named, columns: isWhole ? nil : columns, minimum: value, maximum: nil)))
      }
    }
  }

  private mutating func addCover(_ cover: PlanRecipe.Cover) {
    let from = cover.firstBlock > 1 ? columns(cover.firstBlock...columnCount / 2) : nil
    add(
      cover.id, cover.isAccreditation ? .accreditation : .institution, levels: cover.levels,
      .serviceCover(
        ServiceCover(
          rotations: rotations(cover.services), columns: from,
          minimum: cover.minimum > 0 ? cover.minimum : nil, maximum: cover.maximum)))
  }

  // MARK: Sequences

  private mutating func addSequences() {
    for entry in recipe.plan.successions {
      let rule = AnyRule.succession(
        Succession(first: rotations(entry.first), next: rotations(entry.next)))
      if let penalty = entry.penalty {
        add(entry.id, .soft, weight: penalty, rule)
      } else {
        add(entry.id, entry.isAccreditation ? .accreditation : .institution, rule)
      }
    }
    for order in recipe.plan.orders {
      let before = rotations([order.before])
      let after = rotations([order.after])
      add(
        "\(order.level) \(before[0]) before \(after[0])", .institution, levels: [order.level],
        .rotationOrder(RotationOrder(before: before, after: after)))
    }
  }
}

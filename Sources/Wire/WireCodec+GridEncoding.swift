internal import Containers
internal import Grid
internal import Measures
internal import SwiftProtobuf

/// A grid to its image: tables side by side, numbers packed.
extension WireCodec {
  static func gridImage(of grid: DenseGrid) -> GridImage {
    var image = GridImage()
    image.rows = UInt32(grid.rowCount)
    image.columns = UInt32(grid.columnCount)
    image.choices = UInt32(grid.choiceCount)
    image.domains = grid.domains.map(image(of:))
    image.domainOfCell = unsigned(grid.domainOfCell)
    image.prices = .with {
      $0.rows = grid.cellPrices.map { UInt32(clamping: $0.row) }
      $0.columns = grid.cellPrices.map { UInt32(clamping: $0.column) }
      $0.choices = grid.cellPrices.map { UInt32(clamping: $0.choice) }
      $0.levels = grid.cellPrices.map { UInt32($0.level.rawValue) }
      $0.amounts = grid.cellPrices.map(\.amount)
      $0.instances = grid.cellPrices.map(\.instance)
    }
    image.rules = grid.rules.map(image(of:))
    image.cutColumns = unsigned(grid.cutColumns)
    if !grid.clock.isEmpty { image.clock = self.image(of: grid.clock) }
    image.pastColumns = UInt32(clamping: grid.pastColumns)
    return image
  }

  private static func image(of rule: GridRule) -> RuleImage {
    var image = RuleImage()
    image.instance = rule.instance
    image.level = UInt32(rule.level.rawValue)
    switch rule.family {
    case .transition(let family): image.transition = self.image(of: family)
    case .run(let family): image.run = self.image(of: family)
    case .sum(let family): image.sum = self.image(of: family)
    case .order(let family): image.order = self.image(of: family)
    case .cover(let family): image.cover = self.image(of: family)
    case .seriesRun(let family): image.seriesRun = self.image(of: family)
    case .seriesTransition(let family): image.seriesTransition = self.image(of: family)
    case .follow(let family): image.follow = self.image(of: family)
    case .gap(let family): image.gap = self.image(of: family)
    case .overlap(let family): image.overlap = self.image(of: family)
    case .stretch(let family): image.stretch = self.image(of: family)
    case .freePeriods(let family): image.freePeriods = self.image(of: family)
    case .rolling(let family): image.rolling = self.image(of: family)
    case .twoSidedCover(let family): image.twoSidedCover = self.image(of: family)
    case .pair(let family): image.pair = self.image(of: family)
    case .spread(let family): image.spread = self.image(of: family)
    case .clause(let family): image.clause = self.image(of: family)
    }
    return image
  }

  private static func image(of family: TransitionFamily) -> TransitionImage {
    .with {
      $0.rows = unsigned(family.rows)
      $0.columns = unsigned(family.columns)
      $0.offset = UInt32(clamping: family.offset)
      $0.from = image(of: family.from)
      $0.to = image(of: family.to)
      $0.price = family.price
    }
  }

  static func image(of family: RunFamily) -> RunImage {
    .with {
      $0.rows = unsigned(family.rows)
      $0.members = image(of: family.members)
      $0.min = family.min
      $0.max = family.max
      $0.priceShort = family.priceShort
      $0.priceLong = family.priceLong
      $0.startIsOpen = family.startIsOpen
      $0.endIsOpen = family.endIsOpen
      $0.history = unsigned(family.history)
    }
  }

  private static func image(of family: SumFamily) -> SumImage {
    .with {
      $0.rows = unsigned(family.rows)
      switch family.measure {
      case .weights(let weights): $0.weights = weights
      case .anyInGroups(let groups, let members):
        $0.countsGroups = true
        $0.groups = groups.map(list(of:))
        $0.members = image(of: members)
      }
      $0.windows = family.windows.map { window in
        .with {
          $0.positions = unsigned(window.positions)
          $0.min = window.min
          $0.max = window.max
        }
      }
      $0.priceUnder = family.priceUnder
      $0.priceOver = family.priceOver
    }
  }

  private static func image(of family: OrderFamily) -> OrderImage {
    .with {
      $0.rows = unsigned(family.rows)
      $0.before = image(of: family.before)
      $0.after = image(of: family.after)
      $0.required = UInt32(clamping: family.required)
      $0.price = family.price
    }
  }

  private static func image(of family: CoverFamily) -> CoverImage {
    .with {
      $0.groups = family.groups.map(list(of:))
      $0.tables = family.tables.map { table in .with { $0.items = table } }
      $0.tableOfRow = family.tableOfRow
      $0.exceptionRows = family.exceptions.map { UInt32(clamping: $0.row) }
      $0.exceptionColumns = family.exceptions.map { UInt32(clamping: $0.column) }
      $0.exceptionTables = family.exceptions.map(\.table)
      $0.min = family.min
      $0.max = family.max
      $0.priceUnder = family.priceUnder
      $0.priceOver = family.priceOver
    }
  }

  static func image(of set: BitSet) -> BitSetImage { .with { $0.words = set.words } }

  static func list(of values: [Int32]) -> IndexList {
    .with { $0.items = unsigned(values) }
  }

  static func unsigned(_ values: [Int32]) -> [UInt32] {
    values.map { UInt32(clamping: $0) }
  }
}

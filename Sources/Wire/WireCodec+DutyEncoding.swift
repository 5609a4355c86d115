internal import Containers
internal import Grid
internal import SwiftProtobuf

/// The families of duty schedules to their images.
extension WireCodec {
  static func image(of clock: ClockTable) -> ClockImage {
    .with {
      $0.starts = clock.starts
      $0.lengths = zip(clock.starts, clock.ends).map { $1 &- $0 }
    }
  }

  static func image(of family: SeriesRunFamily) -> SeriesRunImage {
    .with {
      $0.run = image(of: family.run)
      $0.groups = family.series.groups.map(list(of:))
      $0.quantifier = UInt32(family.series.quantifier.rawValue)
    }
  }

  static func image(of family: SeriesTransitionFamily) -> SeriesTransitionImage {
    .with {
      $0.rows = unsigned(family.rows)
      $0.fromGroups = family.links.map { list(of: $0.from) }
      $0.toGroups = family.links.map { list(of: $0.to) }
      $0.from = image(of: family.from)
      $0.to = image(of: family.to)
      $0.fromQuantifier = UInt32(family.fromQuantifier.rawValue)
      $0.toQuantifier = UInt32(family.toQuantifier.rawValue)
      $0.price = family.price
    }
  }

  static func image(of family: FollowFamily) -> FollowImage {
    .with {
      $0.rows = unsigned(family.rows)
      $0.columns = unsigned(family.columns)
      $0.from = image(of: family.from)
      $0.skipped = image(of: family.skipped)
      $0.to = image(of: family.to)
      $0.reach = UInt32(clamping: family.reach)
      $0.price = family.price
      $0.history = unsigned(family.history)
    }
  }

  static func image(of family: GapFamily) -> GapImage {
    .with {
      $0.rows = unsigned(family.rows)
      $0.from = image(of: family.from)
      $0.to = image(of: family.to)
      $0.least = family.least
      $0.bridge = family.bridge
      $0.unit = family.unit
      $0.price = family.price
      $0.history = family.history
      $0.columns = unsigned(family.columns)
      if let condition = family.condition {
        $0.condition = .with {
          $0.members = image(of: condition.members)
          $0.least = condition.least
          $0.bridge = condition.bridge
          $0.historyStarts = condition.history.map(\.start)
          $0.historyEnds = condition.history.map(\.end)
        }
      }
    }
  }

  static func image(of family: OverlapFamily) -> OverlapImage {
    .with {
      $0.rows = unsigned(family.rows)
      $0.members = image(of: family.members)
      $0.price = family.price
      $0.history = family.history
      $0.columns = unsigned(family.columns)
    }
  }

  static func image(of family: StretchFamily) -> StretchImage {
    .with {
      $0.rows = unsigned(family.rows)
      $0.members = image(of: family.members)
      $0.max = family.max
      $0.bridge = family.bridge
      $0.unit = family.unit
      $0.price = family.price
      $0.historyStarts = family.history.map(\.start)
      $0.historyEnds = family.history.map(\.end)
      $0.columns = unsigned(family.columns)
    }
  }

  static func image(of family: FreePeriodFamily) -> FreePeriodImage {
    .with {
      $0.rows = unsigned(family.rows)
      $0.members = image(of: family.members)
      $0.period = family.period
      $0.windowStarts = family.windows.map(\.start)
      $0.windowEnds = family.windows.map(\.end)
      $0.min = family.min
      $0.price = family.price
      $0.history = family.history
    }
  }

  private static func image(of measure: RowMeasure) -> MeasureImage {
    .with {
      switch measure {
      case .weights(let weights):
        $0.tables = weights.tables.map { table in .with { $0.items = table } }
        $0.tableOfColumn = weights.tableOfColumn
      case .anyInGroups(let members):
        $0.countsGroups = true
        $0.sets = members.sets.map(image(of:))
        $0.groupColumns = members.groups.map { list(of: $0.map(\.column)) }
        $0.groupSets = members.groups.map { list(of: $0.map(\.set)) }
      }
    }
  }

  static func image(of family: RollingFamily) -> RollingImage {
    .with {
      $0.rows = unsigned(family.rows)
      $0.measure = image(of: family.measure)
      $0.windowFirsts = unsigned(family.windows.map(\.first))
      $0.windowEnds = unsigned(family.windows.map(\.end))
      $0.min = family.min
      $0.max = family.max
      $0.unit = family.unit
      $0.priceUnder = family.priceUnder
      $0.priceOver = family.priceOver
    }
  }

  private static func image(of heads: HeadWeights) -> HeadsImage {
    .with {
      $0.tables = heads.tables.map { table in .with { $0.items = table } }
      $0.tableOfRow = heads.tableOfRow
    }
  }

  static func image(of family: TwoSidedCoverFamily) -> TwoSidedCoverImage {
    .with {
      $0.groups = family.groups.map(list(of:))
      $0.supply = image(of: family.supply)
      $0.demand = image(of: family.demand)
      $0.divisor = family.divisor
      $0.constant = family.constant
      $0.price = family.price
    }
  }

  static func image(of family: PairFamily) -> PairImage {
    .with {
      $0.firstRows = unsigned(family.rows.map(\.first))
      $0.secondRows = unsigned(family.rows.map(\.second))
      $0.firstColumns = unsigned(family.columns.map(\.first))
      $0.secondColumns = unsigned(family.columns.map(\.second))
      $0.classOfChoice = unsigned(family.classOfChoice)
      $0.classCount = UInt32(clamping: family.classCount)
      $0.prices = family.prices
    }
  }

  static func image(of family: SpreadFamily) -> SpreadImage {
    .with {
      $0.rows = unsigned(family.rows)
      $0.measure = image(of: family.measure)
      $0.start = family.start
      $0.shares = family.shares
      $0.kind = UInt32(family.kind.rawValue)
      $0.allowance = family.allowance
      $0.unit = family.unit
      $0.price = family.price
    }
  }

  static func image(of family: ClauseFamily) -> ClauseImage {
    .with {
      $0.rows = unsigned(family.literals.map(\.row))
      $0.columns = unsigned(family.literals.map(\.column))
      $0.choices = family.literals.map { image(of: $0.choices) }
      $0.price = family.price
    }
  }
}

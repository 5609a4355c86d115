/// Transitions, runs and orders of one row around the columns a move changes.
extension GridState {
  /// Penalty of everything that may change when the cells `from...to` of a row do: pairs with one
  /// end among them, runs that touch them or their neighbours, and the row's orders.
  ///
  /// The difference of two calls, before and after writing, is the exact change. Counting ends
  /// early once hard units exceed `enough`, for callers that only ask whether they do.
  @inline(__always)
  func structure(
    row: Int, from: Int, to: Int, enough: Int = .max
  ) -> (hard: Int, soft: Int) {
    var hard = 0
    var soft = 0
    pairs(row, from, to, &hard, &soft)
    for run in model.structure.runs(of: row) {
      if hard > enough { return (hard, soft) }
      let penalty = runPenalty(run, row, from, to)
      if run.isHard { hard += penalty } else { soft += penalty }
    }
    if !model.structure.orders.isEmpty { orders(row, &hard, &soft) }
    if model.structure.hasSeries && hard <= enough { series(row, from, to, &hard, &soft) }
    if model.structure.hasClock && hard <= enough { clock(row, from, to, &hard, &soft) }
    return (hard, soft)
  }

  @inline(__always)
  private func pairs(_ row: Int, _ from: Int, _ to: Int, _ hard: inout Int, _ soft: inout Int) {
    let choiceCount = model.choiceCount
    let columnCount = model.columnCount
    let rowStart = row * columnCount
    let lines = model.structure.pairs.line.base
    let prices = model.structure.pairs.prices.base
    for index in 0..<model.structure.distances.count {
      let distance = model.structure.distances[index]
      let tables =
        model.structure.tableOfCell.base + index * model.rowCount * columnCount + rowStart
      let last = min(to, columnCount - 1 - distance)
      var column = max(0, from - distance)
      while column <= last {
        let table = Int(tables[column])
        if table >= 0 {
          let cell = rowStart + column
          let line = Int(lines[table * choiceCount + Int(cells[cell])])
          if line > 0 {
            let price = prices[line + Int(cells[cell + distance])]
            hard += Int(price.hard)
            soft += Int(price.soft)
          }
        }
        column += 1
      }
    }
  }

  /// Penalty of the runs that touch `from - 1...to + 1`.
  @inline(__always)
  private func runPenalty(_ run: RowStructure.Run, _ row: Int, _ from: Int, _ to: Int) -> Int {
    let bits = model.structure.memberBits.base
    let columnCount = model.columnCount
    let rowCells = cells + row * columnCount
    let bit = run.bit
    let end = min(to + 1, columnCount - 1)
    var column = max(from - 1, 0)
    if bits[Int(rowCells[column])] & bit != 0 {
      while column > 0 && bits[Int(rowCells[column - 1])] & bit != 0 { column -= 1 }
    }
    var total = 0
    while column <= end {
      if bits[Int(rowCells[column])] & bit == 0 {
        column += 1
        continue
      }
      let start = column
      repeat { column += 1 } while column < columnCount && bits[Int(rowCells[column])] & bit != 0
      let history = start == 0 ? Int(run.history) : 0
      let length = column - start + history
      if length > Int(run.max) {
        total += (length - Int(run.max)) * Int(run.priceLong)
      } else if length < Int(run.min) {
        let beganBefore = start == 0 && run.startIsOpen && history == 0
        let goesOn = column == columnCount && run.endIsOpen
        if !beganBefore && !goesOn { total += (Int(run.min) - length) * Int(run.priceShort) }
      }
    }
    return total
  }

  private func orders(_ row: Int, _ hard: inout Int, _ soft: inout Int) {
    for index in model.structure.ordersOfRow[row] {
      let penalty = orderPenalty(index, row)
      if model.structure.orders[index].isHard { hard += penalty } else { soft += penalty }
    }
  }

  private func orderPenalty(_ index: Int, _ row: Int) -> Int {
    let order = model.structure.orders[index]
    let rowCells = cells + row * model.columnCount
    var earlier = 0
    var total = 0
    for column in 0..<model.columnCount {
      let choice = Int(rowCells[column])
      if order.isAfter[choice] && earlier < order.required { total += order.price }
      if order.isBefore[choice] { earlier += 1 }
    }
    return total
  }
}

/// Transitions, runs and orders of one row around the columns a move changes.
extension GridState {
  /// Penalty of everything that may change when the cells `from...to` of a row do: pairs with one
  /// end among them, runs that touch them or their neighbours, and the row's orders.
  ///
  /// The difference of two calls, before and after writing, is the exact change.
  func structure(row: Int, from: Int, to: Int) -> (hard: Int, soft: Int) {
    var hard = 0
    var soft = 0
    pairs(row, from, to, &hard, &soft)
    let runs = model.structure.runsOfRow[row]
    for index in runs {
      let penalty = runPenalty(index, row, from, to)
      if model.structure.runs[index].isHard { hard += penalty } else { soft += penalty }
    }
    let orders = model.structure.ordersOfRow[row]
    for index in orders {
      let penalty = orderPenalty(index, row)
      if model.structure.orders[index].isHard { hard += penalty } else { soft += penalty }
    }
    return (hard, soft)
  }

  @inline(__always)
  private func pairs(_ row: Int, _ from: Int, _ to: Int, _ hard: inout Int, _ soft: inout Int) {
    let choiceCount = model.choiceCount
    let rowStart = row * model.columnCount
    for offset in model.structure.offsets {
      let distance = offset.distance
      let last = min(to, model.columnCount - 1 - distance)
      var column = max(0, from - distance)
      while column <= last {
        let cell = rowStart + column
        let table = Int(offset.tableOfCell.base[cell])
        if table >= 0 {
          let pair =
            (table * choiceCount + Int(cells[cell])) * choiceCount
            + Int(cells[cell + distance])
          let price = model.structure.pairPrices.base[pair]
          hard += Int(price.hard)
          soft += Int(price.soft)
        }
        column += 1
      }
    }
  }

  private func runPenalty(_ index: Int, _ row: Int, _ from: Int, _ to: Int) -> Int {
    let run = model.structure.runs[index]
    let isMember = run.isMember.base
    let rowCells = cells + row * model.columnCount
    let columnCount = model.columnCount
    let end = min(to + 1, columnCount - 1)
    var column = max(from - 1, 0)
    while column > 0 && isMember[Int(rowCells[column])] && isMember[Int(rowCells[column - 1])] {
      column -= 1
    }
    var total = 0
    while column <= end {
      guard isMember[Int(rowCells[column])] else {
        column += 1
        continue
      }
      let start = column
      while column < columnCount && isMember[Int(rowCells[column])] { column += 1 }
      let history = start == 0 && run.hasHistory ? Int(run.historyOfRow.base[row]) : 0
      let length = column - start + history
      if length > run.max {
        total += (length - run.max) * run.priceLong
      } else if length < run.min {
        let beganBefore = start == 0 && run.startIsOpen && history == 0
        let goesOn = column == columnCount && run.endIsOpen
        if !beganBefore && !goesOn { total += (run.min - length) * run.priceShort }
      }
    }
    return total
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

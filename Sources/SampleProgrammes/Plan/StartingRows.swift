import Determinism

/// Lays each resident's curriculum out over the year before it is searched into place.
struct StartingRows {
  let recipe: ProgrammeRecipe
  let blockCount: Int
  /// Service that stands for whole blocks of leave; nil when nobody has any.
  let leaveService: Int?

  /// A row and the columns that are settled in it.
  struct Row {
    var services: [Int]
    var fixed: [Bool]
  }

  /// - Parameters:
  ///   - number: The resident's place in the class, from 0: who is on which of like services.
  ///   - leaveBlocks: Blocks, from 1, of whole leave.
  func row(
    of kind: ClassRecipe, number: Int, leaveBlocks: [Int], _ generator: inout SeededGenerator
  ) -> Row {
    var pieces = self.pieces(of: kind, number: number)
    var fixed = Array(repeating: false, count: 2 * blockCount)
    var services = Array(repeating: -1, count: 2 * blockCount)
    func settle(_ block: Int, _ service: Int) {
      for column in [2 * block - 2, 2 * block - 1] {
        services[column] = service
        fixed[column] = true
      }
    }
    for entry in recipe.plan.fixed where entry.level == kind.level {
      settle(entry.block, entry.service)
      pieces.wholes.removeAll { $0 == entry.service }
    }
    if let leaveService {
      for block in leaveBlocks {
        settle(block, leaveService)
        pieces.dropBlock(recipe)
      }
    }
    pieces.wholes.shuffle(using: &generator)
    pieces.halves.shuffle(using: &generator)
    for block in 1...blockCount where !fixed[2 * block - 2] {
      if let whole = pieces.wholes.popLast() {
        services[2 * block - 2] = whole
        services[2 * block - 1] = whole
      } else {
        services[2 * block - 2] = pieces.halves.removeLast()
        services[2 * block - 1] = pieces.halves.removeLast()
      }
    }
    return Row(services: services, fixed: fixed)
  }

  /// A curriculum as blocks on one service and single halves.
  private struct Pieces {
    var wholes: [Int] = []
    var halves: [Int] = []

    /// Gives up a block of what the programme can best spare.
    mutating func dropBlock(_ recipe: ProgrammeRecipe) {
      let spare = wholes.firstIndex { recipe.services[$0].toleratesLeave }
      if let spare {
        wholes.remove(at: spare)
      } else if let pair = halves.firstIndex(where: { recipe.services[$0].toleratesLeave }),
        halves.count >= 2
      {
        halves.remove(at: pair)
        let next = halves.firstIndex { recipe.services[$0].toleratesLeave } ?? halves.count - 1
        halves.remove(at: next)
      } else if !wholes.isEmpty {
        wholes.removeLast()
      } else {
        halves.removeLast(min(2, halves.count))
      }
    }
  }

  private func pieces(of kind: ClassRecipe, number: Int) -> Pieces {
    var pieces = Pieces()
    for (position, line) in kind.curriculum.enumerated() {
      var halves = line.halves
      var turn = number + position
      while halves > 0 {
        // Like services take turns, so that each has its share of every class.
        let service = line.services[turn % line.services.count]
        turn += 1
        if recipe.services[service].isHalf {
          pieces.halves.append(service)
          halves -= 1
        } else {
          pieces.wholes.append(service)
          halves -= 2
        }
      }
    }
    return pieces
  }
}

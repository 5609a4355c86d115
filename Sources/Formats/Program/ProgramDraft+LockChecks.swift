import Domain
import Rules

extension ProgramDraft {
  /// Pins against eligibility, leave, curriculum and one another; leave that nothing tolerates.
  func checkLocks() {
    var pins: [PersonID: [Int: RotationID]] = [:]
    for (index, cell) in facts.lockedCells.enumerated() where cell.kind == .pinned {
      if let other = pins[cell.resident]?[cell.column], other != cell.rotation {
        contradiction(cell, "pinned to \(other) and to \(cell.rotation)", at: lockPlaces[index])
      }
      pins[cell.resident, default: [:]][cell.column] = cell.rotation
      checkPin(cell, at: lockPlaces[index])
    }
    for (index, cell) in facts.lockedCells.enumerated() where cell.kind == .forbidden {
      if pins[cell.resident]?[cell.column] == cell.rotation {
        contradiction(cell, "pinned to \(cell.rotation) and closed to it", at: lockPlaces[index])
      }
    }
    checkPinnedAmounts(pins)
    checkTolerance()
  }

  private func contradiction(_ cell: LockedCell, _ found: String, at place: Location) {
    faults.add(
      .locksContradict, at: place,
      found: "\(cell.resident) in \(timeline.name(cell.column)) \(found)",
      expected: "one statement for each cell", remedy: "remove one of the rows")
  }

  private func checkPin(_ cell: LockedCell, at place: Location) {
    guard let index = residentIndex[cell.resident] else { return }
    let level = facts.residents[index].level
    let named = (curriculum[level] ?? []) + (leave?.leaveRotation.map { [$0] } ?? [])
    if !named.contains(cell.rotation) {
      faults.add(
        .pinNotEligible, at: place, found: "\(cell.resident) pinned to \(cell.rotation)",
        expected: "a rotation of level \(level)", remedy: "pin another rotation")
    }
    guard let leave, leaveDays(of: cell.resident, in: cell.column) >= leave.minimumDays else {
      return
    }
    let isFull = leave.leaveRotation != nil && isFullLeave(of: cell.resident, in: cell.column)
    let fine =
      isFull
      ? leave.leaveRotation == cell.rotation
      : tolerated(at: level).contains(cell.rotation)
    guard !fine else { return }
    faults.add(
      .leaveAgainstPin, at: place,
      found: "\(cell.rotation) pinned in \(timeline.name(cell.column)), where leave is granted",
      expected: isFull ? "the leave rotation" : "a rotation that tolerates leave",
      remedy: "move the leave or the pin")
  }

  private func checkPinnedAmounts(_ pins: [PersonID: [Int: RotationID]]) {
    for (index, resident) in facts.residents.enumerated() {
      guard let own = pins[resident.id] else { continue }
      for other in rules where other.content.severity.isHard {
        guard case .curriculumCount(let count) = other.content.rule, let most = count.maximum,
          residents(in: other.content.scope).contains(where: { $0.id == resident.id })
        else { continue }
        let pinned = own.count {
          count.rotations.contains($0.value) && (count.columns?.contains($0.key) ?? true)
        }
        guard pinned > most else { continue }
        faults.add(
          .pinsBeyondCurriculum, at: residentPlaces[index],
          found: "\(timeline.blocks(pinned)) blocks pinned for \(resident.id)",
          expected: "at most \(timeline.blocks(most)), as \(other.content.id) says",
          remedy: "remove a pin")
      }
    }
  }

  /// Leave at a level where no rotation tolerates it.
  private func checkTolerance() {
    guard let leave else { return }
    for (index, absence) in facts.absences.enumerated() where absence.isBinding {
      guard let level = residentIndex[absence.person].map({ facts.residents[$0].level }),
        tolerated(at: level).isEmpty
      else { continue }
      let isPart = timeline.columns.indices.contains { column in
        timeline.columns[column].dates.overlap(with: absence.dates) > 0
          && leaveDays(of: absence.person, in: column) >= leave.minimumDays
          && (leave.leaveRotation == nil || !isFullLeave(of: absence.person, in: column))
      }
      guard isPart else { continue }
      faults.add(
        .leaveNotTolerated, at: absencePlaces[index],
        found: "leave of \(absence.person), level \(level)",
        expected: "a rotation of that level that tolerates leave",
        remedy: "name one under leave: tolerant:")
    }
  }
}

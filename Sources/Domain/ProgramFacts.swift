/// What is so in a programme, whatever its rules say: calendar, people, rotations, leave, wishes
/// and locked cells. With rule instances it becomes a `Program`.
package struct ProgramFacts: Sendable, Hashable, Codable {
  /// What people call the programme.
  package var name: String
  /// The year that is planned.
  package var calendar: AcademicCalendar
  /// Whether the plan has one column a block or one a half-block.
  package var planUnit: PlanUnit
  /// Levels in the order of the file.
  package var levels: [LevelID]
  /// Residents in the order of the file: the rows of a plan.
  package var residents: [Resident]
  /// Rotations in the order of the file: a plan's cells are positions in it.
  package var rotations: [Rotation]
  /// Absences of residents and faculty.
  package var absences: [Absence]
  /// What residents asked for.
  package var wishes: [Wish]
  /// Cells settled by people.
  package var lockedCells: [LockedCell]
  /// What the duty level knows beyond the plan; nil in a programme that plans blocks only.
  package var duty: DutyFacts?

  package init(
    name: String, calendar: AcademicCalendar, planUnit: PlanUnit, levels: [LevelID],
    residents: [Resident], rotations: [Rotation]
  ) {
    self.name = name
    self.calendar = calendar
    self.planUnit = planUnit
    self.levels = levels
    self.residents = residents
    self.rotations = rotations
    absences = []
    wishes = []
    lockedCells = []
  }

  /// Columns of the plan, in order of time; block 0 is no column.
  package var planColumns: [PlanColumn] { calendar.planColumns(planUnit) }
}

/// What one column of a rotation plan stands for.
package enum PlanUnit: String, Sendable, Hashable, Codable {
  case block
  case halfBlock = "half-block"

  /// Columns in one block.
  package var columnsPerBlock: Int { self == .block ? 1 : 2 }
}

/// One column of a rotation plan: a block or one of its halves.
package struct PlanColumn: Sendable, Hashable, Codable {
  /// Block number, 1 and up.
  package var block: Int
  /// 1 or 2 in a plan of half-blocks, nil in a plan of blocks.
  package var half: Int?
  package var dates: DateRange

  package init(block: Int, half: Int?, dates: DateRange) {
    self.block = block
    self.half = half
    self.dates = dates
  }
}

extension PlanColumn: CustomStringConvertible {
  /// `block 3` or `block 3 half 2`.
  package var description: String { half.map { "block \(block) half \($0)" } ?? "block \(block)" }
}

/// One who trains, with the facts that rules may ask of them.
package struct Resident: Sendable, Hashable, Codable {
  package var id: PersonID
  package var level: LevelID
  /// Categorical, preliminary, chief…; empty when the programme has one track.
  package var track: String

  package init(id: PersonID, level: LevelID, track: String = "") {
    self.id = id
    self.level = level
    self.track = track
  }
}

/// What a resident does for a block or a half-block.
package struct Rotation: Sendable, Hashable, Codable {
  package var id: RotationID
  /// Whether it may stand in a single half-block; otherwise it fills both halves of a block.
  package var mayBeHalf: Bool
  /// Whether it is time away (leave, transfer) rather than a service or clinic.
  package var isAway: Bool

  package init(id: RotationID, mayBeHalf: Bool = false, isAway: Bool = false) {
    self.id = id
    self.mayBeHalf = mayBeHalf
    self.isAway = isAway
  }
}

/// Days that a person is away, known before planning.
package struct Absence: Sendable, Hashable, Codable {
  /// How far an absence has come. Only a ``granted`` one binds a schedule.
  package enum Status: String, Sendable, Hashable, Codable, CaseIterable {
    case granted, pending, refused, cancelled
  }

  package var person: PersonID
  package var dates: DateRange
  /// Vacation, conference, parental…: reported, never sent to a node.
  package var kind: String
  package var status: Status

  /// Whether schedules must keep it.
  package var isBinding: Bool { status == .granted }

  package init(
    person: PersonID, dates: DateRange, kind: String, status: Status = .granted
  ) {
    self.person = person
    self.dates = dates
    self.kind = kind
    self.status = status
  }
}

/// A resident would like a rotation at some time.
package struct Wish: Sendable, Hashable, Codable {
  /// How strongly it is wished.
  package enum Priority: String, Sendable, Hashable, Codable, CaseIterable {
    case high, medium, low
  }

  package var resident: PersonID
  package var rotation: RotationID
  /// The wish counts for each block that this range overlaps by 14 days or more.
  package var dates: DateRange
  package var priority: Priority

  package init(
    resident: PersonID, rotation: RotationID, dates: DateRange, priority: Priority
  ) {
    self.resident = resident
    self.rotation = rotation
    self.dates = dates
    self.priority = priority
  }
}

/// A cell settled by people before the run: pinned to a rotation, or closed to one.
package struct LockedCell: Sendable, Hashable, Codable {
  /// Whether the rotation must or must not stand in the cell.
  package enum Kind: String, Sendable, Hashable, Codable {
    /// The cell holds the rotation.
    case pinned
    /// The cell holds anything but the rotation.
    case forbidden
  }

  package var resident: PersonID
  /// Zero-based plan column.
  package var column: Int
  package var rotation: RotationID
  package var kind: Kind

  package init(resident: PersonID, column: Int, rotation: RotationID, kind: Kind) {
    self.resident = resident
    self.column = column
    self.rotation = rotation
    self.kind = kind
  }
}

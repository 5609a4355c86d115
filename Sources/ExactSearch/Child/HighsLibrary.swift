import CORTools
import Glibc

/// HiGHS, opened at run time from where OR-Tools lies.
enum HighsLibrary {
  /// The functions of an opened library.
  // Proof for @unchecked Sendable: C functions of a library that stays open to the end of the
  // process; a programme is only used by the one who made it.
  struct Functions: @unchecked Sendable {
    let create: RotaHighsCreate
    let destroy: RotaHighsDestroy
    let setBool: RotaHighsSetNumber
    let setInteger: RotaHighsSetNumber
    let setText: RotaHighsSetText
    let getInteger: RotaHighsGetNumber
    let addRows: RotaHighsAddRows
    let addColumns: RotaHighsAddColumns
    let changeBounds: RotaHighsChangeColumnBounds
    let run: RotaHighsRun
    let status: RotaHighsCount
    let objective: RotaHighsObjective
    let solution: RotaHighsSolution
  }

  static func open(_ path: String) throws -> Functions {
    let library = try SharedLibrary(path)
    return Functions(
      create: try library.symbol("Highs_create", RotaHighsCreate.self),
      destroy: try library.symbol("Highs_destroy", RotaHighsDestroy.self),
      setBool: try library.symbol("Highs_setBoolOptionValue", RotaHighsSetNumber.self),
      setInteger: try library.symbol("Highs_setIntOptionValue", RotaHighsSetNumber.self),
      setText: try library.symbol("Highs_setStringOptionValue", RotaHighsSetText.self),
      getInteger: try library.symbol("Highs_getIntInfoValue", RotaHighsGetNumber.self),
      addRows: try library.symbol("Highs_addRows", RotaHighsAddRows.self),
      addColumns: try library.symbol("Highs_addCols", RotaHighsAddColumns.self),
      changeBounds: try library.symbol(
        "Highs_changeColBounds", RotaHighsChangeColumnBounds.self),
      run: try library.symbol("Highs_run", RotaHighsRun.self),
      status: try library.symbol("Highs_getModelStatus", RotaHighsCount.self),
      objective: try library.symbol("Highs_getObjectiveValue", RotaHighsObjective.self),
      solution: try library.symbol("Highs_getSolution", RotaHighsSolution.self))
  }
}

/// A library that stays open once it is.
struct SharedLibrary {
  private let path: String
  private let handle: UnsafeMutableRawPointer

  init(_ path: String) throws(ORToolsLibrary.Absent) {
    guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      let reason = dlerror().map { String(cString: $0) } ?? "no reason given"
      throw ORToolsLibrary.Absent(description: "\(path) cannot be opened: \(reason)")
    }
    self.path = path
    self.handle = handle
  }

  func symbol<Function>(
    _ name: String, _ type: Function.Type
  ) throws(ORToolsLibrary.Absent) -> Function {
    guard let address = dlsym(handle, name) else {
      throw ORToolsLibrary.Absent(
        description: "\(path) has no \(name); version \(ORToolsLibrary.version) is needed")
    }
    return unsafeBitCast(address, to: type)
  }
}

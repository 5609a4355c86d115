import Glibc

/// How solving children are started.
package struct ExactSettings: Sendable {
  /// The program to start; by default this very one.
  package var program: String
  /// What makes the program a solving child; the library's path and the memory limit follow.
  package var arguments: [String]
  /// The library's file, or why there is none.
  package var library: Result<String, ORToolsLibrary.Absent>
  /// Address space of a child in bytes.
  package var memoryBytes: Int
  /// Children that may die or fall silent on one search before it gives up. Three, as for nodes.
  package var crashesMax: Int

  /// Names another program to start as a child than the one that runs: tests are not `rota`.
  package static let programVariable = "ROTA_EXACT_PROGRAM"

  /// Default address space: 4 GiB; 2 workers on 8,000 variables take 0.2 GB of memory, and the
  /// allocator reserves some times that.
  package static let memoryBytes = 4 << 30

  package init(
    program: String, library: Result<String, ORToolsLibrary.Absent>,
    memoryBytes: Int = Self.memoryBytes
  ) {
    self.program = program
    arguments = ["exact-child"]
    self.library = library
    self.memoryBytes = memoryBytes
    crashesMax = 3
  }

  /// What this machine has.
  package static func ofThisMachine() -> ExactSettings {
    let named = getenv(programVariable).map { String(cString: $0) }
    return ExactSettings(program: named ?? thisProgram(), library: found())
  }

  private static func found() -> Result<String, ORToolsLibrary.Absent> {
    do throws(ORToolsLibrary.Absent) {
      return .success(try ORToolsLibrary.locate())
    } catch {
      return .failure(error)
    }
  }

  /// Nil when children can be started, else why not.
  package var unavailability: String? {
    switch library {
    case .failure(let absent): return absent.description
    case .success:
      return access(program, X_OK) == 0 ? nil : "\(program) cannot be started as a solving child"
    }
  }

  private static func thisProgram() -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    return length > 0
      ? String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      : "/proc/self/exe"
  }
}

import Hashing
import Yams

/// Content hashes of instances, as suites name them.
package enum InstanceDigest {
  /// Of a file: SHA-256 of its bytes, as `sha256sum` prints it.
  package static func of(file bytes: [UInt8]) -> String { ContentHash.of(bytes).hex }

  /// Of a programme: SHA-256 over `program.yaml` and every CSV file that it names, each with its
  /// name and length in front, in the order in which the YAML names them.
  ///
  /// The source files, not the compiled programme: those stay the same from version to version.
  ///
  /// - Parameter file: The bytes of a named file; nil when it cannot be read.
  /// - Returns: The digest, or the path of a file that cannot be read.
  package static func of(
    program text: [UInt8], file: (String) -> [UInt8]?
  ) -> Result<String, UnreadableFile> {
    var bytes = framed("program.yaml", text)
    for path in namedFiles(in: String(decoding: text, as: UTF8.self)) {
      guard let content = file(path) else { return .failure(UnreadableFile(path: path)) }
      bytes += framed(path, content)
    }
    return .success(ContentHash.of(bytes).hex)
  }

  /// A file that a programme names and nobody can read.
  package struct UnreadableFile: Error {
    package var path: String
  }

  private static func framed(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
    Array("\(name)\n\(bytes.count)\n".utf8) + bytes
  }

  /// Scalars that end in `.csv`, each once.
  private static func namedFiles(in yaml: String) -> [String] {
    var names: [String] = []
    do {
      if let node = try Yams.compose(yaml: yaml) { collect(node, &names) }
    } catch {
      // A malformed programme has no named files; its reader says what is wrong with it.
      return []
    }
    return names
  }

  private static func collect(_ node: Node, _ names: inout [String]) {
    switch node {
    case .alias: break
    case .scalar(let scalar):
      if scalar.string.hasSuffix(".csv"), !names.contains(scalar.string) {
        names.append(scalar.string)
      }
    case .sequence(let items): for item in items { collect(item, &names) }
    case .mapping(let pairs): for (_, value) in pairs { collect(value, &names) }
    }
  }
}

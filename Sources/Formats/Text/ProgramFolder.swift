import Foundation

/// Where a programme's files come from, with the limits that hold before a byte is read.
package struct ProgramFolder: Sendable {
  /// Largest file in bytes. 5,000 residents with 100 wishes each make about 30 MB of CSV; twice
  /// that is no programme but a mistake.
  package static let largestFile = 64 << 20

  private enum Source: Sendable {
    case disk(folder: String)
    case memory([String: [UInt8]])
  }

  private let source: Source
  private let environment: [String: String]

  /// A folder on disk; `environment` gives `ROTA_DATA`, by default `../shared/data`, and
  /// `ROTA_PROFILES`, by default `cluster/profiles`.
  package init(path: String, environment: [String: String] = ProcessInfo.processInfo.environment) {
    source = .disk(folder: path)
    self.environment = environment
  }

  /// Files held in memory by their path in the folder.
  package init(files: [String: [UInt8]]) {
    source = .memory(files)
    environment = [:]
  }

  func exists(_ path: String) -> Bool {
    switch source {
    case .disk(let folder): FileManager.default.fileExists(atPath: "\(folder)/\(path)")
    case .memory(let files): files[path] != nil
    }
  }

  /// The text of a file, without a byte order mark, or nil after a fault.
  ///
  /// - Parameter written: the path as the programme writes it; a leading `${ROTA_DATA}` or
  ///   `${ROTA_PROFILES}` names a folder outside, everything else lies inside the programme's.
  func text(of written: String, namedAt location: Location, _ faults: FaultCollector) -> String? {
    guard let path = resolve(written, namedAt: location, faults) else { return nil }
    guard let bytes = bytes(of: written, at: path, namedAt: location, faults) else { return nil }
    guard var text = String(validating: bytes, as: UTF8.self), !text.utf8.contains(0) else {
      faults.add(
        .fileNotText, at: Location(path: written), found: "bytes that are not UTF-8 text",
        expected: "a UTF-8 text file", remedy: "save the file as UTF-8")
      return nil
    }
    if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
    return text
  }

  private func resolve(
    _ written: String, namedAt location: Location, _ faults: FaultCollector
  ) -> String? {
    let known = Self.variables.first { written.hasPrefix("${\($0.name)}/") }
    // The name stands between a dollar sign with a brace and a brace with a slash.
    let inside = known.map { String(written.dropFirst($0.name.count + 4)) } ?? written
    let parts = inside.split(separator: "/", omittingEmptySubsequences: false)
    guard !inside.contains("$"), !parts.isEmpty,
      parts.allSatisfy({ !["", "..", "."].contains($0) })
    else {
      faults.add(
        .pathRefused, at: location, found: "\"\(written)\"",
        expected: "a path inside the programme's folder, ${ROTA_DATA}/… or ${ROTA_PROFILES}/…",
        remedy: "move the file into the folder and name it without / in front and without ..")
      return nil
    }
    guard let known else { return inside }
    return (environment[known.name] ?? known.folder) + "/" + inside
  }

  /// Folders outside the programme's that a path may begin with, and where they are by default.
  private static let variables = [
    (name: "ROTA_DATA", folder: "../shared/data"),
    (name: "ROTA_PROFILES", folder: "cluster/profiles"),
  ]

  private func bytes(
    of written: String, at path: String, namedAt location: Location, _ faults: FaultCollector
  ) -> [UInt8]? {
    switch source {
    case .memory(let files):
      if let bytes = files[path] { return sized(bytes.count, written, faults) ? bytes : nil }
    case .disk(let folder):
      let full = written.hasPrefix("${") ? path : "\(folder)/\(path)"
      var isFolder: ObjCBool = false
      if FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder.boolValue {
        return contents(of: full, written: written, faults)
      }
    }
    faults.add(
      .fileMissing, at: location, found: "no file \"\(path)\"", expected: "a readable file",
      remedy: written.contains("$")
        ? "set the variable to the right folder" : "create it, or mend its path")
    return nil
  }

  private func contents(of full: String, written: String, _ faults: FaultCollector) -> [UInt8]? {
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: full)
      guard sized((attributes[.size] as? NSNumber)?.intValue ?? 0, written, faults) else {
        return nil
      }
      return try [UInt8](Data(contentsOf: URL(fileURLWithPath: full)))
    } catch {
      faults.add(
        .fileMissing, at: Location(path: written), found: "\(error.localizedDescription)",
        expected: "a readable file", remedy: "check the file's permissions")
      return nil
    }
  }

  private func sized(_ count: Int, _ written: String, _ faults: FaultCollector) -> Bool {
    guard count > Self.largestFile else { return true }
    faults.add(
      .fileTooLarge, at: Location(path: written), found: "\(count) bytes",
      expected: "at most \(Self.largestFile) bytes",
      remedy: "check that this is the right file; a programme's files are small")
    return false
  }
}

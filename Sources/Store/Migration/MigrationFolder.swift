import Foundation

/// One numbered change of the schema, with the way back.
package struct Migration: Sendable, Hashable {
  /// 1…9999, without gaps.
  package var version: Int64
  package var name: String
  var up: String
  var down: String
}

/// The folder in which the migrations of this version lie.
package enum MigrationFolder {
  /// Finds the folder: `ROTA_MIGRATIONS`, else `migrations/` in a folder above the executable (also
  /// under its `share/rota/`), else in the current folder.
  ///
  /// The executable comes before the current folder because its own migrations fit it.
  ///
  /// - Throws: `migrationsUnusable` naming where it looked.
  package static func locate(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(StoreError) -> String {
    if let named = environment["ROTA_MIGRATIONS"], !named.isEmpty {
      guard holdsMigrations(named) else {
        throw unusable("ROTA_MIGRATIONS names \(named), which holds no NNNN_name.up.sql")
      }
      return named
    }
    let candidates = candidates()
    guard let found = candidates.first(where: holdsMigrations) else {
      throw unusable("no folder with migrations at \(candidates.joined(separator: ", "))")
    }
    return found
  }

  /// Reads every migration in `folder`, in order.
  ///
  /// - Throws: `migrationsUnusable` when a number is missing, doubled or has no way back.
  package static func migrations(in folder: String) throws(StoreError) -> [Migration] {
    var migrations: [Migration] = []
    for file in try files(in: folder).sorted() where file.hasSuffix(".up.sql") {
      let stem = String(file.dropLast(".up.sql".count))
      let parts = stem.split(separator: "_", maxSplits: 1)
      guard parts.count == 2, parts[0].count == 4, let version = Int64(parts[0]) else {
        throw unusable("\(file) is not named NNNN_name.up.sql")
      }
      guard version == Int64(migrations.count) + 1 else {
        throw unusable("\(file) follows number \(migrations.count): numbers rise by one")
      }
      migrations.append(
        Migration(
          version: version, name: String(parts[1]), up: try text(of: file, in: folder),
          down: try text(of: stem + ".down.sql", in: folder)))
    }
    return migrations
  }

  private static func candidates() -> [String] {
    var candidates: [String] = []
    var above = URL(fileURLWithPath: executablePath()).deletingLastPathComponent()
    // Eight levels: a build folder within a clone is four deep, an installed binary two.
    for _ in 0..<8 where above.path != "/" {
      candidates.append(above.appendingPathComponent("migrations").path)
      candidates.append(above.appendingPathComponent("share/rota/migrations").path)
      above.deleteLastPathComponent()
    }
    candidates.append(FileManager.default.currentDirectoryPath + "/migrations")
    return candidates
  }

  private static func executablePath() -> String {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().path
  }

  private static func holdsMigrations(_ folder: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/0001_inputs.up.sql")
  }

  private static func files(in folder: String) throws(StoreError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw unusable("\(folder) cannot be listed: \(error.localizedDescription)")
    }
  }

  private static func text(of file: String, in folder: String) throws(StoreError) -> String {
    do {
      return try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
    } catch {
      throw unusable("\(file) cannot be read: \(error.localizedDescription)")
    }
  }

  private static func unusable(_ message: String) -> StoreError {
    StoreError(
      .migrationsUnusable, message, during: "find the migrations",
      remedy: "set ROTA_MIGRATIONS to the folder `migrations` of this version")
  }
}

package import Foundation

/// What tests find by its place: the project, public data, and the command that was built.
package enum Folders {
  /// The folder that holds `Package.swift`.
  package static let project = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Public data: `ROTA_DATA`, else what lies beside the project; nil where there is none.
  package static let publicData: URL? = {
    let folder =
      ProcessInfo.processInfo.environment["ROTA_DATA"].map { URL(fileURLWithPath: $0) }
      ?? project.deletingLastPathComponent().appending(path: "shared/data")
    return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
  }()

  /// The command that the same build made: beside the test bundle, else in the release folder; nil
  /// where it was not built.
  package static let command: URL? = {
    let bundles = ProcessInfo.processInfo.arguments.filter { $0.contains(".xctest") }
    let beside = bundles.map {
      URL(fileURLWithPath: $0).deletingLastPathComponent().appending(path: "rota")
    }
    return (beside + [project.appending(path: ".build/release/rota")]).first {
      FileManager.default.isExecutableFile(atPath: $0.path)
    }
  }()

  /// The programme of this name in `bench/programs`.
  package static func programme(_ name: String) -> String {
    project.appending(path: "bench/programs/\(name)").path
  }
}

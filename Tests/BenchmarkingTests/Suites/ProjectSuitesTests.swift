import Benchmarking
import Foundation
import TestSupport
import Testing

/// The suites of this project can be read, and name the instances that are there.
@Suite struct ProjectSuitesTests {
  private static let root = Folders.project.path

  private static let names: [String] = {
    let folder = root + "/bench/suites"
    let files = FileManager.default.enumerator(atPath: folder)?.allObjects ?? []
    return files.compactMap { $0 as? String }.filter { $0.hasSuffix(".yaml") }.sorted()
  }()

  private static func suite(_ name: String) throws -> Suite {
    let text = try String(contentsOfFile: "\(root)/bench/suites/\(name)", encoding: .utf8)
    return try SuiteReader.read(text, path: name) { path in
      FileManager.default.contents(atPath: "\(root)/\(path)")
        .map { String(decoding: $0, as: UTF8.self) }
    }
  }

  @Test func theSuitesAreThere() {
    #expect(Self.names.contains("smoke.yaml") && Self.names.contains("nrp-60s.yaml"))
  }

  @Test(arguments: names)
  func aSuiteIsReadAndIsNamedLikeItsFile(name: String) throws {
    let suite = try Self.suite(name)
    #expect(suite.name + ".yaml" == name)
    #expect(!suite.trials.isEmpty)
  }

  @Test(.enabled(if: PublicData.isThere, "no public data: set ROTA_DATA"), arguments: names)
  func publicInstancesHaveTheContentThatASuiteNames(name: String) throws {
    let variable = "${ROTA_DATA}/nrp24/"
    for instance in try Self.suite(name).instances where instance.path.hasPrefix(variable) {
      let file = PublicData.folder.appendingPathComponent(
        String(instance.path.dropFirst(variable.count)))
      #expect(InstanceDigest.of(file: Array(try Data(contentsOf: file))) == instance.hash)
    }
  }

  @Test func instancesMadeHereHaveTheContentThatTheirSuiteNames() throws {
    for instance in try Self.suite("smoke.yaml").instances {
      let bytes = FileManager.default.contents(atPath: "\(Self.root)/\(instance.path)") ?? Data()
      #expect(InstanceDigest.of(file: Array(bytes)) == instance.hash)
    }
  }
}

// swift-tools-version: 6.1
//
// One row per target. What a target of ours may import is fixed by the table in
// docs/ARCHITECTURE.md; `TidyTests` holds this manifest and the sources against that table, and
// every build runs with `--explicit-target-dependency-import-check error`.

import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The packages that sources import, each named once.
enum Taken {
  static let arguments = Target.Dependency.product(
    name: "ArgumentParser", package: "swift-argument-parser")
  static let csv = Target.Dependency.product(name: "SwiftCSV", package: "SwiftCSV")
  static let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
  static let protobuf = Target.Dependency.product(
    name: "SwiftProtobuf", package: "swift-protobuf")
  static let signals = Target.Dependency.product(
    name: "UnixSignals", package: "swift-service-lifecycle")
  static let serviceLifecycle = Target.Dependency.product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
  static let yaml = Target.Dependency.product(name: "Yams", package: "Yams")
}

func target(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil,
  exclude: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, exclude: exclude, resources: resources,
    swiftSettings: settings)
}

func systemLibrary(_ name: String, pkgConfig: String? = nil, apt: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

let package = Package(
  name: "rota",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "rota", targets: ["rota"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
  ],
  targets: [
    // Level 0: system libraries and the words everything else is said in.
    systemLibrary("CNNG", apt: "libnng-dev"),
    systemLibrary("CPostgreSQL", pkgConfig: "libpq", apt: "libpq-dev"),
    systemLibrary("CLZ4", pkgConfig: "liblz4", apt: "liblz4-dev"),
    systemLibrary("CCrypto", apt: "libssl-dev"),
    // Declarations alone: OR-Tools is opened at run time and nothing links against it.
    .systemLibrary(name: "CORTools"),
    target("Measures"),
    target("Containers"),
    target("Determinism"),
    target("Compression", ["CLZ4"]),
    target("Hashing", ["CCrypto"]),

    // Level 1.
    target("Domain"),
    target("Transport", ["CNNG", "Compression"]),

    // Level 2.
    target("Rules", ["Domain", "Measures"]),
    target("Grid", ["Measures", "Containers"]),

    // Level 3.
    target("Validation", ["Rules", "Domain", "Measures"]),
    target("Formats", ["Validation", "Rules", "Domain", "Measures", Taken.yaml, Taken.csv]),
    target("Compilation", ["Grid", "Rules", "Domain", "Measures", "Containers"]),
    target("Store", ["CPostgreSQL"]),
    target("Search", ["Grid", "Measures", "Containers", "Determinism"]),
    target("SampleProgrammes", ["Rules", "Domain", "Determinism"]),
    target("Wire", ["Grid", "Measures", "Containers", Taken.protobuf], exclude: ["Schema"]),

    // Level 4.
    target(
      "ExactSearch",
      ["CORTools", "Search", "Grid", "Measures", "Containers", "Determinism", Taken.protobuf],
      exclude: ["Schema"]),
    target("Coordination", ["Wire", "Grid", "Measures", "Determinism"]),

    // Level 5: drivers.
    target(
      "Coordinator",
      [
        "Coordination", "Wire", "Transport", "Grid", "Store", "Validation", "Compilation", "Rules",
        "Domain", "Measures", "Compression", "Hashing", Taken.logging, Taken.serviceLifecycle,
      ]),
    target(
      "SolverNode",
      [
        "Wire", "Transport", "Grid", "Search", "ExactSearch", "Measures", "Hashing",
        Taken.logging, Taken.serviceLifecycle,
      ]),
    target(
      "Simulation", ["Coordination", "Wire", "Grid", "Measures", "Containers", "Determinism"]),
    target(
      "Benchmarking",
      ["Grid", "Measures", "Containers", "Determinism", "Hashing", Taken.yaml]),

    target(
      "Diagnosis",
      [
        "Compilation", "Validation", "Search", "ExactSearch", "Grid", "Rules", "Domain",
        "Containers", "Measures",
      ]),

    // Level 6: the command line puts everything together.
    .executableTarget(
      name: "rota",
      dependencies: [
        "Benchmarking", "Compilation", "Compression", "Coordination", "Coordinator", "Determinism",
        "Diagnosis", "Domain", "ExactSearch", "Formats", "Grid", "Hashing", "Measures", "Rules",
        "SampleProgrammes", "Search",
        "SolverNode", "Store", "Transport", "Validation", "Wire", Taken.arguments, Taken.logging,
        Taken.serviceLifecycle, Taken.signals, Taken.yaml,
      ],
      swiftSettings: settings),

    // Tests: one target per source target, then the layers that cross them.
    .target(
      name: "TestSupport",
      dependencies: [
        "Domain", "Rules", "Grid", "Measures", "Containers", "Determinism", "Formats",
        "Compilation",
        "Validation",
      ],
      path: "Tests/TestSupport", swiftSettings: settings),
    tests("MeasuresTests", ["Measures"]),
    tests("ContainersTests", ["Containers"]),
    tests("DeterminismTests", ["Determinism"]),
    tests("CompressionTests", ["Compression", "Hashing", "CLZ4", "Determinism"]),
    tests("DomainTests", ["Domain", "Measures"]),
    tests("TransportTests", ["Transport", "Compression", "Determinism"]),
    tests("RulesTests", ["Rules", "Domain", "Measures"]),
    tests("GridTests", ["Grid", "Measures", "Containers", "Determinism", "TestSupport"]),
    tests("ValidationTests", ["Validation", "Rules", "Domain", "Measures", "TestSupport"]),
    tests(
      "FormatsTests",
      [
        "Formats", "SampleProgrammes", "Validation", "Rules", "Domain", "Measures", "TestSupport",
      ]),
    tests(
      "RuleTests",
      [
        "Validation", "Compilation", "Grid", "Rules", "Domain", "Measures", "Determinism",
        "TestSupport",
      ]),
    tests(
      "AgreementTests",
      [
        "Validation", "SampleProgrammes", "Compilation", "Grid", "Search", "Rules", "Domain",
        "Measures", "Containers", "Determinism", "Benchmarking", "Formats", "TestSupport",
        "Coordination", "Coordinator", "Store",
      ]),
    tests(
      "SampleProgrammesTests",
      ["SampleProgrammes", "Validation", "Formats", "Rules", "Domain"]),
    tests("StoreTests", ["Store", "Domain", "Rules", "Measures", "Compression"]),
    tests(
      "SearchTests",
      ["Search", "Grid", "Measures", "Containers", "Determinism", "Benchmarking", "TestSupport"]),
    tests(
      "ExactSearchTests",
      ["ExactSearch", "Search", "Grid", "Measures", "Containers", "Determinism", "TestSupport"]),
    tests("WireTests", ["Wire", "Grid", "Measures", "Containers", "Determinism", "TestSupport"]),
    tests(
      "CoordinationTests",
      ["Coordination", "Wire", "Grid", "Measures", "Containers", "Determinism"]),
    tests(
      "SimulationTests",
      [
        "Simulation", "Coordination", "Wire", "Grid", "Search", "Measures", "Containers",
        "Determinism",
      ]),
    tests(
      "BenchmarkingTests",
      ["Benchmarking", "Grid", "Measures", "Containers", "Determinism", "TestSupport"]),
    tests(
      "ClusterTests",
      [
        "Store", "Transport", "Wire", "Grid", "Compression", "Measures", "Determinism",
        "SampleProgrammes", "Formats", "Validation", "Rules", "Domain", "TestSupport",
      ]),
    tests(
      "RejectionTests",
      ["Formats", "Validation", "Rules", "Domain", "Measures", "TestSupport"]),
    tests(
      "DiagnosisTests",
      [
        "Diagnosis", "SampleProgrammes", "ExactSearch", "Validation", "Rules", "Domain", "Measures",
        "Determinism", "TestSupport",
      ]),
    tests("GoldenTests", exclude: ["Snapshots"]),
    tests("TidyTests", exclude: ["exceptions.txt"]),
  ],
  swiftLanguageModes: [.v6]
)

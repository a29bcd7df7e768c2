// swift-tools-version: 6.2
import PackageDescription

// The instruction set the training engine is compiled for. `native` is the building machine's own; set
// ABLATION_MARCH=x86-64-v3 (AVX2) or ABLATION_MARCH=x86-64 (baseline) to build for a mixed cluster. The numbers that
// training produces do not depend on it, only the time does (see ARCHITECTURE.md, "Determinism").
let instructionSet = Context.environment["ABLATION_MARCH"] ?? "native"

// The hot loops are compiled for speed in every configuration, so that a debug test run trains at full speed too.
let engineSettings: [SwiftSetting] = [
  .unsafeFlags(["-Ounchecked", "-wmo", "-num-threads", "2", "-Xcc", "-march=\(instructionSet)"]),
  .define("ENGINE_MARCH_\(instructionSet.uppercased().replacing("-", with: "_"))"),
]

extension String {
  func replacing(_ character: Character, with other: Character) -> String {
    String(map { $0 == character ? other : $0 })
  }
}

let package = Package(
  name: "ablation",
  products: [
    .executable(name: "ablation", targets: ["AblationCommand"]),
    .executable(name: "bench", targets: ["BenchCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // MARK: Models: trains one configuration once, deterministically.
    .target(name: "CLanes", path: "Sources/Models/CLanes"),
    .target(name: "CThreads", path: "Sources/Models/CThreads"),
    .systemLibrary(
      name: "CZlib", path: "Sources/Models/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CDeflate", path: "Sources/Models/CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(
      name: "CCrypto", path: "Sources/Models/CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "CProcessor", path: "Sources/Models/CProcessor"),
    .target(name: "Machine", dependencies: ["CProcessor"], path: "Sources/Models/Machine"),
    // Optimised in every configuration: debug tests that draw by the million would otherwise take minutes.
    .target(name: "Seeding", path: "Sources/Models/Seeding", swiftSettings: [.unsafeFlags(["-O"])]),
    .target(
      name: "Datasets", dependencies: ["Machine", "Seeding", "CZlib", "CDeflate", "CCrypto"],
      path: "Sources/Models/Datasets",
      resources: [.copy("Resources/mnist")]),
    .target(
      name: "Engine", dependencies: ["CLanes", "CThreads", "Seeding"], path: "Sources/Models/Engine",
      swiftSettings: engineSettings),
    .target(name: "Metrics", path: "Sources/Models/Metrics"),
    .target(
      name: "Training", dependencies: ["Engine", "Datasets", "Metrics", "Seeding"], path: "Sources/Models/Training"),

    // MARK: Ablation: decides what to train, remembers, compares and reports.
    // Search and Statistics are optimised in every configuration too: a debug test run would otherwise fit Gaussian
    // processes and simulate studies for minutes.
    .target(
      name: "Search", dependencies: ["Seeding", "Yams"], path: "Sources/Ablation/Search",
      swiftSettings: [.unsafeFlags(["-O"])]),
    // The same: an importance with its intervals is hundreds of forests.
    .target(
      name: "Statistics", dependencies: ["Seeding"], path: "Sources/Ablation/Statistics",
      swiftSettings: [.unsafeFlags(["-O"])]),
    .target(
      name: "Studies", dependencies: ["Search", .product(name: "GRDB", package: "GRDB.swift")],
      path: "Sources/Ablation/Studies"),
    .target(name: "Execution", dependencies: ["Studies", "Machine"], path: "Sources/Ablation/Execution"),
    .target(
      name: "Experiments",
      dependencies: [
        "Training", "Engine", "Datasets", "Metrics", "Studies", "Statistics", "Execution", "Search", "Seeding",
        "Machine",
      ],
      path: "Sources/Ablation/Experiments"),
    .target(name: "Gnuplot", path: "Sources/Ablation/Gnuplot", linkerSettings: [.linkedLibrary("boost_iostreams")]),
    .target(name: "PlotScripts", dependencies: ["Gnuplot", "Machine"], path: "plots", resources: [.copy("scripts")]),
    .target(
      name: "Reporting",
      dependencies: [
        "Experiments", "Training", "Engine", "Datasets", "Metrics", "Studies", "Statistics", "Search", "Seeding",
        "PlotScripts", "Machine",
      ],
      path: "Sources/Ablation/Reporting"),
    .executableTarget(
      name: "AblationCommand",
      dependencies: [
        "Reporting", "Experiments", "Benchmarking", "Training", "Engine", "Datasets", "Studies", "Statistics", "Search",
        "PlotScripts", "Machine", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Sources/Ablation/AblationCommand"),

    // MARK: Bench: measures the engine and judges the samplers.
    .target(name: "SamplerProblems", dependencies: ["Search", "Seeding"], path: "Sources/Bench/SamplerProblems"),
    .target(
      name: "Benchmarking",
      dependencies: [
        "Training", "Engine", "Datasets", "Seeding", "Statistics", "Machine", "Search", "SamplerProblems",
      ],
      path: "Sources/Bench/Benchmarking"),
    .executableTarget(
      name: "BenchCommand",
      dependencies: [
        "Benchmarking", "Training", "Engine", "Datasets", "Seeding", "PlotScripts", "Machine", "Statistics", "Search",
        "SamplerProblems",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/Bench/BenchCommand", resources: [.copy("Peers")]),

    // MARK: Tests
    .target(name: "TestSupport", dependencies: ["Search", "Seeding"], path: "Tests/TestSupport"),
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    // Trains a little and prints digests of the weights: scripts/check-instruction-sets compares builds with it.
    .executableTarget(
      name: "WeightDigest", dependencies: ["Training", "Engine", "Datasets", "Seeding", "Machine"],
      path: "Tests/WeightDigest"),
    .testTarget(name: "SeedingTests", dependencies: ["Seeding"], path: "Tests/SeedingTests"),
    .testTarget(name: "MachineTests", dependencies: ["Machine", "Engine"], path: "Tests/MachineTests"),
    .testTarget(name: "DatasetsTests", dependencies: ["Datasets", "TestSupport"], path: "Tests/DatasetsTests"),
    .testTarget(
      name: "EngineTests", dependencies: ["Engine", "TestSupport", "AllocationCounter"], path: "Tests/EngineTests"),
    .testTarget(name: "MetricsTests", dependencies: ["Metrics", "TestSupport"], path: "Tests/MetricsTests"),
    .testTarget(
      name: "TrainingTests", dependencies: ["Training", "Engine", "Datasets", "Seeding", "TestSupport"],
      path: "Tests/TrainingTests"),
    .testTarget(
      name: "SearchTests", dependencies: ["Search", "TestSupport", "SamplerProblems"], path: "Tests/SearchTests"),
    .testTarget(
      name: "StatisticsTests", dependencies: ["Statistics", "Seeding", "TestSupport"], path: "Tests/StatisticsTests"),
    .testTarget(
      name: "BenchmarkingTests",
      dependencies: [
        "Benchmarking", "Engine", "Training", "Datasets", "Statistics", "Seeding", "Machine", "TestSupport",
      ],
      path: "Tests/BenchmarkingTests"),
    .testTarget(name: "StudiesTests", dependencies: ["Studies", "TestSupport"], path: "Tests/StudiesTests"),
    .testTarget(
      name: "PlotScriptsTests", dependencies: ["PlotScripts", "TestSupport"], path: "Tests/PlotScriptsTests"),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Reporting", "Experiments", "Studies", "Statistics", "Search", "TestSupport"],
      path: "Tests/ReportingTests"),
    .testTarget(
      name: "ExperimentsTests", dependencies: ["Experiments", "Statistics", "TestSupport"],
      path: "Tests/ExperimentsTests"),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "AblationCommand", "BenchCommand", "Benchmarking", "Engine", "SamplerProblems", "Search", "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/CommandTests"),
  ]
)

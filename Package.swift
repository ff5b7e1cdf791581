// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .unsafeFlags(["-warnings-as-errors"]),
]
/// What computes is compiled with optimisation in debug builds too: a training step is 150 times faster.
let numeric: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]
/// Programs in C that are started in isolation, where Swift's libraries are out of reach.
let plainC: [CSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]
let noSwift: [LinkerSetting] = [.unsafeFlags(["-static-stdlib"])]

let package = Package(
  name: "lemmaloom",
  products: [
    .executable(name: "lemmaloom", targets: ["Daemon"]),
    .executable(name: "lemmaloom-confine", targets: ["lemmaloom-confine"]),
    .executable(name: "lemmaloom-replay", targets: ["lemmaloom-replay"]),
    .executable(name: "lemmaloom-engine", targets: ["lemmaloom-engine"]),
  ],
  // Minor versions are pinned here: the lock file is not in git.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", .upToNextMinor(from: "1.8.2")),
    .package(url: "https://github.com/apple/swift-log", .upToNextMinor(from: "1.16.2")),
    .package(
      url: "https://github.com/swift-server/swift-service-lifecycle", .upToNextMinor(from: "2.13.0")
    ),
    .package(
      url: "https://github.com/swiftlang/swift-subprocess", .upToNextMinor(from: "1.0.2"),
      traits: []),
    .package(url: "https://github.com/groue/GRDB.swift", .upToNextMinor(from: "7.10.0")),
  ],
  targets: [
    .systemLibrary(name: "CLibgit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CMalloc"),

    .target(name: "Basics", dependencies: ["CMalloc"], swiftSettings: numeric),
    .target(name: "Terms", dependencies: [], swiftSettings: strict),
    .target(name: "Records", dependencies: ["Basics", "Terms"], swiftSettings: strict),
    .target(name: "LeanText", dependencies: [], swiftSettings: strict),
    .target(
      name: "LeanInterface",
      dependencies: [
        "Basics", "Terms", "Records", "LeanText",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ], swiftSettings: strict),
    .target(
      name: "Theories", dependencies: ["Basics", "Terms", "Records", "LeanInterface"],
      swiftSettings: strict),
    .target(name: "Repl", dependencies: ["LeanText", "LeanInterface"], swiftSettings: strict),
    .target(name: "HTTP", dependencies: ["Basics", "CCurl"], swiftSettings: strict),
    .target(name: "LanguageModel", dependencies: ["Basics", "COpenBLAS"], swiftSettings: numeric),
    .target(
      name: "Completion", dependencies: ["Basics", "HTTP", "LanguageModel"], swiftSettings: strict),
    .target(name: "Curriculum", dependencies: ["Terms", "Records"], swiftSettings: strict),
    .target(
      name: "Conjecturer",
      dependencies: [
        "Basics", "Terms", "Records", "LeanText", "LeanInterface", "LanguageModel", "Completion",
      ], swiftSettings: strict),
    .target(
      name: "Prover",
      dependencies: [
        "Basics", "Terms", "Records", "LeanText", "LeanInterface", "LanguageModel", "Completion",
      ], swiftSettings: strict),
    .target(
      name: "Checkers",
      dependencies: ["Basics", "Terms", "Records", "LeanText", "LeanInterface", "HTTP"],
      swiftSettings: strict),
    .target(
      name: "Corpus", dependencies: ["Basics", "Records", "CLibgit2"], swiftSettings: strict),
    .target(
      name: "RunStore",
      dependencies: ["Basics", "Records", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .target(
      name: "Trainer", dependencies: ["Basics", "Records", "LanguageModel"], swiftSettings: strict),
    .target(
      name: "Configuration",
      dependencies: [
        "Basics", "Terms", "Records", "LeanInterface", "LanguageModel", "Completion", "Curriculum",
        "Conjecturer", "Prover", "Checkers", "Trainer", "CLibYAML",
      ], swiftSettings: strict),
    .target(
      name: "Workbench",
      dependencies: [
        "Basics", "Terms", "Records", "LeanText", "LeanInterface", "LanguageModel", "Completion",
        "Curriculum", "Conjecturer", "Prover", "Checkers", "Corpus", "RunStore", "Trainer",
        "Configuration", "Theories",
      ], swiftSettings: strict),
    .target(
      name: "Evaluation",
      dependencies: [
        "Basics", "Terms", "Records", "LeanText", "LeanInterface", "LanguageModel", "Prover",
        "Checkers", "Configuration", "Workbench",
      ], swiftSettings: strict),
    .target(
      name: "Rounds",
      dependencies: [
        "Basics", "Terms", "Records", "LeanText", "LeanInterface", "LanguageModel", "Completion",
        "Curriculum", "Conjecturer", "Prover", "Checkers", "Corpus", "RunStore", "Trainer",
        "Configuration", "Workbench", "Evaluation",
      ], swiftSettings: strict),
    .executableTarget(name: "lemmaloom-confine", cSettings: plainC, linkerSettings: noSwift),
    .target(name: "CLean", cSettings: plainC),
    .executableTarget(
      name: "lemmaloom-replay", dependencies: ["CLean"], cSettings: plainC,
      linkerSettings: noSwift),
    .executableTarget(
      name: "lemmaloom-engine", dependencies: ["CLean"], cSettings: plainC,
      linkerSettings: noSwift),
    .executableTarget(
      name: "Daemon",
      dependencies: [
        "Basics", "Terms", "Records", "LeanText", "LeanInterface", "Repl", "LanguageModel",
        "Completion", "Curriculum", "Conjecturer", "Prover", "Checkers", "Corpus", "RunStore",
        "Configuration", "Workbench", "Evaluation", "Rounds",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ], swiftSettings: strict),

    .target(
      name: "TestSupport",
      dependencies: [
        "Basics", "Terms", "Records", "LeanInterface", "LanguageModel", "Curriculum",
        "Configuration",
      ], path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "BasicsTests", dependencies: ["Basics", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "TermsTests", dependencies: ["Basics", "Terms", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "RecordsTests", dependencies: ["Basics", "Terms", "Records", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "LeanTextTests", dependencies: ["Basics", "LeanText", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "LeanInterfaceTests",
      dependencies: ["Terms", "Records", "LeanText", "LeanInterface", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "TheoriesTests",
      dependencies: ["Basics", "Terms", "Records", "LeanInterface", "Theories", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ReplTests", dependencies: ["LeanText", "LeanInterface", "Repl", "TestSupport"],
      swiftSettings: strict),
    .testTarget(name: "HTTPTests", dependencies: ["HTTP", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "LanguageModelTests", dependencies: ["Basics", "LanguageModel", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "CompletionTests",
      dependencies: ["Basics", "HTTP", "LanguageModel", "Completion", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "CurriculumTests",
      dependencies: ["Basics", "Terms", "Records", "Curriculum", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ConjecturerTests",
      dependencies: [
        "Basics", "Terms", "Records", "LeanText", "LeanInterface", "LanguageModel", "Completion",
        "Conjecturer", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "ProverTests",
      dependencies: [
        "Basics", "Terms", "Records", "LeanText", "LeanInterface", "LanguageModel", "Completion",
        "Prover", "Trainer", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "CheckersTests",
      dependencies: [
        "Basics", "Terms", "Records", "LeanText", "LeanInterface", "Checkers", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "CorpusTests", dependencies: ["Basics", "Terms", "Records", "Corpus", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "RunStoreTests",
      dependencies: [
        "Basics", "Terms", "Records", "RunStore", "TestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ], swiftSettings: strict),
    .testTarget(
      name: "TrainerTests", dependencies: ["Basics", "Records", "LanguageModel", "Trainer"],
      swiftSettings: strict),
    .testTarget(
      name: "ConfigurationTests",
      dependencies: ["Basics", "Terms", "Records", "Checkers", "Configuration", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "WorkbenchTests",
      dependencies: [
        "Terms", "Records", "LeanInterface", "LanguageModel", "Completion", "Curriculum",
        "Conjecturer", "Prover", "Corpus", "Configuration", "Workbench", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "EvaluationTests",
      dependencies: [
        "Basics", "Terms", "Records", "LeanText", "LeanInterface", "Completion", "Prover",
        "Checkers", "Configuration", "Workbench", "Evaluation", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "RoundsTests",
      dependencies: [
        "Records", "Curriculum", "Prover", "Checkers", "RunStore", "Configuration", "Workbench",
        "Rounds", "TestSupport",
      ], swiftSettings: strict),
    .testTarget(
      name: "DaemonTests",
      dependencies: [
        "Basics", "Records", "LeanText", "LeanInterface", "LanguageModel", "Completion", "Prover",
        "Checkers", "Corpus", "RunStore", "Configuration", "Workbench", "Evaluation", "Rounds",
        "Daemon", "TestSupport", .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: strict),
  ]
)

// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .unsafeFlags(["-warnings-as-errors"]),
]
/// The numeric target is compiled with optimisation in debug builds too: a training step is 150 times faster.
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

    .target(name: "Records", swiftSettings: strict),
    .executableTarget(name: "lemmaloom-confine", cSettings: plainC, linkerSettings: noSwift),
    .executableTarget(name: "lemmaloom-replay", cSettings: plainC, linkerSettings: noSwift),
    .target(name: "LeanText", swiftSettings: strict),
    .target(
      name: "LeanInterface",
      dependencies: [
        "LeanText", "Records", .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: strict),
    .target(name: "HTTP", dependencies: ["CCurl"], swiftSettings: strict),
    .target(
      name: "LanguageModel", dependencies: ["COpenBLAS", "HTTP"], swiftSettings: numeric),
    .target(name: "Curriculum", dependencies: ["Records"], swiftSettings: strict),
    .target(
      name: "Conjecturer", dependencies: ["Records", "LeanText", "LeanInterface", "LanguageModel"],
      swiftSettings: strict),
    .target(
      name: "Prover", dependencies: ["Records", "LeanText", "LeanInterface", "LanguageModel"],
      swiftSettings: strict),
    .target(
      name: "Checkers", dependencies: ["Records", "LeanText", "LeanInterface", "HTTP"],
      swiftSettings: strict),
    .target(name: "Corpus", dependencies: ["Records", "CLibgit2"], swiftSettings: strict),
    .target(
      name: "RunStore", dependencies: ["Records", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .target(name: "Trainer", dependencies: ["Records", "LanguageModel"], swiftSettings: strict),
    .executableTarget(
      name: "Daemon",
      dependencies: [
        "Records", "LeanText", "LeanInterface", "LanguageModel", "Curriculum", "Conjecturer",
        "Prover", "Checkers", "Corpus", "RunStore", "Trainer", "CLibYAML",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ],
      swiftSettings: strict),

    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "RecordsTests", dependencies: ["Records"], swiftSettings: strict),
    .testTarget(
      name: "LeanTextTests", dependencies: ["LeanText", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "LeanInterfaceTests",
      dependencies: ["LeanInterface", "LeanText", "Records", "TestSupport"],
      swiftSettings: strict),
    .testTarget(name: "HTTPTests", dependencies: ["HTTP", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "LanguageModelTests", dependencies: ["LanguageModel", "HTTP", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "CurriculumTests", dependencies: ["Curriculum", "Records"], swiftSettings: strict),
    .testTarget(
      name: "ConjecturerTests",
      dependencies: ["Conjecturer", "Records", "LeanText", "LeanInterface", "LanguageModel"],
      swiftSettings: strict),
    .testTarget(
      name: "ProverTests",
      dependencies: ["Prover", "Records", "LeanText", "LeanInterface", "LanguageModel", "Trainer"],
      swiftSettings: strict),
    .testTarget(
      name: "CheckersTests",
      dependencies: ["Checkers", "Records", "LeanText", "LeanInterface", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "CorpusTests", dependencies: ["Corpus", "Records"], swiftSettings: strict),
    .testTarget(
      name: "RunStoreTests", dependencies: ["RunStore", "Records", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "TrainerTests", dependencies: ["Trainer", "Records", "LanguageModel"],
      swiftSettings: strict),
    .testTarget(
      name: "DaemonTests", dependencies: ["Daemon", "LeanText", "Records", "TestSupport"],
      swiftSettings: strict),
  ]
)

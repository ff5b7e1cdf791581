import Checkers
import Configuration
import Foundation
import LeanInterface
import Records
import Workbench

/// `lemmaloom eval --samples N`: pass@k with checked proofs, kept in a folder.
package struct EvalSampling: Sendable {
  /// `--prover`.
  package enum Kind: String, CaseIterable, Sendable {
    case search
    case wholeProof = "whole-proof"
  }

  package let kind: Kind
  package let samples: Int
  package let ks: [Int]
  package let rankers: [SearchSettings.Ranker]
  package let budget: Int
  package let withLibrary: Bool
  package let retryDeclined: Bool
  package let folder: String

  /// - Throws: `WorkbenchError.usage` for options that do not go together.
  package init(
    prover: String, samples: Int?, k: [Int], output: String?, rankers: [SearchSettings.Ranker],
    budget: Int, withLibrary: Bool, retryDeclined: Bool
  ) throws {
    guard let kind = Kind(rawValue: prover) else {
      let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw WorkbenchError.usage("--prover '\(prover)' is none of \(known)")
    }
    self.kind = kind
    let samples = samples ?? max(1, k.max() ?? 1)
    guard (1...Self.samplesMax).contains(samples) else {
      throw WorkbenchError.usage("--samples \(samples) is not in 1…\(Self.samplesMax)")
    }
    for k in k where !(1...samples).contains(k) {
      throw WorkbenchError.usage("-k \(k) is not in 1…\(samples), the number of samples")
    }
    self.samples = samples
    guard let output, !output.isEmpty else {
      throw WorkbenchError.usage("name a folder with --output: the samples are kept there")
    }
    if kind == .wholeProof, !rankers.isEmpty || !withLibrary {
      throw WorkbenchError.usage("--ranker and --no-library are for --prover search")
    }
    // The recipe's best@8 is pass@8 where a score is 0 or 1.
    let drawn = self.samples
    let wanted = k.isEmpty ? [1, 8, drawn].filter { $0 <= drawn } : k
    ks = Set(wanted).sorted()
    folder = output
    self.rankers = rankers
    self.budget = budget
    self.withLibrary = withLibrary
    self.retryDeclined = retryDeclined
  }

  private static let samplesMax = 1_000_000

  /// Draws what is missing, and writes `report.json` and `report.md`.
  /// - Parameter told: what is to be known of a checker.
  package func run(
    _ bench: Workbench, paths: [String], told: @escaping @Sendable (String) -> Void
  ) async throws -> EvalReport {
    let configuration = bench.configuration
    let suites = try await EvalSuite.load(
      paths, root: bench.corpus, domains: configuration.domains, pool: bench.pool)
    let provers = try await provers(bench, suites)
    let panel = try await bench.lean.panel(told: told)
    let settings = EvalSettings(
      common: judging(configuration, leanVersion: "\(bench.pool.toolchain.version)"),
      provers: Dictionary(provers.map { ($0.name, $0.settings) }, uniquingKeysWith: { $1 }),
      suites: Dictionary(suites.map { ($0.name, $0.digest) }, uniquingKeysWith: { $1 }))
    let file = try SampleFile(folder: folder, settings: settings)
    let runner = EvalRunner(
      suites: suites, panel: panel, file: file, samples: samples, retryDeclined: retryDeclined)
    for prover in provers { try await runner.run(prover) }
    let report = await report(file, suites, provers.map(\.name), settings)
    try SampleFile.write(try report.jsonLine() + "\n", to: "\(folder)/report.json")
    try SampleFile.write(report.markdown, to: "\(folder)/report.md")
    return report
  }

  /// What a verdict depends on, by the configuration's keys; where and how fast it comes does not count.
  private func judging(_ configuration: Configuration, leanVersion: String) -> [String: String] {
    let checkers = configuration.checkers
    let lean = configuration.lean
    let seconds = lean.options.batchSeconds
    return [
      "axioms": checkers.axioms.joined(separator: ", "),
      "batch_seconds": Int(exactly: seconds).map(String.init) ?? "\(seconds)",
      "checkers": checkers.backends.joined(separator: ", "),
      "confirm": checkers.quorum == .confirm ? checkers.confirm : "",
      "heartbeats": "\(lean.options.heartbeats)",
      "helpers": "\(checkers.helpers)",
      "lean": "Lean \(leanVersion)",
      "max_recursion_depth": "\(lean.options.maximumRecursionDepth)",
      "memory_mb": "\(lean.options.memoryMB)",
      "options": checkers.options.joined(separator: ", "),
      "project": lean.project,
      "quorum": checkers.quorum.rawValue,
    ]
  }

  private func report(
    _ file: SampleFile, _ suites: [EvalSuite], _ provers: [String], _ settings: EvalSettings
  ) async -> EvalReport {
    let kept = await file.samples
    let runs = suites.flatMap { suite in
      provers.map { prover in
        let samples = Dictionary(
          suite.problems.map { problem in
            let key = SampleFile.Key(prover: prover, suite: suite.name, problem: problem.name)
            return (problem.name, (kept[key] ?? [:]).sorted { $0.key < $1.key }.map(\.value))
          }, uniquingKeysWith: { first, _ in first })
        return (prover: prover, suite: suite, samples: samples)
      }
    }
    return EvalReport(samples: samples, ks: ks, settings: settings, runs: runs)
  }

  private func provers(_ bench: Workbench, _ suites: [EvalSuite]) async throws -> [any EvalProver] {
    switch kind {
    case .wholeProof: return [try bench.wholeProofEvalProver()]
    case .search:
      let kinds = rankers.isEmpty ? [bench.configuration.prover.search.ranker] : rankers
      let names = Set(suites.flatMap(\.problems).compactMap { $0.domain?.name })
      let domains = bench.configuration.domains.filter { names.contains($0.name) }
      var provers: [any EvalProver] = []
      for kind in kinds {
        provers.append(
          try await SearchEvalProver(
            bench, ranker: kind, budget: budget, withLibrary: withLibrary, domains: domains))
      }
      return provers
    }
  }
}

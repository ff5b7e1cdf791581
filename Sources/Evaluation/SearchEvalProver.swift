import Basics
import Configuration
import LeanInterface
import Prover
import Records
import Workbench

/// The search over proof states. Sample 0 is the search as it is; in the others the ranking is perturbed.
struct SearchEvalProver: EvalProver {
  let name: String
  let settings: [String: String]
  private let bench: Workbench
  private let ranker: any CandidateRanker
  private let options: SearchOptions
  private let works: [String: DomainContext]
  private let seed: UInt64

  /// - Parameter domains: those of the problems.
  init(
    _ bench: Workbench, ranker kind: SearchSettings.Ranker, budget: Int, withLibrary: Bool,
    domains: [Domain]
  ) async throws {
    name = "search/\(kind.rawValue)"
    self.bench = bench
    let configuration = bench.configuration
    seed = configuration.run.seed
    ranker = await bench.models.ranker(kind, seed: seed)
    options = configuration.evaluationOptions(budget: budget)
    var works: [String: DomainContext] = [:]
    for domain in domains {
      let work = try await bench.context(domain)
      works[domain.name] =
        withLibrary ? work : work.withoutLibrary()
    }
    self.works = works
    let library = works.values.flatMap(\.entries).map(\.name).sorted().joined(separator: " ")
    // All options that a search goes by; how many searches advance together changes none of them.
    var settings = Mirror(reflecting: options).children.reduce(into: [String: String]()) {
      if let label = $1.label, label != "concurrent" { $0[label] = "\($1.value)" }
    }
    settings.merge([
      "checkpoint": await bench.models.checkpointName, "estimate": "steps left",
      "library": withLibrary ? Hash64.hex(library) : "none",
      "ratio": "\(configuration.prover.search.ratio)",
      "seed": "\(seed)", "strategy": configuration.prover.search.strategy.rawValue,
    ]) { $1 }
    self.settings = settings
  }

  func imports(for problem: EvalProblem) -> [String] {
    problem.domain.flatMap { works[$0.name]?.header.imports } ?? problem.header.imports
  }

  func sample(
    _ problems: [EvalProblem], ordinals: Range<Int>,
    finished: @escaping @Sendable (Int, ProofSample) async throws -> Void
  ) async throws {
    var places: [String: [Int]] = [:]
    for (index, problem) in problems.enumerated() {
      guard let domain = problem.domain else {
        throw WorkbenchError.usage(
          "\(problem.suite): '\(problem.name)' belongs to no configured domain, and search needs "
            + "one for its tactics; use --prover whole-proof")
      }
      places[domain.name, default: []].append(index)
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (domain, indices) in places {
        guard let work = works[domain] else { continue }
        group.addTask {
          for ordinal in ordinals {
            try await search(
              indices.map { problems[$0] }, work, ordinal, indices: indices, finished: finished)
          }
        }
      }
      try await group.waitForAll()
    }
  }

  private func search(
    _ problems: [EvalProblem], _ work: DomainContext, _ ordinal: Int, indices: [Int],
    finished: @escaping @Sendable (Int, ProofSample) async throws -> Void
  ) async throws {
    let engine = work.engine(
      bench.pool, bench.configuration,
      ordinal == 0 ? ranker : GumbelRanker(ranker, seed: seed, sample: ordinal), options: options)
    let tasks = problems.map {
      SearchTask(statement: $0.statement, excluded: work.excluded(for: $0.statement))
    }
    _ = try await engine.prove(tasks) { place, report in
      try await finished(indices[place], Self.sample(report, ordinal, problems[place]))
    }
  }

  private static func sample(_ report: SearchReport, _ ordinal: Int, _ problem: EvalProblem)
    -> ProofSample
  {
    let outcome: ProofTurn.Outcome
    switch report.outcome {
    case .proved: outcome = .proved
    case .declined: outcome = .declined
    case .failed, .disproved: outcome = .rejected
    }
    let script = report.proof?.script ?? ""
    return ProofSample(
      ordinal: ordinal,
      turns: [ProofTurn(outcome: outcome, reason: report.reason, length: report.applications)],
      script: script,
      trace: script.isEmpty ? "" : report.trace(script: script, name: problem.name))
  }
}

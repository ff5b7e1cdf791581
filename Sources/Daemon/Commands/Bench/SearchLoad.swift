import Conjecturer
import Evaluation
import Prover
import Records
import RunStore
import Workbench

/// What the benchmarks of the search search for: the newest finished round's conjectures of the run, or the problems of
/// the configured suites where there is no run.
struct SearchLoad {
  private let bench: Workbench

  init(_ bench: Workbench) { self.bench = bench }

  /// A search engine for each domain with its statements.
  /// - Parameters:
  ///   - budget: tactic applications a statement; nil: the configured ones.
  ///   - concurrent: searches of a domain that advance together; nil: as configured.
  ///   - modules: imported besides.
  func searches(
    budget: Int?, concurrent: Int? = nil, importing modules: [String] = []
  ) async throws
    -> [(engine: SearchEngine, tasks: [SearchTask])]
  {
    var found: [(engine: SearchEngine, tasks: [SearchTask])] = []
    let (load, times, round) = try await load()
    for (domain, statements) in load where !statements.isEmpty {
      var work = try await bench.context(domain)
      if !modules.isEmpty {
        var header = work.header
        header.imports += modules
        work = work.with(header: header)
      }
      var options = bench.configuration.searchOptions
      options.budget = budget ?? options.budget
      options.concurrent = concurrent ?? options.concurrent
      let engine = try await work.engine(
        ofRound: round, bench.pool, bench.configuration, bench.models, bench.store,
        options: options)
      let tasks = statements.map { work.task(for: $0, timesTried: times[$0.id] ?? 0) }
      found.append((engine, tasks))
    }
    return found
  }

  /// What is searched, by domain, and how often each statement, by its identifier, was tried before the round that it
  /// comes from.
  private func load() async throws -> (
    load: [(domain: Domain, statements: [Statement])], timesTried: [String: Int], round: Int
  ) {
    let domains = bench.configuration.domains
    if let store = bench.store,
      let round = try await store.rounds().last(where: { $0.finishedAt != nil })
    {
      var conjectures: [Conjecture] = []
      for status in ConjectureStatus.allCases {
        conjectures += try await store.conjectures(round: round.number, status: status)
      }
      if !conjectures.isEmpty {
        let load = domains.map { domain in
          (domain, conjectures.map(\.statement).filter { $0.domain == domain.name })
        }
        return (load, try await store.roundsTried(before: round.number), round.number)
      }
    }
    var found: [(domain: Domain, statements: [Statement])] = []
    for path in bench.configuration.evaluation.suites {
      let suite = try await BenchmarkSuite.load(
        path, root: bench.corpus, domains: domains, pool: bench.pool)
      for (domain, problems) in suite.byDomain {
        found.append((domain, problems.map(\.statement)))
      }
    }
    return (found, [:], 1)
  }
}

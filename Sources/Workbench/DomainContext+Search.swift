import Configuration
import LeanInterface
import Prover
import Records
import RunStore

extension DomainContext {
  /// The search with what this context has.
  package func engine(
    _ pool: LeanPool, _ configuration: Configuration, _ ranker: any CandidateRanker,
    alternative: (any CandidateRanker)? = nil, options: SearchOptions
  ) -> SearchEngine {
    SearchEngine(
      domain: domain, pool: pool, header: header, premises: premises, ranker: ranker,
      alternative: alternative, strategy: configuration.prover.search.searchStrategy,
      options: options)
  }

  /// The search as a round has it. An untrained prover finds next to nothing, and learns next to nothing from that: while
  /// a domain has few examples from earlier rounds, another ranker makes them.
  package func engine(
    ofRound round: Int, _ pool: LeanPool, _ configuration: Configuration, _ models: Models,
    _ store: RunStore?, options: SearchOptions
  ) async throws -> SearchEngine {
    let settings = configuration.prover.search
    let labels = domain.labels
    let examples = try await store?.rankingExamples(
      domain: domain.name, before: round, limit: Self.examplesEnough
    ).filter { $0.isUsable(with: labels) }
    let warmStart = await models.ranker(settings.warmStart, seed: configuration.run.seed)
    return engine(
      pool, configuration,
      examples?.count == Self.examplesEnough
        ? await models.ranker(settings.ranker, seed: configuration.run.seed) : warmStart,
      alternative: warmStart, options: options)
  }

  private static let examplesEnough = 100

  /// A search for a statement that was tried in vain in so many rounds. What resisted is tried by the ranker that began,
  /// too: the models may have forgotten what its proof needs, and will learn it again from that. What resisted both gets
  /// more, but not for ever more.
  package func task(for statement: Statement, timesTried: Int) -> SearchTask {
    SearchTask(
      statement: statement, excluded: excluded(for: statement),
      effort: 1 << min(Self.doublingsMax, timesTried / 2),
      usesAlternative: timesTried % 2 == 1)
  }

  private static let doublingsMax = 2
}

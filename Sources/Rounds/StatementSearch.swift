import Prover
import Workbench

/// Searches for proofs of a round's statements. A protocol, so that phases can be tested without a search.
protocol StatementSearch: Sendable {
  /// - Parameter finished: hears of each report as it comes, with its place among `tasks`.
  /// - Throws: `CancellationError`, and what `finished` throws.
  func prove(
    _ tasks: [SearchTask], in work: DomainContext, round: Int,
    finished: @Sendable (Int, SearchReport) async throws -> Void
  ) async throws
}

/// The configured search, with the workbench's models.
struct ModelSearch: StatementSearch {
  let bench: Workbench

  func prove(
    _ tasks: [SearchTask], in work: DomainContext, round: Int,
    finished: @Sendable (Int, SearchReport) async throws -> Void
  ) async throws {
    let engine = try await work.engine(
      ofRound: round, bench.pool, bench.configuration, bench.models, bench.store,
      options: bench.configuration.searchOptions)
    _ = try await engine.prove(tasks, finished: finished)
  }
}

import Conjecturer
import Corpus
import Curriculum
import Foundation
import Prover
import Records
import RunStore
import Terms

extension Round {
  /// Commits the round's theorems and lets the lemma libraries choose among them.
  func record(_ round: PlannedRound) async throws -> PhaseResult {
    let theorems = try await context.store.theorems(round: round.number)
    var libraries: [String: LibraryUpdate] = [:]
    for domain in context.configuration.domains {
      libraries[domain.name] = try await library(domain, theorems, round.number)
    }
    let report = try await CorpusReport.make(
      context, round: round.number, libraries: libraries.mapValues(\.entries))
    let state = try await context.store.round(round.number)
    let committed = try await context.corpus.commitRound(
      RoundCommit(
        round: round.number, domains: context.configuration.domains.map { CorpusDomain($0) },
        theorems: theorems, checkpoint: await context.models.checkpointName,
        checker: try await judges(round.number),
        toolchain: "Lean \(context.pool.toolchain.version)",
        options: context.configuration.proofOptions.beyondDefaults,
        readme: report.readme, files: report.figures, date: context.commitDate(state?.startedAt)))
    try await context.store.markCommitted(round: round.number)
    await context.board.note(
      "committed", ["commit": String(committed.commit.prefix(12)), "theorems": "\(theorems.count)"])
    var result = PhaseResult()
    for (domain, update) in libraries.sorted(by: { $0.key < $1.key }) {
      result.writes += try Self.writes(update, domain)
    }
    let records = try await levelRecords(round)
    result.writes.append(
      .meta(key: Self.levelsKey(round.number), value: try JSONText(records).text))
    try await context.corpus.pack()
    await context.board.show(
      rates: try await context.reader.rates(until: round.number),
      theorems: try await context.store.theoremCounts())
    return result
  }

  /// The checkers that judged the round's proofs, as its commit names them; all where there was none to judge.
  private func judges(_ round: Int) async throws -> String {
    let names = Set(try await context.store.verdicts(round: round).map(\.checker))
    return context.panel.configured.filter { names.isEmpty || names.contains($0.name) }
      .map { "\($0.name) (\($0.version))" }.joined(separator: ", ")
  }

  private func library(_ domain: Domain, _ theorems: [Theorem], _ round: Int) async throws
    -> LibraryUpdate
  {
    let entries: [LemmaEntry] = try await context.store.library(domain: domain.name)
    let settings = context.configuration.library
    let theory = try await context.bench.theory(of: domain).compactMap { TheoryLemma($0, domain) }
    let library = try LemmaLibrary(
      domain: domain, theory: theory,
      options: settings.options)
    let attempts = try await context.store.attempts(round: round).map(\.attempt)
    return library.update(
      entries: entries, theorems: theorems.filter { $0.statement.domain == domain.name },
      uses: LemmaLibrary.uses(in: attempts), round: round)
  }

  private static func writes(_ update: LibraryUpdate, _ domain: String) throws -> [RoundWrite] {
    let changes = update.decisions.filter { $0.action != .kept }
    return [.library(domain: domain, entries: try update.entries.map { try JSONText($0) })]
      + changes.map {
        .libraryEvent(
          domain: domain, name: $0.name, action: $0.action.rawValue, reason: $0.reason)
      }
  }
}

extension TheoryLemma {
  /// A theory lemma as the library's rules see it.
  init(_ premise: Premise, _ domain: Domain) {
    let names = Dictionary(
      premise.parameters.map { ($0.name, Term.variable(String($0.name.dropFirst()))) },
      uniquingKeysWith: { first, _ in first })
    let sorts = Dictionary(
      premise.parameters.map { (String($0.name.dropFirst()), $0.type) },
      uniquingKeysWith: { first, _ in first })
    self.init(
      name: premise.name,
      schema: SchematicTerm(premise.body.substituting(names), sortOf: sorts),
      isSimplification: premise.simplification != nil)
  }
}

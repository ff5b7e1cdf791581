import Checkers
import Completion
import Conjecturer
import Corpus
import Curriculum
import Foundation
import LanguageModel
import LeanInterface
import Prover
import Records
import RunStore
import Terms

/// Everything that a round works with. Opened once by `RunOpening`.
struct RunContext: Sendable {
  let configuration: Configuration
  let runFolder: RunFolder
  let store: RunStore
  let corpus: GitCorpus
  let pool: LeanPool
  let conjecturer: Conjecturer
  let models: Models
  /// Writes whole proofs; nil where no model is configured for it.
  let wholeProofProver: WholeProofProver?
  /// Proves by steps what that prover fails on; nil where it is switched off.
  let decomposition: Decomposition?
  /// Answers prompts for conjectures; nil where no model is configured for it.
  let conjecturerModel: (any CompletionModel)?
  /// The configured checkers and their quorum rule.
  let panel: Panel
  let suites: [BenchmarkSuite]
  let memory: Memory
  let board: ProgressBoard
  let reader: ProgressReader
  let clock: @Sendable () -> Date
  /// Theory lemmas by domain, as Lean states them.
  let theory: [String: [Premise]]

  var seed: UInt64 { configuration.run.seed }

  func domain(_ name: String) -> Domain? { configuration.domains.first { $0.name == name } }

  /// A round's commit carries the time at which the round began: known before and after a kill.
  func commitDate(_ started: Date?) -> Date { started ?? clock() }
}

/// What proofs of one domain may use in one round.
struct DomainContext: Sendable {
  let domain: Domain
  let header: LeanHeader
  let premises: [Premise]
  /// The library, from which `libraryLimit` theorems are chosen for each statement.
  let entries: [LemmaEntry]
  let libraryLimit: Int
  /// Where the library's theorems are.
  var modules: [String: ModuleName] = [:]

  /// The domain with `{s}` in its baseline filled: what the rules so far simplify away is trivial.
  var baseline: [String] {
    let rules = SearchEngine.simplification(domain, premises)
    return domain.baseline.map { $0.replacing("{s}", with: rules) }
  }

  /// The round of the newest lemma in play; 0 where there is none.
  var libraryRound: Int { entries.map(\.addedRound).max() ?? 0 }

  /// Library theorems that a script mentions.
  func lemmas(in script: String) -> [String] {
    let words = Set(
      script.split { !($0.isLetter || $0.isNumber || "_.'".contains($0)) }.map(String.init))
    return premises.filter { $0.isLibrary && words.contains($0.name) }.map(\.name).sorted()
  }

  /// Modules that a file with these scripts imports.
  func imports(for scripts: [String]) -> [String] {
    let used = Set(scripts.flatMap(lemmas).compactMap { modules[$0] })
    return [domain.module] + used.sorted().map(\.module)
  }

  /// Library theorems that proofs of the statement must do without: those that say what it says, and those that are
  /// less relevant to it than `libraryLimit` others.
  func excluded(for statement: Statement) -> Set<String> {
    let library = Set(premises.filter(\.isLibrary).map(\.name))
    guard !library.isEmpty, let meant = SchematicTerm(statement, in: domain)?.term else {
      return []
    }
    let readings = [meant, meant.turned].compactMap { $0 }
    let stating = entries.filter { entry in
      readings.contains {
        entry.schema.term.matching($0, variables: entry.schema.variableNames) != nil
      }
    }.map(\.name)
    let chosen = RelevanceFilter(entries: entries).select(for: meant, limit: libraryLimit)
    return library.subtracting(chosen.map(\.entry.name)).union(stating)
  }
}

extension DomainContext {
  /// The domain with the run's libraries as they stand, its own and those that it borrows; the library's modules are compiled. Without a store the theory
  /// alone.
  static func make(
    _ domain: Domain, theory: [Premise], store: RunStore?, libraryLimit: Int, corpus: String,
    compiled: String, pool: LeanPool
  ) async throws -> DomainContext {
    var premises = theory
    var modules: [String: ModuleName] = [:]
    var entries: [LemmaEntry] = []
    if let store {
      for name in [domain.name] + domain.borrows {
        entries += try await store.library(domain: name)
      }
      for entry in entries {
        guard
          let premise = Premise(
            name: entry.name, statement: entry.statement, domain: domain,
            simplification: entry.simplification),
          let theorem = try await store.theorem(named: entry.name)
        else { continue }
        premises.append(premise)
        modules[entry.name] = ModuleName(domain: entry.domain, round: theorem.round)
      }
    }
    let sorted = Set(modules.values).sorted()
    try await RunOpening.compile(
      sorted.map(\.module), corpus: corpus, compiled: compiled, pool)
    return DomainContext(
      domain: domain,
      header: LeanHeader(
        imports: [domain.module] + sorted.map(\.module), opens: domain.opens),
      premises: premises, entries: entries, libraryLimit: libraryLimit, modules: modules)
  }
}

extension RunContext {
  func domainContext(_ domain: Domain) async throws -> DomainContext {
    try await DomainContext.make(
      domain, theory: theory[domain.name] ?? [], store: store,
      libraryLimit: configuration.library.perGoal, corpus: runFolder.corpus,
      compiled: pool.toolchain.folder(in: runFolder.compiled), pool: pool)
  }
}

extension Domain {
  /// Whether conjectures may look like this: inside the grammar, with no symbol that is there for proofs alone, and about
  /// all its variables.
  func proposes(_ statement: Statement) -> Bool {
    let locals = Set(statement.binders.map(\.name))
    let texts =
      [statement.target]
      + statement.binders.map(\.type)
      .filter { type in sort(type) == nil && type != "Type" }
    let terms = texts.compactMap { try? signature.parse($0, locals: locals) }
    let mentioned = Set(terms.flatMap(\.freeVariables))
    let heads = Set(terms.flatMap(\.subterms).compactMap(\.head))
    return terms.count == texts.count
      && statement.binders.allSatisfy { sort($0.type) == nil || mentioned.contains($0.name) }
      && heads.allSatisfy { head in
        signature.symbols.contains { $0.lean == head && $0.weight > 0 }
      }
  }
}

/// What the run knows of each domain's statements, kept from round to round.
actor Memory {
  private var known: [String: KnownStatements]

  init(_ known: [String: KnownStatements]) { self.known = known }

  func statements(_ domain: String) -> KnownStatements? { known[domain] }

  func update(_ domain: String, _ change: @Sendable (inout KnownStatements) -> Void) {
    // Taken out, so that there is one of it and the change copies nothing.
    guard var statements = known.removeValue(forKey: domain) else { return }
    change(&statements)
    known[domain] = statements
  }
}

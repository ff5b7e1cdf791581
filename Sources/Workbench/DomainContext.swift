import Conjecturer
import Corpus
import Curriculum
import LeanInterface
import Prover
import Records
import RunStore
import Terms

/// What proofs of one domain may use in one round.
package struct DomainContext: Sendable {
  package let domain: Domain
  package let header: LeanHeader
  package let premises: [Premise]
  /// The library, from which `libraryLimit` theorems are chosen for each statement.
  package let entries: [LemmaEntry]
  package let libraryLimit: Int
  /// Where the library's theorems are.
  package var modules: [String: ModuleName] = [:]

  /// The domain's triviality tactics with `{s}` filled: what the rules so far simplify away is trivial.
  package var baseline: [String] {
    let rules = SearchEngine.simplification(domain, premises)
    return domain.baseline.map { $0.replacing("{s}", with: rules) }
  }

  /// The round of the newest lemma in play; 0 where there is none.
  package var libraryRound: Int { entries.map(\.addedRound).max() ?? 0 }

  /// Library theorems that a script mentions.
  package func lemmas(in script: String) -> [String] {
    let words = Set(
      script.split { !($0.isLetter || $0.isNumber || "_.'".contains($0)) }.map(String.init))
    return premises.filter { $0.isLibrary && words.contains($0.name) }.map(\.name).sorted()
  }

  /// Modules that a file with these scripts imports.
  package func imports(for scripts: [String]) -> [String] {
    let used = Set(scripts.flatMap(lemmas).compactMap { modules[$0] })
    return [domain.module] + used.sorted().map(\.module)
  }

  /// Library theorems that proofs of the statement must do without: those that say what it says, and those that are
  /// less relevant to it than `libraryLimit` others.
  package func excluded(for statement: Statement) -> Set<String> {
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
  /// The domain with the run's libraries as they stand, its own and those that it borrows; the library's modules are
  /// compiled. Without a store the theory alone.
  package static func make(
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
    try await SeedModules.compile(
      sorted.map(\.module), corpus: corpus, compiled: compiled, pool)
    return DomainContext(
      domain: domain,
      header: LeanHeader(
        imports: [domain.module] + sorted.map(\.module), opens: domain.opens),
      premises: premises, entries: entries, libraryLimit: libraryLimit, modules: modules)
  }
}

extension DomainContext {
  /// The theory alone.
  package func withoutLibrary() -> DomainContext {
    var header = header
    header.imports = [domain.module]
    return DomainContext(
      domain: domain, header: header, premises: premises.filter { !$0.isLibrary }, entries: [],
      libraryLimit: 0)
  }
}

extension DomainContext {
  package func with(header: LeanHeader) -> DomainContext {
    DomainContext(
      domain: domain, header: header, premises: premises, entries: entries,
      libraryLimit: libraryLimit, modules: modules)
  }
}

import Foundation
import LeanInterface
import LeanText
import Prover
import Records
import Workbench

/// Known theorems that a run is measured on and never trained on.
package struct BenchmarkSuite: Sendable {
  package struct Problem: Sendable {
    package let name: String
    package let domain: Domain
    package let statement: Statement
    /// Normal forms that state it, from either side.
    package let readings: Set<String>

    package init(name: String, domain: Domain, statement: Statement) {
      self.name = name
      self.domain = domain
      self.statement = statement
      readings = domain.readings(of: statement)
    }

    /// What Lean says that an open theorem states. Of several domains over one theory it is the first's that would
    /// conjecture it, else the first's.
    package init(_ theorem: OpenTheorem, among candidates: [Domain], first: Domain) {
      let goal = NamedGoal(theorem.goal).goal
      let domain = candidates.first { $0.proposes($0.statement(of: goal)) } ?? first
      self.init(
        name: theorem.name, domain: domain, statement: domain.statement(of: goal).binding(goal))
    }
  }
  /// Path as configured, relative to the corpus.
  package let path: String
  /// Lean module of the theory that it is about.
  package let module: String
  package let problems: [Problem]

  package var name: String {
    ((path as NSString).lastPathComponent as NSString).deletingPathExtension
  }

  /// The problems by domain, in the order of the file within each.
  package var byDomain: [(domain: Domain, problems: [Problem])] {
    var groups: [(domain: Domain, problems: [Problem])] = []
    for problem in problems {
      if let index = groups.firstIndex(where: { $0.domain.name == problem.domain.name }) {
        groups[index].problems.append(problem)
      } else {
        groups.append((problem.domain, [problem]))
      }
    }
    return groups
  }

  /// The configured suites; each has a name of its own.
  package static func load(_ paths: [String], _ lean: LeanWorkbench) async throws
    -> [BenchmarkSuite]
  {
    var suites: [BenchmarkSuite] = []
    for path in paths {
      let suite = try await load(
        path, root: lean.corpus, domains: lean.configuration.domains, pool: lean.pool)
      if let other = suites.first(where: { $0.name == suite.name }) {
        throw WorkbenchError.usage(
          "evaluation.suites: \(other.path) and \(path) have one name; rename one, results go by name"
        )
      }
      suites.append(suite)
    }
    return suites
  }

  /// A benchmark file, and where it is.
  static func read(_ path: String, root: String) throws -> (path: String, text: String) {
    let full = path.hasPrefix("/") ? path : "\(root)/\(path)"
    do {
      return (full, try String(contentsOfFile: full, encoding: .utf8))
    } catch {
      throw WorkbenchError.unreadable(path: full, reason: error.localizedDescription)
    }
  }

  /// Reads a file of theorems with `sorry`; its imports say which domains it belongs to.
  package static func load(_ path: String, root: String, domains: [Domain], pool: LeanPool)
    async throws
    -> BenchmarkSuite
  {
    let (full, text) = try read(path, root: root)
    let candidates = Self.domains(of: text, among: domains)
    guard let first = candidates.first else {
      throw WorkbenchError.unreadable(
        path: full, reason: "it imports no theory of a configured domain")
    }
    let open = try await pool.openTheorems(in: text, file: path)
    var names: Set<String> = []
    if let twice = open.first(where: { !names.insert($0.name).inserted }) {
      throw WorkbenchError.unreadable(
        path: full,
        reason: "two problems are called '\(twice.name)' (line \(twice.line)); results go by name")
    }
    let problems = open.map { Problem($0, among: candidates, first: first) }
    return BenchmarkSuite(path: path, module: first.module, problems: problems)
  }

  /// The configured domains over the first theory that the text imports.
  package static func domains(of text: String, among domains: [Domain]) -> [Domain] {
    let imports = LeanFileHeader(text).modules
    guard let module = domains.first(where: { imports.contains($0.module) })?.module else {
      return []
    }
    return domains.filter { $0.module == module }
  }
}

extension BenchmarkSuite {
  /// Searches for all problems, all domains side by side; names and outcomes in the order of the suite.
  package func measure(
    with engine: @escaping @Sendable (Domain) async throws -> (DomainContext, SearchEngine)
  ) async throws -> [(name: String, outcome: AttemptOutcome)] {
    let parts = try await byDomain.mapConcurrently { domain, problems in
      let (work, engine) = try await engine(domain)
      let reports = try await engine.prove(
        problems.map {
          SearchTask(statement: $0.statement, excluded: work.excluded(for: $0.statement))
        })
      return zip(problems, reports).map { ($0.name, $1.outcome) }
    }
    let outcomes = Dictionary(parts.joined()) { first, _ in first }
    return problems.compactMap { problem in
      outcomes[problem.name].map { (problem.name, $0) }
    }
  }
}

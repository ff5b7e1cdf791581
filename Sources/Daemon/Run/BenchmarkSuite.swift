import Foundation
import LeanInterface
import LeanText
import Records

/// Known theorems that a run is measured on and never trained on.
struct BenchmarkSuite: Sendable {
  struct Problem: Sendable {
    let name: String
    let domain: Domain
    let statement: Statement
    /// Normal forms that state it, from either side.
    let readings: Set<String>

    init(name: String, domain: Domain, statement: Statement) {
      self.name = name
      self.domain = domain
      self.statement = statement
      readings = domain.readings(of: statement)
    }

    /// What Lean says that an open theorem states. Of several domains over one theory it is the first's that would
    /// conjecture it, else the first's.
    init(_ theorem: OpenTheorem, among candidates: [Domain], first: Domain) {
      let goal = NamedGoal(theorem.goal).goal
      let domain = candidates.first { $0.proposes($0.statement(of: goal)) } ?? first
      self.init(
        name: theorem.name, domain: domain, statement: domain.statement(of: goal).binding(goal))
    }
  }
  /// Path as configured, relative to the corpus.
  let path: String
  /// Lean module of the theory that it is about.
  let module: String
  let problems: [Problem]

  var name: String { ((path as NSString).lastPathComponent as NSString).deletingPathExtension }

  /// The problems by domain, in the order of the file within each.
  var byDomain: [(domain: Domain, problems: [Problem])] {
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

  /// Reads a file of theorems with `sorry`; its imports say which domains it belongs to.
  static func load(_ path: String, root: String, domains: [Domain], pool: LeanPool) async throws
    -> BenchmarkSuite
  {
    let full = path.hasPrefix("/") ? path : "\(root)/\(path)"
    let text: String
    do {
      text = try String(contentsOfFile: full, encoding: .utf8)
    } catch {
      throw DaemonError.unreadable(path: full, reason: error.localizedDescription)
    }
    let candidates = Self.domains(of: text, among: domains)
    guard let first = candidates.first else {
      throw DaemonError.unreadable(
        path: full, reason: "it imports no theory of a configured domain")
    }
    let open = try await pool.openTheorems(in: text, file: path)
    var names: Set<String> = []
    if let twice = open.first(where: { !names.insert($0.name).inserted }) {
      throw DaemonError.unreadable(
        path: full,
        reason: "two problems are called '\(twice.name)' (line \(twice.line)); results go by name")
    }
    let problems = open.map { Problem($0, among: candidates, first: first) }
    return BenchmarkSuite(path: path, module: first.module, problems: problems)
  }

  /// The configured domains over the first theory that the text imports.
  static func domains(of text: String, among domains: [Domain]) -> [Domain] {
    let imports = LeanFileHeader(text).modules
    guard let module = domains.first(where: { imports.contains($0.module) })?.module else {
      return []
    }
    return domains.filter { $0.module == module }
  }
}

import Foundation
import LeanInterface
import Records

/// Known theorems that a run is measured on and never trained on.
struct BenchmarkSuite: Sendable {
  struct Problem: Sendable {
    let name: String
    let statement: Statement
  }
  /// Path as configured, relative to the corpus.
  let path: String
  let domain: Domain
  let problems: [Problem]

  var name: String { ((path as NSString).lastPathComponent as NSString).deletingPathExtension }

  /// Reads a file of theorems with `sorry`; its imports say which domain it belongs to.
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
    guard let domain = domain(of: text, among: domains) else {
      throw DaemonError.unreadable(
        path: full, reason: "it imports no theory of a configured domain")
    }
    let open = try await pool.openTheorems(in: text, file: path)
    return BenchmarkSuite(
      path: path, domain: domain,
      problems: open.map { Problem(name: $0.name, statement: domain.statement(of: $0.goal)) })
  }

  /// The first configured domain whose theory the text imports.
  static func domain(of text: String, among domains: [Domain]) -> Domain? {
    let imports = text.split(separator: "\n").filter { $0.hasPrefix("import ") }
      .map { $0.dropFirst("import ".count).trimmingCharacters(in: .whitespaces) }
    return domains.first { imports.contains($0.module) }
  }
}

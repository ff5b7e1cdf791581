import Basics
import Foundation
import LeanInterface
import Records
import Workbench

/// Problems that are reported together.
package struct EvalSuite: Sendable {
  package let name: String
  private(set) var problems: [EvalProblem]

  /// Changes when any problem does.
  package var digest: String {
    Hash64.hex(
      problems.map { "\($0.name)\u{0}\($0.header.text)\u{0}\($0.signature)\u{0}\($0.informalText)" }
        .joined(separator: "\u{1}"))
  }

  /// Reads benchmark files: Lean with `sorry`, or JSON lines in the manner of miniF2F, where each split is a suite.
  /// - Throws: `WorkbenchError.unreadable` with the place.
  package static func load(
    _ paths: [String], root: String, domains: [Domain], pool: LeanPool
  ) async throws -> [EvalSuite] {
    var suites: [EvalSuite] = []
    for path in paths {
      let (full, text) = try BenchmarkSuite.read(path, root: root)
      let base = ((path as NSString).lastPathComponent as NSString).deletingPathExtension
      if path.hasSuffix(".jsonl") {
        for suite in try JSONLinesSuite.read(text, file: full, name: base) {
          suites.append(try await suite.placed(among: domains, file: full, pool: pool))
        }
      } else if BenchmarkSuite.domains(of: text, among: domains).isEmpty {
        suites.append(try plain(text, file: full, name: base))
      } else {
        let suite = try await BenchmarkSuite.load(path, root: root, domains: domains, pool: pool)
        suites.append(EvalSuite(suite))
      }
    }
    try expectDifferentNames(suites)
    return suites
  }

  package init(name: String, problems: [EvalProblem]) {
    self.name = name
    self.problems = problems
  }

  /// A suite of configured domains, whose problems Lean has stated.
  package init(_ suite: BenchmarkSuite) {
    name = suite.name
    problems = suite.problems.map { problem in
      EvalProblem(
        problem, suite: suite.name, name: problem.name,
        header: LeanHeader(imports: [problem.domain.module]), informal: "")
    }
  }

  /// The suite with those problems in their domains whose header imports a configured theory: Lean states them, with
  /// all binders in the context, as a search wants them.
  /// - Throws: `WorkbenchError.unreadable` where Lean cannot read one.
  package func placed(among domains: [Domain], file: String, pool: LeanPool) async throws
    -> EvalSuite
  {
    var suite = EvalSuite(name: name, problems: [])
    for problem in problems {
      let candidates = BenchmarkSuite.domains(of: problem.header.text, among: domains)
      guard let first = candidates.first else {
        suite.append(problem)
        continue
      }
      do {
        let open = try await pool.openTheorems(in: problem.openText, file: problem.name)
        guard let theorem = open.first else {
          throw WorkbenchError.unreadable(path: file, reason: "\(problem.name): it states nothing")
        }
        let stated = BenchmarkSuite.Problem(theorem, among: candidates, first: first)
        suite.append(
          EvalProblem(
            stated, suite: name, name: problem.name, header: problem.header,
            informal: problem.informal))
      } catch let error as LeanError {
        throw WorkbenchError.unreadable(path: file, reason: "\(error)")
      }
    }
    return suite
  }

  /// A Lean file over a library that no configured domain is about.
  package static func plain(_ text: String, file: String, name: String) throws -> EvalSuite {
    let open: OpenLeanText
    do {
      open = try OpenLeanText(text)
    } catch {
      throw WorkbenchError.unreadable(path: "\(file):\(error.line)", reason: error.reason)
    }
    let problems = open.theorems.enumerated().map { index, theorem in
      EvalProblem(
        theorem, suite: name,
        name: theorem.name.isEmpty ? "example_\(index + 1)" : theorem.name, header: open.header,
        informal: "")
    }
    return EvalSuite(name: name, problems: problems)
  }

  package mutating func append(_ problem: EvalProblem) { problems.append(problem) }

  private static func expectDifferentNames(_ suites: [EvalSuite]) throws {
    var seen: Set<String> = []
    for suite in suites {
      guard seen.insert(suite.name).inserted else {
        throw WorkbenchError.usage(
          "two suites are called '\(suite.name)': rename one of the files, results go by name")
      }
      if suite.problems.isEmpty {
        throw WorkbenchError.usage("the suite '\(suite.name)' has no theorem with sorry")
      }
      var names: Set<String> = []
      for problem in suite.problems where !names.insert(problem.name).inserted {
        throw WorkbenchError.usage(
          "the suite '\(suite.name)' has two problems called '\(problem.name)': results go by name")
      }
    }
  }
}

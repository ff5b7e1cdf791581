import Foundation
import TestSupport
import Testing

/// What the targets of this project import, from their sources.
private struct ImportGraph {
  /// Target → what it imports, Foundation left out.
  let imports: [String: Set<String>]

  init() throws {
    let root = Project.folder + "/Sources"
    var found: [String: Set<String>] = [:]
    for target in try FileManager.default.contentsOfDirectory(atPath: root) {
      let files = try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(target)")
        .filter { $0.hasSuffix(".swift") }
      // Folders without Swift are module maps of system libraries, or programs in C.
      if files.isEmpty { continue }
      found[target] = try Set(
        files.flatMap {
          try Self.imports(in: String(contentsOfFile: "\(root)/\(target)/\($0)", encoding: .utf8))
        }
      ).subtracting(["Foundation"])
    }
    imports = found
  }

  static func imports(in source: String) throws -> [String] {
    let kinds = "struct|class|enum|protocol|typealias|func|var|let"
    let line = try Regex(
      "^(?:@\\w+ +)*(?:[a-z]+ +)?import +(?:(?:\(kinds)) +)?(\\w+)",
      as: (Substring, Substring).self)
    return source.split(separator: "\n").compactMap {
      $0.prefixMatch(of: line).map { String($0.output.1) }
    }
  }

  /// The targets that a target imports.
  private func inner(_ target: String) -> Set<String> {
    (imports[target] ?? []).filter { imports[$0] != nil }
  }

  /// All targets that a target sees, by whatever way.
  private func reached(from target: String) -> Set<String> {
    inner(target).reduce(into: inner(target)) { $0.formUnion(reached(from: $1)) }
  }

  /// The graph for a page: an arrow for each import that no longer way says.
  var drawing: String {
    var lines = ["```mermaid", "graph TD"]
    for target in imports.keys.sorted() {
      let direct = inner(target)
      let further = direct.reduce(into: Set<String>()) { $0.formUnion(reached(from: $1)) }
      for other in direct.subtracting(further).sorted() { lines.append("  \(target) --> \(other)") }
    }
    return (lines + ["```"]).joined(separator: "\n")
  }

  /// Hops of the longest way down.
  var depth: Int {
    func depth(_ target: String) -> Int { (inner(target).map { depth($0) + 1 }.max() ?? 0) }
    return imports.keys.map(depth).max() ?? 0
  }
}

@Suite struct ImportGraphTests {
  private let page = Project.folder + "/ARCHITECTURE.md"

  @Test func theTableIsWhatTheSourcesImport() throws {
    let table = try table()
    let found = try ImportGraph().imports
    #expect(found.count > 5)
    #expect(Set(table.keys) == Set(found.keys))
    for (target, modules) in found {
      let allowed = table[target] ?? []
      let missing = modules.subtracting(allowed).sorted()
      let idle = allowed.subtracting(modules).sorted()
      #expect(missing == [], "\(target) imports what its row in ARCHITECTURE.md lacks")
      #expect(idle == [], "ARCHITECTURE.md lets \(target) import what it does not")
    }
  }

  /// With LEMMALOOM_DRAW in the environment the drawing of ARCHITECTURE.md is made anew.
  @Test func theDrawingIsWhatTheSourcesImport() throws {
    let graph = try ImportGraph()
    let text = try String(contentsOfFile: page, encoding: .utf8)
    let block = try #require(text.firstMatch(of: #/```mermaid\ngraph TD\n(?:  .*\n)*```/#))
    if ProcessInfo.processInfo.environment["LEMMALOOM_DRAW"] != nil {
      try text.replacingCharacters(in: block.range, with: graph.drawing)
        .write(toFile: page, atomically: true, encoding: .utf8)
    } else {
      #expect(
        block.output == graph.drawing,
        "draw it anew: LEMMALOOM_DRAW=1 make test-fast ARGS='--filter ImportGraphTests'")
    }
    #expect(graph.depth < 12)
  }

  @Test func proposersDoNotSeeTheJudge() throws {
    let found = try ImportGraph().imports
    for proposer in ["Conjecturer", "Prover"] {
      #expect(try !#require(found[proposer]).contains("Checkers"))
    }
  }

  /// Each system library has one target that sees it.
  @Test func oneTargetSeesALibrary() throws {
    let found = try ImportGraph().imports
    let owners = [
      "CLibYAML": "Configuration", "CCurl": "HTTP", "CMalloc": "Basics",
      "COpenBLAS": "LanguageModel", "CLibgit2": "Corpus", "GRDB": "RunStore",
      "Subprocess": "LeanInterface",
      "ArgumentParser": "Daemon",
    ]
    for (library, owner) in owners {
      #expect(found.filter { $0.value.contains(library) }.map(\.key) == [owner], "\(library)")
    }
  }

  @Test func importLinesAreRead() throws {
    let source = """
      import Records
      @testable import Corpus
      public import struct Prover.Candidate
      let text = "import Nothing"
      // import Comment
      """
    #expect(try ImportGraph.imports(in: source) == ["Records", "Corpus", "Prover"])
  }

  /// The rows below `| module | may import |`.
  private func table() throws -> [String: Set<String>] {
    let lines = try String(contentsOfFile: page, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    let head = try #require(lines.firstIndex(of: "| module | may import |"))
    var table: [String: Set<String>] = [:]
    for line in lines[(head + 2)...].prefix(while: { $0.hasPrefix("|") }) {
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      try #require(cells.count == 2, "\(line)")
      let modules = cells[1].split(separator: ",").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
      #expect(table[cells[0]] == nil, "\(cells[0]) has two rows")
      table[cells[0]] = Set(modules).subtracting(["–"])
    }
    return table
  }
}

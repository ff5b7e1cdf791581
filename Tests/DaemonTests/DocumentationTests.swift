import Checkers
import Foundation
import TestSupport
import Testing

@testable import Configuration
@testable import Daemon

private let root = Project.folder

private func text(_ path: String) throws -> String {
  try String(contentsOfFile: root + "/" + path, encoding: .utf8)
}

/// The pages of the root and everything in docs/, relative to the repository.
private func pages() throws -> [String] {
  let docs = try FileManager.default.contentsOfDirectory(atPath: root + "/docs")
  return ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"]
    + docs.filter { $0.hasSuffix(".md") }.sorted().map { "docs/" + $0 }
}

private func swiftFiles(below folder: String) throws -> [String] {
  try FileManager.default.subpathsOfDirectory(atPath: root + "/" + folder)
    .filter { $0.hasSuffix(".swift") }.sorted().map { folder + "/" + $0 }
}

@Suite struct DocumentationTests {
  // MARK: Links

  @Test func everyRelativeLinkLeadsToAFile() throws {
    var count = 0
    for page in try pages() {
      let folder = (page as NSString).deletingLastPathComponent
      for match in try text(page).matches(of: #/\]\(([^)\s]+)\)/#) {
        let target = String(match.output.1)
        if target.contains("://") || target.hasPrefix("#") { continue }
        let path = target.prefix { $0 != "#" }
        count += 1
        let file = root + "/" + (folder.isEmpty ? "" : folder + "/") + path
        #expect(FileManager.default.fileExists(atPath: file), "\(page) links to \(target)")
      }
    }
    #expect(count > 20)
  }

  @Test func theChangelogsNewestVersionIsTheProgram() throws {
    let heading = try text("CHANGELOG.md").firstMatch(of: #/\n## (\d+\.\d+\.\d+)/#)
    #expect(heading.map { String($0.output.1) } == Lemmaloom.version)
  }

  @Test func everyCheckerIsInItsTable() throws {
    let rows = try text("docs/CHECKING.md").matches(of: #/\n\| `(\w+)` \|/#)
      .map { String($0.output.1) }
    #expect(CheckerRegistry.names.filter { !rows.contains($0) } == [])
  }

  /// What the table of things to add names is there.
  @Test func whatToTouchExists() throws {
    let sources = try swiftFiles(below: "Sources")
    let all = try sources.map(text).joined()
    let table = try #require(
      text("CONTRIBUTING.md").firstMatch(of: #/\n## Where things go\n(?:.*\n)+?\n## /#))
    var count = 0
    for match in table.output.matches(of: #/`([A-Z]\w+)(?:\.(\w+))?`/#) {
      let (type, member) = (match.output.1, match.output.2)
      if member == "swift" || type == "Package" { continue }
      count += 1
      #expect(all.contains(" \(type)"), "no \(type)")
      if let member { #expect(all.contains(" \(member)"), "no \(type).\(member)") }
    }
    #expect(count > 6)
  }

  // MARK: Commands

  @Test func everyCommandAndOptionNamedExists() throws {
    let line = try CommandLineNames()
    var count = 0
    for page in try pages() {
      for code in try codeLines(of: text(page)) {
        for problem in line.problems(in: code) {
          Issue.record("\(page): \(problem), in '\(code)'")
        }
        count += code.contains("lemmaloom ") || code.hasPrefix("--") ? 1 : 0
      }
    }
    #expect(count > 20)
  }

  @Test func wrongCommandsAndOptionsAreNoticed() throws {
    let line = try CommandLineNames()
    #expect(line.problems(in: "lemmaloom run --rounds 2 --for 2h").isEmpty)
    #expect(line.problems(in: "lemmaloom eval --no-library  # --nothing").isEmpty)
    #expect(line.problems(in: "lemmaloom weave").count == 1)
    #expect(line.problems(in: "lemmaloom corpus burn").count == 1)
    #expect(line.problems(in: "lemmaloom run --hurry").count == 1)
    #expect(line.problems(in: "--hurry").count == 1)
    #expect(line.problems(in: "git log --stat").isEmpty)
  }

  /// Lines of fenced blocks, and inline code.
  private func codeLines(of page: String) -> [String] {
    var found: [String] = []
    var isFenced = false
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isFenced.toggle()
      } else if isFenced {
        found.append(String(line))
      } else {
        found += line.matches(of: #/`([^`]+)`/#).map { String($0.output.1) }
      }
    }
    return found
  }

  // MARK: The walk-through of docs/DOMAINS.md

  @Test func theWalkThroughsDomainLoads() throws {
    let place = try TemporaryFolder()
    let configuration = try Configuration.load(path: walkThrough(in: place), environment: [:])
    let domain = try #require(configuration.domains.first { $0.name == "bool" })
    #expect(domain.module == "Theory.Boolean")
    #expect(!domain.premises.isEmpty && !domain.tactics.isEmpty)
    #expect(domain.sort("Bool")?.values == ["true", "false"])
  }

  /// With a real Lean: the theory compiles, a law of it is proved, and statements are proposed.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["LEMMALOOM_LEAN"]?.isEmpty == false))
  func theWalkThroughsDomainWorks() async throws {
    let place = try TemporaryFolder()
    let configuration = try walkThrough(in: place)
    let prove = try ProveCommand.parse([
      "theorem x (a b : Bool) : (a && b) = (b && a)", "--domain", "bool", "--ranker",
      "fixed-order", "--run", "bool", "--config", configuration,
    ])
    // A command that does not do what it was asked ends with an error, and so does the test.
    try await prove.run()
    let conjecture = try ConjectureCommand.parse([
      "--domain", "bool", "--count", "5", "--level", "3", "--run", "bool", "--config",
      configuration,
    ])
    try await conjecture.run()
  }

  /// Follows the walk-through in a copy of configuration and corpus.
  /// - Returns: the configuration's path.
  private func walkThrough(in place: TemporaryFolder) throws -> String {
    let blocks = try fencedBlocks(of: text("docs/DOMAINS.md"))
    let theory = try #require(blocks["-- corpus/Theory/Boolean.lean"])
    let entry = try #require(blocks["# config.yaml, under domains:"])
    try FileManager.default.copyItem(
      atPath: root + "/corpus", toPath: place.path + "/corpus")
    try place.write("corpus/Theory/Boolean.lean", theory.utf8)
    let shipped = try text("config.yaml")
    let head = "\ndomains:\n"
    try #require(shipped.contains(head))
    let grown = shipped.replacing(head, with: head + entry + "\n")
    return try place.write("config.yaml", grown.utf8)
  }

  /// Fenced blocks by their first line.
  private func fencedBlocks(of page: String) -> [String: String] {
    var blocks: [String: String] = [:]
    var block: [Substring]?
    for line in page.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        if let lines = block, let first = lines.first {
          blocks[String(first)] = lines.joined(separator: "\n") + "\n"
        }
        block = block == nil ? [] : nil
      } else {
        block?.append(line)
      }
    }
    return blocks
  }
}

/// What Sources/Daemon/Commands declares: subcommands and options, by their spelling in the sources.
private struct CommandLineNames {
  private var commands: Set<String> = ["help"]
  /// Subcommands of `corpus` and `config`.
  private var nested: [String: Set<String>] = [:]
  private var options: Set<String> = ["help"]

  init() throws {
    for file in try swiftFiles(below: "Sources/Daemon/Commands") {
      let source = try text(file)
      let own = source.firstMatch(of: #/commandName: "(\w+)"/#).map { String($0.output.1) }
      if let own {
        commands.insert(own)
        let inner = source.matches(of: #/struct (\w+): (?:Async)?ParsableCommand/#)
          .map { $0.output.1.lowercased() }
        // The first is the command itself.
        if inner.count > 1 { nested[own] = Set(inner.dropFirst()) }
      }
      let declarations = source.matches(
        of: #/@(?:Option|Flag)\((.*?)var (\w+)/#.dotMatchesNewlines())
      for declaration in declarations {
        let custom = declaration.output.1.firstMatch(of: #/customLong\("([^"]+)"\)/#)
        options.insert(custom.map { String($0.output.1) } ?? kebab(declaration.output.2))
      }
    }
  }

  /// What is wrong with the commands in a line of code.
  func problems(in code: String) -> [String] {
    if code.hasPrefix("--") { return unknownOptions(in: code) }
    var found: [String] = []
    for match in code.matches(of: #/(?:^|[ \/"(])lemmaloom ([^#|`]*)/#) {
      let words = match.output.1.split(separator: " ").map(String.init)
      if let first = words.first, first.allSatisfy(\.isLetter) {
        if !commands.contains(first) { found.append("no command '\(first)'") }
        if let inner = nested[first], words.count > 1, words[1].allSatisfy(\.isLetter),
          !inner.contains(words[1])
        {
          found.append("no command '\(first) \(words[1])'")
        }
      }
      found += unknownOptions(in: String(match.output.1))
    }
    return found
  }

  private func unknownOptions(in code: String) -> [String] {
    code.matches(of: #/(?:^|\s)--([a-z][a-z-]*)/#).map { String($0.output.1) }
      .filter { !options.contains($0) }.map { "no option '--\($0)'" }
  }

  /// `noLibrary` is spelled `no-library`.
  private func kebab(_ name: Substring) -> String {
    name.map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
  }
}

import Foundation
import TestSupport
import Testing

@testable import Configuration

@Suite struct ConfigurationFileTests {
  private func repositoryFile() throws -> String {
    try String(contentsOfFile: Project.folder + "/config.yaml", encoding: .utf8)
  }

  @Test func theShippedFileEqualsTheDefaults() throws {
    var configuration = try Configuration.parse(repositoryFile())
    #expect(!configuration.domains.isEmpty)
    configuration.domains = []
    #expect(configuration == Configuration())
  }

  /// `make config` writes it anew.
  @Test func theShippedFileIsGenerated() throws {
    let text = try repositoryFile()
    #expect(Configuration.defaults(withDomainsOf: text) == text)
  }

  @Test func theShippedFileHasEveryKeyWithAComment() throws {
    let text = try repositoryFile()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let root = try #require(try YAMLReader.read(text))
    let printed = try #require(try YAMLReader.read(Configuration().yaml()))
    var missing: [String] = []
    var silent: [String] = []
    func compare(_ expected: YAMLNode, _ found: YAMLNode?, _ path: String) {
      if case .sequence(let items) = expected.content, let item = items.first {
        guard case .sequence(let foundItems) = found?.content else { return }
        return compare(item, foundItems.first, path + "[]")
      }
      guard case .mapping(let entries) = expected.content else { return }
      guard case .mapping(let foundEntries) = found?.content else { return missing.append(path) }
      for entry in entries {
        guard case .scalar(let key, _) = entry.key.content else { continue }
        let inner = Decoding.join(path, key)
        let match = foundEntries.first { $0.key.shown == "'\(key)'" }
        guard let match else {
          missing.append(inner)
          continue
        }
        let line = match.key.place.line - 1
        if !lines[line].contains("  # "), !lines[line - 1].contains("# ") { silent.append(inner) }
        if inner != "domains" { compare(entry.value, match.value, inner) }
      }
    }
    compare(printed, root, "")
    #expect(missing == [])
    #expect(silent == [])
  }

  @Test func aFileIsLoadedAndItsPathsAreFound() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "config.yaml", ("evaluation: {suites: [Benchmarks/A.lean]}\n" + smallDomain).utf8)
    try folder.write("corpus/Benchmarks/A.lean", "".utf8)
    try folder.write("corpus/Theory/Nat.lean", "".utf8)
    let configuration = try Configuration.load(path: file, environment: [:])
    #expect(configuration.domains.map(\.name) == ["nat"])
    #expect(Configuration.resolve("corpus", configurationPath: file) == folder.path + "/corpus")
    #expect(Configuration.resolve("/x/y", configurationPath: file) == "/x/y")
  }

  @Test func unreadablePathsAreRefusedAtTheirPlaces() throws {
    let folder = try TemporaryFolder()
    let text = """
      run: {directory: config.yaml}
      lean:
        command: no-such-lean
        project: no/project
      evaluation:
        suites: [Benchmarks/None.lean]

      """
    let file = try folder.write("config.yaml", (text + smallDomain).utf8)
    try folder.write("corpus/README.md", "".utf8)
    var text1 = ""
    do { _ = try Configuration.load(path: file, environment: ["PATH": "/nowhere"]) } catch {
      text1 = error.description
    }
    // A command and a project exclude each other, so that comes first.
    #expect(
      text1
        == "config.yaml:4:12: lean.project and lean.command are both set; leave one of them empty")
    try folder.write(
      "config.yaml", (text.replacing("  project: no/project\n", with: "") + smallDomain).utf8)
    var text2 = ""
    do { _ = try Configuration.load(path: file, environment: ["PATH": "/nowhere"]) } catch {
      text2 = error.description
    }
    #expect(
      text2 == """
        config.yaml:1:18: run.directory is 'config.yaml', where nothing can be written; \
        name a folder that can be made
        config.yaml:3:12: lean.command is 'no-such-lean', which is no program here; \
        leave it empty to look for Lean
        config.yaml:5:12: evaluation.suites[0] is 'Benchmarks/None.lean', which is no readable file in corpus
        config.yaml:8:13: domains.nat.theory is 'Theory.Nat', but corpus/Theory/Nat.lean is no readable file
        """)
  }

  @Test func anUnreadableFileIsOneClearError() throws {
    let folder = try TemporaryFolder()
    func message(_ path: String) -> String {
      do { _ = try Configuration.load(path: path, environment: [:]) } catch {
        return error.description
      }
      return "loaded"
    }
    let missing = folder.path + "/none.yaml"
    #expect(
      message(missing)
        == "\(missing): there is no such file; name the configuration with --config, or copy config.yaml here"
    )
    #expect(
      message(folder.path)
        == "\(folder.path): this is not a file; name a YAML file with --config")
    #expect(
      message("/dev/zero") == "/dev/zero: this is not a file; name a YAML file with --config")
    let pipe = folder.path + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(message(pipe) == "\(pipe): this is not a file; name a YAML file with --config")
    let huge = try folder.write("huge.yaml", Array(repeating: UInt8(ascii: "#"), count: 1_048_577))
    #expect(
      message(huge) == "\(huge): the file has more than 1048576 bytes; at most so many are read")
    let latin = try folder.write("latin.yaml", Array("run:\n  name: \"caf".utf8) + [0xE9, 0x22])
    #expect(
      message(latin)
        == "latin.yaml:2:13: the file is not UTF-8 from here on; save it in that encoding")
    let empty = try folder.write("empty.yaml", [UInt8]())
    #expect(message(empty) == "empty.yaml:1:1: the file is empty; it needs at least 'domains'")
  }
}

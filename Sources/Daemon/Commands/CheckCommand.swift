import ArgumentParser
import Checkers
import Configuration
import Foundation
import LeanInterface
import LeanText
import Records
import Workbench

/// `lemmaloom check`: judge Lean files.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract:
      "Judge Lean files: every declaration compiles, nothing is sorry, axioms are allowed ones.",
    discussion: "Exit code 0: accepted, 1: rejected, 2: declined (nobody can tell).")

  @OptionGroup var common: CommonOptions
  @Argument(help: "Lean files; - for standard input.") var files: [String]
  @Option(help: "The backend that judges: \(CheckerRegistry.names.joined(separator: ", ")).")
  var checker = "lean"
  @Option(
    help: ArgumentHelp(
      "A file with theorems left open by sorry: the one file given must prove them all, with the very same meaning.",
      valueName: "trusted"))
  var against: String?
  @Flag(help: "One JSON object a file.") var json = false

  struct Answer: Encodable {
    let file: String
    let verdict: Verdict
  }

  func validate() throws {
    if let problem = CheckerSettings.problem(withBackend: checker) {
      throw ValidationError("--checker \(problem)")
    }
  }

  func run() async throws {
    let configuration = try common.load()
    // Before anything is opened: a standard input that is closed must not be taken for whatever opens next.
    let against = try against.map { try CheckAgainst(trusted: $0, files: files, json: json) }
    let texts = try against == nil ? files.map { (file: $0, text: try Self.text(of: $0)) } : []
    let bench = try await LeanWorkbench.open(configuration)
    defer { bench.close() }
    if let against { return try await against.run(bench) }
    guard
      let judge = try configuration.checkers(
        named: [checker], bench.pool, sources: bench.corpus, compiled: bench.compiled
      ).first
    else { return }
    var worst: Int32 = 0
    for (file, text) in texts {
      try await bench.compileModules(importedBy: text)
      let verdict = try await judge.check(file: text)
      switch verdict {
      case .accepted: break
      case .rejected: worst = max(worst, worst == Failure.declined ? worst : Failure.rejected)
      case .declined: worst = Failure.declined
      }
      Output.line(
        json
          ? try Answer(file: file, verdict: verdict).jsonLine()
          : "\(file): \(Self.shown(Self.text(verdict)))")
    }
    if worst != 0 { throw Failure("", code: worst) }
  }

  static func text(of file: String) throws -> String {
    if file == "-" { return try standardInput() }
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue {
      throw WorkbenchError.usage(
        "\(file) is a folder: name the Lean files in it, as in \(file)/*.lean")
    }
    do {
      return try String(contentsOfFile: file, encoding: .utf8)
    } catch {
      throw WorkbenchError.usage("cannot read \(file): \(error.localizedDescription)")
    }
  }

  private static func standardInput() throws -> String {
    let remedy = "pipe a Lean file into it (… check - < FILE.lean), or name the file"
    guard fcntl(STDIN_FILENO, F_GETFD) >= 0,
      let data = try? FileHandle.standardInput.readToEnd() ?? Data()
    else { throw WorkbenchError.usage("standard input is closed or cannot be read: \(remedy)") }
    guard let text = String(bytes: data, encoding: .utf8) else {
      throw WorkbenchError.usage("standard input is no text in UTF-8")
    }
    return text
  }

  /// On lines that no line of the program's own looks like: what Lean says may be a candidate's words.
  static func shown(_ text: String) -> String {
    LeanLines.split(text).map(TerminalText.clean).joined(separator: "\n  ")
  }

  private static func text(_ verdict: Verdict) -> String {
    switch verdict {
    case .accepted(let axioms):
      "accepted" + (axioms.isEmpty ? "" : " (axioms \(axioms.joined(separator: ", ")))")
    case .rejected(let reason, let messages):
      "rejected, \(reason.rawValue)"
        + (messages.first.map { " at line \($0.line): \($0.text)" } ?? "")
    case .declined(let reason): "declined, \(reason)"
    }
  }
}

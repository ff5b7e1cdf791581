import Basics
import Foundation

/// A program that speaks the protocol of leanprover-community/repl, as it is started.
struct ReplTool: Hashable, Sendable {
  /// The program by its path, and its arguments.
  let command: [String]
  /// `lemmaloom repl`: it starts a Lean for every request, and each of them in isolation.
  let isOwn: Bool

  /// nil for no command. A program that is not found is named as it was: then it does not start.
  init?(_ command: [String]) {
    guard let name = command.first, !name.isEmpty else { return nil }
    let program = ProgramPath.find(name).map { URL(filePath: $0).path } ?? name
    self.command = [program] + command.dropFirst()
    isOwn =
      command.dropFirst().first == "repl"
      && OwnProgram.beside("lemmaloom").map(Self.resolved) == Self.resolved(program)
  }

  /// The folder that holds the program.
  var folder: String { (Self.resolved(command[0]) as NSString).deletingLastPathComponent }

  private static func resolved(_ path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().path
  }

  /// The command without Lake, which an isolated process could not start a program with: the program that `lake exe`
  /// stands for.
  /// - Parameter project: the Lake project; empty: the present folder.
  static func withoutLake(_ command: [String], project: String) async throws -> [String] {
    guard command.count >= 3, command[1] == "exe",
      (command[0] as NSString).lastPathComponent == "lake"
    else { return command }
    guard ProgramPath.find(command[0]) != nil else {
      throw LeanError.noEngine(.repl, reason: "there is no \(command[0]) to start it with")
    }
    let run = try await LeanProcess.run(
      [command[0], "env", "sh", "-c", "command -v -- \"$1\"", "sh", command[2]],
      directory: project.isEmpty ? nil : project, seconds: 120, outputBytesMax: 1 << 20)
    let found = run.output.trimmingCharacters(in: .whitespacesAndNewlines)
    guard run.ending == .exited(0), found.hasPrefix("/") else {
      let said = run.errorOutput.trimmingCharacters(in: .whitespacesAndNewlines).prefix(300)
      throw LeanError.noEngine(
        .repl,
        reason: "Lake knows no program \(command[2]) (\(run.ending) \(said)); "
          + "run 'lake build \(command[2])' first")
    }
    return [found] + command.dropFirst(3)
  }
}

extension Toolchain {
  /// The options with the program that `lean.repl` stands for, after it has answered once where it will be used.
  /// - Parameter project: the Lake project that `lake exe` belongs to; empty: none.
  /// - Throws: `LeanError.noEngine` where the engine that is asked for does not work here.
  public func settled(_ options: LeanOptions, project: String) async throws -> LeanOptions {
    var options = options
    switch options.engine {
    case .native:
      if engine == nil { throw LeanError.noEngine(.native, reason: engineProblem) }
      return options
    case .batch: return options
    case .automatic: if engine != nil || options.repl.isEmpty { return options }
    case .repl: break
    }
    options.repl = try await ReplTool.withoutLake(options.repl, project: project)
    guard let tool = ReplTool(options.repl) else {
      throw LeanError.noEngine(.repl, reason: "lean.repl names no program")
    }
    if ProgramPath.find(tool.command[0]) == nil {
      throw LeanError.noEngine(.repl, reason: "there is no program \(tool.command[0])")
    }
    let lean = LeanLauncher(
      toolchain: self, options: options, searchPath: [], budget: LeanBudget(places: 1))
    if let problem = try await ReplDialect(tool, LeanHeader(), lean).problem() {
      throw LeanError.noEngine(
        .repl, reason: "\(options.repl.joined(separator: " ")) does not answer: \(problem)")
    }
    return options
  }
}

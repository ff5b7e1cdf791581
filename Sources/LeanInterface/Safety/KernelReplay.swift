import Basics
import Foundation

/// What a second reading of a compiled module by Lean's kernel said.
public enum ReplayOutcome: Hashable, Sendable {
  case agrees
  /// What the kernel objected to.
  case objects(String)
  case declined(String)
}

/// A compiled module on disk.
public struct CompiledModule: Hashable, Sendable {
  /// Folder that is on the search path of whoever imports it.
  public let folder: String
  /// `A.B` for `A/B.olean`.
  public let name: String

  public init(folder: String, name: String) {
    self.folder = folder
    self.name = name
  }

  public var path: String { "\(folder)/\(name.replacing(".", with: "/")).olean" }
}

extension LeanPool {
  /// Gives every declaration of compiled modules to Lean's kernel anew, on top of their imports, in a process that runs
  /// nothing of theirs. One outcome a module, in order. Whatever keeps the kernel from its answer is declined.
  /// - Parameter importable: whether Lean will import the modules, so that what they say besides the declarations, which
  ///   Lean believes then, must be right too as far as it can be told.
  public func replay(_ modules: [CompiledModule], importable: Bool = false)
    async throws(CancellationError) -> [ReplayOutcome]
  {
    switch toolchain.replay {
    case .native(let program, let library):
      try await replay(
        modules, [program, "--lean", library] + (importable ? ["--importable"] : []))
    case .leanchecker(let path): try await replay(modules, leanchecker: path)
    case nil: modules.map { _ in .declined(toolchain.replayProblem) }
    }
  }

  // MARK: lemmaloom-replay

  private struct NativeAnswer: Decodable {
    var file: String
    var verdict: String
    var reason: String?
    var declaration: String?
  }

  private func replay(_ modules: [CompiledModule], _ program: [String])
    async throws(CancellationError) -> [ReplayOutcome]
  {
    var outcomes: [ReplayOutcome] = []
    // A module that ends the process takes no other along: what has no answer is asked again.
    while outcomes.count < modules.count {
      let open = modules[outcomes.count...]
      let run = try await run(
        program: program + open.map(\.path), reads: open.map(\.folder),
        // Lean looks for its own library beside the program, which is ours here.
        searchPath: ["\(toolchain.root)/lib/lean"])
      let answers = run.output.utf8.split(separator: UInt8(ascii: "\n")).compactMap {
        try? JSONDecoder().decode(NativeAnswer.self, from: Data($0))
      }
      for (answer, module) in zip(answers, open) where answer.file == module.path {
        outcomes.append(Self.outcome(answer))
      }
      if outcomes.count < modules.count {
        let why = "\(run.ending) \(run.errorOutput.suffix(200))"
        outcomes.append(.declined("the kernel's second reading \(why)"))
      }
    }
    return outcomes
  }

  private static func outcome(_ answer: NativeAnswer) -> ReplayOutcome {
    let reason = answer.reason ?? ""
    let name = answer.declaration ?? ""
    switch answer.verdict {
    case "checked": return .agrees
    case "rejected": return .objects(name.isEmpty ? reason : "'\(name)': \(reason)")
    default: return .declined("the kernel's second reading: \(reason)")
    }
  }

  // MARK: leanchecker

  /// One process a module: it says which module is at fault only in words.
  private func replay(_ modules: [CompiledModule], leanchecker: String)
    async throws(CancellationError) -> [ReplayOutcome]
  {
    try await modules.mapConcurrently { module async throws(CancellationError) in
      Self.outcome(
        of: try await self.run(
          program: [leanchecker, module.name], reads: [module.folder], searchPath: [module.folder]))
    }
  }

  private static func outcome(of run: LeanRun) -> ReplayOutcome {
    let text = String((run.output + run.errorOutput).suffix(400))
    switch run.ending {
    case .exited(0): return .agrees
    // Other failures, a lost module say, are nothing against the proof; nor are limits of the kernel's.
    case .exited where text.contains("(kernel)") && !LeanLimits.isLimit(text):
      return .objects(text)
    case .exited, .crashed, .stopped:
      return .declined("leanchecker \(run.ending): \(text)")
    }
  }
}

import Foundation

/// What a second reading of a compiled module by Lean's kernel said.
public enum ReplayOutcome: Hashable, Sendable {
  case agrees
  /// What the kernel objected to.
  case objects(String)
  case declined(String)
}

extension LeanPool {
  /// Gives every declaration of a compiled module to Lean's kernel anew, with the toolchain's `leanchecker`, which runs
  /// nothing of the module. nil when there is none beside `lean`. `searchPath`: folders with compiled modules, in front
  /// of the pool's own.
  public func replay(module: String, searchPath: [String]) async -> ReplayOutcome? {
    guard let checker = toolchain.leanchecker else { return nil }
    var environment = toolchain.environment(searchPath + self.searchPath)
    environment["LEAN_SYSROOT"] = checker.root
    let run = await LeanProcess.run(
      ParentDeath.killing([checker.path, module]),
      environment: environment,
      seconds: options.batchSeconds, outputBytesMax: options.outputBytesMax)
    let text = String((run.output + run.errorOutput).suffix(400))
    switch run.ending {
    case .exited(0): return .agrees
    // Other failures, a lost module say, are nothing against the proof.
    case .exited where text.contains("(kernel)"): return .objects(text)
    case .exited(let code): return .declined("leanchecker exited with \(code): \(text)")
    case .stopped(let why): return .declined("leanchecker was stopped: \(why)")
    }
  }
}

extension Toolchain {
  /// `leanchecker` beside `lean`, and the toolchain's own folder.
  fileprivate var leanchecker: (path: String, root: String)? {
    let folder = (lean as NSString).deletingLastPathComponent
    let root = (folder as NSString).deletingLastPathComponent
    let path = "\(folder)/leanchecker"
    guard lean.contains("/"), FileManager.default.isExecutableFile(atPath: path),
      FileManager.default.fileExists(atPath: "\(root)/lib/lean")
    else { return nil }
    return (path, root)
  }
}

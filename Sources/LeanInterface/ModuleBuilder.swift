import Foundation

extension LeanPool {
  /// Compiles `source` (a file below `root`) as `module` into `folder`; does nothing when the result is newer than
  /// the source. Beside the module lies its index (`ModuleIndex`). The compiled module can be imported once `folder` is on the search path.
  /// - Parameter isGrown: whether the run wrote it. What provers wrote is compiled anew there, and could do otherwise than
  ///   when it was judged: the kernel reads the module again before anything may import it.
  public func compile(
    module: String, root: String, into folder: String, isGrown: Bool = false
  ) async throws {
    let relative = module.split(separator: ".").joined(separator: "/")
    let source = "\(root)/\(relative).lean"
    let target = "\(folder)/\(relative).olean"
    let index = "\(folder)/\(relative).ilean"
    let hasIndex = isGrown || FileManager.default.fileExists(atPath: index)
    if let made = Self.modified(target), let written = Self.modified(source), made > written,
      hasIndex
    {
      return
    }
    try FileManager.default.createDirectory(
      atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    // Written into a folder that nobody imports from, and renamed: a process killed half-way must not leave a broken
    // module behind, and what is compiled must not write beside it.
    let fresh = "\(folder)/.partial-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: fresh, withIntermediateDirectories: true)
    let partial = "\(fresh)/module.olean"
    let partialIndex = "\(fresh)/module.ilean"
    defer { try? FileManager.default.removeItem(atPath: fresh) }
    // Its declarations are whole proofs: the limits of tactics would refuse what a checker has accepted.
    let run = try await run(
      ["--json", "-R", root, "-o", partial, "-i", partialIndex] + definitions
        + ["-DmaxHeartbeats=\(options.heartbeats * Self.heartbeatsAProof)", source],
      directory: root, writes: [fresh], factor: Self.heartbeatsAProof)
    let errors = RawMessage.read(run.output).filter { $0.isError }
    guard run.ending == .exited(0), errors.isEmpty else {
      guard case .exited = run.ending else {
        throw LeanError.processStopped(reason: "it \(run.ending) on \(module)")
      }
      let text = errors.map { "\($0.pos.line):\($0.pos.column): \($0.data)" }
      throw LeanError.doesNotCompile(
        module: module, messages: (text + [run.errorOutput]).joined(separator: "\n"))
    }
    if isGrown, toolchain.replay != nil {
      let file = CompiledModule(folder: fresh, name: "module")
      switch try await replay([file], importable: true).first {
      case .agrees: break
      case .objects(let text):
        throw LeanError.doesNotCompile(module: module, messages: "Lean's kernel objects: \(text)")
      case .declined(let reason): throw LeanError.processStopped(reason: "\(module): \(reason)")
      case nil: throw LeanError.processStopped(reason: "\(module): no second reading")
      }
    }
    // The index first: where the module is, its index is too.
    guard rename(partialIndex, index) == 0, rename(partial, target) == 0 else {
      throw LeanError.doesNotCompile(
        module: module, messages: "cannot write \(target): \(String(cString: strerror(errno)))")
    }
  }

  /// Times the heartbeats of one tactic application that a whole proof may take.
  public static let heartbeatsAProof = 20

  private static func modified(_ path: String) -> Date? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.modificationDate] as? Date
  }
}

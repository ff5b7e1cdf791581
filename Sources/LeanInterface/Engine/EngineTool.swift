/// The program that keeps proof states in a process of Lean's own library, and the library that it loads.
public struct EngineTool: Hashable, Sendable {
  let program: String
  let library: String

  /// The command that serves one header.
  var command: [String] { [program, "--lean", library] }

  /// The one for a toolchain; nil with the reason where there is none, or it does not know this Lean.
  /// - Parameter root: the toolchain's own folder, as `lean --print-prefix` says it.
  static func atHand(root: String) async throws(CancellationError) -> (
    tool: EngineTool?, problem: String
  ) {
    guard let library = OwnProgram.sharedLean(root: root) else {
      return (nil, "\(root) has no libleanshared.so")
    }
    guard let program = OwnProgram.beside("lemmaloom-engine") else {
      return (nil, "lemmaloom-engine is not beside this program; run 'make build'")
    }
    if let problem = try await OwnProgram.probe(program, library) { return (nil, problem) }
    return (EngineTool(program: program, library: library), "")
  }
}

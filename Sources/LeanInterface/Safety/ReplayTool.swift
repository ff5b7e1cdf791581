import Foundation

/// What has Lean's kernel read compiled modules again, in a process that runs nothing of them.
public enum ReplayTool: Hashable, Sendable {
  /// `lemmaloom-replay` on the toolchain's own `libleanshared`.
  case native(program: String, library: String)
  /// The program that official toolchains ship from 4.28 on.
  case leanchecker(path: String)

  public var description: String {
    switch self {
    case .native: "lemmaloom-replay"
    case .leanchecker: "leanchecker"
    }
  }

  /// The one for a toolchain: its own before ours. nil with the reason where there is none.
  /// - Parameter root: the toolchain's own folder, as `lean --print-prefix` says it.
  static func atHand(root: String) async throws(CancellationError) -> (
    tool: ReplayTool?, problem: String
  ) {
    let checker = "\(root)/bin/leanchecker"
    if FileManager.default.isExecutableFile(atPath: checker) {
      return (.leanchecker(path: checker), "")
    }
    guard let library = OwnProgram.sharedLean(root: root) else {
      return (nil, "\(root) has neither bin/leanchecker nor libleanshared.so")
    }
    guard let program = OwnProgram.beside("lemmaloom-replay") else {
      return (nil, "lemmaloom-replay is not beside this program; run 'make build'")
    }
    if let problem = try await OwnProgram.probe(program, library) { return (nil, problem) }
    return (.native(program: program, library: library), "")
  }
}

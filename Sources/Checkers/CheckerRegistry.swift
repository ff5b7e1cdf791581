import Foundation
import LeanInterface

/// What backends are made from.
public struct CheckerContext: Sendable {
  /// Lean with the theories on its search path and limits meant for whole proofs.
  public var pool: LeanPool
  public var gate: ProofGate
  /// Folder below which backends may write; nil: the system's temporary folder.
  public var folder: String?
  /// Root of the Lean sources of theories and corpus, for backends that lack the compiled modules.
  public var sources: String?
  /// Folders of compiled modules, for programs that run on this machine.
  public var searchPath: [String]
  public var repl: ReplOptions
  public var kimina: KiminaOptions
  public var command: CommandOptions

  public init(
    pool: LeanPool, gate: ProofGate = ProofGate(), folder: String? = nil, sources: String? = nil,
    searchPath: [String] = [], repl: ReplOptions = ReplOptions(command: []),
    kimina: KiminaOptions = KiminaOptions(servers: []),
    command: CommandOptions = CommandOptions(command: [])
  ) {
    self.pool = pool
    self.gate = gate
    self.folder = folder
    self.sources = sources
    self.searchPath = searchPath
    self.repl = repl
    self.kimina = kimina
    self.command = command
  }

  /// LEAN_PATH for programs on this machine.
  var environment: [String: String] { pool.toolchain.environment(searchPath) }
}

/// All backends of this build; one line each.
public enum CheckerRegistry {
  private static let makers:
    [(name: String, make: @Sendable (CheckerContext) throws -> any Checker)] = [
      ("lean", { try LeanChecker(pool: $0.pool, gate: $0.gate, folder: $0.folder) }),
      ("batch", { BatchChecker(pool: $0.pool, gate: $0.gate) }),
      ("repl", { try ReplChecker(options: $0.repl, environment: $0.environment, gate: $0.gate) }),
      ("kimina", { try KiminaChecker(options: $0.kimina, gate: $0.gate, sources: $0.sources) }),
      (
        "command",
        { try CommandChecker(options: $0.command, environment: $0.environment, gate: $0.gate) }
      ),
    ]

  public static var names: [String] { makers.map(\.name) }

  /// Throws `CheckersError` for an unknown name or when the backend cannot be set up.
  public static func make(_ name: String, _ context: CheckerContext) throws -> any Checker {
    guard let maker = makers.first(where: { $0.name == name }) else {
      throw CheckersError.unknownBackend(name: name, known: names)
    }
    return try maker.make(context)
  }
}

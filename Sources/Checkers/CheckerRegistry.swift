import Foundation
import LeanInterface

/// What backends are made from.
public struct CheckerContext: Sendable {
  /// Lean with the theories on its search path and limits meant for whole proofs.
  public var pool: LeanPool
  public var gate: ProofGate
  public var replay: ReplayPolicy
  /// Whether candidates are declined where they cannot be isolated.
  public var needsIsolation: Bool
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
    pool: LeanPool, gate: ProofGate = ProofGate(), replay: ReplayPolicy = .required,
    needsIsolation: Bool = false, folder: String? = nil, sources: String? = nil,
    searchPath: [String] = [], repl: ReplOptions = ReplOptions(command: []),
    kimina: KiminaOptions = KiminaOptions(servers: []),
    command: CommandOptions = CommandOptions(command: [])
  ) {
    self.pool = pool
    self.gate = gate
    self.replay = replay
    self.needsIsolation = needsIsolation
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

extension CheckerContext {
  /// The local Lean as a backend.
  func local(name: String, proofsAProcess: Int) throws(CheckersError) -> LeanChecker {
    try LeanChecker(
      name: name, proofsAProcess: proofsAProcess, pool: pool, gate: gate, policy: replay,
      needsIsolation: needsIsolation, folder: folder)
  }
}

/// All backends of this build; one line each.
public enum CheckerRegistry {
  private struct Maker: Sendable {
    let name: String
    /// What is behind the name, in two or three words; nil where the name says it.
    var summary: String?
    /// Whether it has the kernel read its acceptances again itself.
    var isLocal = false
    let make: @Sendable (CheckerContext) throws -> any Checker
  }

  private static let makers = [
    Maker(name: "lean", summary: "one by one", isLocal: true) {
      try $0.local(name: "lean", proofsAProcess: 1)
    },
    Maker(name: "batch", summary: "many at once", isLocal: true) {
      try $0.local(name: "batch", proofsAProcess: LeanChecker.batchProofs)
    },
    Maker(name: "repl") {
      try ReplChecker(options: $0.repl, environment: $0.environment, gate: $0.gate)
    },
    Maker(name: "kimina") {
      try KiminaChecker(options: $0.kimina, gate: $0.gate, sources: $0.sources)
    },
    Maker(name: "command") {
      try CommandChecker(options: $0.command, environment: $0.environment, gate: $0.gate)
    },
  ]

  public static var names: [String] { makers.map(\.name) }

  /// All of them for people: `lean (one by one), …`.
  public static var summary: String {
    makers.map { maker in maker.name + (maker.summary.map { " (\($0))" } ?? "") }
      .joined(separator: ", ")
  }

  /// Throws `CheckersError` for an unknown name or when the backend cannot be set up.
  public static func make(_ name: String, _ context: CheckerContext) throws -> any Checker {
    guard let maker = makers.first(where: { $0.name == name }) else {
      throw CheckersError.unknownBackend(name: name, known: names)
    }
    let checker = try maker.make(context)
    if maker.isLocal || context.replay == .off { return checker }
    return ConfirmedChecker(
      checker, local: try context.local(name: "batch", proofsAProcess: LeanChecker.batchProofs),
      toolchain: context.pool.toolchain, policy: context.replay)
  }
}

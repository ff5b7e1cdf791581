import LeanInterface

/// What backends are made from.
public struct CheckerContext: Sendable {
  /// Lean with the theories on its search path and limits meant for whole proofs.
  public var pool: LeanPool
  public var axioms: [String]
  /// Folder below which backends may write; nil: the system's temporary folder.
  public var folder: String?

  public init(pool: LeanPool, axioms: [String] = LeanChecker.standardAxioms, folder: String? = nil)
  {
    self.pool = pool
    self.axioms = axioms
    self.folder = folder
  }
}

/// All backends of this build; one line each.
public enum CheckerRegistry {
  private static let makers:
    [(name: String, make: @Sendable (CheckerContext) throws -> any Checker)] = [
      ("lean", { try LeanChecker(pool: $0.pool, axioms: $0.axioms, folder: $0.folder) })
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

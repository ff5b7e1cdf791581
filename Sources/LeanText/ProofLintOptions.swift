/// What the texts of a proof may contain besides plain tactics.
public struct ProofLintOptions: Hashable, Sendable {
  /// Whether theorems, lemmas and definitions may stand before the theorem.
  public var helpers: Bool
  /// Options that `set_option … in` may set, to a number up to `optionValueMax` or a truth value.
  public var options: Set<String>
  /// Tactics that are refused: they trust the compiler, leave a `sorry`, or ask something outside Lean.
  public var forbiddenTactics: Set<String>

  public static let defaultOptions: Set<String> = ["maxHeartbeats", "maxRecDepth"]
  public static let defaultForbiddenTactics: Set<String> = [
    "native_decide", "bv_decide", "bv_decide?", "bv_check", "exact?", "apply?", "rw?", "have?",
    "try?", "plausible", "slim_check", "polyrith",
  ]

  public init(
    helpers: Bool = true, options: Set<String> = defaultOptions,
    forbiddenTactics: Set<String> = defaultForbiddenTactics
  ) {
    self.helpers = helpers
    self.options = options
    self.forbiddenTactics = forbiddenTactics
  }

  /// Largest number that an option may be set to; 0, which means no limit, is never allowed.
  static let optionValueMax = 1_000_000
  /// For options where less than that already brings Lean down: it runs out of stack.
  static let optionValueMaxByName = ["maxRecDepth": 10_000]
  /// Brackets within each other. Lean's parser recurses, and runs out of stack or depth behind this.
  static let bracketDepthMax = 256
}

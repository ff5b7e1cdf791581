/// One binder of a statement, as Lean writes it.
public struct Binder: Hashable, Codable, Sendable {
  public var name: String
  /// Lean text of the type; for a hypothesis its proposition.
  public var type: String
  /// Of a goal's `x : Nat := 3`: what the variable is; nil for all others.
  public var value: String?

  public init(name: String, type: String, value: String? = nil) {
    self.name = name
    self.type = type
    self.value = value
  }

  /// `Nat`, `Nat := 3`.
  public var typeText: String { type + (value.map { " := \($0)" } ?? "") }
}

/// Lean's own notation for what a domain takes from its core library: how a constant that prints with
/// `pp.notation false` is spelled, with Lean's precedences (`Init/Prelude.lean`, `Init/Core.lean`).
public enum CoreNotation {
  public struct Entry: Hashable, Sendable {
    /// The constant: `HAdd.hAdd`.
    public let constant: String
    /// As Lean writes it: `+`.
    public let spelled: String
    public let notation: Notation
    /// Number of explicit arguments.
    public let arity: Int
  }

  public static let entries: [Entry] = [
    .init("HAdd.hAdd", "+", .infixl(65)), .init("HSub.hSub", "-", .infixl(65)),
    .init("HMul.hMul", "*", .infixl(70)), .init("HDiv.hDiv", "/", .infixl(70)),
    .init("HMod.hMod", "%", .infixl(70)), .init("HPow.hPow", "^", .infixr(75)),
    .init("HAppend.hAppend", "++", .infixl(65)), .init("List.cons", "::", .infixr(67)),
    .init("Function.comp", "∘", .infixr(90)), .init("Eq", "=", .infix(50)),
    .init("LE.le", "≤", .infix(50)), .init("LT.lt", "<", .infix(50)),
    .init("Ne", "≠", .infix(50)), .init("BEq.beq", "==", .infix(50)),
    .init("And", "∧", .infixr(35)), .init("Or", "∨", .infixr(30)), .init("Iff", "↔", .infix(20)),
    .init("and", "&&", .infixl(35)), .init("or", "||", .infixl(30)),
    .init("Bool.and", "&&", .infixl(35)), .init("Bool.or", "||", .infixl(30)),
    .init("Not", "¬", .prefix(result: 1024, argument: 40), 1),
    .init("not", "!", .prefix(result: 40, argument: 40), 1),
    .init("Bool.not", "!", .prefix(result: 40, argument: 40), 1),
    .init("Bool.true", "true", .application, 0), .init("Bool.false", "false", .application, 0),
    .init("Nat.zero", "0", .application, 0),
  ]

  private static let byConstant = Dictionary(
    entries.map { ($0.constant, $0) }, uniquingKeysWith: { first, _ in first })
  private static let bySpelling = Dictionary(
    entries.map { ($0.spelled, $0) }, uniquingKeysWith: { first, _ in first })

  /// How the constant is written.
  public static func spelling(of constant: String) -> String {
    byConstant[constant]?.spelled ?? constant
  }

  /// The constant that is written so.
  public static func constant(spelled text: String) -> String { bySpelling[text]?.constant ?? text }

  public static func notation(of spelled: String) -> Notation {
    bySpelling[spelled]?.notation ?? .application
  }

  /// A term read without notation, with Lean's spellings. A function that a notation hides and that has fewer or more
  /// arguments than the notation keeps its name.
  public static func spelled(_ term: Term) -> Term {
    switch term {
    case .variable: return term
    case .bind(let binder, let variable, let type, let body):
      return .bind(binder, variable: variable, type: type, body: spelled(body))
    case .apply("Exists", let arguments) where arguments.count == 1:
      guard case .bind("fun", let variable, let type, let body) = arguments[0] else { break }
      return .bind("∃", variable: variable, type: type, body: spelled(body))
    case .apply("Function.comp", let arguments) where arguments.count == 3:
      let composed = Term.apply("∘", arguments.prefix(2).map(spelled))
      return .apply(Term.application, [composed, spelled(arguments[2])])
    default: break
    }
    guard case .apply(let symbol, let arguments) = term else { return term }
    let inner = arguments.map(spelled)
    guard let entry = byConstant[symbol], entry.arity == inner.count else {
      return .apply(symbol, inner)
    }
    return .apply(entry.spelled, inner)
  }
}

extension CoreNotation.Entry {
  fileprivate init(_ constant: String, _ spelled: String, _ notation: Notation, _ arity: Int = 2) {
    self.init(constant: constant, spelled: spelled, notation: notation, arity: arity)
  }
}

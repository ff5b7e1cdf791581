import Basics
import Terms

/// A Lean proposition with its binders, in a domain. Two statements are the same statement exactly when their
/// `normalForm` is the same.
public struct Statement: Codable, Sendable, Hashable, CustomStringConvertible {
  public let domain: String
  /// Type parameters, variables and hypotheses, in an order in which each is well-formed.
  public let binders: [Binder]
  /// Lean text of the conclusion.
  public let target: String
  /// Binders renamed, hypotheses turned into implications, notation canonical.
  public let normalForm: String
  /// Number of nodes of the normal form's term; 0 when the statement is outside the domain's grammar.
  public let size: Int

  public init(
    domain: String, binders: [Binder], target: String, normalForm: String, size: Int
  ) {
    self.domain = domain
    self.binders = binders
    self.target = target
    self.normalForm = normalForm
    self.size = size
  }

  /// `(a b : Nat) (h : a = b)`: neighbours of one type share their parentheses.
  public var binderText: String {
    var groups: [(names: [String], type: String)] = []
    for binder in binders {
      if groups.last?.type == binder.type {
        groups[groups.count - 1].names.append(binder.name)
      } else {
        groups.append(([binder.name], binder.type))
      }
    }
    return groups.map { "(\($0.names.joined(separator: " ")) : \($0.type))" }
      .joined(separator: " ")
  }

  /// Binders and conclusion as in a theorem's header: `(a b : Nat) : a + b = b + a`.
  public var signatureText: String { binders.isEmpty ? ": \(target)" : "\(binderText) : \(target)" }

  /// The statement as one closed proposition: `∀ (a b : Nat), a + b = b + a`.
  public var closedProposition: String { binders.isEmpty ? target : "∀ \(binderText), \(target)" }

  /// Its binders in the context.
  public var goal: Goal { Goal(context: binders, target: target) }

  /// The statement with every binder of the goal that it was made of, though nothing mentions it: a type with an element
  /// differs from one without.
  public func binding(_ goal: Goal) -> Statement {
    Statement(
      domain: domain, binders: goal.context, target: goal.target, normalForm: normalForm, size: size
    )
  }

  public var description: String { signatureText }

  /// 64-bit FNV-1a of the normal form in hexadecimal: a short name. Identity is the normal form itself.
  public var id: String { Hash64.hex(idValue) }

  /// The same as a number.
  public var idValue: UInt64 { Hash64.value(domain + "\u{0}" + normalForm) }

  /// Its Lean name while it has no other: in prompts, and in traces until the proof is recorded.
  public var provisionalName: String { "conjecture_\(id)" }

  public static func == (left: Statement, right: Statement) -> Bool {
    left.domain == right.domain && left.normalForm == right.normalForm
  }
  public func hash(into hasher: inout Hasher) {
    hasher.combine(domain)
    hasher.combine(normalForm)
  }
}

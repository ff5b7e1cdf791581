import Records
import Terms
import TestSupport
import Testing

/// A proof whose verdict is known, whatever backend judges.
struct ConformanceCase: Sendable, CustomTestStringConvertible {
  enum Expected: Hashable, Sendable {
    /// nil: any of the standard axioms.
    case accepted(axioms: Set<String>?)
    /// With one of these reasons.
    case rejected(Set<RejectionReason>)
    /// Rejected or declined.
    case notAccepted
  }

  /// `group/what it does`.
  let name: String
  let task: ProofTask
  let expected: Expected

  var testDescription: String { name }
}

/// The conformance suite: what every backend accepts and refuses. Every proof was tried on Lean 4.35. They
/// need nothing but Lean's connectives, `Nat`, `List`, `Bool` and `String`.
enum ConformanceCases {
  static let honest: [ConformanceCase] = honestScripts + honestTheories + honestHelpers
  static let cheats: [ConformanceCase] =
    sorries + axioms + native + code + options + notations + statements + helpers + forgeries
    + unicode + comments

  static var all: [ConformanceCase] { honest + wrong + cheats + bombs }
}

extension ConformanceCase {
  static func honest(
    _ name: String, _ target: String, _ binders: [Binder] = .pq, by script: String,
    helpers: String = "", theorem: String? = nil, axioms: Set<String>? = []
  ) -> ConformanceCase {
    ConformanceCase(
      "honest/\(name)", target, binders, script, helpers, theorem, .accepted(axioms: axioms))
  }

  static func wrong(
    _ name: String, _ target: String, _ binders: [Binder] = .pq, by script: String,
    helpers: String = "", theorem: String? = nil
  ) -> ConformanceCase {
    ConformanceCase(
      "wrong/\(name)", target, binders, script, helpers, theorem, .rejected([.leanError]))
  }

  static func cheat(
    _ name: String, by script: String, of target: String = "p", binders: [Binder] = .p,
    helpers: String = "", theorem: String? = nil,
    reasons: Set<RejectionReason> = [.notTacticText]
  ) -> ConformanceCase {
    ConformanceCase(name, target, binders, script, helpers, theorem, .rejected(reasons))
  }

  /// What looks odd and does no harm: the comparison says what is proved.
  static func harmless(
    _ name: String, by script: String, of target: String, binders: [Binder] = .p, helpers: String
  ) -> ConformanceCase {
    ConformanceCase(name, target, binders, script, helpers, nil, .accepted(axioms: []))
  }

  /// What cannot be read with certainty, though Lean reads it.
  static func unreadable(
    _ name: String, by script: String, of target: String, binders: [Binder]
  ) -> ConformanceCase {
    ConformanceCase(name, target, binders, script, "", nil, .notAccepted)
  }

  static func bomb(
    _ name: String, by script: String, of target: String = "p", binders: [Binder] = .p,
    helpers: String = "", theorem: String? = nil
  ) -> ConformanceCase {
    ConformanceCase("bomb/\(name)", target, binders, script, helpers, theorem, .notAccepted)
  }

  private init(
    _ name: String, _ target: String, _ binders: [Binder], _ script: String, _ helpers: String,
    _ theorem: String?, _ expected: Expected
  ) {
    self.name = name
    self.expected = expected
    task = .text(
      target, binders, script: script, name: theorem ?? Self.theoremName(name), helpers: helpers)
  }

  /// A theorem's name of its own, so that backends can judge many cases together.
  private static func theoremName(_ name: String) -> String {
    "conformance_"
      + name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "_" }.joined()
  }
}

extension [Binder] {
  static var p: [Binder] { .of("Prop", ["p"]) }
  static var pq: [Binder] { .of("Prop", ["p", "q"]) }
  static var pqr: [Binder] { .of("Prop", ["p", "q", "r"]) }
  static var n: [Binder] { .of("Nat", ["n"]) }
  static var ab: [Binder] { .of("Nat", ["a", "b"]) }
  static var abc: [Binder] { .of("Nat", ["a", "b", "c"]) }
  static var lists: [Binder] { .of("List Nat", ["l", "m"]) }
  static var booleans: [Binder] { .of("Bool", ["b", "c"]) }
}

extension Set<String> {
  static var classical: Set<String> { ["propext", "Classical.choice", "Quot.sound"] }
}

// MARK: Long texts

/// `depth` times `open`, then `inner`, then `depth` times `close`.
func nested(_ open: String, _ inner: String, _ close: String, depth: Int) -> String {
  String(repeating: open, count: depth) + inner + String(repeating: close, count: depth)
}

/// A proof of `p → p` that repeats its hypothesis.
func manyHypotheses(_ count: Int) -> String {
  let lines = (1..<count).map { "have h\($0) : p := h\($0 - 1)" }
  return (["intro h0"] + lines + ["exact h\(count - 1)"]).joined(separator: "\n")
}

/// Twice as many goals with each line.
func manyCases(_ count: Int) -> String {
  let line = "all_goals (rcases h with _ | _ <;> have h : p ∨ True := Or.inr trivial)"
  let lines = [String](repeating: line, count: count)
  return (["have h : p ∨ True := Or.inr trivial"] + lines + ["trivial"]).joined(separator: "\n")
}

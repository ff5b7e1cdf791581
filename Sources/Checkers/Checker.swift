import Basics
import Records
import Terms

/// A judge of proofs. One backend a conforming type; all pass the same conformance tests.
public protocol Checker: Sendable {
  /// Name in the configuration.
  nonisolated var name: String { get }
  /// What exactly judges: `Lean 4.35.0`.
  nonisolated var version: String { get }
  /// What stands behind its verdicts besides its word.
  nonisolated var safeguards: Safeguards { get }

  /// One verdict a task, in order. Whatever keeps the backend from answering is `declined`.
  /// - Throws: `CancellationError` for a cancelled task, and nothing else: no verdict is given then.
  func check(_ tasks: [ProofTask]) async throws(CancellationError) -> [Verdict]

  /// Judges a whole Lean file: it compiles, nothing in it is `sorry`, its theorems rest on allowed axioms.
  /// - Throws: `CancellationError` for a cancelled task, and nothing else.
  func check(file text: String) async throws(CancellationError) -> Verdict
}

extension Checker {
  public nonisolated var safeguards: Safeguards { .none }

  public func check(file text: String) async throws(CancellationError) -> Verdict {
    .declined(reason: "\(name) judges proofs of given statements, not whole files")
  }
}

/// Whether a backend can be relied on.
public enum CheckerHealth: Hashable, Sendable {
  case healthy
  /// It accepted a falsehood or rejected a truth: out, until a person has looked.
  case wrong(String)
  /// It did not answer; later it may.
  case unavailable(String)
}

extension Checker {
  /// Proves itself on canaries: a known truth must be accepted, known falsehoods rejected. `nonce`
  /// makes the names fresh, so that no cache answers.
  public func health(nonce: UInt64) async throws(CancellationError) -> CheckerHealth {
    let canaries = Canary.all(nonce: nonce)
    let verdicts = try await check(canaries.map(\.task))
    guard verdicts.count == canaries.count else {
      return .wrong("\(verdicts.count) verdicts for \(canaries.count) tasks")
    }
    for (canary, verdict) in zip(canaries, verdicts) {
      switch verdict {
      case .declined(let reason): return .unavailable(reason)
      case .accepted where !canary.isTrue: return .wrong("accepted \(canary.task.statement)")
      case .rejected(let reason, let messages) where canary.isTrue:
        let detail = messages.first.map { ": \($0.text)" } ?? ""
        return .wrong("rejected \(canary.task.statement), \(reason.rawValue)\(detail)")
      default: continue
      }
    }
    return .healthy
  }
}

/// A statement whose truth is known. Needs nothing but Lean's own connectives.
struct Canary {
  let task: ProofTask
  let isTrue: Bool

  static func all(nonce: UInt64) -> [Canary] {
    [
      canary("(p → q) → ¬q → ¬p", "intro h hq hp\nexact hq (h hp)", isTrue: true, nonce),
      canary("(p → q) → q → p", "intro h hq\nexact hq", isTrue: false, nonce),
      canary("p ∨ q → p", "intro h\nexact h.elim id id", isTrue: false, nonce),
    ]
  }

  private static func canary(
    _ target: String, _ script: String, isTrue: Bool, _ nonce: UInt64
  ) -> Canary {
    let statement = Statement(
      domain: "canary", binders: ["p", "q"].map { Binder(name: $0, type: "Prop") },
      target: target, normalForm: "text \(target)", size: 0)
    let name = "Lemmaloom.Canary.c\(Hash64.hex("\(nonce) \(target)"))"
    return Canary(
      task: ProofTask(name: name, statement: statement, script: script, imports: [], opens: []),
      isTrue: isTrue)
  }
}

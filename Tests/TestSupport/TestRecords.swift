import Records
import Terms

extension Statement {
  /// A statement that no grammar has read: its text is its normal form.
  public static func text(
    _ target: String, _ binders: [Binder] = [], domain: String = "test"
  ) -> Statement {
    Statement(
      domain: domain, binders: binders, target: target, normalForm: "text \(target)", size: 0)
  }
}

extension ProofTask {
  /// A proof of a plain text, under no more than Lean's own `Init`.
  public static func text(
    _ target: String, _ binders: [Binder] = [], script: String, name: String = "claim",
    imports: [String] = [], helpers: String = ""
  ) -> ProofTask {
    ProofTask(
      name: name, statement: .text(target, binders), script: script, imports: imports, opens: [],
      helpers: helpers)
  }
}

extension Theorem {
  /// What a round records of a proof that a test does not look at.
  public static func proved(
    _ name: String, _ statement: Statement, script: String = "rfl", trace: String = "…",
    round: Int = 1, level: Int = 2, steps: Int = 1, lemmas: [String] = [], knownAs: String = ""
  ) -> Theorem {
    Theorem(
      name: name, statement: statement, script: script, trace: trace, source: .model, round: round,
      level: level, applications: 12, steps: steps, lemmas: lemmas, checker: "lean",
      toolchain: "Lean 4.35.0", axioms: [], knownAs: knownAs)
  }
}

import LeanInterface
import LeanText
import Records
import Terms

/// A theorem that provers are measured on.
package struct EvalProblem: Sendable {
  package let suite: String
  package let name: String
  /// The configured domain that it belongs to; nil for none.
  package let domain: Domain?
  /// What checkers hold a proof against.
  package let statement: Statement
  /// Binders and conclusion as provers see them: `{α : Type} [Group α] (a b : α) : …`. A proof begins with all of the
  /// binders introduced.
  package let signature: String
  /// Tactics that turn a proof of `signature` into one of `statement`; empty where both bind the same.
  let introduction: String
  package let header: LeanHeader
  /// The problem in words, as the file has it; empty for none.
  package let informal: String

  package var informalText: String { informal.isEmpty ? statement.informalText : informal }

  /// A name for the checkers: their module may hold the name of the benchmark already.
  func checkedName(sample: Int) -> String {
    let word = name.map { character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
    }
    return "lemmaloom_eval_\(String(word))_\(sample)"
  }

  /// The proof of a sample as checkers take it.
  func proofTask(_ sample: ProofSample, imports: [String]) -> ProofTask {
    ProofTask(
      name: checkedName(sample: sample.ordinal), statement: statement,
      script: introduction.isEmpty ? sample.script : introduction + "\n" + sample.script,
      imports: imports, opens: header.opens, helpers: sample.helpers)
  }
}

extension EvalProblem {
  /// A problem of a configured domain, which Lean has stated under full names: what the domain opens besides changes
  /// nothing in it, and its tactics and lemmas are written for it.
  package init(
    _ problem: BenchmarkSuite.Problem, suite: String, name: String, header: LeanHeader,
    informal: String
  ) {
    var header = header
    header.opens += problem.domain.opens.filter { !header.opens.contains($0) }
    self.init(
      suite: suite, name: name, domain: problem.domain,
      statement: problem.statement, signature: problem.statement.signatureText, introduction: "",
      header: header, informal: informal)
  }

  /// A problem as its text says it, in no configured domain.
  package init(
    _ theorem: TheoremText, suite: String, name: String, header: LeanHeader, informal: String
  ) {
    let stated = StatedTheorem(theorem)
    self.init(
      suite: suite, name: name, domain: nil, statement: stated.statement,
      signature: theorem.signature, introduction: stated.introduction, header: header,
      informal: informal)
  }

  /// The problem as a Lean file.
  var openText: String { "\(header.text)\nexample \(signature) := sorry\n" }
}

/// A theorem's text as a statement with explicit binders.
struct StatedTheorem: Hashable, Sendable {
  let statement: Statement
  /// `intro α _ a` for the binders that went into the conclusion; empty for none.
  let introduction: String

  /// Explicit binders stay binders up to the first of another kind; from there on all go under a `∀` in the conclusion,
  /// because they may depend on each other. Default values are left out: they change how a theorem is used, not what
  /// it says.
  init(_ theorem: TheoremText) {
    let plain = theorem.binders.prefix {
      $0.opening == "(" && !$0.type.isEmpty && !$0.names.isEmpty
    }
    let rest = theorem.binders.dropFirst(plain.count)
    let quantified = rest.map(Self.text).joined(separator: " ")
    statement = Statement(
      domain: "",
      binders: plain.flatMap { binder in
        binder.names.map { Binder(name: $0, type: binder.type) }
      }, target: rest.isEmpty ? theorem.target : "∀ \(quantified), \(theorem.target)",
      normalForm: "text " + theorem.signatureTokens.joined(separator: " "), size: 0)
    let names = rest.flatMap { $0.names.isEmpty ? ["_"] : $0.names }
    introduction = names.isEmpty ? "" : "intro " + names.joined(separator: " ")
  }

  private static func text(_ binder: TheoremText.BinderText) -> String {
    let names = binder.names.joined(separator: " ")
    let inner = [names, binder.type].filter { !$0.isEmpty }.joined(separator: " : ")
    switch binder.opening {
    case "": return inner
    case "{": return "{\(inner)}"
    case "[": return "[\(inner)]"
    case "⦃": return "⦃\(inner)⦄"
    default: return "(\(inner))"
    }
  }
}

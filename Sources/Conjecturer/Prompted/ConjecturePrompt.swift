import Completion
import LeanInterface
import Records
import Terms

/// How a model is asked for statements.
public enum PromptStyle: String, Codable, Sendable, CaseIterable {
  /// A text to be continued, as STP's conjecturer was trained on it (arXiv 2502.00212, appendix A.1): a lemma, an easy
  /// theorem with its proof, and the beginning of a hard one.
  case stp
  /// A conversation with an instruct model, which may think first and answers in a block of Lean.
  case chat
}

/// The prompts that ask for statements: their templates, and what stands in them.
public enum ConjecturePrompt {
  /// What a template may name between `{{` and `}}`, and what stands there.
  public static let variables: [(name: String, note: String)] = [
    (
      "lemma",
      "A lemma that the easy theorem's proof uses, without proof; `\(trivialLemma)` where there is none."
    ),
    ("theorem", "The easy theorem: statement and proof; empty as long as nothing is proved."),
    ("domain", "Name of the domain: `nat`."),
    ("difficulty", "The wanted difficulty and size in words."),
    ("symbols", "The symbols that a statement may use with their types, one a line."),
    ("header", "The imports and opened namespaces under which statements are read."),
    ("count", "Statements wanted in one answer."),
  ]

  /// - Throws: `PromptTemplateError` for an unknown variable or role.
  public static func template(
    _ text: String, source: String
  ) throws(PromptTemplateError) -> PromptTemplate {
    try PromptTemplate(text, variables: Set(variables.map(\.name)), source: source)
  }

  /// The template that is used where the user gives none.
  public static func builtIn(_ style: PromptStyle) throws(PromptTemplateError) -> PromptTemplate {
    try template(text(style), source: "built-in prompt '\(style.rawValue)'")
  }

  /// Texts that end an answer.
  static func stops(_ style: PromptStyle) -> [String] {
    style == .stp ? [ConjectureAnswer.endTag] : []
  }

  private static func text(_ style: PromptStyle) -> String {
    switch style {
    case .stp: stpText
    case .chat: chatText
    }
  }

  /// What STP's prompts have for a lemma where they point in no direction.
  static let trivialLemma = "theorem true: True"

  private static let stpText = """
    Complete the following Lean 4 code:

    ```lean4
    <lemma>
    {{lemma}}
    <easy theorem>
    {{theorem}}
    <hard theorem>
     theorem
    """

  private static let chatText = """
    --- system
    You are an expert in mathematics and proving theorems in Lean 4.
    --- user
    Invent new theorems in Lean 4 about the domain `{{domain}}`.

    # Header:
    ```lean4
    {{header}}
    ```

    # Symbols that may be used, and no others:
    {{symbols}}

    # A lemma:
    ```lean4
    {{lemma}}
    ```

    # An easy theorem whose proof is known:
    ```lean4
    {{theorem}}
    ```

    # Task:
    State {{count}} other theorem(s) that are true, say something new, do not follow by calculation alone, and whose \
    proofs have a use for the lemma. Wanted difficulty: {{difficulty}}.
    Write every variable with its type in brackets in front of the colon. Answer with one ```lean4 block that holds the \
    statements only, each in the form `theorem name (variables) : conclusion := by sorry`.
    """
}

extension ConjecturePrompt {
  /// The prompt for one seed; nil where nothing is there to start from.
  static func prompt(
    _ template: PromptTemplate, seed: PromptSeed?, count: Int, request: ConjectureRequest,
    domain: Domain, header: LeanHeader
  ) -> Prompt {
    template.prompt([
      "lemma": seed?.lemma?.statementText ?? trivialLemma,
      "theorem": seed?.theorem.text ?? "",
      "domain": domain.name,
      "difficulty": difficulty(bucket: request.bucket, sizes: request.sizes),
      "symbols": symbols(of: domain),
      "header": header.text.trimmingNewlines,
      "count": "\(count)",
    ])
  }

  /// `4 of 9 (medium: …), 5 to 12 symbols`.
  static func difficulty(bucket: Int, sizes: ClosedRange<Int>) -> String {
    let last = Grammar.levelBuckets - 1
    let bucket = max(0, min(last, bucket))
    let word = words[bucket * words.count / (last + 1)]
    return "\(bucket) of \(last) (\(word)), a statement of about \(sizes.lowerBound) to "
      + "\(sizes.upperBound) symbols"
  }

  private static let words = [
    "very easy: one or two steps", "easy: a few steps",
    "medium: an induction or a case distinction with a few steps in each case",
    "hard: several inductions or lemmas of its own",
    "very hard: a long proof with lemmas of its own",
  ]

  /// `+ : Nat → Nat → Nat`, one a line; symbols for proofs alone are left out.
  static func symbols(of domain: Domain) -> String {
    domain.signature.symbols.filter { $0.weight > 0 && $0.lean != Term.application }.map { symbol in
      if symbol.isBinder, let bound = symbol.arguments.first {
        return "\(symbol.lean) x : \(bound), …"
      }
      let parts = symbol.arguments.map { $0.contains(" → ") ? "(\($0))" : $0 } + [symbol.result]
      return "\(symbol.lean) : \(parts.joined(separator: " → "))"
    }.joined(separator: "\n")
  }
}

extension String {
  /// Without line breaks at its end.
  fileprivate var trimmingNewlines: String {
    var text = Substring(self)
    while text.last?.isNewline == true { text = text.dropLast() }
    return String(text)
  }
}

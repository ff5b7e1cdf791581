import Completion

/// The prompts of whole-proof provers, as the published Kimina-Prover models were trained on them (arXiv 2504.11354; the
/// Kimina-Prover-RL recipe). Anyone can put templates of their own in their place.
public struct ProverPrompt: Hashable, Sendable {
  /// What is asked at first.
  public var problem: PromptTemplate
  /// What is said about an answer that did not do.
  public var correction: PromptTemplate

  public init(
    problem: PromptTemplate = .kiminaProblem, correction: PromptTemplate = .kiminaCorrection
  ) {
    self.problem = problem
    self.correction = correction
  }

  /// The variables of a problem's template, and what they stand for.
  public static let problemVariables = [
    "informal_problem": "the problem in words",
    "formal_statement": "imports, opened namespaces and the theorem up to `:= by`",
    "header": "imports and opened namespaces alone",
    "theorem": "the theorem alone, up to `:= by`",
  ]
  /// The variables of a correction's template; those of the problem are known too.
  public static let correctionVariables = problemVariables.merging([
    "feedback": "Lean's errors with goals and code, or what is wrong with the answer"
  ]) { first, _ in first }
}

extension PromptTemplate {
  public static let kiminaProblem = PromptTemplate.builtIn(
    """
    --- system
    You are an expert in mathematics and proving theorems in Lean 4.
    --- user
    Think about and solve the following problems step by step in Lean 4.

    # Problem:
    {{informal_problem}}

    # Formal Statement:
    ```lean4
    {{formal_statement}}
    ```


    """, variables: ProverPrompt.problemVariables)

  /// The messages that follow the answer.
  public static let kiminaCorrection = PromptTemplate.builtIn(
    """
    --- user
    The proof does not compile. Correct it: think about the errors, then give the whole proof again.

    {{feedback}}
    """, variables: ProverPrompt.correctionVariables)

  static func builtIn(_ text: String, variables: [String: String]) -> PromptTemplate {
    // A test reads them all with their variables; this only spares a trap.
    (try? PromptTemplate(text, variables: Set(variables.keys), source: "built in"))
      ?? PromptTemplate(plain: text)
  }
}

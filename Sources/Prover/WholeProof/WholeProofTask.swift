import LanguageModel
import LeanInterface
import LeanText
import Records

/// One statement for a whole-proof prover.
public struct WholeProofTask: Hashable, Sendable {
  /// The theorem's name in prompts and answers.
  public var name: String
  /// `(a b : Nat) : a + b = b + a`: what is trusted, and what is checked whatever an answer says.
  public var signature: String
  /// Names the statement for chance: the same identity and seed give the same samples where the model can do that.
  public var identity: String
  public var header: LeanHeader
  /// The problem in words.
  public var informal: String

  public init(
    name: String, signature: String, identity: String, header: LeanHeader, informal: String
  ) {
    self.name = name
    self.signature = signature
    self.identity = identity
    self.header = header
    self.informal = informal
  }

  public init(statement: Statement, header: LeanHeader, informal: String) {
    self.init(
      name: statement.provisionalName, signature: statement.signatureText,
      identity: statement.id, header: header, informal: informal)
  }

  /// The theorem up to its proof.
  public var theorem: String { "theorem \(name) \(signature) := by" }

  /// What answers are compared with. A signature that cannot be cut into tokens is compared with as it stands.
  var trusted: TrustedStatement {
    TrustedStatement(name: name, signature: signature)
      ?? TrustedStatement(name: name, signatureTokens: [signature])
  }

  /// A draft below this statement.
  func text(of draft: ProofDraft) -> DraftText {
    DraftText(draft, name: name, signature: signature)
  }

  var values: [String: String] {
    let header = header.text
    return [
      "informal_problem": informal, "header": header, "theorem": theorem,
      "formal_statement": header.isEmpty ? theorem : "\(header)\n\(theorem)",
    ]
  }
}

/// Habits of a whole-proof prover.
public struct WholeProofOptions: Hashable, Sendable {
  /// Answers drawn for a statement.
  public var samples: Int
  /// Times that a failed answer is sent back with what is wrong with it.
  public var corrections: Int
  /// Tokens of an answer.
  public var maximumTokens: Int
  public var sampling: SamplingSettings
  /// Whether a proof may bring lemmas and definitions of its own.
  public var allowsHelpers: Bool
  /// Errors told in a correction.
  public var errorsMax: Int
  /// Characters of a correction's feedback.
  public var feedbackMax: Int
  /// Statements worked on side by side.
  public var concurrent: Int
  public var format: AnswerFormatOptions
  public var seed: UInt64

  public init(
    samples: Int = 8, corrections: Int = 1, maximumTokens: Int = 8192,
    sampling: SamplingSettings = SamplingSettings(temperature: 0.6, topP: 0.95),
    allowsHelpers: Bool = false, errorsMax: Int = 3, feedbackMax: Int = 3000, concurrent: Int = 16,
    format: AnswerFormatOptions = AnswerFormatOptions(), seed: UInt64 = 1
  ) {
    self.samples = samples
    self.corrections = corrections
    self.maximumTokens = maximumTokens
    self.sampling = sampling
    self.allowsHelpers = allowsHelpers
    self.errorsMax = errorsMax
    self.feedbackMax = feedbackMax
    self.concurrent = concurrent
    self.format = format
    self.seed = seed
  }
}

/// Says what Lean makes of drafts: for corrections, and to know when to stop. What enters the corpus is judged again by
/// the configured checkers.
public protocol DraftReviewer: Sendable {
  /// One review a draft, in order.
  func review(_ drafts: [ProofDraft], of task: WholeProofTask)
    async throws(CancellationError) -> [DraftReview]
}

/// The local Lean.
public struct LeanReviewer: DraftReviewer {
  let pool: LeanPool
  let lint: ProofLintOptions
  let errorsMax: Int

  public init(pool: LeanPool, lint: ProofLintOptions, errorsMax: Int = 3) {
    self.pool = pool
    self.lint = lint
    self.errorsMax = errorsMax
  }

  /// Drafts that are not tactic text by their tokens never reach Lean: they could run code, or spoil their neighbours.
  public func review(_ drafts: [ProofDraft], of task: WholeProofTask)
    async throws(CancellationError) -> [DraftReview]
  {
    var reviews = drafts.map { draft in
      objection(to: draft, task).map { DraftReview.errors([$0]) }
    }
    let open = reviews.indices.filter { reviews[$0] == nil }
    let judged = try await pool.review(
      open.map { drafts[$0] }, of: task.signature, header: task.header, name: task.name,
      errorsMax: errorsMax)
    for (index, review) in zip(open, judged) { reviews[index] = review }
    return reviews.map { $0 ?? .declined("Lean gave no answer") }
  }

  private func objection(to draft: ProofDraft, _ task: WholeProofTask) -> DraftError? {
    if !draft.helpers.isEmpty {
      let reserved = ProofLint.names(in: "\(task.name) \(task.signature)")
      if let found = ProofLint.objection(
        toHelpers: draft.helpers, options: lint, reserved: reserved)
      {
        return DraftError(
          message: "not allowed: \(found.text)", line: found.line, column: found.column, goals: "")
      }
    }
    return ProofLint.objection(toScript: draft.script, options: lint).map { found in
      task.text(of: draft).error(
        "not allowed: \(found.text)", scriptLine: found.line, column: found.column)
    }
  }
}

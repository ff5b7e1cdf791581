import LeanInterface
import LeanText

/// The theorem that a prover was asked for, as the answer should state it. What is judged is never the answer's own
/// statement: this only finds the proof within the answer.
public struct TrustedStatement: Hashable, Sendable {
  public let name: String
  /// Tokens from the first binder to the end of the target, `:` included.
  public let signatureTokens: [String]

  public init(name: String, signatureTokens: [String]) {
    self.name = name
    self.signatureTokens = signatureTokens
  }

  /// The last theorem of a Lean text: the formal statement as it stands in the prompt. nil without one.
  public init?(_ text: String) {
    guard let theorem = LeanOutline(text).commands.last(where: { $0.theorem != nil })?.theorem
    else { return nil }
    self.init(name: theorem.name, signatureTokens: theorem.signatureTokens)
  }

  /// - Parameter signature: `(a b : Nat) : a + b = b + a`.
  public init?(name: String, signature: String) { self.init("theorem \(name) \(signature) := by") }

  /// Name and statement, token by token.
  func isStated(by theorem: TheoremText) -> Bool {
    theorem.name == name && theorem.signatureTokens == signatureTokens
  }

  /// Place of the command whose proof is meant: the last theorem of this name that has a proof; else the last theorem
  /// or example with this statement; else the only theorem or example of the text.
  func place(in commands: [LeanOutline.Command]) -> Int? {
    let named = commands.indices.filter { commands[$0].theorem?.name == name }
    if !named.isEmpty { return named.last { commands[$0].theorem?.body != .missing } ?? named.last }
    if let same = commands.lastIndex(where: { $0.theorem?.signatureTokens == signatureTokens }) {
      return same
    }
    let theorems = commands.indices.filter { commands[$0].theorem != nil }
    return theorems.count == 1 ? theorems.first : nil
  }
}

/// Why there is nothing in an answer that Lean could judge.
public enum CutProblem: String, Hashable, Codable, Sendable, CaseIterable {
  case noLeanBlock = "no-lean-block"
  /// The Lean block is larger than any honest proof.
  case tooLong = "too-long"
  /// The block cannot be cut into commands with certainty: an open comment, string or bracket, a control character.
  case unreadable = "unreadable"
  /// No theorem of the trusted name or statement.
  case noTheorem = "no-theorem"
  /// A command that is neither a theorem nor a definition: an axiom, a macro, `#eval` …
  case forbiddenCommand = "forbidden-command"
  /// The theorem has no body, or an empty one.
  case noProof = "no-proof"
  /// Equations that call the theorem itself: that is no tactic text.
  case equationsBody = "equations-body"
  /// `where`, `termination_by` or `decreasing_by` behind the body.
  case whereClause = "where-clause"
  case helpersNotAllowed = "helpers-not-allowed"
}

public struct CutFailure: Error, Hashable, Sendable, CustomStringConvertible {
  public let problem: CutProblem
  /// In words, with the place in the Lean block where there is one.
  public let detail: String

  public var description: String { detail }
}

public struct ProofCutOptions: Hashable, Codable, Sendable {
  /// Whether theorems and definitions may stand in front of the theorem.
  public var allowsHelpers: Bool
  /// Bytes of a Lean block; longer ones are not read.
  public var blockBytesMax: Int

  public init(allowsHelpers: Bool = false, blockBytesMax: Int = 256 << 10) {
    self.allowsHelpers = allowsHelpers
    self.blockBytesMax = blockBytesMax
  }
}

/// Cuts out of an answer what may be judged, by structure.
///
/// What stands behind the theorem is dropped, whatever it is: it cannot change the theorem. Of what stands in front,
/// `import`, harmless options, prints and examples are dropped, since the proof is judged behind the trusted header:
/// whatever they would have changed, Lean finds. So are its own earlier drafts. Theorems and definitions are helpers,
/// with the namespaces, sections and variables around them (`HelperText`). `sorry` and forbidden tactics are left to the
/// checkers.
public enum ProofCut {
  public static func draft(
    of answer: FormalAnswer, for statement: TrustedStatement,
    options: ProofCutOptions = ProofCutOptions()
  ) -> Result<ProofDraft, CutFailure> {
    guard let final = answer.final(for: statement, blockBytesMax: options.blockBytesMax) else {
      return .failure(CutFailure(problem: .noLeanBlock, detail: "the answer has no Lean block"))
    }
    return draft(ofLean: answer.blocks[final].text, for: statement, options: options)
  }

  /// - Parameter text: a Lean file, as it stands in the final block.
  public static func draft(
    ofLean text: String, for statement: TrustedStatement,
    options: ProofCutOptions = ProofCutOptions()
  ) -> Result<ProofDraft, CutFailure> {
    Result { () throws(CutFailure) in
      if text.utf8.count > options.blockBytesMax {
        throw CutFailure(
          problem: .tooLong, detail: "the Lean block has over \(options.blockBytesMax) bytes")
      }
      if let odd = text.unicodeScalars.first(where: isNoText) {
        let code = String(odd.value, radix: 16, uppercase: true)
        throw CutFailure(
          problem: .unreadable, detail: "the Lean block has the control character U+\(code)")
      }
      let commands = try commands(of: text, for: statement)
      guard let place = statement.place(in: commands), let theorem = commands[place].theorem else {
        throw CutFailure(
          problem: .noTheorem,
          detail: "the Lean block has no theorem '\(statement.name)', and none that states it")
      }
      var helpers = HelperText()
      for command in commands[..<place] { try FrontCommand(command).add(to: &helpers, statement) }
      var script = try ProofBody(theorem).script()
      if helpers.isEmpty { return ProofDraft(script: script) }
      if !options.allowsHelpers {
        throw CutFailure(
          problem: .helpersNotAllowed,
          detail: "the proof needs declarations in front of the theorem, which are not allowed")
      }
      helpers.open(FrontCommand(commands[place]).openedInFront)
      let openings = helpers.openings(for: script)
      script = openings.map { "open \($0) in\n" }.joined() + script
      return ProofDraft(script: script, helpers: helpers.text)
    }
  }

  /// The commands of the text; those up to the theorem where the text breaks off behind it.
  private static func commands(
    of text: String, for statement: TrustedStatement
  ) throws(CutFailure) -> [LeanOutline.Command] {
    let outline = LeanOutline(text)
    guard let problem = outline.problem else { return outline.commands }
    if let place = statement.place(in: outline.commands), place + 1 < outline.commands.count {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      let whole = lines.prefix(outline.commands[place + 1].line - 1).joined(separator: "\n")
      let front = LeanOutline(whole)
      if front.problem == nil, front.commands.count == place + 1 { return front.commands }
    }
    throw CutFailure(problem: .unreadable, detail: "the Lean block breaks off: \(problem)")
  }

  /// Control characters, and ends of lines that are none to Lean.
  private static func isNoText(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 9, 10: false
    case ..<32, 0x7f, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }
}

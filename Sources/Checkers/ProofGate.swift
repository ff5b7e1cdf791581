import LeanInterface
import LeanText
import Records

/// What every backend asks of a candidate's text before Lean sees it. It keeps a script from ending its own theorem, and
/// gives early reasons; whether something is proved is not decided here.
public struct ProofGate: Hashable, Sendable {
  public var axioms: Set<String>
  public var lint: ProofLintOptions
  /// Bytes of helpers and script; what is longer takes Lean longer to read than any honest proof needs.
  public var textBytesMax: Int

  public init(
    axioms: [String] = LeanChecker.standardAxioms, lint: ProofLintOptions = ProofLintOptions(),
    textBytesMax: Int = 256 << 10
  ) {
    self.axioms = Set(axioms)
    self.lint = lint
    self.textBytesMax = textBytesMax
  }

  /// nil when the task may go to Lean. A text that cannot be read with certainty is declined.
  func objection(to task: ProofTask) -> Verdict? {
    func rejected(_ reason: RejectionReason, _ text: String, line: Int = 1, column: Int = 0)
      -> Verdict
    {
      .rejected(
        reason: reason,
        messages: [LeanMessage(severity: .error, line: line, column: column, text: text)])
    }
    if !Self.isName(task.name) {
      return rejected(.notTacticText, "'\(task.name)' is no plain theorem name")
    }
    if task.script.utf8.count + task.helpers.utf8.count > textBytesMax {
      return rejected(.notTacticText, "over \(textBytesMax) bytes")
    }
    if !task.helpers.isEmpty {
      if !lint.helpers {
        return rejected(.helpersNotAllowed, "declarations before the theorem are not allowed")
      }
      // A helper that takes a name of the statement's would change what the statement says.
      let reserved = ProofLint.names(in: "\(task.name) \(task.statement.signatureText)")
      if let objection = ProofLint.objection(
        toHelpers: task.helpers, options: lint, reserved: reserved)
      {
        return objection.isUnreadable
          ? Self.unreadable(objection)
          : rejected(
            .helpersNotAllowed, objection.text, line: objection.line, column: objection.column)
      }
      if let name = Self.rootedHelper(in: task) {
        return rejected(
          .helpersNotAllowed, "'\(name)': helpers get a namespace of the theorem's own")
      }
    }
    if let objection = ProofLint.objection(toScript: task.script, options: lint) {
      return objection.isUnreadable
        ? Self.unreadable(objection)
        : rejected(
          .notTacticText, objection.text, line: objection.line, column: objection.column)
    }
    return nil
  }

  private static func unreadable(_ objection: LintObjection) -> Verdict {
    .declined(reason: "it cannot be read with certainty: \(objection)")
  }

  /// A helper that is called by its place among the names of all; the corpus has it elsewhere.
  private static func rootedHelper(in task: ProofTask) -> String? {
    let declared = LeanOutline(task.helpers).commands.filter { !$0.fullName.isEmpty }
      .map { LeanToken.writtenParts(of: $0.fullName) }
    return [task.helpers, task.script].lazy.flatMap { LeanTokens($0).tokens }.first { token in
      guard token.parts.count > 1, token.parts[0] == "_root_" else { return false }
      return declared.contains { token.parts.dropFirst().starts(with: $0) }
    }?.text
  }

  /// Dotted identifiers of ASCII letters, digits, `_` and `'`.
  private static func isName(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return parts.first != "_root_"
      && parts.allSatisfy { part in
        guard let first = part.unicodeScalars.first else { return false }
        let isLetter = first.properties.isAlphabetic || first == "_"
        return isLetter
          && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_'".contains($0)) }
      }
  }
}

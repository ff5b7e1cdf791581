import LeanInterface
import Records

/// Asks Lean, in a file that holds no candidate text, what a compiled theorem says and rests on.
public enum Audit {
  /// A module of the trusted statements. It is compiled without the candidates in sight, so that
  /// nothing of theirs (notation, instances, shadowed names) can change what the statements mean.
  static func trustedFile(_ header: LeanHeader, _ statements: [Statement]) -> String {
    header.text
      + statements.enumerated().map { index, statement in
        "def Lemmaloom.Trusted.statement\(index) : Prop := \(statement.closedProposition)\n"
      }.joined()
  }

  /// Two lines a theorem: its type against the trusted statement, its axioms. Nothing is opened, so
  /// that a name is that name.
  static func file(imports: [String], names: [String]) -> (text: String, firstLine: Int) {
    let header = LeanHeader(imports: imports).text
    let lines = names.enumerated().map { index, name in
      "example : Lemmaloom.Trusted.statement\(index) := @\(name)\n#print axioms \(name)\n"
    }
    return (header + lines.joined(), 1 + imports.count)
  }

  /// nil when some theorem got no answer.
  static func verdicts(
    _ messages: [LeanMessage], firstLine: Int, names: [String], _ allowed: Set<String>
  ) -> [Verdict]? {
    // An import that fails is reported above the first question.
    if messages.contains(where: { $0.severity == .error && $0.line < firstLine }) { return nil }
    var found: [Verdict] = []
    for (index, name) in names.enumerated() {
      let line = firstLine + 2 * index
      let onType = messages.filter { $0.line == line && $0.severity == .error }
      let onAxioms = messages.filter { $0.line == line + 1 }
      let unknown = onAxioms.filter { $0.severity == .error }
      if !unknown.isEmpty {
        found.append(.rejected(reason: .missingTheorem, messages: unknown))
      } else if !onType.isEmpty {
        found.append(.rejected(reason: .statementDiffers, messages: onType))
      } else if let answer = onAxioms.first(where: { $0.severity == .information }),
        let axioms = axioms(in: answer.text, of: name)
      {
        found.append(verdict(axioms: axioms, allowed: allowed, message: answer))
      } else {
        return nil
      }
    }
    return found
  }

  /// What a theorem's axioms mean for it; `message` is where Lean listed them.
  static func verdict(axioms: [String], allowed: Set<String>, message: LeanMessage) -> Verdict {
    let forbidden = axioms.filter { !allowed.contains($0) }
    if forbidden.isEmpty { return .accepted(axioms: axioms.sorted()) }
    return .rejected(
      reason: forbidden.contains("sorryAx") ? .usesSorry : .forbiddenAxiom, messages: [message])
  }

  /// The names in `'foo' depends on axioms: [a, b]`; nil when the text says something else.
  public static func axioms(in text: String, of name: String) -> [String]? {
    if text == "'\(name)' does not depend on any axioms" { return [] }
    let start = "'\(name)' depends on axioms: ["
    guard text.hasPrefix(start), text.hasSuffix("]") else { return nil }
    return text.dropFirst(start.count).dropLast().split(separator: ",")
      .map { $0.split(whereSeparator: \.isWhitespace).joined() }
  }
}

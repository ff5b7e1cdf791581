import LeanInterface
import Records

/// What Lean's answer to `#print axioms` means.
public enum Audit {
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

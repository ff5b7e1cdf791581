import LeanInterface
import LeanText
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

  /// The names in `'foo' depends on axioms: [a, b]`; nil when the text says something else. Lean quotes names only where
  /// it has to: quotes are not compared.
  public static func axioms(in text: String, of name: String) -> [String]? {
    let none = "' does not depend on any axioms"
    let some = "' depends on axioms: ["
    func isAbout(_ written: Substring) -> Bool {
      written.hasPrefix("'")
        && LeanToken.unquoted(String(written.dropFirst())) == LeanToken.unquoted(name)
    }
    if text.hasSuffix(none), isAbout(text.dropLast(none.count)) { return [] }
    guard text.hasSuffix("]"), let start = text.firstRange(of: some),
      isAbout(text[..<start.lowerBound])
    else { return nil }
    return text[start.upperBound...].dropLast().split(separator: ",")
      .map { $0.split(whereSeparator: \.isWhitespace).joined() }
  }
}

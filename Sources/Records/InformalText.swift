extension Statement {
  /// A plain sentence in the place where prompts have the problem in words: statements that a run made for itself have
  /// no such words. It says what the theorem is about, and leaves what it says to Lean.
  public var informalText: String { Self.informalText(domain: domain) }

  /// - Parameter domain: name of a configured domain; empty where a problem belongs to none.
  public static func informalText(domain: String) -> String {
    if let subject = subjects[domain] { return "Prove the theorem below about \(subject)." }
    let words = domain.split { !($0.isLetter || $0.isNumber) }.joined(separator: " ")
    return words.isEmpty
      ? "Prove the theorem below." : "Prove the theorem below, which belongs to \(words)."
  }

  /// What the domains that come with the project are about.
  private static let subjects = [
    "logic": "propositional logic", "nat": "natural numbers",
    "order": "the order of the natural numbers", "list": "lists",
    "predicate": "predicates and quantifiers",
  ]
}

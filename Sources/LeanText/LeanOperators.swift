/// Symbols that Lean's own token table holds, as the command line of Lean 4.35 cuts them. Brackets and quotes are not
/// here: they are tokens of their own, also where Lean's token has more (`#[`, `@[`, `.{`, `]'`).
enum LeanOperators {
  private static let ascii: Set<String> = [
    "!", "!=", "$", "%", "&", "&&", "&&&", "*", "*>", "+", "++", ",", ",*", ",*,?", ",+", ",+,?",
    "-", "->", ".",
    "..", "...", "/", "//", "/\\", ":", "::", ":=", ";", ";*", "<", "<$>", "<&&>", "<&>", "<*",
    "<*>", "<-", "<->",
    "<;>", "<<<", "<=", "<=<", "<|", "<|>", "<||>", "=", "=/=", "=<<", "==", "=>", "=?=", ">", ">=",
    ">=>", ">>",
    ">>=", ">>>", "?", "@", "@&", "\\", "\\/", "^", "^^^", "|", "|*", "|>", "|>.", "||", "|||",
    "~~~",
  ]
  /// Other symbols of Lean's; `¬` and `·` among them.
  private static let other: Set<String> = [
    "¬", "·", "×", "Π", "Σ", "λ", "•", "‹", "›", "⁻¹", "←", "↑", "→", "↓", "↔", "↦", "∀", "∃", "∅",
    "∈", "∉", "∎",
    "∘", "∣", "∧", "∨", "∩", "∪", "≈", "≍", "≠", "≤", "≥", "⊂", "⊃", "⊆", "⊇", "⊕", "⊢", "⋯", "▸",
    "⦃", "⦄",
  ]

  static let lengthMax = 5

  static func contains(_ text: String) -> Bool { ascii.contains(text) || other.contains(text) }
}

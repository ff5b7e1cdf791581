/// Whether texts are declarations that may stand in front of a theorem: each has a form that defines or proves
/// something, none takes a name of the theorem's, and what they open they close.
struct HelperLint {
  private let outline: LeanOutline
  private let reserved: Set<String>

  init(_ source: TokenSource, reserved: Set<String>) {
    outline = LeanOutline(source)
    self.reserved = reserved
  }

  func objection() -> LintObjection? {
    for command in outline.commands {
      if let objection = objection(to: command) { return objection }
    }
    if let problem = outline.problem {
      return LintObjection(
        kind: .declaration, line: outline.commands.last?.line ?? 1, column: 0, text: problem)
    }
    guard outline.openScopes > 0, let last = outline.commands.last else { return nil }
    return objection(.unbalanced, last, "a namespace, section or mutual block is not ended")
  }

  private func objection(
    _ kind: LintObjection.Kind, _ command: LeanOutline.Command, _ text: String
  ) -> LintObjection {
    LintObjection(kind: kind, line: command.line, column: command.column, text: text)
  }

  private func objection(to command: LeanOutline.Command) -> LintObjection? {
    if command.keyword.isEmpty {
      let start = command.text.prefix(40)
      return objection(.declaration, command, "'\(start)' begins no declaration")
    }
    if let odd = command.modifiers.first(where: { !Self.modifiers.contains($0) }) {
      return objection(.commandWord, command, "the word '\(odd)'")
    }
    let roles = command.roles
    if Self.harmless.contains(command.keyword)
      || !roles.isDisjoint(with: [.opensScope, .closesScope])
    {
      return nil
    }
    // Behind an end of their scope they hold no longer; in front of the theorem they would be part of it.
    if ["variable", "universe"].contains(command.keyword), command.isInScope { return nil }
    guard roles.contains(.helper) else {
      return objection(.commandWord, command, "the word '\(command.keyword)'")
    }
    if command.name.isEmpty && command.keyword != "instance" {
      return objection(.declaration, command, "a '\(command.keyword)' without a name")
    }
    let names = [command.fullName, LeanToken.unquoted(command.fullName)]
    if let taken = names.first(where: reserved.contains) {
      return objection(.nameShadowing, command, "'\(taken)' already means something here")
    }
    return nil
  }

  /// May stand in front of helpers.
  private static let modifiers: Set<String> = [
    "private", "protected", "noncomputable", "nonrec", "local", "scoped",
  ]
  /// Change nothing but how names are read, and limits, which the tokens are asked for.
  private static let harmless: Set<String> = ["open", "set_option"]
}

import Records

/// Lean text of the corpus: pure functions of theorems.
public enum ModuleText {
  static let width = 100

  /// A declaration with its doc comment. The script is indented under `by`.
  public static func theorem(_ theorem: Theorem) -> String {
    let text = "/-- \(documentation(of: theorem)) -/\n" + declaration(of: theorem)
    guard let helpers = theorem.helpers, !helpers.isEmpty else { return text }
    // In a namespace of the theorem's own: other theorems' helpers may have the same names. They were judged under Lean's
    // own default for names that nobody has introduced.
    return
      "namespace \(theorem.name)\n\nset_option autoImplicit true\n\n\(helpers)\n\nend \(theorem.name)\n\nopen \(theorem.name) in\n"
      + text
  }

  /// The declaration alone.
  public static func declaration(of theorem: Theorem) -> String {
    let statement = theorem.statement
    let line = "theorem \(theorem.name) \(statement.signatureText) := by"
    let body = indented(theorem.script)
    if line.count <= width { return line + "\n" + body }
    let binders = statement.binders.isEmpty ? "" : "\n    \(statement.binderText)"
    return "theorem \(theorem.name)\(binders) :\n    \(statement.target) := by\n" + body
  }

  /// A module of a domain's theorems of one round.
  /// - Parameters:
  ///   - imports: modules besides the theory, in order.
  ///   - options: names and values of what the proofs need beside Lean's defaults.
  public static func module(
    _ name: ModuleName, domain: CorpusDomain, imports: [String], options: [String] = [],
    theorems: [Theorem]
  ) -> String {
    var lines = ([domain.theory] + imports).map { "import \($0)" }
    let count = theorems.count == 1 ? "A theorem" : "\(theorems.count) theorems"
    lines += [
      "", "/-!", "# \(domain.name), round \(name.round)", "",
      "\(count) that Lemmaloom proposed and proved for itself.",
      "How each proof was found: `\(name.traces)`.", "-/", "",
      // The statements name all their variables; what simp did not need is no fault of theirs.
      "set_option autoImplicit false", "set_option linter.all false",
    ]
    lines += options.map { "set_option \($0)" }
    if !domain.opens.isEmpty { lines += ["", "open \(domain.opens.joined(separator: " "))"] }
    return lines.joined(separator: "\n") + "\n\n"
      + theorems.map(theorem).joined(separator: "\n\n") + "\n"
  }

  /// `Lemmaloom.lean`: imports every module of the run.
  public static func root(_ modules: [ModuleName]) -> String {
    "/-\n  Every theorem of the run, a module for each domain and round.\n-/\n"
      + modules.sorted().map { "import \($0.module)\n" }.joined()
  }

  /// The reasoning behind the proofs of a module, as Markdown.
  public static func traces(_ name: ModuleName, theorems: [Theorem]) -> String {
    let sections = theorems.map { theorem in
      """
      ## \(theorem.name)

      ```lean
      \(declaration(of: theorem))
      ```

      \(theorem.trace.isEmpty ? "No reasoning was recorded." : theorem.trace)
      """
    }
    return "# \(name.domain), round \(name.round): how the proofs were found\n\n"
      + sections.joined(separator: "\n\n") + "\n"
  }

  /// What it took to find the proof.
  private static func origin(of theorem: Theorem) -> String {
    guard let author = theorem.author else {
      let effort =
        "with \(theorem.applications) tactic applications, \(theorem.steps) in the proof."
      if theorem.level > 0 { return "Asked for at level \(theorem.level); found \(effort)" }
      return theorem.applications > 0
        ? "Found \(effort)" : "A sub-goal of another search, \(theorem.steps) in the proof."
    }
    let asked = theorem.level > 0 ? "Asked for at level \(theorem.level). " : ""
    if author.isJoined == true {
      return asked + "Written by \(author.model) as a sketch, its steps proved one by one."
    }
    let answer = author.turn == 1 ? "first answer" : "answer \(author.turn), corrected"
    return asked + "Written by \(author.model), \(answer); "
      + "\(author.proved) of \(author.judged) answers were right."
  }

  private static func documentation(of theorem: Theorem) -> String {
    var lines = [
      origin(of: theorem),
      "Source: \(theorem.source.rawValue). Checked by \(theorem.checker) under "
        + "\(theorem.toolchain); axioms: "
        + (theorem.axioms.isEmpty ? "none" : theorem.axioms.joined(separator: ", ")) + ".",
    ]
    if !theorem.lemmas.isEmpty {
      lines.append("Uses \(theorem.lemmas.map { "`\($0)`" }.joined(separator: ", ")).")
    }
    if !theorem.knownAs.isEmpty { lines.append("Known as `\(theorem.knownAs)`.") }
    return lines.map(commentSafe).joined(separator: "\n")
  }

  /// Text that can neither end nor nest a comment.
  private static func commentSafe(_ text: String) -> String {
    text.replacing("-/", with: "- /").replacing("/-", with: "/ -")
      .replacing("\n", with: " ")
  }

  /// The script two columns in, its own relative indentation kept.
  static func indented(_ script: String) -> String {
    var lines = script.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    while lines.first?.allSatisfy(\.isWhitespace) == true { lines.removeFirst() }
    let margin =
      lines.filter { !$0.allSatisfy(\.isWhitespace) }
      .map { $0.prefix { $0 == " " }.count }.min() ?? 0
    return lines.map { line in
      line.allSatisfy(\.isWhitespace) ? "" : "  " + line.dropFirst(margin)
    }.joined(separator: "\n")
  }
}

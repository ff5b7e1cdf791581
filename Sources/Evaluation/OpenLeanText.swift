import LeanInterface
import LeanText

/// Lean text that does nothing but import, open and leave theorems to be proved, read by its tokens: what it says can
/// be told without the theory that it imports.
struct OpenLeanText: Sendable {
  struct Problem: Error, Hashable {
    /// 1-based line within the text.
    let line: Int
    let reason: String
  }

  private(set) var header = LeanHeader()
  private(set) var theorems: [TheoremText] = []
  private let sorries: [SorryPlace]

  /// - Throws: `Problem` for text that holds anything else: its theorems could mean something else without it.
  init(_ text: String) throws(Problem) {
    let outline = LeanOutline(text)
    if let problem = outline.problem {
      throw Problem(line: outline.commands.last?.line ?? 1, reason: "it is no Lean: \(problem)")
    }
    sorries = SorryPlaces.find(in: text)
    for command in outline.commands { try read(command) }
  }

  private mutating func read(_ command: LeanOutline.Command) throws(Problem) {
    switch command.keyword {
    case "import":
      guard let module = Self.words(command.text).dropFirst().first else {
        throw Problem(line: command.line, reason: "'import' names no module")
      }
      header.imports.append(module)
    case "open":
      let names = Self.words(command.text).dropFirst().joined(separator: " ")
      if !names.isEmpty, !header.opens.contains(names) { header.opens.append(names) }
    case "set_option":
      if let name = Self.meaningfulOption(command.text) {
        throw Problem(
          line: command.line,
          reason: "'set_option \(name)' may change what a theorem says; only limits, 'pp.' and "
            + "'linter.' options may be set")
      }
    case "namespace":
      throw Problem(
        line: command.line,
        reason: "a 'namespace' changes what names mean and cannot be carried along; open it instead"
      )
    case "section", "end": return
    case "theorem", "lemma", "example": try readTheorem(command)
    case "":
      throw Problem(
        line: command.line, reason: "'\(command.text.prefix(40))' starts no command")
    default:
      throw Problem(
        line: command.line,
        reason: "'\(command.keyword)' cannot be carried along; outside the configured domains a "
          + "problem may need imports and opened namespaces only")
    }
  }

  private mutating func readTheorem(_ command: LeanOutline.Command) throws(Problem) {
    let first = Self.words(command.text).first ?? ""
    if ["open", "variable", "include", "omit"].contains(first) {
      throw Problem(
        line: command.line, reason: "'\(first) … in' in front of a theorem cannot be carried along")
    }
    guard let theorem = command.theorem else {
      throw Problem(line: command.line, reason: "the \(command.keyword) says nothing")
    }
    let body = theorem.bodyStart ?? command.scalars.upperBound
    guard !sorries.contains(where: { (command.scalars.lowerBound..<body).contains($0.offset) })
    else {
      throw Problem(
        line: command.line,
        reason: "the statement of \(theorem.name.isEmpty ? "the example" : theorem.name) holds a "
          + "sorry")
    }
    let hasSorry = sorries.contains { (body..<command.scalars.upperBound).contains($0.offset) }
    guard hasSorry || theorem.body == .missing || theorem.body == .tactics("") else {
      throw Problem(
        line: command.line,
        reason: "\(theorem.name.isEmpty ? "the example" : theorem.name) has a proof; it must hold "
          + "a sorry")
    }
    theorems.append(theorem)
  }

  /// The option's name where it may change what is said or what a proof may be; nil for limits and appearances.
  private static func meaningfulOption(_ text: String) -> String? {
    let words = Self.words(text)
    guard words.count >= 3 else { return words.dropFirst().first ?? "" }
    let name = words[1]
    let isHarmless =
      HarmlessOptions.contains(name)
      || name.hasSuffix("autoImplicit") && words[2] == "false"
      || name == "relaxedAutoImplicit" && words[2] == "false"
    return isHarmless ? nil : name
  }

  /// Words without the line comments between them.
  private static func words(_ text: String) -> [String] {
    LeanLines.split(text).flatMap { line in
      let code = line.firstRange(of: "--").map { line[..<$0.lowerBound] } ?? line[...]
      return code.split(whereSeparator: \.isWhitespace).map(String.init)
    }
  }
}

import LeanText
import Records

/// What a file declares, read off its commands, each by a name that Lean can be asked about. Examples and instances
/// without a name are given one.
struct DeclaredNames {
  struct Declaration: Hashable {
    /// As it can be asked for from the root.
    let name: String
    /// As the file has it.
    let shown: String
    let line: Int
    let isPrivate: Bool

    /// The axioms in Lean's answer about it; nil where the answer is about something else.
    func axioms(in text: String) -> [String]? {
      guard isPrivate else { return Audit.axioms(in: text, of: name) }
      // Lean puts the module's name in front, which servers choose.
      guard text.hasPrefix("'_private."), let end = text.firstRange(of: ".0.") else { return nil }
      return Audit.axioms(in: "'" + text[end.upperBound...], of: name)
    }
  }

  private(set) var names: [Declaration] = []
  /// Why something has no name that could be asked for.
  private(set) var unnamed: String?
  private(set) var axiom: LeanMessage?
  private(set) var exitLine: Int?
  /// Whether nothing is declared at all.
  private(set) var isEmpty = true
  /// The file with the names that were given.
  private(set) var text: String

  private struct Change {
    let line: Int
    let column: Int
    let added: Int
  }
  private var changes: [Change] = []

  /// - Parameter text: with line feeds alone at the ends of its lines.
  init(in text: String, nonce: String) {
    self.text = text
    let outline = LeanOutline(text)
    unnamed = outline.problem.map { "its declarations cannot be told apart (\($0))" }
    let words = Set(LeanTokens(text).tokens.filter { $0.kind == .word }.map(\.text))
    // Lean warns of definitions that are propositions.
    let mayWarn = !words.contains("warningAsError")
    // Lean's own name for an instance may be spoken of.
    let mayRename = !words.contains { $0.hasPrefix("inst") && $0 != "instance" }
    var edits: [(place: Int, length: Int, text: String)] = []
    var previous = ""
    for command in outline.commands {
      defer { previous = command.keyword }
      if command.keyword == "#exit", exitLine == nil { exitLine = command.line }
      guard command.roles.contains(.declares) else { continue }
      isEmpty = false
      if command.keyword == "axiom", axiom == nil {
        axiom = LeanMessage(
          severity: .error, line: command.keywordLine, column: 0,
          text: "'\(command.name)' is an axiom of the file's own")
      }
      if previous.hasPrefix("#guard"), unnamed == nil {
        let what = "the \(command.keyword) at line \(command.keywordLine)"
        unnamed = "nobody sees whether \(what) failed, behind '\(previous)'"
      }
      if !command.fullName.isEmpty {
        add(command, command.fullName, shown: command.fullName)
        continue
      }
      let given = "lemmaloom_\(nonce)_\(names.count)"
      guard command.keyword == "example" ? mayWarn : mayRename,
        let edit = Self.edit(command, given, in: text)
      else {
        let what = "the \(command.keyword) at line \(command.keywordLine)"
        unnamed = unnamed ?? "\(what) cannot be asked for its axioms"
        continue
      }
      edits.append((edit.place, edit.length, edit.text))
      changes.append(
        Change(line: command.keywordLine, column: edit.column, added: edit.text.count - edit.length)
      )
      add(
        command, (command.namespace + [given]).joined(separator: "."),
        shown: "the \(command.keyword) at line \(command.keywordLine)")
    }
    var scalars = Array(text.unicodeScalars)
    for edit in edits.reversed() {
      scalars.replaceSubrange(edit.place..<edit.place + edit.length, with: edit.text.unicodeScalars)
    }
    if !edits.isEmpty {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars)
      self.text = String(view)
    }
  }

  /// How far what stands at a place was moved to the right.
  func shift(line: Int, column: Int) -> Int {
    changes.filter { $0.line == line && $0.column < column }.reduce(0) { $0 + $1.added }
  }

  private mutating func add(_ command: LeanOutline.Command, _ name: String, shown: String) {
    names.append(
      Declaration(
        name: name, shown: shown, line: command.keywordLine, isPrivate: command.isPrivate))
  }

  /// Where a name goes: `example` becomes a definition, which is what it is to Lean.
  private static func edit(
    _ command: LeanOutline.Command, _ name: String, in text: String
  ) -> (place: Int, length: Int, text: String, column: Int)? {
    let tokens = LeanTokens(command.text).tokens
    guard let index = tokens.firstIndex(where: { $0.isKeyword(command.keyword) }) else {
      return nil
    }
    let start = command.scalars.lowerBound
    switch command.keyword {
    case "example":
      let isMarked = !Set(command.modifiers).isDisjoint(with: [
        "noncomputable", "unsafe", "partial",
      ])
      return (
        start + tokens[index].offset, "example".count,
        "\(isMarked ? "" : "noncomputable ")def \(name)", tokens[index].column
      )
    case "instance":
      var behind = index
      if index + 1 < tokens.count, tokens[index + 1].text == "(",
        let close = tokens[index...].firstIndex(where: { $0.text == ")" })
      {
        behind = close
      }
      return (start + tokens[behind].end, 0, " \(name)", tokens[behind].column)
    default: return nil
    }
  }
}

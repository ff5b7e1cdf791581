import LeanInterface
import LeanText

/// Why there is nothing to hold a candidate against: the trusted file itself is at fault.
public enum AgainstError: Error, Equatable, CustomStringConvertible {
  case nothingOpen
  case doesNotCompile(String)
  /// A declaration other than a theorem holds a `sorry`; where a theorem's statement rests on it, it states nothing yet.
  case openDefinition(name: String, theorem: String?)
  case notComparable(String)

  public var description: String {
    switch self {
    case .nothingOpen:
      "the trusted file leaves nothing open: no theorem of it is, or rests on, a 'sorry'"
    case .doesNotCompile(let text): "the trusted file does not compile: \(text)"
    case .openDefinition(let name, let theorem):
      "the trusted file leaves '\(name)' open"
        + (theorem.map { ", on which the statement of '\($0)' rests" } ?? "")
        + "; only proofs of theorems may be left open"
    case .notComparable(let text): "the trusted file \(text)"
    }
  }
}

/// What a trusted file asks for.
struct TrustedTheorems {
  let file: OleanFile
  let table: TermTable
  /// What the file's text names itself, whatever the names look like.
  private let named: Set<String>
  /// Those whose text may declare pieces of their own, behind `where` and `let rec`.
  private let withPieces: Set<String>
  /// Theorems that its text leaves open, where it may hide that Lean failed to declare one.
  private let expected: [String]
  /// Why the text does not tell what it names; nil where it does.
  private let problem: String?

  init(file: OleanFile, table: TermTable, text: String) {
    self.file = file
    self.table = table
    let outline = LeanOutline(text)
    let declaring = outline.commands.filter { $0.roles.contains(.declares) }
    named = Set(declaring.map { LeanToken.unquoted($0.fullName) })
    withPieces = Set(
      declaring.filter { command in
        LeanTokens(command.text).tokens.contains { $0.isKeyword("where") || $0.isKeyword("rec") }
      }.map { LeanToken.unquoted($0.fullName) })
    expected =
      FileText.hidesErrors(text)
      ? SorryPlaces.find(in: text).compactMap(\.declaration)
        .filter { $0.proves && !$0.fullName.isEmpty }.map { LeanToken.unquoted($0.fullName) } : []
    problem = outline.problem ?? FileText.unjudged(in: text)
  }

  /// The theorems that the trusted file leaves open, sorted by name. The pieces that Lean makes of declarations are not
  /// among them; a theorem whose proof rests on another open theorem is.
  func names() throws(AgainstError) -> [TermTable.NameID] {
    if let problem { throw .notComparable("cannot be read with certainty: \(problem)") }
    if file.isModule { throw .notComparable("is written as a 'module', which hides its proofs") }
    if !file.imports.contains(ConstantName("Init")) {
      throw .notComparable("is written with 'prelude', where Lean's words mean nothing yet")
    }
    let sorry = table.known(ConstantName("sorryAx"))
    var users: [TermTable.NameID: [TermTable.NameID]] = [:]
    for (name, constant) in file.constants {
      for other in table.uses(of: constant) { users[other, default: []].append(name) }
    }
    var open: Set<TermTable.NameID> = []
    var pending = sorry.map { users[$0] ?? [] } ?? []
    while let name = pending.popLast() {
      if open.insert(name).inserted { pending += users[name] ?? [] }
    }
    let theorems = open.filter {
      file.constants[$0]?.kind == .theorem && !isPiece($0, usedBy: users[$0] ?? [])
    }
    var shown = Set(file.constants.keys.map { LeanToken.unquoted(table.show($0)) })
    // Of two of one name Lean declares the first.
    if let missing = expected.first(where: { shown.remove($0) == nil }) {
      throw .notComparable("hides that Lean does not declare '\(missing)'")
    }
    if theorems.isEmpty, open.isEmpty { throw .nothingOpen }
    let sorted = theorems.map { (text: "\(table[$0])", name: $0) }.sorted { $0.text < $1.text }
    for theorem in sorted {
      if let culprit = openDefinition(under: theorem.name, sorry) {
        throw .openDefinition(name: table.show(culprit), theorem: table.show(theorem.name))
      }
    }
    let stray = (sorry.flatMap { users[$0] } ?? []).filter {
      file.constants[$0]?.kind != .theorem && !isPiece($0, usedBy: users[$0] ?? [])
    }
    if let first = stray.map(table.show).min() {
      throw .openDefinition(name: first, theorem: nil)
    }
    if theorems.isEmpty { throw .nothingOpen }
    return sorted.map(\.name)
  }

  /// Whether Lean made it of another declaration, or of an `example`: also what stands behind `where` in the proof of a
  /// theorem that is a target itself.
  private func isPiece(_ name: TermTable.NameID, usedBy users: [TermTable.NameID]) -> Bool {
    let parts = table[name].parts
    if named.contains(LeanToken.unquoted(table.show(name))) { return false }
    if table[name].withoutPrivateMark.parts.first == .text(Array("_example".utf8)) { return true }
    let owners = users.filter { owner in
      let own = table[owner].parts
      return own.count < parts.count && Array(parts.prefix(own.count)) == own
        && file.constants[owner]?.kind == .theorem
        && withPieces.contains(LeanToken.unquoted(table.show(owner)))
    }
    if !owners.isEmpty { return true }
    // A piece that Lean made is spoken of by what it was made for.
    guard table[name].isAuxiliary, !users.isEmpty else { return false }
    return (1..<max(1, parts.count)).contains { count in
      let owner = table.known(ConstantName(parts: Array(parts.prefix(count))))
      return owner.map { file.constants[$0] != nil } ?? false
    }
  }

  /// A declaration with a `sorry` in what it says, among those that give a theorem's statement its meaning.
  private func openDefinition(
    under theorem: TermTable.NameID, _ sorry: TermTable.NameID?
  ) -> TermTable.NameID? {
    var seen: Set<TermTable.NameID> = [theorem]
    var pending = [theorem]
    while let name = pending.popLast() {
      guard let constant = file.constants[name] else { continue }
      // Of a theorem only the statement carries meaning.
      let used =
        constant.kind == .theorem ? table.names(in: constant.type) : table.uses(of: constant)
      if let sorry, used.contains(sorry) { return name }
      for other in used where seen.insert(other).inserted { pending.append(other) }
    }
    return nil
  }
}

import LeanText

/// The helpers of an answer with the scopes that they stand in, so that each keeps its name and its variables. All scopes
/// are closed at the end: nothing in them reaches the theorem.
struct HelperText {
  private struct Scope {
    let opening: String
    let closing: String
    /// Parts of the namespace's name; empty for a section.
    let namespace: [String]
    /// Whole helpers and scopes, and what they need in front of them.
    var items: [(text: String, isSetting: Bool)] = []
    /// Full names of the namespaces opened here.
    var opened: [[String]] = []
  }

  private var scopes = [Scope(opening: "section", closing: "end", namespace: [])]
  /// Full names of the helpers.
  private var names: [[String]] = []

  var isEmpty: Bool { names.isEmpty }

  /// A helper; `text` is the whole command.
  mutating func add(helper name: String, text: String) {
    names.append(namespace + LeanName.parts(of: name))
    append(text, isSetting: false)
  }

  /// `variable`, `universe`, `include`: holds for the helpers behind it in its scope.
  mutating func add(setting text: String) { append(text, isSetting: true) }

  /// `namespace A.B`, `section`, `noncomputable section`: one scope for each part of the name, as `end` may close them one
  /// by one.
  mutating func begin(_ opening: String, name: String, isNamespace: Bool) {
    if name.isEmpty {
      scopes.append(Scope(opening: opening, closing: "end", namespace: []))
    }
    for part in LeanName.parts(of: name) {
      scopes.append(
        Scope(
          opening: "\(opening) \(part)", closing: "end \(part)",
          namespace: isNamespace ? [part] : []))
    }
  }

  /// `end`, `end A.B`.
  mutating func end(_ name: String) {
    for _ in 0..<max(1, LeanName.parts(of: name).count) { endScope() }
  }

  private mutating func endScope() {
    guard scopes.count > 1, let scope = scopes.popLast() else { return }
    let text = Self.text(of: scope)
    if !text.isEmpty { append("\(scope.opening)\n\n\(text)\n\n\(scope.closing)", isSetting: false) }
  }

  /// Those of the names that are namespaces of helpers are opened; the others are the header's.
  mutating func open(_ names: [String]) {
    let own = names.compactMap { ownNamespace($0) }
    if own.isEmpty { return }
    scopes[scopes.count - 1].opened += own
    append("open " + own.map { $0.joined(separator: ".") }.joined(separator: " "), isSetting: true)
  }

  /// Full name of a namespace of helpers; nil for another.
  func ownNamespace(_ name: String) -> [String]? {
    let parts = LeanName.parts(of: name)
    return (0...namespace.count).reversed().lazy
      .map { namespace.prefix($0) + parts }
      .first { full in names.contains { $0.count > full.count && $0.starts(with: full) } }
      .map(Array.init)
  }

  /// Namespaces that a proof at this place needs to find the helpers by the names that it uses.
  func openings(for script: String) -> [String] {
    let words = Set(LeanTokens(script).tokens.filter { $0.kind == .word }.compactMap(\.parts.first))
    let around = namespace.indices.map { Array(namespace[...$0]) } + scopes.flatMap(\.opened)
    var seen: Set<[String]> = []
    return around.filter { full in
      seen.insert(full).inserted
        && names.contains {
          $0.count > full.count && $0.starts(with: full) && words.contains($0[full.count])
        }
    }.map { $0.joined(separator: ".") }
  }

  /// All of it, each scope closed; a section around what is set outside scopes.
  var text: String {
    var all = self
    while all.scopes.count > 1 { all.endScope() }
    let text = Self.text(of: all.scopes[0])
    let needsSection = Self.needed(all.scopes[0]).contains(where: \.isSetting)
    return needsSection ? "section\n\n\(text)\n\nend" : text
  }

  private var namespace: [String] { scopes.flatMap(\.namespace) }

  private mutating func append(_ text: String, isSetting: Bool) {
    scopes[scopes.count - 1].items.append((text, isSetting))
  }

  /// What is set behind the last helper is for nobody.
  private static func needed(_ scope: Scope) -> ArraySlice<(text: String, isSetting: Bool)> {
    let end = scope.items.lastIndex { !$0.isSetting }.map { $0 + 1 } ?? 0
    return scope.items[..<end]
  }

  private static func text(of scope: Scope) -> String {
    needed(scope).map(\.text).joined(separator: "\n\n")
  }
}

/// Names of Lean's by their parts.
enum LeanName {
  static func parts(of name: String) -> [String] { name.split(separator: ".").map(String.init) }
}

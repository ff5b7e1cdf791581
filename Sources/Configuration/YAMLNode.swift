/// A position in a YAML file, line and column from 1; columns count characters.
package struct YAMLPlace: Hashable, Comparable, Sendable, CustomStringConvertible {
  var line: Int
  var column: Int

  static let start = YAMLPlace(line: 1, column: 1)

  package static func < (left: YAMLPlace, right: YAMLPlace) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }

  package var description: String { "\(line):\(column)" }
}

/// A parsed piece of YAML with the place where it starts. An alias is a copy of what its anchor
/// names, at the alias's own place, so that messages point at the line a person wrote.
struct YAMLNode: Sendable {
  enum Content: Sendable {
    /// `quoted` tells `"64"` (a text) from `64` (a number).
    case scalar(String, quoted: Bool)
    case sequence([YAMLNode])
    case mapping([(key: YAMLNode, value: YAMLNode)])
  }

  var place: YAMLPlace
  var content: Content
  /// Nodes in this tree, itself included and aliases expanded.
  var count: Int

  /// What a message calls this node: its text, shortened, or its kind.
  var shown: String {
    switch content {
    case .scalar(let text, let quoted):
      if !quoted, Self.nulls.contains(text) { return "empty" }
      let short = text.count > 60 ? text.prefix(57) + "..." : text[...]
      let line = String(
        String.UnicodeScalarView(short.unicodeScalars.map { $0.value < 32 ? " " : $0 }))
      return quoted ? "the text '\(line)'" : "'\(line)'"
    case .sequence: return "a list"
    case .mapping: return "a mapping"
    }
  }

  /// Whether nothing was written, or YAML's word for nothing.
  var isNull: Bool {
    if case .scalar(let text, false) = content { return Self.nulls.contains(text) }
    return false
  }

  private static let nulls: Set<String> = ["", "~", "null", "Null", "NULL"]
}

/// Text that is not YAML, or more of it than is read.
struct YAMLProblem: Error, Equatable {
  var place: YAMLPlace
  var message: String
}

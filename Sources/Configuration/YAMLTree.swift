import Basics

/// YAML to be printed. Values reach it already spelled as YAML scalars.
indirect enum YAMLTree: Equatable, Sendable {
  case scalar(String)
  /// Printed as `***` unless secrets are revealed.
  case secret(String)
  case list([YAMLTree])
  case mapping([Entry])

  struct Entry: Equatable, Sendable {
    var key: String
    var value: YAMLTree
    /// Printed as a comment where comments are wanted.
    var note = ""
  }

  /// A text as a YAML scalar: plain where that cannot be misread, else in double quotes with
  /// escapes.
  static func text(_ text: String) -> YAMLTree { .scalar(spelled(text)) }

  static func spelled(_ text: String) -> String {
    if isPlain(text) { return text }
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default:
        // Invisible and unassigned characters are escaped so that what is printed is what is there.
        if isVisible(scalar) {
          result.unicodeScalars.append(scalar)
        } else {
          let code = String(scalar.value, radix: 16, uppercase: true)
          result += "\\U" + String(repeating: "0", count: 8 - code.count) + code
        }
      }
    }
    return result + "\""
  }

  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == " " { return true }
    return switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      false
    default: true
    }
  }

  private static let words: Set<String> = [
    "true", "false", "null", "yes", "no", "on", "off", "y", "n",
  ]

  private static func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first.isASCII,
      first.properties.isAlphabetic || first == "/" || first == "_",
      text.last != " ", !words.contains(text.lowercased())
    else { return false }
    return text.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || "0123456789_./- ".unicodeScalars.contains($0))
    }
  }
}

/// Lays a tree out: sections as blocks, short lists and the entries of lists in one line.
struct YAMLPrinter {
  var revealing = false
  var commented = false
  /// Entries of lists in blocks, so that each key has its comment.
  var unfolded = false
  var width = 100

  func print(_ tree: YAMLTree) -> String {
    guard case .mapping(let entries) = tree else { return flow(tree) + "\n" }
    return block(entries, indent: 0, spaced: true).joined(separator: "\n") + "\n"
  }

  private func block(_ entries: [YAMLTree.Entry], indent: Int, spaced: Bool = false) -> [String] {
    var lines: [String] = []
    let margin = String(repeating: " ", count: indent)
    for (index, entry) in entries.enumerated() {
      if spaced, index > 0 { lines.append("") }
      let key = margin + YAMLTree.spelled(entry.key) + ":"
      let note = commented && !entry.note.isEmpty ? "# " + entry.note : ""
      if let body = nested(entry.value, indent: indent, first: key.count) {
        if !note.isEmpty { lines.append(margin + note) }
        lines.append(key)
        lines += body
      } else {
        let line = key + " " + flow(entry.value)
        if note.isEmpty {
          lines.append(line)
        } else if line.count + 2 + note.count <= width {
          lines.append(line + "  " + note)
        } else {
          lines += [margin + note, line]
        }
      }
    }
    return lines
  }

  /// The lines below a key, or nil where its value stands beside it.
  private func nested(_ value: YAMLTree, indent: Int, first: Int) -> [String]? {
    switch value {
    case .scalar, .secret: return nil
    case .mapping(let entries): return entries.isEmpty ? nil : block(entries, indent: indent + 2)
    case .list(let items):
      let simple = items.allSatisfy { if case .mapping = $0 { false } else { true } }
      if items.isEmpty || (simple && first + 1 + flow(value).count <= width) { return nil }
      return items.flatMap { item($0, indent: indent + 2) }
    }
  }

  private func item(_ value: YAMLTree, indent: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    let line = margin + "- " + flow(value)
    guard unfolded || line.count > width, case .mapping(let entries) = value else { return [line] }
    var plain = self
    plain.commented = unfolded && commented
    var lines = plain.block(entries, indent: indent + 2)
    lines[0] = margin + "- " + lines[0].dropFirst(indent + 2)
    return lines
  }

  private func flow(_ tree: YAMLTree) -> String {
    switch tree {
    case .scalar(let text): return text
    case .secret(let text):
      return YAMLTree.spelled(revealing || text.isEmpty ? text : Secret.mask)
    case .list(let items): return "[" + items.map(flow).joined(separator: ", ") + "]"
    case .mapping(let entries):
      let parts = entries.map { YAMLTree.spelled($0.key) + ": " + flow($0.value) }
      return "{" + parts.joined(separator: ", ") + "}"
    }
  }
}

/// The namespaces, sections and mutual blocks that are open at a place of a text.
struct LeanScopes {
  /// What each scope adds to the namespace: nothing for a section or a mutual block.
  private var open: [[String]] = []

  /// Parts of the current namespace.
  var namespace: [String] { open.flatMap { $0 } }

  var depth: Int { open.count }

  /// - Parameters:
  ///   - keyword: `namespace`, `section`, `mutual` or `end`.
  ///   - name: parts of the name behind it.
  /// - Returns: false where an `end` closes nothing.
  mutating func take(_ keyword: String, _ name: [String]) -> Bool {
    switch keyword {
    case "namespace": open += name.map { [$0] }
    // Each part of a section's name is a scope, which `end` may close one by one.
    case "section": open += [[String]](repeating: [], count: max(1, name.count))
    case "mutual": open.append([])
    case "end":
      let count = max(1, name.count)
      let isBalanced = open.count >= count
      open.removeLast(min(open.count, count))
      return isBalanced
    default: break
    }
    return true
  }

  /// Full name of what is declared here as `name`: parts joined with dots, quoted as they were written.
  func fullName(of name: String) -> String {
    if name.hasPrefix("_root_.") { return String(name.dropFirst("_root_.".count)) }
    return (namespace + [name]).joined(separator: ".")
  }
}

/// Why a configuration cannot be used. The daemon exits with 78 on each.
package enum ConfigurationError: Error, Equatable {
  /// The file cannot be read at all.
  case unreadable(file: String, reason: String)
  /// The file was read; these things in it are wrong, in the order of their places.
  case invalid(file: String, issues: [Issue])

  /// One thing that is wrong, where it stands, and what to do about it.
  package struct Issue: Hashable, Sendable {
    var place: YAMLPlace
    var message: String
  }
}

extension ConfigurationError: CustomStringConvertible {
  /// Lines that a description has at most; who corrects so many sees the rest after.
  private static let shownMax = 50

  /// One line an issue: `config.yaml:12:5: unknown key 'expansion' in prover.search; did you mean
  /// 'expansions'?`
  package var description: String {
    switch self {
    case .unreadable(let file, let reason): "\(file): \(reason)"
    case .invalid(let file, let issues):
      (issues.prefix(Self.shownMax).map { "\(file):\($0.place): \($0.message)" }
        + (issues.count > Self.shownMax
          ? ["\(file): and \(issues.count - Self.shownMax) more"] : []))
        .joined(separator: "\n")
    }
  }
}

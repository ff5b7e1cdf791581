/// What keeps a checker from being set up. What happens while it checks is a verdict instead.
public enum CheckersError: Error, Equatable, CustomStringConvertible {
  case unknownBackend(name: String, known: [String])
  case noFolder(path: String, reason: String)

  public var description: String {
    switch self {
    case .unknownBackend(let name, let known):
      "checkers.backends: no checker '\(name)' in this build; known: "
        + known.joined(separator: ", ")
    case .noFolder(let path, let reason):
      "cannot create the checker's folder \(path): \(reason); free some space or set TMPDIR"
    }
  }
}

/// What keeps a checker from being set up. What happens while it checks is a verdict instead.
public enum CheckersError: Error, Equatable, CustomStringConvertible {
  case unknownBackend(name: String, known: [String])
  case noFolder(path: String, reason: String)
  case notConfigured(backend: String, key: String)
  case noServerAddress(String)

  public var description: String {
    switch self {
    case .unknownBackend(let name, let known):
      "checkers.backends: no checker '\(name)' in this build; known: "
        + known.joined(separator: ", ")
    case .notConfigured(let backend, let key):
      "checkers.backends names '\(backend)', but \(key) is empty; set it or take the name out"
    case .noServerAddress(let text):
      "checkers.kimina.url: '\(text)' is no address of a server; write it as in http://host:8000"
    case .noFolder(let path, let reason):
      "cannot create the checker's folder \(path): \(reason); free some space or set TMPDIR"
    }
  }
}

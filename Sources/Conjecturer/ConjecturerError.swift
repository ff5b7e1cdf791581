/// What can go wrong in the conjecturer; a conjecture that is dropped is no error.
public enum ConjecturerError: Error, Equatable, CustomStringConvertible {
  /// No term of sort `Prop` fits into the largest size of the domain's grammar.
  case noStatements(domain: String, maximumSize: Int)
  /// The grammar's tables grow with the number of sorts that have variables.
  case tooManySorts(domain: String, count: Int, maximum: Int)

  public var description: String {
    switch self {
    case .noStatements(let domain, let size):
      "domains.\(domain): no statement of at most \(size) symbols can be built; give every sort a "
        + "constant or a variable, or raise grammar.size_max"
    case .tooManySorts(let domain, let count, let maximum):
      "domains.\(domain).sorts: \(count) sorts have variables, at most \(maximum) can; "
        + "split the domain"
    }
  }
}

/// What can go wrong when a theory is read.
public enum TheoryError: Error, Equatable, CustomStringConvertible {
  /// The compiled module has no index of its declarations.
  case noIndex(module: String)
  /// Lean does not answer.
  case noAnswer(module: String, reason: String)
  /// A domain cannot be made from the theory.
  case underivable(domain: String, reason: String)

  public var description: String {
    switch self {
    case .noIndex(let module):
      "\(module) is compiled without an index (.ilean); remove the run's folder 'compiled', "
        + "it is made anew"
    case .noAnswer(let module, let reason): "Lean cannot say what \(module) declares: \(reason)"
    case .underivable(let domain, let reason): "domains.\(domain): \(reason)"
    }
  }
}

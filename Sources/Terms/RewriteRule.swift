/// An equation or equivalence as a rule from left to right. Its variables stand for any term.
public struct RewriteRule: Hashable, Sendable {
  public let left: Term
  public let right: Term
  public let variables: Set<String>
  /// Used only where it makes the term smaller in the ground order: equations such as `a + b = b +
  /// a`.
  public let isOrdered: Bool

  /// A rule that is used one step at a time.
  public init(left: Term, right: Term, variables: Set<String>) {
    self.left = left
    self.right = right
    self.variables = variables
    isOrdered = false
  }

  /// A rule that rewriting applies as often as it can. nil when the left side is a variable, the right side has variables
  /// that the left one lacks, or it has binders, which could capture a variable of what is put under them.
  public init?(
    normalising left: Term, to right: Term, variables: Set<String>, isOrdered: Bool = false
  ) {
    if case .variable = left { return nil }
    if right.subterms.contains(where: { if case .bind = $0 { true } else { false } }) { return nil }
    let bound = Set(left.freeVariables)
    guard variables.intersection(right.freeVariables).isSubset(of: bound) else { return nil }
    self.left = left
    self.right = right
    self.variables = variables
    self.isOrdered = isOrdered
  }

  /// What the variables stand for where the whole of `term` is an instance of the left side; nil where it is none.
  public func match(_ term: Term) -> [String: Term]? { left.matching(term, variables: variables) }
}

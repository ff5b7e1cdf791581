/// Innermost rewriting with a set of rules, bounded in steps and size.
public struct RewriteSystem: Sendable {
  /// Bounds of one normalisation.
  public struct Limits: Hashable, Codable, Sendable {
    /// Rule applications.
    public var steps: Int
    /// Size (number of symbols) above which a term is left as it is.
    public var size: Int
    public init(steps: Int = 200, size: Int = 200) {
      self.steps = steps
      self.size = size
    }
  }

  private let rules: [String: [RewriteRule]]
  public let order: TermOrder
  public let limits: Limits

  public init(_ rules: [RewriteRule], order: TermOrder, limits: Limits = Limits()) {
    self.rules = Dictionary(grouping: rules) { $0.left.head ?? "" }
    self.order = order
    self.limits = limits
  }

  /// The term rewritten until no rule applies or a limit is reached; every step is an instance of a
  /// rule, so the result is equal to the term either way.
  public func normalForm(_ term: Term) -> Term {
    var steps = 0
    return normalise(term, &steps)
  }

  private func normalise(_ term: Term, _ steps: inout Int) -> Term {
    var current = withNormalChildren(term, &steps)
    while steps < limits.steps, current.size <= limits.size, let next = contracted(current) {
      steps += 1
      current = withNormalChildren(next, &steps)
    }
    return current
  }

  private func withNormalChildren(_ term: Term, _ steps: inout Int) -> Term {
    switch term {
    case .variable: return term
    case .apply(let symbol, let arguments):
      var normal: [Term] = []
      for argument in arguments { normal.append(normalise(argument, &steps)) }
      return .apply(symbol, normal)
    case .bind(let binder, let variable, let type, let body):
      return .bind(binder, variable: variable, type: type, body: normalise(body, &steps))
    }
  }

  /// One step at the root.
  private func contracted(_ term: Term, without excluded: RewriteRule? = nil) -> Term? {
    guard let head = term.head, let candidates = rules[head] else { return nil }
    for rule in candidates where rule != excluded {
      guard let values = rule.match(term) else { continue }
      let next = rule.right.substituting(values)
      if rule.isOrdered ? order.groundCompare(term, next) > 0 : next != term { return next }
    }
    return nil
  }

  /// Whether a rule other than `excluded` applies at the root or anywhere inside.
  public func isReducible(_ term: Term, without excluded: RewriteRule? = nil) -> Bool {
    contracted(term, without: excluded) != nil
      || term.children.contains { isReducible($0, without: excluded) }
  }
}

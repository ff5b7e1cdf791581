import Records
import Terms

extension Domain {
  /// The domain with everything that its entry leaves open taken from its theory. What the entry says stays.
  /// - Parameter theory: the domain's module, as Lean elaborated it.
  /// - Throws: `TheoryError.underivable` where nothing can be stated over the theory.
  public func derived(from theory: Theory) throws -> Domain {
    guard isShort else { return self }
    let sorts = DerivedSorts(theory, leavingOut: Set(leaveOut))
    guard !sorts.functions.isEmpty else {
      throw TheoryError.underivable(
        domain: name,
        reason: "\(module) defines no function over data that a domain could speak of")
    }
    let known = Set(theory.functions.map(\.name) + theory.types.map(\.name))
    if let unknown = leaveOut.first(where: { !known.contains($0) }) {
      throw TheoryError.underivable(
        domain: name, reason: "leave_out names '\(unknown)', which \(module) does not define")
    }
    var domain = self
    domain.isDerived = true
    let symbols =
      signature.symbols.isEmpty
      ? DerivedSymbols(sorts: sorts, weights: weights).symbols() : signature.symbols
    if let unknown = weights.keys.sorted().first(where: { key in
      !symbols.contains { $0.lean == key }
    }) {
      throw TheoryError.underivable(
        domain: name, reason: "weights names '\(unknown)', which is no symbol of \(module)")
    }
    domain.signature = Signature(symbols, opens: opens)
    let carrier = theory.type("Nat") != nil ? "Nat" : "Bool"
    if parameters.isEmpty {
      domain.parameters = sorts.parameters.map { Binder(name: $0, type: "Type") }
      domain.carriers = sorts.carriers(carrier)
    }
    if self.sorts.isEmpty {
      domain.sorts = sorts.sorts(taken: Set(symbols.map(\.lean)), carrier: carrier)
    }
    let equations = sorts.functions.flatMap(\.equations).map(\.name)
    if premises.isEmpty { domain.premises = equations + theory.theorems.map(\.name) }
    if simplification.isEmpty {
      domain.simplification = equations.filter(domain.premises.contains)
    }
    let tactics = DerivedTactics(sorts)
    if self.tactics.isEmpty { domain.tactics = tactics.templates() }
    domain.tactics += extraTactics.filter { !domain.tactics.contains($0) }
    if baseline.isEmpty { domain.baseline = tactics.baseline }
    return domain
  }
}

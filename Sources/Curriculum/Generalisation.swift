import Records
import Terms

extension Domain {
  /// Statements of which `statement` is an instance, most general first: constants, compound terms
  /// and repeated variables give way to fresh variables, at all of their places or at some. Most
  /// are false; the counterexample filter and the prover tell. Left out are those whose shape alone
  /// makes them false or pointless.
  /// - Parameters:
  ///   - limit: how many are returned.
  ///   - effort: how many statements are looked at.
  public func generalisations(
    of statement: SchematicTerm, limit: Int = 16, effort: Int = 600
  ) -> [SchematicTerm] {
    let start = statement.canonical
    var seen: Set<String> = [start.key]
    if let mirrored = start.term.mirrored {
      seen.insert(SchematicTerm(mirrored, sortOf: start.sortOf).key)
    }
    var queue = [start]
    var found: [(rank: GeneralityRank, statement: SchematicTerm)] = []
    var next = 0
    while next < queue.count, seen.count < effort {
      for step in generalisationSteps(queue[next]) {
        guard seen.count < effort else { break }
        let form = step.canonical
        guard seen.insert(form.key).inserted else { continue }
        queue.append(form)
        if Self.isPlausible(form.term) { found.append((GeneralityRank(form), form)) }
      }
      next += 1
    }
    return found.sorted { $0.rank < $1.rank }.prefix(limit).map { named($0.statement) }
  }

  /// All statements one replacement away.
  private func generalisationSteps(_ statement: SchematicTerm) -> [SchematicTerm] {
    guard statement.variables.count < grammar.maximumVariables else { return [] }
    let fresh = freshName("z", avoiding: statement.variableNames)
    var results: [SchematicTerm] = []
    var done: Set<Term> = []
    for part in statement.term.closedSubterms(bound: []) where part != statement.term {
      guard done.insert(part).inserted,
        let type = signature.sort(of: part, sortOf: statement.sortOf),
        sort(type)?.isQuantifiable == true
      else { continue }
      var sortOf = statement.sortOf
      sortOf[fresh] = type
      let count = statement.term.occurrences(of: part)
      var isVariable = false
      if case .variable = part { isVariable = true }
      for chosen in Self.choices(count, all: !isVariable) {
        var position = 0
        let term = statement.term.replacing(part, with: .variable(fresh), at: chosen, &position)
        results.append(SchematicTerm(term, sortOf: sortOf))
      }
    }
    return results
  }

  /// Sets of occurrences to replace as bit masks: all of them first; each proper subset when there
  /// are few, else each alone.
  private static func choices(_ count: Int, all: Bool) -> [UInt64] {
    guard (1...63).contains(count) else { return [] }
    let full = (UInt64(1) << UInt64(count)) - 1
    var masks: [UInt64] = all ? [full] : []
    if count <= 4 {
      // Of a variable's subsets those without the first place suffice: the others are renamings.
      masks += (1..<full).filter { all || $0 & 1 == 0 }
    } else {
      masks += (0..<count).map { UInt64(1) << UInt64($0) }
    }
    return masks
  }

  /// False for a bare variable, an equation of a variable with something that lacks it, and one
  /// with a variable of its own on each side: such statements are false or say nothing.
  private static func isPlausible(_ term: Term) -> Bool {
    if case .variable = term { return false }
    let (hypotheses, conclusion) = term.implication
    if !hypotheses.isEmpty {
      // A conclusion that is a variable of its own would follow from nothing.
      guard case .variable(let name) = conclusion else { return true }
      return hypotheses.contains { $0.occurrences(of: name) > 0 }
    }
    guard let (_, left, right) = conclusion.sides else { return true }
    if left == right { return false }
    let leftNames = Set(left.freeVariables)
    let rightNames = Set(right.freeVariables)
    if !leftNames.subtracting(rightNames).isEmpty, !rightNames.subtracting(leftNames).isEmpty {
      return false
    }
    if case .variable(let name) = left { return rightNames.contains(name) }
    if case .variable(let name) = right { return leftNames.contains(name) }
    return true
  }

  /// The statement with the domain's own names for variables.
  func named(_ statement: SchematicTerm) -> SchematicTerm {
    var taken: Set<String> = []
    var names: [String: Term] = [:]
    var sortOf: [String: String] = [:]
    for variable in statement.variables {
      let stems = sort(variable.type)?.variables ?? []
      let name =
        stems.first { !taken.contains($0) }
        ?? freshName(stems.last ?? variable.name, avoiding: taken)
      taken.insert(name)
      names[variable.name] = .variable(name)
      sortOf[name] = variable.type
    }
    // Canonical variables (x0…) and the domain's may overlap; one simultaneous substitution keeps
    // them apart.
    return SchematicTerm(statement.term.substituting(names), sortOf: sortOf)
  }
}

/// Order in which more general statements come first: if one statement is a proper instance of
/// another, it has more symbols, or as many and fewer variables.
struct GeneralityRank: Comparable {
  let symbols: Int
  let variables: Int
  let size: Int
  let key: String

  init(_ statement: SchematicTerm) {
    symbols = statement.term.symbolCount
    variables = statement.variables.count
    size = statement.term.size
    key = statement.key
  }

  static func < (left: GeneralityRank, right: GeneralityRank) -> Bool {
    (left.symbols, -left.variables, left.size, left.key)
      < (right.symbols, -right.variables, right.size, right.key)
  }
}

extension Term {
  /// Subterms that mention no variable bound around them, outer ones first.
  func closedSubterms(bound: Set<String>) -> [Term] {
    let free = bound.isDisjoint(with: freeVariables)
    let inner: Set<String>
    if case .bind(_, let variable, _, _) = self {
      inner = bound.union([variable])
    } else {
      inner = bound
    }
    return (free ? [self] : []) + children.flatMap { $0.closedSubterms(bound: inner) }
  }

  /// How often `part` occurs, occurrences not overlapping.
  func occurrences(of part: Term) -> Int {
    self == part ? 1 : children.reduce(0) { $0 + $1.occurrences(of: part) }
  }

  /// `part` replaced at those of its occurrences whose bit is set in `chosen`, counted left to
  /// right.
  func replacing(_ part: Term, with new: Term, at chosen: UInt64, _ position: inout Int) -> Term {
    if self == part {
      defer { position += 1 }
      return chosen & (UInt64(1) << UInt64(position)) == 0 ? self : new
    }
    switch self {
    case .variable: return self
    case .apply(let symbol, let arguments):
      var replaced: [Term] = []
      for argument in arguments {
        replaced.append(argument.replacing(part, with: new, at: chosen, &position))
      }
      return .apply(symbol, replaced)
    case .bind(let binder, let variable, let type, let body):
      return .bind(
        binder, variable: variable, type: type,
        body: body.replacing(part, with: new, at: chosen, &position))
    }
  }
}

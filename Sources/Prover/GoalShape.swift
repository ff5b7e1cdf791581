import Records

/// What makes two goals of a search the same: target, variables and the set of hypotheses, whatever their order and
/// names. Commuting steps reach the same goals in all orders; each is worked on once.
struct GoalShape: Sendable {
  let key: String
  /// Names of what nothing else in the goal mentions, mostly hypotheses, by type.
  let namesByType: [String: [String]]
  /// All names of the context.
  let names: Set<String>

  init(_ goal: Goal) {
    var mentioned: Set<String> = []
    for text in [goal.target] + goal.context.map(\.typeText) {
      mentioned.formUnion(Identifiers.words(in: text).map(String.init))
    }
    var free: [String: [String]] = [:]
    var bound: Set<String> = []
    for entry in goal.context {
      if !mentioned.contains(entry.name) {
        free[entry.typeText, default: []].append(entry.name)
      } else {
        bound.insert("\(entry.name) : \(entry.typeText)")
      }
    }
    key = (bound.sorted() + free.keys.sorted()).joined(separator: "\n") + "\n⊢ " + goal.target
    namesByType = free
    names = Set(goal.context.map(\.name))
  }

  /// New names for the hypotheses of this shape, with which its proofs are proofs of `other`, a goal of the same key.
  /// nil when `other` has fewer hypotheses of a type: a proof may use them up.
  func renaming(to other: GoalShape) -> [String: String]? {
    var map: [String: String] = [:]
    for (type, own) in namesByType {
      let names = other.namesByType[type] ?? []
      guard names.count >= own.count else { return nil }
      // Names that both have stay where they are.
      let kept = own.filter(names.contains)
      var rest = names.filter { !kept.contains($0) }
      for name in own where !kept.contains(name) { map[name] = rest.removeFirst() }
    }
    return map
  }
}

extension ProofTree {
  /// The proof with other names for hypotheses. Names that it introduces itself give way where `context` has them.
  func renamed(_ map: [String: String], in context: Set<String>) -> ProofTree {
    if map.isEmpty { return self }
    var map = map
    let own = Set(identifiers)
    var used = own.union(context).union(map.values)
    // A name that stands for a hypothesis now must not be introduced below for something else.
    for name in own.sorted() where map[name] == nil && map.values.contains(name) {
      var number = 1
      let stem = String(name.prefix { !$0.isNumber })
      while used.contains("\(stem)\(number)") { number += 1 }
      used.insert("\(stem)\(number)")
      map[name] = "\(stem)\(number)"
    }
    return replacing(map)
  }

  private var identifiers: [String] {
    switch self {
    case .step(let tactic, let children):
      Identifiers.words(in: tactic).map(String.init) + children.flatMap(\.identifiers)
    }
  }

  private func replacing(_ map: [String: String]) -> ProofTree {
    switch self {
    case .step(let tactic, let children):
      .step(Identifiers.replacing(map, in: tactic), children.map { $0.replacing(map) })
    }
  }
}

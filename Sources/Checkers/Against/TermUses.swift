extension TermTable {
  /// Constants that a declaration mentions.
  func uses(of constant: LeanConstant) -> Set<TermTable.NameID> {
    var found = names(in: constant.type)
    if let value = constant.value { found.formUnion(names(in: value)) }
    found.formUnion(constant.shape.group)
    found.formUnion(constant.shape.members)
    return found
  }

  func names(in term: TermTable.TermID) -> Set<TermTable.NameID> {
    var found: Set<TermTable.NameID> = []
    var seen: Set<TermTable.TermID> = [term]
    var pending = [term]
    while let next = pending.popLast() {
      let parts: [TermTable.TermID]
      switch self[next] {
      case .variable, .sort, .natural, .text: continue
      case .constant(let name, _):
        found.insert(name)
        continue
      case .application(let left, let right), .lambda(let left, let right),
        .pi(let left, let right):
        parts = [left, right]
      case .binding(let type, let value, let body): parts = [type, value, body]
      case .projection(let name, _, let value):
        found.insert(name)
        parts = [value]
      }
      for part in parts where seen.insert(part).inserted { pending.append(part) }
    }
    return found
  }

  /// The name for people: without the mark that Lean puts before private ones.
  func show(_ name: TermTable.NameID) -> String { self[name].withoutPrivateMark.description }
}

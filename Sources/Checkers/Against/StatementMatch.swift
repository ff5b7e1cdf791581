import LeanInterface

/// Whether declarations of a candidate mean what those of the trusted file mean: the same terms, and the same
/// declarations behind every constant in them.
struct StatementMatch {
  private struct Pair<Element: Hashable>: Hashable {
    let trusted: Element
    let candidate: Element
  }

  private let trusted: OleanFile
  private let candidate: OleanFile
  private let table: TermTable
  private var pending: [Pair<TermTable.NameID>] = []
  private var namesSeen: Set<Pair<TermTable.NameID>> = []
  private var termsSeen: Set<Pair<TermTable.TermID>> = []

  init(trusted: OleanFile, candidate: OleanFile, table: TermTable) {
    self.trusted = trusted
    self.candidate = candidate
    self.table = table
  }

  /// nil when two theorems state the same, else where they part.
  mutating func difference(
    ofStatements ours: LeanConstant, _ theirs: LeanConstant
  ) -> String? {
    guard ours.universes == theirs.universes else {
      return "it has \(theirs.universes) universe parameters in place of \(ours.universes)"
    }
    if let text = differs(ours.type, theirs.type) { return text }
    return settle()
  }

  /// nil when two declarations are the same in kind, type and value.
  mutating func difference(of ours: LeanConstant, _ theirs: LeanConstant) -> String? {
    if let text = declarationDiffers(ours, theirs) { return text }
    return settle()
  }

  /// Works off the constants met so far. One that is met within itself is taken to agree: it does not
  /// when any of its parts fails to.
  private mutating func settle() -> String? {
    while let pair = pending.popLast() {
      let name = show(pair.trusted)
      switch (trusted.constants[pair.trusted], candidate.constants[pair.candidate]) {
      case (nil, nil) where pair.trusted == pair.candidate: continue
      case (nil, nil): return "'\(show(pair.candidate))' stands where '\(name)' does"
      case (nil, _?): return "it declares '\(name)' anew"
      case (_?, nil): return "it does not declare '\(name)'"
      case (let ours?, let theirs?):
        if let text = declarationDiffers(ours, theirs) { return text }
      }
    }
    return nil
  }

  private mutating func declarationDiffers(
    _ ours: LeanConstant, _ theirs: LeanConstant
  ) -> String? {
    let name = show(ours.name)
    guard ours.kind == theirs.kind else {
      return "'\(name)' is \(theirs.kind.article) in place of \(ours.kind.article)"
    }
    let hasOtherName = ours.name != theirs.name
    guard !hasOtherName || ours.kind == .theorem || ours.kind == .definition else {
      return "'\(show(theirs.name))' stands where '\(name)' does"
    }
    guard ours.universes == theirs.universes, ours.isUnsafe == theirs.isUnsafe,
      ours.shape.numbers == theirs.shape.numbers,
      ours.shape.group.count == theirs.shape.group.count,
      ours.shape.members.count == theirs.shape.members.count
    else { return "'\(name)' is declared otherwise" }
    if differs(ours.type, theirs.type) != nil { return "the type of '\(name)' differs" }
    // Any proof of the same is as good.
    if ours.kind != .theorem, let ourValue = ours.value, let theirValue = theirs.value,
      differs(ourValue, theirValue) != nil
    {
      return "the definition of '\(name)' differs"
    }
    let related = zip(
      ours.shape.group + ours.shape.members, theirs.shape.group + theirs.shape.members)
    for (ourName, theirName) in related where !meet(ourName, theirName) {
      return "'\(name)' is declared otherwise"
    }
    return nil
  }

  /// nil when two terms are the same but for constants that are left to `settle`.
  private mutating func differs(
    _ ours: TermTable.TermID, _ theirs: TermTable.TermID
  ) -> String? {
    var stack = [Pair(trusted: ours, candidate: theirs)]
    while let pair = stack.popLast() {
      if !termsSeen.insert(pair).inserted { continue }
      switch (table[pair.trusted], table[pair.candidate]) {
      case (.variable(let left), .variable(let right)) where left == right: break
      case (.sort(let left), .sort(let right)) where left == right: break
      case (.natural(let left), .natural(let right)) where left == right: break
      case (.text(let left), .text(let right)) where left == right: break
      case (.constant(let left, let leftLevels), .constant(let right, let rightLevels)):
        guard leftLevels == rightLevels else {
          return "'\(show(left))' stands at another universe"
        }
        guard meet(left, right) else { return "'\(show(right))' stands where '\(show(left))' does" }
      case (.application(let left, let left2), .application(let right, let right2)),
        (.lambda(let left, let left2), .lambda(let right, let right2)),
        (.pi(let left, let left2), .pi(let right, let right2)):
        // The first part last, so that it is looked at first.
        stack.append(Pair(trusted: left2, candidate: right2))
        stack.append(Pair(trusted: left, candidate: right))
      case (
        .binding(let left, let left2, let left3), .binding(let right, let right2, let right3)
      ):
        stack.append(Pair(trusted: left3, candidate: right3))
        stack.append(Pair(trusted: left2, candidate: right2))
        stack.append(Pair(trusted: left, candidate: right))
      case (
        .projection(let left, let leftField, let leftTerm),
        .projection(let right, let rightField, let rightTerm)
      ) where leftField == rightField:
        guard meet(left, right) else { return "'\(show(right))' stands where '\(show(left))' does" }
        stack.append(Pair(trusted: leftTerm, candidate: rightTerm))
      default: return "its terms differ"
      }
    }
    return nil
  }

  /// Notes that one constant stands where the other does. False when no content could make them agree: only pieces that
  /// Lean named itself may have different names. What they hold is compared all the same.
  private mutating func meet(_ ours: TermTable.NameID, _ theirs: TermTable.NameID) -> Bool {
    guard
      ours == theirs || table[ours].isAuxiliary && table[theirs].isAuxiliary
        || table[ours].isLikeInstance && table[theirs].isLikeInstance
    else {
      return false
    }
    let pair = Pair(trusted: ours, candidate: theirs)
    if namesSeen.insert(pair).inserted { pending.append(pair) }
    return true
  }

  private func show(_ name: TermTable.NameID) -> String {
    table[name].withoutPrivateMark.description
  }
}

extension LeanConstant.Kind {
  /// For messages.
  var article: String {
    switch self {
    case .axiom: "an axiom"
    case .definition: "a definition"
    case .theorem: "a theorem"
    case .opaque: "an opaque constant"
    case .quotient: "a quotient"
    case .inductive: "an inductive type"
    case .constructor: "a constructor"
    case .recursor: "a recursor"
    }
  }
}

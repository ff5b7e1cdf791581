import Records

/// A goal as every engine states it to Lean.
struct GoalStatement {
  /// `(a : Nat) (h : 0 < a)`; empty for none.
  let binders: String
  let target: String
  /// What `binders` bind.
  private let bound: Int
  /// What the target binds in front, to be introduced.
  private let introduced: [String]

  init(_ goal: Goal) {
    let (binders, target, introduced) = goal.restated
    self.binders = binders.map { "(\($0.name) : \($0.type))" }.joined(separator: " ")
    self.target = target
    self.introduced = introduced
    bound = binders.count
  }

  /// The goal as one closed proposition.
  var proposition: String { binders.isEmpty ? target : "∀ \(binders), \(target)" }

  /// The names that the proposition binds in front.
  var nameCount: Int { bound + introduced.count }

  /// A theorem up to where its tactics come, at the goal.
  func theorem(_ name: String) -> String {
    let intro = introduced.isEmpty ? "" : "(intro \(introduced.joined(separator: " "))); "
    return "theorem \(name) \(binders) : \(target) := by\n  \(intro)"
  }
}

import Records
import Terms
import Testing

@Suite struct NamedGoalTests {
  private func goal(_ context: [(String, String)], _ target: String) -> Goal {
    Goal(context: context.map { Binder(name: $0.0, type: $0.1) }, target: target)
  }

  @Test func whatNobodyNamedGetsAName() {
    let named = NamedGoal(
      goal(
        [
          ("x✝", "Nat"), ("inst✝¹", "Inhabited α"), ("inst✝", "Inhabited β"), ("x", "Nat"),
          ("h", "x✝ = x"),
        ], "x✝ = x"))
    #expect(named.goal.context.map(\.name) == ["x1", "inst", "inst1", "x", "h"])
    #expect(named.goal.context[4].type == "x1 = x")
    #expect(named.goal.target == "x1 = x")
    #expect(named.goal.isRestatable)
    #expect(named.script("exact h") == "exact h")
    #expect(named.script("cases x1\nexact h") == "rename_i x1 _ _\ncases x1\nexact h")
    #expect(named.script("exact inst1.default") == "rename_i inst1\nexact inst1.default")
  }

  @Test func quotedNamesComeBack() {
    let named = NamedGoal(
      goal([("«a b»", "Nat"), ("this", "«a b» = 0"), ("x1", "Nat")], "List.this «a b» = this.1"))
    #expect(named.goal.context.map(\.name) == ["x2", "x3", "x1"])
    #expect(named.goal.target == "List.this x2 = x3.1")
    #expect(named.script("rw [x3]\nexact x3.symm") == "rw [this]\nexact this.symm")
    #expect(named.script("induction x2") == "induction «a b»")
  }

  @Test func aQuotedNameMayBeShadowed() {
    let named = NamedGoal(
      goal([("«a b»✝¹", "Nat"), ("«a b»✝", "Nat"), ("«a b»", "«a b»✝ = 0")], "«a b»✝¹ = 0"))
    #expect(named.goal.context.map(\.name) == ["x1", "x2", "x3"])
    #expect(named.goal.context[2].type == "x2 = 0" && named.goal.target == "x1 = 0")
    #expect(named.script("rw [x2, x3]") == "rename_i x2\nrw [x2, «a b»]")
  }

  /// A term may bind such a name; strings are left alone.
  @Test func onlyNamesAreReplaced() {
    let named = NamedGoal(goal([("a✝", "Nat")], "(fun x✝ => x✝ = \"a✝\\\"a✝\") a✝"))
    #expect(named.goal.target == "(fun x => x = \"a✝\\\"a✝\") a")
    let plain = goal([("a", "Nat")], "a = a")
    #expect(NamedGoal(plain).goal == plain)
    #expect(NamedGoal(plain).script("rfl") == "rfl")
  }
}

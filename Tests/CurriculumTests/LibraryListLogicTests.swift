import Records
import Terms
import TestSupport
import Testing

@testable import Curriculum

@Suite struct LibraryListLogicTests {
  @Test func listFactsAreAdmittedAndOriented() throws {
    var run = try LibraryRun(TestDomains.list, Fixture.listTheory)
    run.prove(["j1": "(x :: List.nil) ++ l = x :: l", "j2": "l ++ List.nil ++ List.nil = l"])
    // The theory reduces j1; j2 is the best known so far.
    #expect(run.names == ["j2"])
    run.prove(["append_nil": "l ++ List.nil = l"])
    #expect(run.names == ["append_nil"])
    run.prove([
      "append_assoc": "l ++ m ++ n = l ++ (m ++ n)",
      "length_append": "List.length (l ++ m) = List.length l + List.length m",
      "map_append": "List.map f (l ++ m) = List.map f l ++ List.map f m",
      "reverse_append": "List.reverse (l ++ m) = List.reverse m ++ List.reverse l",
      "reverse_reverse": "List.reverse (List.reverse l) = l",
      "length_map": "List.length (List.map f l) = List.length l",
      "junk": "List.length (l ++ List.nil) = List.length l",
    ])
    #expect(run.entries.count == 7)
    #expect(run.action("junk") == .dropped)
    #expect(run.entries.allSatisfy { $0.orientation == .leftToRight })
  }

  @Test func logicPremisesBecomeRulesAndImplications() throws {
    var run = try LibraryRun(TestDomains.logic, [])
    run.prove([
      "not_not": "¬¬p ↔ p", "and_comm": "p ∧ q ↔ q ∧ p", "and_self": "p ∧ p ↔ p",
      "left": "p ∧ q → p", "twice": "p → q → p", "junk": "¬¬(p ∧ q) ↔ q ∧ p",
      "demorgan": "¬(p ∨ q) ↔ ¬p ∧ ¬q",
    ])
    #expect(run.names == ["not_not", "and_comm", "and_self", "left", "demorgan"])
    #expect(run.action("twice") == .dropped)
    #expect(run.action("junk") == .dropped)
    #expect(run.entry("not_not")?.orientation == .leftToRight)
    #expect(run.entry("and_comm")?.orientation == Orientation.none)
    #expect(run.entry("demorgan")?.orientation == .leftToRight)
    #expect(run.entry("left")?.kind == .implication)
    run.prove(["cases": "p ∨ ¬p"])
    #expect(run.entry("cases")?.kind == .other)
  }

  @Test(arguments: [
    ("(p ↔ p) ∨ q", "True"), ("¬(p → p) → q", "True"), ("(p → p) ∧ q", "q"),
    ("p ∨ ¬(q ↔ q)", "p"), ("(p ↔ q ∧ q) → r", "(p ↔ q ∧ q) → r"), ("(p → p) ↔ q", "q"),
    ("p → ¬(q → q)", "¬p"), ("p ∧ ¬(q → q) ↔ r", "¬r"), ("(p → q) ∧ (p → q)", "(p → q) ∧ (p → q)"),
  ])
  func trivialPartsFoldAway(_ text: String, _ expected: String) throws {
    #expect(
      TestDomains.logic.signature.print(Fixture.term(text, TestDomains.logic).folded) == expected)
    guard expected != text else { return }
    var run = try LibraryRun(TestDomains.logic, [])
    run.prove(["t": text])
    #expect(run.decision("t")?.reason == "the rules so far reduce it to \(expected)")
  }

  @Test func sortsKeepInstancesApart() {
    let signature = TestDomains.list.signature
    let general = Fixture.schema("l = m → m = l", TestDomains.list)
    let onNat = SchematicTerm(
      Fixture.term("a = b → b = a", TestDomains.list), sortOf: ["a": "Nat", "b": "Nat"])
    #expect(!onNat.isInstance(of: general, in: signature))
    let unknown = SchematicTerm(general.term, sortOf: [:])
    #expect(onNat.isInstance(of: unknown, in: signature))
  }

  @Test(arguments: [
    ("a + b = b + a", "a + b = b + a", true),
    ("c * 0 + b = b + c * 0", "a + b = b + a", true),
    ("b = 0 + b", "0 + a = a", true),
    ("a + b = b + a", "a + a = a + a", false),
    ("a + a = a + a", "a + b = b + a", true),
    ("a + b = a + b", "a + b = b + a", false),
    ("a = b → b = a * 0", "a = b → b = a", false),
    ("a * b = c → c = a * b", "a = b → b = a", true),
    ("a * b = c → a * b = c", "a = b → b = a", true),
    ("Nat.succ a = a", "0 + a = a", false),
  ])
  func instances(_ special: String, _ general: String, _ expected: Bool) {
    let answer = Fixture.schema(special).isInstance(
      of: Fixture.schema(general), in: TestDomains.nat.signature)
    #expect(answer == expected, "\(special) of \(general)")
  }

  @Test func boundVariablesMatchByPosition() throws {
    let signature = TestDomains.nat.signature
    let first = SchematicTerm(
      try signature.parse("∀ c : Nat, c + a = a + c", locals: ["a"]), sortOf: ["a": "Nat"])
    let second = SchematicTerm(
      try signature.parse("∀ d : Nat, d + b * b = b * b + d", locals: ["b"]),
      sortOf: ["b": "Nat"])
    let captured = SchematicTerm(
      try signature.parse("∀ d : Nat, d + d = d + d", locals: []), sortOf: [:])
    #expect(second.isInstance(of: first, in: signature))
    #expect(!first.isInstance(of: second, in: signature))
    #expect(!captured.isInstance(of: first, in: signature))
    #expect(first.key != second.key)
  }

  @Test func relevantPremisesComeFirst() throws {
    var run = try LibraryRun()
    run.prove([
      "add_comm": "a + b = b + a", "zero_add": "0 + a = a", "zero_mul": "0 * a = 0",
      "succ_mul": "Nat.succ a * b = a * b + b", "cancel": "a + c = b + c → a = b",
    ])
    let filter = RelevanceFilter(entries: run.entries, theory: Fixture.natTheory)
    let goal = Fixture.term("0 * Nat.succ b = 0")
    let chosen = filter.select(for: goal, limit: 3)
    #expect(chosen.first?.entry.name == "zero_mul")
    #expect(chosen.count == 3)
    #expect(chosen.map(\.relevance) == chosen.map(\.relevance).sorted(by: >))
    let other = filter.select(for: Fixture.term("a + b = c + a"), limit: 1)
    #expect(other.first?.entry.name == "add_comm")
    #expect(filter.select(for: goal, limit: 0).isEmpty)
    // A hypothesis can be what makes a premise useful.
    let without = filter.relevance(
      of: try #require(run.entry("succ_mul")), to: Fixture.term("a = b"))
    let with = filter.relevance(
      of: try #require(run.entry("succ_mul")), to: Fixture.term("Nat.succ a * b = 0 → a = b"))
    #expect(with > without + 1)
  }

  @Test func relevanceIsOneMoreForAMatchingConclusion() throws {
    var run = try LibraryRun()
    run.prove(["cancel": "a + c = b + c → a = b", "add_comm": "a + b = b + a"])
    let filter = RelevanceFilter(entries: run.entries)
    let comm = try #require(run.entry("add_comm"))
    let hit = filter.relevance(of: comm, to: Fixture.term("a * b + c = c + a * b"))
    let miss = filter.relevance(of: comm, to: Fixture.term("a * b + c = c + b * a"))
    #expect(hit == miss + 1)
    // What the statement assumes stands before its conclusion.
    let premise = Fixture.term("b = c → a * b + c = c + a * b")
    let other = Fixture.term("b = c → a * b + c = c + b * a")
    #expect(filter.relevance(of: comm, to: premise) == filter.relevance(of: comm, to: other) + 1)
  }
}

import Basics
import Terms
import TestSupport
import Testing

@testable import Records

@Suite struct StatementTests {
  private let domain = TestDomains.notations

  @Test func renamingsAndOrdersAreTheSameStatement() {
    let first = domain.statement(["a": "Nat", "b": "Nat"], "a + b = b + a")
    let second = domain.statement(["y": "Nat", "x": "Nat"], "x + y = y + x")
    #expect(first == second)
    #expect(first.id == second.id)
    #expect(first.size == 7)
    let bound = domain.statement(["a": "Nat"], "∃ b : Nat, a = b")
    #expect(bound == domain.statement(["u": "Nat"], "Exists fun w => u = w"))
  }

  @Test func otherStatementsAreOthers() {
    let all = [
      domain.statement(["a": "Nat", "b": "Nat"], "a + b = b + a"),
      domain.statement(["a": "Nat", "b": "Nat"], "a + b = a + b"),
      domain.statement(["a": "Nat"], "a + a = a + a"),
      domain.statement(["a": "Nat", "b": "Nat"], "b + a = a"),
      domain.statement(["l": "List α", "m": "List α"], "l + m = m + l"),
      domain.statement(["a": "Nat"], "∀ b : Nat, a + b = b + a"),
      domain.statement(["a": "Nat"], "∃ b : Nat, a + b = b + a"),
      domain.statement([], "∀ a b : Nat, a + b = b + a"),
      domain.statement([], "∀ a b : Nat, b + b = b + a"),
    ]
    #expect(Set(all).count == all.count)
    #expect(Set(all.map(\.id)).count == all.count)
  }

  /// The same text in two domains is two statements: proofs may use different things there.
  @Test func theDomainBelongsToTheIdentity() {
    var other = domain
    other.name = "other"
    let goal = Goal(context: [Binder(name: "p", type: "Prop")], target: "p → p")
    #expect(domain.statement(of: goal) != other.statement(of: goal))
    #expect(domain.statement(of: goal).id != other.statement(of: goal).id)
  }

  @Test func normalFormsAreEqualExactlyUpToRenaming() {
    // Terms of few symbols, so that equal ones do turn up.
    var equal = 0
    for seed in UInt64(1)...3000 {
      var generator = SplitMix64(seed: seed, "normal forms")
      let pair = (0..<2).map { _ in RandomTerm.notations(depth: 1 + Int(seed % 3), &generator) }
      let statements = pair.map { term in
        domain.statement(
          term, sortOf: Dictionary(uniqueKeysWithValues: term.freeVariables.map { ($0, "Nat") }))
      }
      let same = Nameless(pair[0]) == Nameless(pair[1])
      #expect((statements[0] == statements[1]) == same, "seed \(seed): \(statements)")
      if same { equal += 1 }
      let names = pair[0].freeVariables
      let renamed = pair[0].substituting(
        Dictionary(
          uniqueKeysWithValues: zip(names, names.shuffled(using: &generator)).map {
            ($0, Term.variable("new" + $1))
          }))
      let again = domain.statement(
        renamed,
        sortOf: Dictionary(uniqueKeysWithValues: renamed.freeVariables.map { ($0, "Nat") }))
      #expect(again == statements[0], "seed \(seed): \(statements[0])")
    }
    #expect(equal > 20, "only \(equal) pairs were the same")
  }

  @Test func hypothesesAreImplications() {
    let goal = domain.statement(
      ["a": "Nat", "b": "Nat", "h": "a = b", "k": "b = 0"], "a = 0")
    let implication = domain.statement(
      ["a": "Nat", "b": "Nat"], "a = b → b = 0 → a = 0")
    #expect(goal == implication)
    #expect(goal.size == implication.size)
    #expect(goal.signatureText == "(a b : Nat) (h : a = b) (k : b = 0) : a = 0")
    #expect(goal.closedProposition == "∀ (a b : Nat) (h : a = b) (k : b = 0), a = 0")
    let otherOrder = domain.statement(
      ["a": "Nat", "b": "Nat", "k": "b = 0", "h": "a = b"], "a = 0")
    #expect(goal != otherOrder)
  }

  @Test func unusedVariablesAreDropped() {
    let statement = domain.statement(
      [
        "α": "Type", "l": "List α", "a": "Nat", "b": "Nat", "h": "b = 0",
      ], "0 = b")
    #expect(statement.binders.map(\.name) == ["b", "h"])
    #expect(statement == domain.statement(["a": "Nat"], "a = 0 → 0 = a"))
    // The type parameter stays where a variable or a bound variable has it in its sort.
    let list = domain.statement(["α": "Type", "l": "List α", "a": "Nat"], "l ++ l = l")
    #expect(list.binders.map(\.name) == ["α", "l"])
    let bound = domain.statement(["α": "Type", "p": "Prop"], "∀ x : List α, p")
    #expect(bound.binders.map(\.name) == ["α", "p"])
  }

  /// Without `x` the first would be false: a type may be empty.
  @Test func anElementOfATypeParameterStays() {
    let binders: KeyValuePairs = ["α": "Type", "x": "α", "y": "α"]
    let one = domain.statement(binders, "∀ z : α, z = z")
    #expect(one.binders.map(\.name) == ["α", "x"])
    #expect(one != domain.statement(["α": "Type"], "∀ z : α, z = z"))
    #expect(domain.statement(binders, "y = y").binders.map(\.name) == ["α", "y"])
    #expect(
      domain.statement(of: Goal(context: one.binders, target: one.target)) == one)
  }

  @Test func statementsMadeFromTermsBindTheirVariables() throws {
    let term = domain.term("f x :: l = m")
    let statement = domain.statement(
      term, sortOf: ["f": "α → α", "x": "α", "l": "List α", "m": "List α", "spare": "Nat"])
    #expect(
      statement.signatureText == "(α : Type) (l m : List α) (x : α) (f : α → α) : f x :: l = m")
    #expect(statement.size == term.size)
    let read = domain.statement(
      of: Goal(context: statement.binders, target: statement.target))
    #expect(read == statement)
  }

  @Test func outsideTheGrammarTheTextIsTheIdentity() {
    let first = domain.statement(["a": "Nat"], "a ∣ a")
    #expect(first.size == 0)
    #expect(first.target == "a ∣ a")
    #expect(first == domain.statement(["a": "Nat"], "a   ∣ a"))
    #expect(first != domain.statement(["b": "Nat"], "b ∣ b"))
    let hypothesis = domain.statement(["a": "Nat", "h": "a ∣ a"], "a = a")
    #expect(hypothesis.size == 0)
    #expect(hypothesis.binders.count == 2)
  }

  @Test func identifiersAreReplacedWholeAndBeforeADot() {
    let map = ["h1": "k", "a": "b"]
    #expect(
      Identifiers.replacing(map, in: "apply h1.mp (h12 a) a' Loom.a")
        == "apply k.mp (h12 b) a' Loom.a")
    #expect(Identifiers.replacing(["Loom.a": "x"], in: "Loom.a Loom.b") == "x Loom.b")
  }

  @Test func aGoalMayNameUniverses() {
    func goal(_ type: String) -> Goal {
      Goal(context: [Binder(name: "a", type: type)], target: "a = a")
    }
    #expect(goal("Type u_1").hasUniverses)
    #expect(goal("List (Sort (max u v))").hasUniverses)
    #expect(goal("List.{u} α").hasUniverses)
    #expect(!goal("Type").hasUniverses)
    #expect(!goal("Nat → Type → Type 1").hasUniverses)
  }

  @Test func goalsThatHideSomethingAreNotRestated() {
    func goal(_ type: String, _ target: String = "a = a") -> Goal {
      Goal(context: [Binder(name: "a", type: type)], target: target)
    }
    #expect(goal("Nat").isRestatable)
    #expect(!goal("Nat", "a✝ = a").isRestatable)
    #expect(goal("Nat", "l.head? = a!").isRestatable)
    #expect(!goal("Nat", "a = ?m.3").isRestatable)
    #expect(!goal("Nat", "a = ⋯").isRestatable)
    let named = Goal(caseName: "succ", context: [], target: "p")
    #expect(named.key == Goal(context: [], target: "p").key)
    #expect(named.text.hasPrefix("case succ\n"))
  }
}

/// A term without names: bound variables by distance, free ones by first occurrence. Written apart from `normalForm`,
/// which it judges.
private indirect enum Nameless: Hashable {
  case bound(Int)
  case free(Int)
  case node(String, [Nameless])

  init(_ term: Term) {
    var free: [String] = []
    self = Self.make(term, bound: [], &free)
  }

  private static func make(_ term: Term, bound: [String], _ free: inout [String]) -> Nameless {
    switch term {
    case .variable(let name):
      if let distance = bound.reversed().firstIndex(of: name) {
        return .bound(bound.reversed().distance(from: bound.reversed().startIndex, to: distance))
      }
      if !free.contains(name) { free.append(name) }
      return .free(free.firstIndex(of: name) ?? 0)
    case .apply(let symbol, let arguments):
      return .node(symbol, arguments.map { make($0, bound: bound, &free) })
    case .bind(let binder, let variable, _, let body):
      return .node("bind " + binder, [make(body, bound: bound + [variable], &free)])
    }
  }
}

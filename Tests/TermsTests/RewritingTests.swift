import Basics
import TestSupport
import Testing

@testable import Terms

@Suite struct RewritingTests {
  private let order = TermOrder(
    signature: TestDomains.nat.signature,
    rules: TestDomains.natDefinitions.compactMap { lemma in
      TestDomains.nat.term(lemma.value).sides.map { ($0.left, $0.right) }
    })

  private func term(_ text: String) -> Term { TestDomains.nat.term(text) }

  private func rule(_ left: String, _ right: String, isOrdered: Bool = false) throws -> RewriteRule
  {
    try #require(
      RewriteRule(
        normalising: term(left), to: term(right), variables: ["a", "b", "c"],
        isOrdered: isOrdered))
  }

  private func arithmetic() throws -> RewriteSystem {
    RewriteSystem(
      [
        try rule("a + 0", "a"), try rule("a + Nat.succ b", "Nat.succ (a + b)"),
        try rule("a * 0", "0"), try rule("a * Nat.succ b", "a * b + a"),
        try rule("a + b", "b + a", isOrdered: true), try rule("b + a", "a + b", isOrdered: true),
        try rule("a + b + c", "a + (b + c)"),
      ], order: order)
  }

  @Test func definitionsStandAboveWhatTheyUse() {
    for (left, right) in [
      ("a * b", "a + b"), ("a + b", "Nat.succ a"), ("Nat.succ a * b", "a * b + b"),
      ("a + b + c", "a + (b + c)"), ("a * (b + c)", "a * b + a * c"),
    ] {
      #expect(order.isGreater(term(left), term(right)), "\(left) over \(right)")
      #expect(!order.isGreater(term(right), term(left)), "\(right) over \(left)")
    }
    for (left, right) in [("a + b", "b + a"), ("a", "b"), ("a + b", "c"), ("a", "a")] {
      #expect(!order.isGreater(term(left), term(right)), "\(left) over \(right)")
    }
  }

  /// Subterms compared anew each time would take C(60, 30) comparisons here.
  @Test func deepTermsAreComparedInPolynomialTime() {
    func deep(_ variable: String) -> Term {
      (0..<30).reduce(Term.variable(variable)) { term, _ in .apply("Nat.succ", [term]) }
    }
    #expect(!order.isGreater(deep("a"), deep("b")))
    #expect(order.isGreater(.apply("Nat.succ", [deep("a")]), deep("a")))
  }

  @Test func normalFormsOfArithmetic() throws {
    let system = try arithmetic()
    #expect(system.normalForm(term("a * Nat.succ 0 + 0")) == term("a"))
    // `0 + a` needs commutativity, used only where it makes the term smaller.
    #expect(
      system.normalForm(term("b + a")) == system.normalForm(term("a + b")))
    #expect(system.isReducible(term("Nat.succ (a + 0)")))
    #expect(!system.isReducible(term("Nat.succ (a + b)")))
  }

  @Test func rulesThatCannotRewriteAreRefused() throws {
    let names: Set<String> = ["a", "b"]
    #expect(
      RewriteRule(normalising: .variable("a"), to: term("a + 0"), variables: names) == nil)
    #expect(
      RewriteRule(normalising: term("a * 0"), to: term("b * 0"), variables: names)
        == nil)
    let binder = Term.bind("∀", variable: "c", type: "Nat", body: .variable("a"))
    #expect(RewriteRule(normalising: term("a * 0"), to: binder, variables: names) == nil)
  }

  @Test func stepsAreBounded() throws {
    let growing = RewriteSystem(
      [try rule("a + b", "b + a + 0")], order: order, limits: .init(steps: 10, size: 30))
    #expect(growing.normalForm(term("a + b")).size < 100)
    let looping = RewriteSystem(
      [try rule("a + b", "b + a")], order: order, limits: .init(steps: 11, size: 30))
    #expect(looping.normalForm(term("a + b")) == term("b + a"))
  }

  @Test(arguments: [11, 12, 13, 14, 15] as [UInt64])
  func rewritingKeepsTheValue(_ seed: UInt64) throws {
    let system = try arithmetic()
    var random = SplitMix64(seed: seed)
    for _ in 0..<40 {
      let term = RandomTerm.nat(&random, depth: 4)
      let normal = system.normalForm(term)
      #expect(system.normalForm(normal) == normal, "seed \(seed): \(term.prefixText)")
      for values in [
        ["a": 0, "b": 1, "c": 2], ["a": 2, "b": 3, "c": 1], ["a": 1, "b": 0, "c": 4],
      ] {
        #expect(value(term, values) == value(normal, values), "seed \(seed): \(term.prefixText)")
      }
    }
  }

  @Test(arguments: [21, 22, 23] as [UInt64])
  func theOrderIsAStrictOrderThatSubstitutionKeeps(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<150 {
      let left = RandomTerm.nat(&random, depth: 3)
      let right = RandomTerm.nat(&random, depth: 3)
      let ground = order.groundCompare(left, right)
      #expect(ground.signum() == -order.groundCompare(right, left).signum(), "seed \(seed)")
      #expect((ground == 0) == (left == right), "seed \(seed)")
      guard order.isGreater(left, right) else { continue }
      #expect(!order.isGreater(right, left), "seed \(seed)")
      let values = ["a": RandomTerm.nat(&random, depth: 1), "b": RandomTerm.nat(&random, depth: 1)]
      #expect(
        order.isGreater(left.substituting(values), right.substituting(values)),
        "seed \(seed): \(left.prefixText) over \(right.prefixText)")
      let wrapped = Term.apply("+", [.variable("c"), left])
      #expect(
        order.isGreater(wrapped, .apply("+", [.variable("c"), right])), "seed \(seed)")
    }
  }

  private func value(_ term: Term, _ values: [String: Int]) -> Int {
    let parts = term.children.map { value($0, values) }
    switch term {
    case .variable(let name): return values[name] ?? -1
    case .apply("+", _): return parts[0] &+ parts[1]
    case .apply("*", _): return parts[0] &* parts[1]
    case .apply("Nat.succ", _): return parts[0] &+ 1
    default: return 0
    }
  }
}

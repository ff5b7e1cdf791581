import Basics
import TestSupport
import Testing

@testable import Terms

private let signature = TestDomains.notations.signature

private func parse(_ text: String, _ locals: Set<String>) throws -> Term {
  try signature.parse(text, locals: locals)
}

@Suite struct ParserTests {
  @Test func whatIsPrintedIsReadBack() throws {
    for seed in UInt64(1)...2000 {
      var generator = SplitMix64(seed: seed, "round trip")
      let term = RandomTerm.notations(depth: 2 + Int(seed % 5), &generator)
      let text = signature.print(term)
      let read = try parse(text, Set(term.freeVariables))
      #expect(read == term, "seed \(seed): \(text)")
      // Printing has one form for a term, so that reading and printing again changes nothing.
      #expect(signature.print(read) == text, "seed \(seed)")
    }
  }

  /// Lean's text on the left, the canonical text with every parenthesis that the precedences need on the right.
  @Test(arguments: [
    ("p → q → p", "p → (q → p)"), ("(p → q) → p", "(p → q) → p"),
    ("p ∧ q ∨ p", "(p ∧ q) ∨ p"), ("p ∧ q ∧ p", "p ∧ (q ∧ p)"),
    ("¬p ∧ q", "(¬p) ∧ q"), ("¬a = b", "¬(a = b)"), ("¬¬p", "¬(¬p)"),
    ("¬p → q ↔ p", "((¬p) → q) ↔ p"), ("a + b + a", "(a + b) + a"),
    ("a + b * a", "a + (b * a)"), ("a ^ b ^ a", "a ^ (b ^ a)"),
    ("a + b = b + a", "(a + b) = (b + a)"), ("a :: l ++ m", "(a :: l) ++ m"),
    ("Nat.succ a + b", "(Nat.succ a) + b"), ("Nat.succ (a + b)", "Nat.succ (a + b)"),
    ("p ∧ ∀ (x : Nat), x = a ∧ q", "p ∧ (∀ (x : Nat), (x = a ∧ q))"),
    ("¬∃ x, x = a", "¬(∃ x, x = a)"),
  ]) func leansPrecedencesAreFollowed(_ text: String, _ explicit: String) throws {
    let locals: Set = ["p", "q", "a", "b", "l", "m"]
    #expect(try parse(text, locals) == parse(explicit, locals))
  }

  @Test(arguments: ["a = b = a", "a ≤ b ≤ a", "p ↔ q ↔ p", "a = b ≤ a"])
  func operatorsWithoutAssociativityDoNotChain(_ text: String) {
    #expect(throws: TermParseError.self) { try parse(text, ["a", "b", "p", "q"]) }
  }

  @Test func prefixOperatorsAreBracketedWhereTheyWouldSwallowTheirNeighbour() throws {
    let not = Term.apply("¬", [.variable("p")])
    let left = Term.apply("=", [not, .variable("q")])
    #expect(signature.print(left) == "(¬p) = q")
    let nested = Term.apply("=", [.apply("+", [.variable("a"), not]), .variable("q")])
    #expect(
      try parse(signature.print(nested), ["a", "p", "q"]) == nested)
    let whole = Term.apply("¬", [.apply("=", [.variable("p"), .variable("q")])])
    #expect(signature.print(whole) == "¬p = q")
  }

  @Test func existsIsReadInBothForms() throws {
    let expected = Term.bind(
      "∃", variable: "x", type: "Nat", body: .apply("=", [.variable("x"), .variable("a")]))
    #expect(try parse("∃ x : Nat, x = a", ["a"]) == expected)
    #expect(try parse("∃ (x : Nat), x = a", ["a"]) == expected)
    #expect(try parse("Exists fun (x : Nat) => x = a", ["a"]) == expected)
    #expect(try parse("Exists (fun (x : Nat) ↦ x = a)", ["a"]) == expected)
    let untyped = try parse("Exists fun x => x = a", ["a"])
    #expect(untyped.head == "∃")
    #expect(untyped.freeVariables == ["a"])
  }

  @Test func groupsOfBindersAreNested() throws {
    let grouped = try parse("∀ (a b : Nat) (x : α → α), a = b → p", ["p"])
    let nested = try parse("∀ a : Nat, ∀ b : Nat, ∀ x : α → α, a = b → p", ["p"])
    #expect(grouped == nested)
    #expect(grouped.size == 8)
    #expect(grouped.freeVariables == ["p"])
    guard case .bind("∀", variable: "a", type: "Nat", _) = grouped else {
      Issue.record("the outermost binder is not a: \(grouped)")
      return
    }
  }

  @Test func listLiteralsAreConses() throws {
    #expect(try parse("[]", []) == Term.apply("List.nil", []))
    let explicit = try parse("a :: (b + 0) :: List.nil", ["a", "b"])
    #expect(try parse("[a, b + 0]", ["a", "b"]) == explicit)
    #expect(try parse("List.map f [a]", ["f", "a"]).size == 5)
    #expect(throws: TermParseError.self) { try parse("[a", ["a"]) }
    #expect(throws: TermParseError.self) { try parse("[a b c", ["a", "b", "c"]) }
  }

  @Test func ascriptionsAreDropped() throws {
    #expect(try parse("([] : List Nat)", []) == Term.apply("List.nil", []))
    #expect(
      try parse("(a : Nat) + (0 : (Nat))", ["a"]) == parse("a + 0", ["a"]))
  }

  @Test func localFunctionsAreApplied() throws {
    let applied = Term.apply(Term.application, [.variable("f"), .variable("x")])
    #expect(try parse("f x", ["f", "x"]) == applied)
    #expect(
      try parse("f (f x)", ["f", "x"]) == .apply("@", [.variable("f"), applied]))
    #expect(
      try parse("f x x", ["f", "x"]) == .apply("@", [applied, .variable("x")]))
    // The same name as a constant keeps its arguments in one node.
    #expect(
      try parse("g x x", ["x"]) == .apply("g", [.variable("x"), .variable("x")]))
  }

  @Test func boundNamesHideOuterOnes() throws {
    let term = try parse("(∀ x : Nat, x = a) ∧ x = a", ["a"])
    #expect(term.freeVariables == ["a"])
    #expect(term.contains(Term.apply("x", [])), "outside the binder x is a constant")
  }

  @Test(arguments: [
    "", " ", "a +", "+ a", "(a", "a)", "∀", "∀ x", "∀ x,", "∀ (x : Nat, x", "fun", "fun x", "a b)",
    "[a,", "Exists fun", "¬", "a ✝ b", "⊢", "(a : Nat", "∀ , a", "a : Nat", "=> a", "1 2 )",
  ]) func halfATermIsRefused(_ text: String) {
    #expect(throws: TermParseError.self) { try parse(text, ["a", "b"]) }
  }

  @Test func errorsNameTheText() {
    #expect {
      try parse("a + )", ["a"])
    } throws: { error in
      "\(error)".contains("'a + )'") && "\(error)".contains("')' is unexpected")
    }
  }

  @Test func garbageNeitherCrashesNorHangs() throws {
    let pieces =
      signature.symbols.map(\.lean) + [
        "(", ")", "[", "]", ",", ":", "=>", "↦", "fun", "λ", "Exists", "a", "b", "x", "f", "0",
        "42",
        " ", "\n", "✝", "⋯", "?", "\u{301}", "🧶", "α₁", "Nat.", ".", "'", "\"", "\u{0}",
      ]
    var read = 0
    for seed in UInt64(1)...3000 {
      var generator = SplitMix64(seed: seed, "garbage")
      let count = Int.random(in: 0..<24, using: &generator)
      let text = (0..<count).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &generator)]
      }.joined(separator: seed % 2 == 0 ? " " : "")
      guard let term = try? parse(text, ["a", "b", "f"]) else { continue }
      read += 1
      // What is read is a term like any other.
      let printed = signature.print(term)
      let again = try parse(printed, ["a", "b", "f"])
      #expect(again.size == term.size, "seed \(seed): \(text) printed as \(printed)")
    }
    #expect(read > 50, "only \(read) of the texts were terms")
  }

  /// Text that is repeated, and what stands before and behind.
  @Test(arguments: [
    ("", "(", ""), ("", "¬", "p"), ("", "p → ", "p"), ("", "a + ", "a"), ("", "[", ""),
    ("", "∀ x, ", "p"), ("f", " a", ""), ("[", "a, ", "a]"), ("∀ ", "x ", ", p"), ("", "f (", "a"),
  ]) func nestingAndLengthAreBounded(_ part: (before: String, again: String, behind: String)) {
    for count in [900, 50_000] {
      let text = part.before + String(repeating: part.again, count: count) + part.behind
      // Refused or read; what is read can be walked.
      if let term = try? parse(text, ["a", "p", "f"]) {
        #expect(count == 900)
        #expect(signature.print(term).count >= count)
        #expect(term.size > 100)
      } else if count > 900 {
        #expect {
          try parse(text, ["a", "p", "f"])
        } throws: { "\(($0 as? TermParseError)?.reason ?? "")".contains("longer than") }
      }
    }
  }
}

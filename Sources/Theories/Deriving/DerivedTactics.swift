import Records
import Terms

/// Tactic templates that the types and functions of a theory bring.
struct DerivedTactics {
  let sorts: DerivedSorts
  private var theory: Theory { sorts.theory }

  init(_ sorts: DerivedSorts) { self.sorts = sorts }

  /// What `simp only` uses beside rules: constructors differ, and a decided condition picks its branch.
  static let basics = "reduceCtorEq, ↓reduceIte"
  private static let simplify = "simp only [{s}, \(basics)"

  /// In the order in which a hand-written search tries them.
  func templates() -> [TacticTemplate] {
    var found: [TacticTemplate] = [
      TacticTemplate(text: "rfl", target: ["="]),
      TacticTemplate(text: "assumption"),
      TacticTemplate(text: "contradiction"),
      TacticTemplate(text: "intro {+x}", target: ["∀"]),
      TacticTemplate(text: "\(Self.simplify), *]"),
      TacticTemplate(text: "\(Self.simplify)]"),
      TacticTemplate(text: "intro {+h}", target: ["→", "¬"]),
      TacticTemplate(text: "apply {h}", hypothesis: ["→", "¬", "∀"]),
    ]
    if theory.type("Bool") != nil {
      found.append(
        TacticTemplate(text: "cases {+h} : {b} <;> simp only [{s}, \(Self.basics), *]"))
      found.append(TacticTemplate(text: "cases {+h} : {b} with\n| false => _\n| true => _"))
    }
    let recursive = theory.types.filter { type in
      type.isRecursive && sorts.types.contains { $0.head == type.name }
    }
    found += recursive.map { induction($0, generalizing: true) }
    found += recursive.map { induction($0, generalizing: false) }
    found += functionalInductions()
    found += theory.types.filter { type in
      sorts.types.contains { $0.head == type.name }
    }.map(cases)
    found += [
      TacticTemplate(
        text: "\(Self.simplify)] at {h}", hypothesis: ["=", "¬", "→", "∧", "∨", "∀"]),
      TacticTemplate(text: "rw [{r}]"),
      TacticTemplate(text: "rw [{r}] at {h}"),
      TacticTemplate(text: "apply {p}"),
      TacticTemplate(text: "rcases {h} with ⟨{+h}, {+h}⟩", hypothesis: ["∧", "↔"]),
      TacticTemplate(text: "rcases {h} with {+h} | {+h}", hypothesis: ["∨"]),
      TacticTemplate(text: "constructor", target: ["∧", "↔"]),
      TacticTemplate(text: "left", target: ["∨"]),
      TacticTemplate(text: "right", target: ["∨"]),
      TacticTemplate(text: "symm", target: ["="]),
    ]
    return found
  }

  /// What decides that a conjecture is too easy to be kept.
  var baseline: [String] {
    [
      "first\n| rfl\n| (intros; assumption)\n| (intros; decide)",
      "intros\n\(Self.simplify)]",
    ]
  }

  // MARK: Induction and cases

  /// The pattern of all sorts of a type: `List _`.
  private func pattern(_ type: InductiveType) -> String {
    TypeTerm.named(type.name, type.parameters.map { _ in .named("_", []) }).description
  }

  private func principle(for type: InductiveType, isInduction: Bool) -> Principle? {
    theory.principles.first {
      $0.targets.count == 1 && $0.targets[0].head == type.name && $0.isInduction == isInduction
    }
  }

  private func induction(_ type: InductiveType, generalizing: Bool) -> TacticTemplate {
    let own = principle(for: type, isInduction: true)
    var text = "induction {v}"
    if let own {
      text += " using \(own.name)"
    } else if type.name == "Nat" {
      // Lean's default shows `n + 1`, where the theory's equations have `Nat.succ n`.
      text += " using Nat.rec"
    }
    if generalizing { text += " generalizing {w}" }
    text += " with" + (own.map(lines) ?? lines(type, hypotheses: true))
    return TacticTemplate(text: text, variable: pattern(type))
  }

  private func cases(_ type: InductiveType) -> TacticTemplate {
    let own = principle(for: type, isInduction: false)
    var text = "cases {v}"
    if let own {
      text += " using \(own.name)"
    } else if type.name == "Nat" {
      text += " using Nat.casesOn"
    }
    text += " with" + (own.map(lines) ?? lines(type, hypotheses: false))
    return TacticTemplate(text: text, variable: pattern(type))
  }

  private func lines(_ principle: Principle) -> String {
    principle.cases.map { line($0.name, $0.fields.map(fresh)) }.joined()
  }

  private func lines(_ type: InductiveType, hypotheses: Bool) -> String {
    type.constructors.map { constructor in
      let fields = constructor.arguments.map { "{+\(DerivedSorts.stems(for: $0)[0])}" }
      let own = type.recursivePositions(of: constructor).filter {
        constructor.arguments[$0].head == type.name
      }
      let full = CoreNotation.constant(spelled: constructor.name)
      return line(
        full.split(separator: ".").last.map(String.init) ?? full,
        fields + (hypotheses ? own.map { _ in "{+ih}" } : []))
    }.joined()
  }

  private func line(_ name: String, _ fields: [String]) -> String {
    "\n| " + ([name] + fields).joined(separator: " ") + " => _"
  }

  private func fresh(_ field: Principle.Field) -> String {
    switch field {
    case .hypothesis: "{+ih}"
    case .condition: "{+h}"
    case .variable(_, let type):
      "{+\(TypeText.parse(type).map { DerivedSorts.stems(for: $0)[0] } ?? "x")}"
    }
  }

  /// For functions that take two arguments apart: the cases are those of the function's own recursion.
  private func functionalInductions() -> [TacticTemplate] {
    sorts.functions.compactMap { function in
      guard let principle = function.induction, principle.isInduction,
        function.matchedPositions.count > 1
      else { return nil }
      return TacticTemplate(
        text: "fun_induction {c} with" + lines(principle), call: function.name)
    }
  }
}

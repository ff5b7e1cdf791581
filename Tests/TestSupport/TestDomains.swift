import Records
import Terms

/// Small domains over the seed corpus, in the shape that the configuration gives them.
public enum TestDomains {
  /// Propositions, and predicates over a type of any size.
  public static let logic = Domain(
    name: "logic", module: "Theory.Logic", opens: ["Loom"],
    parameters: [Binder(name: "α", type: "Type")], carriers: ["α": "Bool"],
    sorts: [
      Sort(type: "Prop", variables: ["p", "q", "r", "s"], values: ["True", "False"]),
      Sort(type: "α", variables: ["x", "y", "z"], values: ["true", "false"]),
      Sort(
        type: "α → Prop", variables: ["P", "Q"],
        values: ["fun x => x = true", "fun _ => True", "fun _ => False"]),
    ],
    symbols: [
      implication(weight: 4), operation("∧", "Prop", .infixr(35), weight: 3),
      operation("∨", "Prop", .infixr(30), weight: 3), operation("↔", "Prop", .infix(20)),
      negation(weight: 2),
      Symbol(lean: "∀", arguments: ["α", "Prop"], result: "Prop", isBinder: true),
      Symbol(lean: "∃", arguments: ["α", "Prop"], result: "Prop", isBinder: true),
      Symbol(lean: "@", arguments: ["α → Prop", "α"], result: "Prop"),
      Symbol(lean: "False", arguments: [], result: "Prop", weight: 0),
    ],
    premises: [], simplification: [],
    tactics: [
      TacticTemplate(text: "assumption"),
      TacticTemplate(text: "contradiction"),
      TacticTemplate(text: "intro {+h}", target: ["→", "¬"]),
      TacticTemplate(text: "constructor", target: ["∧", "↔"]),
      TacticTemplate(text: "rcases {h} with ⟨{+h}, {+h}⟩", hypothesis: ["∧", "↔"]),
      TacticTemplate(text: "rcases {h} with {+h} | {+h}", hypothesis: ["∨"]),
      TacticTemplate(text: "apply {h}", hypothesis: ["→", "¬"]),
      TacticTemplate(text: "left", target: ["∨"]),
      TacticTemplate(text: "right", target: ["∨"]),
      TacticTemplate(text: "exfalso"),
      TacticTemplate(text: "apply Classical.byContradiction\nintro {+h}"),
    ],
    baseline: ["exact id", "rfl", "intros; assumption"],
    grammar: GrammarOptions(
      exhaustiveSize: 5, minimumSize: 3, maximumSize: 20, maximumVariables: 4))

  public static let nat = Domain(
    name: "nat", module: "Theory.Nat", opens: ["Loom"],
    sorts: [
      Sort(type: "Nat", variables: ["a", "b", "c", "d"], values: ["0", "1", "2", "3"]),
      Sort(type: "Prop", variables: ["h"], isQuantifiable: false),
    ],
    symbols: [
      relation("=", "Nat", weight: 4), relation("≤", "Nat"), implication(),
      operation("+", "Nat", .infixl(65), weight: 3), operation("*", "Nat", .infixl(70), weight: 2),
      Symbol(lean: "Nat.succ", arguments: ["Nat"], result: "Nat"),
      Symbol(lean: "0", arguments: [], result: "Nat"),
    ],
    premises: natNames, simplification: natNames,
    tactics: [
      TacticTemplate(text: "rfl"),
      TacticTemplate(text: "assumption"),
      TacticTemplate(text: "simp only [{s}]"),
      TacticTemplate(
        text: "induction {v} using nat_ind with\n| zero => _\n| succ {+n} {+ih} => _",
        variable: "Nat"),
      TacticTemplate(text: "rw [{r}]"),
    ],
    baseline: ["rfl", "simp only [{s}]"],
    grammar: GrammarOptions(
      exhaustiveSize: 9, minimumSize: 3, maximumSize: 20, maximumVariables: 4))

  public static let list = Domain(
    name: "list", module: "Theory.List", opens: ["Loom"],
    parameters: [Binder(name: "α", type: "Type"), Binder(name: "β", type: "Type")],
    carriers: ["α": "Nat", "β": "Nat"],
    sorts: [
      Sort(
        type: "List α", variables: ["l", "m", "n"], values: ["List.nil", "[0]", "[1, 0]"]),
      Sort(type: "List β", variables: [], values: [], isQuantifiable: false),
      Sort(type: "α", variables: ["x", "y"], values: ["0", "1"]),
      Sort(type: "α → β", variables: ["f", "g"], values: ["Nat.succ", "fun _ => 0"]),
      Sort(type: "Nat", variables: ["a", "b"], isQuantifiable: false),
      Sort(type: "Prop", variables: [], isQuantifiable: false),
    ],
    symbols: [
      relation("=", "List α", weight: 3), relation("=", "List β"), relation("=", "Nat"),
      Symbol(lean: "List.nil", arguments: [], result: "List α", weight: 0.5),
      Symbol(lean: "::", arguments: ["α", "List α"], result: "List α", notation: .infixr(67)),
      operation("++", "List α", .infixl(65)), operation("++", "List β", .infixl(65)),
      Symbol(lean: "List.reverse", arguments: ["List α"], result: "List α"),
      Symbol(lean: "List.map", arguments: ["α → β", "List α"], result: "List β"),
      Symbol(lean: "List.length", arguments: ["List α"], result: "Nat"),
      operation("+", "Nat", .infixl(65)), implication(weight: 0),
      Symbol(lean: "Nat.succ", arguments: ["Nat"], result: "Nat", weight: 0),
      Symbol(lean: "0", arguments: [], result: "Nat", weight: 0),
    ],
    premises: [], simplification: [], tactics: [TacticTemplate(text: "rfl")],
    baseline: ["rfl", "simp only [nil_append, cons_append, length_nil, length_cons]"],
    grammar: GrammarOptions(
      exhaustiveSize: 8, minimumSize: 3, maximumSize: 16, maximumVariables: 4))

  /// Every notation side by side, with Lean's own precedences: logic, numbers and lists together. No module has it.
  public static let notations = Domain(
    name: "notations", module: "Theory.Notations",
    parameters: [Binder(name: "α", type: "Type")],
    sorts: [
      Sort(type: "Prop", variables: ["p", "q"]), Sort(type: "Nat", variables: ["a", "b"]),
      Sort(type: "List α", variables: ["l", "m"]), Sort(type: "α", variables: ["x"]),
      Sort(type: "α → α", variables: ["f"]),
    ],
    symbols: [
      implication(), operation("∧", "Prop", .infixr(35)), operation("∨", "Prop", .infixr(30)),
      operation("↔", "Prop", .infix(20)), negation(),
      Symbol(lean: "False", arguments: [], result: "Prop"),
      Symbol(lean: "0", arguments: [], result: "Nat"),
      Symbol(lean: "Nat.succ", arguments: ["Nat"], result: "Nat"),
      operation("+", "Nat", .infixl(65)), operation("*", "Nat", .infixl(70)),
      operation("^", "Nat", .infixr(75)), relation("=", "Nat"), relation("≤", "Nat"),
      Symbol(lean: "List.nil", arguments: [], result: "List α"),
      Symbol(lean: "::", arguments: ["α", "List α"], result: "List α", notation: .infixr(67)),
      operation("++", "List α", .infixl(65)),
      Symbol(lean: "List.map", arguments: ["α → α", "List α"], result: "List α"),
      Symbol(lean: "∀", arguments: ["Nat", "Prop"], result: "Prop", isBinder: true),
      Symbol(lean: "∃", arguments: ["Nat", "Prop"], result: "Prop", isBinder: true),
      Symbol(lean: "@", arguments: ["α → α", "α"], result: "α"),
    ],
    premises: [], simplification: [], tactics: [], baseline: [], grammar: GrammarOptions())

  /// The domains of the seed corpus.
  public static let all = [logic, nat, list]

  public static func named(_ name: String) -> Domain? { all.first { $0.name == name } }

  /// What `Theory.Nat` says of sums and products, by name.
  public static let natDefinitions: KeyValuePairs = [
    "add_zero": "a + 0 = a", "add_succ": "a + Nat.succ b = Nat.succ (a + b)",
    "mul_zero": "a * 0 = 0", "mul_succ": "a * Nat.succ b = a * b + a",
  ]
  private static let natNames = natDefinitions.map { "Loom.\($0.key)" }

  private static func operation(
    _ lean: String, _ sort: String, _ notation: Notation, weight: Double = 1
  ) -> Symbol {
    Symbol(
      lean: lean, arguments: [sort, sort], result: sort, notation: notation, weight: weight)
  }

  private static func relation(_ lean: String, _ sort: String, weight: Double = 1) -> Symbol {
    Symbol(
      lean: lean, arguments: [sort, sort], result: "Prop", notation: .infix(50), weight: weight)
  }

  private static func implication(weight: Double = 1) -> Symbol {
    operation("→", "Prop", .infixr(25), weight: weight)
  }

  private static func negation(weight: Double = 1) -> Symbol {
    Symbol(
      lean: "¬", arguments: ["Prop"], result: "Prop",
      notation: .prefix(result: 1024, argument: 40), weight: weight)
  }
}

extension Domain {
  /// The sort of each variable that the domain names.
  public var sortOfVariable: [String: String] {
    var sorts: [String: String] = [:]
    for sort in self.sorts {
      for variable in sort.variables { sorts[variable] = sort.type }
    }
    return sorts
  }

  /// Reads `text`, in which the domain's variables are free. A text that cannot be read is a mistake of the test.
  public func term(_ text: String) -> Term {
    do {
      return try signature.parse(text, locals: Set(sortOfVariable.keys))
    } catch {
      preconditionFailure("\(name) cannot read '\(text)': \(error)")
    }
  }

  /// Variables and hypotheses in front of `target`, each with its type.
  public func statement(_ binders: KeyValuePairs<String, String>, _ target: String) -> Statement {
    statement(
      of: Goal(context: binders.map { Binder(name: $0.key, type: $0.value) }, target: target))
  }

  /// All variables have the sort of the domain that comes first.
  public func statement(_ variables: [String], _ target: String) -> Statement {
    statement(of: Goal(context: .of(sorts[0].type, variables), target: target))
  }
}

extension [Binder] {
  /// Binders of one type.
  public static func of(_ type: String, _ names: [String]) -> [Binder] {
    names.map { Binder(name: $0, type: type) }
  }
}

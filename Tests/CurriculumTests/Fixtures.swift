import Records
import Terms
import Testing

@testable import Curriculum

/// Domains as the configuration would give them, small.
enum Fixture {
  static let nat = Domain(
    name: "nat", module: "Theory.Nat",
    sorts: [
      Sort(type: "Nat", variables: ["a", "b", "c", "d"]),
      Sort(type: "Prop", variables: ["h"], isQuantifiable: false),
    ],
    symbols: [
      Symbol(lean: "=", arguments: ["Nat", "Nat"], result: "Prop", notation: .infix(50)),
      Symbol(lean: "→", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(25)),
      Symbol(lean: "+", arguments: ["Nat", "Nat"], result: "Nat", notation: .infixl(65)),
      Symbol(lean: "*", arguments: ["Nat", "Nat"], result: "Nat", notation: .infixl(70)),
      Symbol(lean: "Nat.succ", arguments: ["Nat"], result: "Nat"),
      Symbol(lean: "0", arguments: [], result: "Nat"),
    ],
    premises: [], simplification: [], tactics: [], baseline: [],
    grammar: GrammarOptions(minimumSize: 3, maximumSize: 24))

  static let logic = Domain(
    name: "logic", module: "Theory.Logic",
    sorts: [Sort(type: "Prop", variables: ["p", "q", "r", "s"])],
    symbols: [
      Symbol(lean: "↔", arguments: ["Prop", "Prop"], result: "Prop", notation: .infix(20)),
      Symbol(lean: "→", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(25)),
      Symbol(lean: "∧", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(35)),
      Symbol(lean: "∨", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(30)),
      Symbol(
        lean: "¬", arguments: ["Prop"], result: "Prop",
        notation: .prefix(result: 1024, argument: 40)),
    ],
    premises: [], simplification: [], tactics: [], baseline: [], grammar: GrammarOptions())

  static let list = Domain(
    name: "list", module: "Theory.List", parameters: [Binder(name: "α", type: "Type")],
    sorts: [
      Sort(type: "List α", variables: ["l", "m", "n"]), Sort(type: "α", variables: ["x", "y"]),
      Sort(type: "Nat", variables: ["a", "b"]), Sort(type: "α → α", variables: ["f", "g"]),
    ],
    symbols: [
      Symbol(lean: "=", arguments: ["List α", "List α"], result: "Prop", notation: .infix(50)),
      Symbol(lean: "→", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(25)),
      Symbol(lean: "List.nil", arguments: [], result: "List α"),
      Symbol(lean: "::", arguments: ["α", "List α"], result: "List α", notation: .infixr(67)),
      Symbol(lean: "++", arguments: ["List α", "List α"], result: "List α", notation: .infixl(65)),
      Symbol(lean: "List.length", arguments: ["List α"], result: "Nat"),
      Symbol(lean: "List.reverse", arguments: ["List α"], result: "List α"),
      Symbol(lean: "List.map", arguments: ["α → α", "List α"], result: "List α"),
      Symbol(lean: "@", arguments: ["α → α", "α"], result: "α"),
      Symbol(lean: "+", arguments: ["Nat", "Nat"], result: "Nat", notation: .infixl(65)),
      Symbol(lean: "Nat.succ", arguments: ["Nat"], result: "Nat"),
      Symbol(lean: "0", arguments: [], result: "Nat"),
    ],
    premises: [], simplification: [], tactics: [], baseline: [], grammar: GrammarOptions())

  static let natTheory = theory(
    nat,
    [
      ("add_zero", "a + 0 = a"), ("add_succ", "a + Nat.succ b = Nat.succ (a + b)"),
      ("mul_zero", "a * 0 = 0"), ("mul_succ", "a * Nat.succ b = a * b + a"),
    ])

  static let listTheory = theory(
    list,
    [
      ("nil_append", "List.nil ++ l = l"), ("cons_append", "(x :: l) ++ m = x :: (l ++ m)"),
      ("length_nil", "List.length List.nil = 0"),
      ("length_cons", "List.length (x :: l) = Nat.succ (List.length l)"),
      ("reverse_nil", "List.reverse List.nil = List.nil"),
      ("reverse_cons", "List.reverse (x :: l) = List.reverse l ++ x :: List.nil"),
      ("map_nil", "List.map f List.nil = List.nil"),
      ("map_cons", "List.map f (x :: l) = f x :: List.map f l"),
      ("add_zero", "a + 0 = a"), ("add_succ", "a + Nat.succ b = Nat.succ (a + b)"),
    ])

  static func theory(_ domain: Domain, _ lemmas: [(String, String)]) -> [TheoryLemma] {
    lemmas.map {
      TheoryLemma(name: $0.0, schema: schema($0.1, domain), isSimplification: true)
    }
  }

  static func sorts(_ domain: Domain) -> [String: String] {
    var sorts: [String: String] = [:]
    for sort in domain.sorts {
      for variable in sort.variables { sorts[variable] = sort.type }
    }
    return sorts
  }

  static func term(_ text: String, _ domain: Domain = nat) -> Term {
    do {
      return try domain.signature.parse(text, locals: Set(sorts(domain).keys))
    } catch {
      Issue.record("fixture: \(error)")
      return .variable("unreadable")
    }
  }

  static func schema(_ text: String, _ domain: Domain = nat) -> SchematicTerm {
    SchematicTerm(term(text, domain), sortOf: sorts(domain))
  }

  static func theorem(_ name: String, _ text: String, _ domain: Domain = nat, round: Int = 1)
    -> Theorem
  {
    Theorem(
      name: name, statement: domain.statement(term(text, domain), sortOf: sorts(domain)),
      script: "sorry", trace: "", source: .model, round: round, level: 1, applications: 1,
      steps: 1, lemmas: [], checker: "lean", toolchain: "4.35.0", axioms: [])
  }
}

/// A library that is fed theorems round by round.
struct LibraryRun {
  let library: LemmaLibrary
  var entries: [LemmaEntry] = []
  var round = 0
  var last: [LibraryDecision] = []

  init(
    _ domain: Domain = Fixture.nat, _ theory: [TheoryLemma] = Fixture.natTheory,
    _ options: LibraryOptions = LibraryOptions()
  ) throws {
    library = try LemmaLibrary(domain: domain, theory: theory, options: options)
  }

  /// One round with theorems `name: text`.
  mutating func prove(_ theorems: KeyValuePairs<String, String>, uses: [String: Int] = [:]) {
    round += 1
    let update = library.update(
      entries: entries,
      theorems: theorems.map { Fixture.theorem($0.key, $0.value, library.domain, round: round) },
      uses: uses, round: round)
    entries = update.entries
    last = update.decisions
  }

  var names: Set<String> { Set(entries.map(\.name)) }
  func entry(_ name: String) -> LemmaEntry? { entries.first { $0.name == name } }
  func decision(_ name: String) -> LibraryDecision? { last.first { $0.name == name } }
  func action(_ name: String) -> LibraryDecision.Action? { decision(name)?.action }
}

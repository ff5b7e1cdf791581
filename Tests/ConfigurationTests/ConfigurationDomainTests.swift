import Testing

@testable import Configuration

/// A domain made of lines that a test replaces, so that line numbers are the same in each.
private func domain(_ changes: [String: String]) -> String {
  let lines = [
    ("theory", "theory: Theory.Nat"),
    ("open", "open: [Loom]"),
    ("parameters", "parameters: [{name: α, carrier: Bool}]"),
    ("sorts", "sorts: [{type: Nat, variables: [a, b]}, {type: α, variables: [x]}]"),
    (
      "symbols",
      "symbols: [{lean: \"=\", type: Nat → Nat → Prop, notation: infix 50}, {lean: f, type: α → α}]"
    ),
    ("premises", "premises: [add_zero]"),
    ("simplification", "simplification: [add_zero]"),
    ("tactics", "tactics: [rfl]"),
    ("baseline", "baseline: [rfl]"),
    ("grammar", "grammar: {size_min: 3}"),
  ]
  let body = lines.map { "    " + (changes[$0.0] ?? $0.1) }
  return "domains:\n  d:\n" + body.joined(separator: "\n") + "\n"
}

@Suite struct ConfigurationDomainTests {
  @Test func theUnchangedDomainIsGood() throws {
    #expect(try Configuration.parse(domain([:])).domains.map(\.name) == ["d"])
  }

  @Test(arguments: cases)
  func isRefused(bad: BadConfiguration) {
    #expect(bad.found == bad.expected.map { "config.yaml:" + $0 })
  }

  private static func bad(_ key: String, _ line: String, _ expected: String...) -> BadConfiguration
  {
    var bad = BadConfiguration(domain([key: line]), completed: false)
    bad.expected = expected
    return bad
  }

  static let cases = [
    BadConfiguration(
      "domains: {Nat: {}}",
      "1:11: the name 'Nat' in domains must be made of small letters, digits and '_', beginning "
        + "with a letter", completed: false),
    bad(
      "theory", "theery: T", "3:5: unknown key 'theery' in domains.d; did you mean 'theory'?",
      "3:5: domains.d lacks the key 'theory'"),
    bad("theory", "theory: 1.T", "3:13: domains.d.theory is '1.T', which is no Lean name"),
    bad("open", "open: [Loom, Loom]", "4:18: domains.d.open[1] is 'Loom' a second time; remove it"),
    bad(
      "parameters", "parameters: [{name: α}]",
      "5:18: domains.d.parameters[0] lacks the key 'carrier'"),
    bad(
      "sorts", "sorts: [{type: Nat, variables: [a]}, {type: Nat}, {type: α, variables: [x]}]",
      "6:49: domains.d.sorts[1].type is 'Nat' a second time"),
    bad(
      "sorts", "sorts: [{type: Nat, variables: [a, 1b]}, {type: α, variables: [a, f, α]}]",
      "6:40: domains.d.sorts[0].variables[1] is '1b', which is no name for a variable",
      "6:68: domains.d.sorts[1].variables[0] is 'a', which is a variable of sort 'Nat' already",
      "6:71: domains.d.sorts[1].variables[1] is 'f', which is a symbol already",
      "6:74: domains.d.sorts[1].variables[2] is 'α', which is a parameter already"),
    bad(
      "open", "borrows: [d, e]",
      "4:15: domains.d.borrows[0] is 'd', which must be another domain over Theory.Nat",
      "4:18: domains.d.borrows[1] is 'e', which is no domain of this file"),
    bad("sorts", "sorts: []", "6:12: domains.d.sorts has 0 entries; it must have from 1 to 64"),
    bad(
      "sorts", "sorts: [{type: \"(Nat\", variables: [a]}, {type: α, variables: [x]}]",
      "6:20: domains.d.sorts[0].type is '(Nat', which is no type"),
    bad(
      "sorts", "sorts: [{type: Nat, variables: [a]}, {type: α}]",
      "6:42: domains.d.sorts[1] has no terms: 'α' has neither variables to quantify over nor a "
        + "symbol of positive weight that can be built"),
    bad(
      "symbols", "symbols: [{lean: \"=\", type: Nat → Nut → Prop, notation: infix 50}]",
      "7:33: domains.d.symbols[0].type uses the sort 'Nut', which is not declared; did you mean "
        + "'Nat'?"),
    bad(
      "symbols", "symbols: [{lean: \"=\", type: Nat → Nat → Prop}]",
      "7:22: domains.d.symbols[0].lean is '=', neither a Lean name nor a numeral; an operator needs "
        + "'notation' or 'binder'"),
    bad(
      "symbols", "symbols: [{lean: \"=\", type: Nat → Prop, notation: infix 50}]",
      "7:33: domains.d.symbols[0].type has 1 arguments; an infix operator has 2"),
    bad(
      "symbols", "symbols: [{lean: \"¬\", type: Prop, notation: prefix 1024 40}]",
      "7:33: domains.d.symbols[0].type has 0 arguments; a prefix operator has 1"),
    bad(
      "symbols", "symbols: [{lean: \"∀\", type: Nat → Prop, binder: true}]",
      "7:33: domains.d.symbols[0].type has 1 arguments; a binder has 2, the variable's sort and the "
        + "body's"),
    bad(
      "symbols", "symbols: [{lean: \"@\", type: Nat → Prop}]",
      "7:33: domains.d.symbols[0].type has 1 arguments; '@' has the function and at least one "
        + "argument"),
    bad(
      "symbols", "symbols: [{lean: \"=\", type: Nat →, notation: infix 50}]",
      "7:33: domains.d.symbols[0].type is 'Nat →', which is no type"),
    bad(
      "symbols", "symbols: [{lean: \"=\", type: Nat → Nat → Prop, notation: infxl 50}]",
      "7:61: domains.d.symbols[0].notation is 'infxl 50'; it must be \(NotationText.expected)"),
    bad(
      "symbols", "symbols: [{lean: g, type: Prop, weight: -1}]",
      "7:45: domains.d.symbols[0].weight is '-1'; it must be a number from 0 to 1000000"),
    bad(
      "symbols", "symbols: [{lean: g, type: Prop}, {lean: g, type: Prop}]",
      "7:45: domains.d.symbols[1].lean is 'g : Prop' a second time"),
    bad(
      "symbols", "symbols: [{lean: g, type: Prop, weight: 0}]",
      "7:14: domains.d.symbols build no statement: none with result Prop can be built at a positive "
        + "weight"),
    bad(
      "simplification", "simplification: [add_zer]",
      "9:22: domains.d.simplification[0] is 'add_zer', which is not among the premises; did you "
        + "mean 'add_zero'?"),
    bad(
      "tactics", "tactics: [\"exact {x}\"]",
      "10:15: domains.d.tactics[0] has the unknown hole '{x}'; holes are {h}, {g}, {v}, {w}, {t}, {b}, {c}, "
        + "{p}, {r}, {s} and fresh names such as {+h}"),
    bad(
      "tactics", "tactics: [\"exact {g}\"]",
      "10:15: domains.d.tactics[0] has the hole {g}, but no {h} that takes it"),
    bad("tactics", "tactics: [\"\"]", "10:15: domains.d.tactics[0] is empty"),
    bad(
      "tactics", "tactics: [\"cases {v}\"]",
      "10:15: domains.d.tactics[0] has the hole {v}, but no 'variable' says of which sort"),
    bad(
      "tactics", "tactics: [{text: \"cases {v}\", variable: Nut}]",
      "10:45: domains.d.tactics[0].variable is 'Nut', which is no sort of the domain; did you mean "
        + "'Nat'?"),
    bad(
      "tactics", "tactics: [{text: rfl, term: Nat, hypothesis: [\"=\"]}]",
      "10:33: domains.d.tactics[0].term is given, but the text has no {t}",
      "10:50: domains.d.tactics[0].hypothesis is given, but the text has no {h}"),
    bad(
      "tactics", "tactics: [{text: rfl, target: [\"≠\"]}]",
      "10:36: domains.d.tactics[0].target[0] is '≠', which is no symbol of the domain"),
    bad(
      "tactics", "tactics: [{txt: rfl}]",
      "10:15: domains.d.tactics[0] lacks the key 'text'",
      "10:16: unknown key 'txt' in domains.d.tactics[0]; did you mean 'text'?"),
    bad(
      "tactics", "tactics: [rfl, rfl]", "10:20: domains.d.tactics[1] is a second time; remove it"),
    bad(
      "grammar", "grammar: {size_min: 9, size_max: 5}",
      "12:25: domains.d.grammar.size_min is 9, larger than size_max (5)"),
  ]
}

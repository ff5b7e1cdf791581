import Terms

/// Reads what Lean says of declarations (`#print`, `#check`) where notation is off.
enum LeanAnswers {
  /// Commands in front of the questions: everything is printed as applications with full names.
  static let options = [
    "set_option pp.notation false", "set_option pp.fullNames true",
    "set_option pp.structureInstances false", "set_option pp.fieldNotation false",
    "set_option pp.universes false", "set_option pp.deepTerms true",
    "set_option pp.proofs true", "set_option pp.maxSteps 100000", "set_option pp.unicode.fun false",
  ]

  /// What `#print NAME` says that a name is.
  enum Kind: Hashable {
    case definition
    case theorem
    /// With the names of its constructors.
    case inductive([String])
    case other
  }

  static func kind(_ answer: String) -> Kind {
    let lines = answer.split(separator: "\n").map(String.init)
    var words = (lines.first ?? "").split(separator: " ").map(String.init)
    while let first = words.first, first.hasPrefix("@[") || modifiers.contains(first) {
      if first.hasPrefix("@["), !first.hasSuffix("]") {
        words = Array(words.drop { !$0.hasSuffix("]") }.dropFirst())
      } else {
        words.removeFirst()
      }
    }
    switch words.first {
    case "def", "abbrev": return .definition
    case "theorem": return .theorem
    case "inductive", "structure": return .inductive(constructors(lines))
    default: return .other
    }
  }

  private static let modifiers: Set<String> = ["protected", "private", "noncomputable", "unsafe"]

  private static func constructors(_ lines: [String]) -> [String] {
    guard
      let start = lines.firstIndex(where: { $0.hasPrefix("constructors:") || $0 == "constructor:" })
    else { return [] }
    let isStructure = lines[start] == "constructor:"
    return lines[(start + 1)...].compactMap { line in
      // A constructor's type that is wrapped goes on with blanks; that of a structure begins with them.
      if line.hasPrefix("  "), !isStructure { return nil }
      let name = line.drop { $0 == " " }.prefix { $0 != " " }
      return name.isEmpty ? nil : String(name.split(separator: ".{")[0])
    }.prefix(isStructure ? 1 : lines.count).map { $0 }
  }

  /// What follows the name in `@name : type`, on one line.
  static func type(_ answer: String) -> String? {
    guard let colon = answer.firstRange(of: " : ") else { return nil }
    return answer[colon.upperBound...].split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static let grammar = Signature([
    Symbol(lean: "→", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(25)),
    Symbol(lean: "∀", arguments: ["_", "Prop"], result: "Prop", isBinder: true),
  ])

  /// A statement with its variables; nil where it is outside of what terms can say.
  static func statement(_ type: String) -> (variables: [LeadingBinders.Variable], term: Term)? {
    let stated = LeadingBinders(type)
    let locals = Set(stated.variables.map(\.name))
    guard let term = try? grammar.parse(stated.rest, locals: locals) else { return nil }
    return (stated.variables, ClassOperations.spelled(term))
  }

  /// The equations under `#print equations NAME`.
  static func equations(_ answer: String) -> [Equation] {
    var texts: [String] = []
    for line in answer.split(separator: "\n").dropFirst() {
      if line.hasPrefix(" "), !texts.isEmpty {
        texts[texts.count - 1] += line
      } else {
        texts.append(String(line))
      }
    }
    return texts.compactMap { text in
      guard let start = text.firstRange(of: "theorem "), let type = type(text) else { return nil }
      let name = text[start.upperBound...].prefix { $0 != " " }
      return equation(named: String(name.split(separator: ".{")[0]), type)
    }
  }

  /// A statement as an equation from left to right; nil where its conclusion is none.
  static func equation(named name: String, _ type: String) -> Equation? {
    guard let (variables, term) = statement(type) else { return nil }
    var conclusion = term
    var isConditional = false
    while case .apply("→", let sides) = conclusion, sides.count == 2 {
      conclusion = sides[1]
      isConditional = true
    }
    guard case .apply("=", let sides) = conclusion, sides.count == 2 else { return nil }
    return Equation(
      name: name, variables: variables.filter { $0.type != "Type" && !$0.type.hasPrefix("Type ") },
      left: sides[0], right: sides[1], isConditional: isConditional)
  }

  /// A principle from its signature as `#check name` shows it, with the names of its cases:
  /// `name {motive : Nat → Prop} (zero : motive 0) (succ : …) (a : Nat) : motive a`. nil for other statements.
  static func principle(_ answer: String) -> Principle? {
    let text = answer.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    var rest = text.drop { $0 != " " }.drop { $0 == " " }
    var targets: [TypeTerm]?
    var cases: [Principle.Case] = []
    while let first = rest.first, "({[".contains(first), let end = closing(rest) {
      let inner = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...].drop { $0 == " " }
      guard let colon = inner.firstRange(of: " : ") else { continue }
      let names = inner[..<colon.lowerBound].split(separator: " ").map(String.init)
      let type = String(inner[colon.upperBound...])
      if names == ["motive"] {
        guard let motive = TypeText.parse(type) else { return nil }
        targets = motive.curried.arguments
      } else if mentionsMotive(type) {
        cases += names.map { Principle.Case(name: $0, fields: fields(type)) }
      }
    }
    guard let targets, !targets.isEmpty, !cases.isEmpty, rest.hasPrefix(": motive ") else {
      return nil
    }
    return Principle(
      name: String(text.prefix { $0 != " " }.split(separator: ".{")[0]), targets: targets,
      cases: cases)
  }

  private static func mentionsMotive(_ text: String) -> Bool {
    text.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains("motive")
  }

  /// What the case `∀ (a : Nat), motive a → motive (Nat.succ a)` brings into the context.
  private static func fields(_ type: String) -> [Principle.Field] {
    var fields: [Principle.Field] = []
    var rest = type
    while true {
      let stated = LeadingBinders(rest)
      fields += stated.variables.map { .variable(name: $0.name, type: $0.type) }
      guard let arrow = topLevelArrow(stated.rest) else { return fields }
      let premise = stated.rest[..<arrow.lowerBound]
      fields.append(mentionsMotive(String(premise)) ? .hypothesis : .condition)
      rest = String(stated.rest[arrow.upperBound...].drop { $0 == " " })
    }
  }

  private static func topLevelArrow(_ text: String) -> Range<String.Index>? {
    var depth = 0
    for index in text.indices {
      if "({[".contains(text[index]) { depth += 1 }
      if ")}]".contains(text[index]) { depth -= 1 }
      if depth == 0, text[index] == "→" { return index..<text.index(after: index) }
    }
    return nil
  }

  /// Where the bracket that a text begins with closes.
  private static func closing(_ text: Substring) -> Substring.Index? {
    var depth = 0
    for index in text.indices {
      if "({[".contains(text[index]) { depth += 1 }
      if ")}]".contains(text[index]) { depth -= 1 }
      if depth == 0 { return index }
    }
    return nil
  }
}

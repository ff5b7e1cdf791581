import Records
import Terms

// What must hold between the keys of a domain, so that every sample can be built and every template
// filled. Whether the Lean text means anything is Lean's to say.

extension Domain {
  /// What is wrong with a domain's name; it becomes a module's and a folder's name.
  static func problem(withName name: String) -> String? {
    let isGood =
      name.count <= 64 && name.unicodeScalars.first.map { ("a"..."z").contains($0) } == true
      && name.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_"
      }
    return isGood ? nil : "must be made of small letters, digits and '_', beginning with a letter"
  }

  /// What is wrong with the holes of a tactic text. `{` with a space after it is Lean's own.
  static func problem(withTactic text: String) -> String? {
    for match in text.matches(of: /\{([^{}\s]*)\}/) {
      let hole = String(match.1)
      let isFresh = hole.hasPrefix("+") && LeanName.isIdentifier(hole.dropFirst())
      if !isFresh, !holes.contains(hole) {
        return
          "has the unknown hole '{\(hole)}'; holes are {h}, {g}, {v}, {w}, {t}, {b}, {c}, {p}, {r}, "
          + "{s} and fresh names such as {+h}"
      }
    }
    return nil
  }

  private static let holes = ["h", "g", "v", "w", "t", "b", "c", "p", "r", "s"]

  /// Everything that is wrong between the keys, in the order of the keys.
  func findings() -> [Finding] {
    // What the theory is to fill in is checked once it is there.
    if isShort { return [] }
    return completeFindings()
  }

  /// As `findings`, of a domain that has everything.
  package func completeFindings() -> [Finding] {
    let declared = sortFindings()
    // With sorts or symbols declared wrongly, what depends on them is wrong for no reason of its
    // own.
    let symbols = symbolFindings()
    if !declared.isEmpty || !symbols.isEmpty { return declared + symbols }
    return buildFindings() + premiseFindings() + tacticFindings()
  }

  private func sortFindings() -> [Finding] {
    var findings: [Finding] = []
    if let (index, type) = firstRepeated(sorts.map(\.type)) {
      findings.append(Finding("sorts[\(index)].type", "is '\(type)' a second time"))
    }
    if let (index, name) = firstRepeated(parameters.map(\.name)) {
      findings.append(Finding("parameters[\(index)].name", "is '\(name)' a second time"))
    }
    var owners: [String: String] = [:]
    for parameter in parameters { owners[parameter.name] = "a parameter" }
    for symbol in signature.symbols { owners[symbol.lean] = "a symbol" }
    for (index, sort) in sorts.enumerated() {
      for (place, name) in sort.variables.enumerated() {
        let path = "sorts[\(index)].variables[\(place)]"
        if !LeanName.isIdentifier(name) {
          findings.append(Finding(path, "is '\(name)', which is no name for a variable"))
        } else if let owner = owners[name] {
          findings.append(Finding(path, "is '\(name)', which is \(owner) already"))
        } else {
          owners[name] = "a variable of sort '\(sort.type)'"
        }
      }
    }
    return findings
  }

  private func symbolFindings() -> [Finding] {
    var findings: [Finding] = []
    // Statements are propositions in every domain, whether or not it has variables for them.
    let types = sorts.map(\.type) + ["Prop"]
    for (index, symbol) in signature.symbols.enumerated() {
      let path = "symbols[\(index)]"
      for type in symbol.arguments + [symbol.result] where !types.contains(type) {
        let hint = Suggestion.text(for: type, among: types)
        findings.append(
          Finding(path + ".type", "uses the sort '\(type)', which is not declared\(hint)"))
      }
      if let message = Self.problem(withSpelling: symbol) {
        findings.append(Finding(path + ".lean", message))
      }
      if let message = Self.problem(withArity: symbol) {
        findings.append(Finding(path + ".type", message))
      }
    }
    // One spelling may have several types, as `=` between numbers and between lists.
    let uses = signature.symbols.map { "\($0.lean) : \(SymbolType.join($0.arguments, $0.result))" }
    if let (index, use) = firstRepeated(uses) {
      findings.append(Finding("symbols[\(index)].lean", "is '\(use)' a second time"))
    }
    return findings
  }

  private static func problem(withSpelling symbol: Symbol) -> String? {
    let isWord =
      LeanName.isName(symbol.lean) || symbol.lean.allSatisfy { $0.isASCII && $0.isNumber }
      || symbol.lean == Term.application
    if symbol.isBinder || symbol.notation != .application {
      let isOperator = !symbol.lean.contains {
        $0.isWhitespace || "()[]{},:;".contains($0) && symbol.lean.count == 1
      }
      return isOperator ? nil : "is '\(symbol.lean)', which is no operator"
    }
    return isWord
      ? nil
      : "is '\(symbol.lean)', neither a Lean name nor a numeral; "
        + "an operator needs 'notation' or 'binder'"
  }

  private static func problem(withArity symbol: Symbol) -> String? {
    let count = symbol.arguments.count
    if symbol.isBinder {
      if symbol.notation != .application { return "is that of a binder, which takes no 'notation'" }
      return count == 2
        ? nil : "has \(count) arguments; a binder has 2, the variable's sort and the body's"
    }
    if symbol.lean == Term.application, count < 2 {
      return "has \(count) arguments; '@' has the function and at least one argument"
    }
    switch symbol.notation {
    case .prefix where count != 1: return "has \(count) arguments; a prefix operator has 1"
    case .infix where count != 2: return "has \(count) arguments; an infix operator has 2"
    default: return nil
    }
  }

  /// Every sort needs a term, and there must be a statement.
  private func buildFindings() -> [Finding] {
    var buildable = Set(sorts.filter { $0.isQuantifiable && !$0.variables.isEmpty }.map(\.type))
    let named = Set(sorts.filter { !$0.variables.isEmpty }.map(\.type))
    var statements = false
    var grew = true
    while grew {
      grew = false
      for symbol in signature.symbols where symbol.weight > 0 {
        let needed = symbol.isBinder ? Array(symbol.arguments.dropFirst()) : symbol.arguments
        let bound = symbol.isBinder ? Array(symbol.arguments.prefix(1)) : []
        guard needed.allSatisfy(buildable.contains), bound.allSatisfy(named.contains) else {
          continue
        }
        if symbol.result == "Prop" { statements = true }
        if buildable.insert(symbol.result).inserted { grew = true }
      }
      // A bound variable is a term too, though only below its binder.
      for symbol in signature.symbols where symbol.isBinder && symbol.weight > 0 {
        for sort in symbol.arguments.prefix(1) where named.contains(sort) {
          if buildable.insert(sort).inserted { grew = true }
        }
      }
    }
    var findings = sorts.enumerated().filter { !buildable.contains($1.type) }.map { index, sort in
      Finding(
        "sorts[\(index)]",
        "has no terms: '\(sort.type)' has neither variables to quantify over nor a symbol "
          + "of positive weight that can be built"
      )
    }
    if !statements {
      findings.append(
        Finding(
          "symbols", "build no statement: none with result Prop can be built at a positive weight"))
    }
    return findings
  }

  private func premiseFindings() -> [Finding] {
    simplification.enumerated().filter { !premises.contains($1) }.map { index, name in
      Finding(
        "simplification[\(index)]",
        "is '\(name)', which is not among the premises"
          + Suggestion.text(for: name, among: premises))
    }
  }

  private func tacticFindings() -> [Finding] {
    tactics.enumerated().flatMap { index, tactic in
      findings(of: tactic, at: "tactics[\(index)]")
    }
  }

  /// `_` in a template's sort is any type.
  private static func fits(_ sort: String, _ pattern: String) -> Bool {
    guard sort != pattern else { return true }
    guard let wanted = TypeText.parse(pattern), let type = TypeText.parse(sort) else {
      return false
    }
    return wanted.matching(type, parameters: []) != nil
  }

  private func findings(of tactic: TacticTemplate, at path: String) -> [Finding] {
    var findings: [Finding] = []
    let heads = signature.symbols.map(\.lean)
    for (key, names) in [("target", tactic.target), ("hypothesis", tactic.hypothesis)] {
      for (index, name) in names.enumerated() where !heads.contains(name) {
        let hint = Suggestion.text(for: name, among: heads)
        findings.append(
          Finding(
            "\(path).\(key)[\(index)]", "is '\(name)', which is no symbol of the domain\(hint)"))
      }
    }
    let sortNames = sorts.map(\.type)
    for (key, hole, sort) in [("variable", "{v}", tactic.variable), ("term", "{t}", tactic.term)] {
      let isUsed = tactic.text.contains(hole)
      if let sort, !sortNames.contains(where: { Self.fits($0, sort) }) {
        let hint = Suggestion.text(for: sort, among: sortNames)
        findings.append(
          Finding("\(path).\(key)", "is '\(sort)', which is no sort of the domain\(hint)"))
      } else if sort != nil, !isUsed {
        findings.append(Finding("\(path).\(key)", "is given, but the text has no \(hole)"))
      } else if sort == nil, isUsed {
        findings.append(Finding(path, "has the hole \(hole), but no '\(key)' says of which sort"))
      }
    }
    if tactic.text.contains("{w}"), !tactic.text.contains("{v}") {
      findings.append(Finding(path, "has the hole {w}, but no {v} that an induction is on"))
    }
    if tactic.text.contains("{c}"), tactic.call == nil {
      findings.append(Finding(path, "has the hole {c}, but no 'call' says of which function"))
    }
    if let call = tactic.call, !heads.contains(call) {
      let hint = Suggestion.text(for: call, among: heads)
      findings.append(
        Finding("\(path).call", "is '\(call)', which is no symbol of the domain\(hint)"))
    }
    if tactic.text.contains("{g}"), !tactic.text.contains("{h}") {
      findings.append(Finding(path, "has the hole {g}, but no {h} that takes it"))
    }
    if !tactic.hypothesis.isEmpty, !tactic.text.contains("{h}") {
      findings.append(Finding("\(path).hypothesis", "is given, but the text has no {h}"))
    }
    return findings
  }
}

import Basics
import Records

/// The small values at which statements over some variables are tried. Lean computes all truth
/// values; this only writes the question and reads the answer.
struct Trial {
  let domain: Domain
  let variables: [(name: String, sort: String)]
  /// Lean texts of the values, a row an assignment in the order of `variables`.
  let assignments: [[String]]

  /// nil where a sort has no values. At most `valuesMax` values a sort; when there are more than
  /// `maximum` assignments, that many are drawn. The order mixes small and large, so that a few
  /// rows refute most.
  init?(
    domain: Domain, variables: [(name: String, sort: String)], valuesMax: Int, maximum: Int
  ) {
    self.domain = domain
    self.variables = variables
    let choices = variables.map { Array((domain.sort($0.sort)?.values ?? []).prefix(valuesMax)) }
    guard choices.allSatisfy({ !$0.isEmpty }) else { return nil }
    let total = choices.reduce(1) { min(1 << 40, $0 * $1.count) }
    // Seeded by the sorts alone: a statement is tried at the same values in every round.
    let sorts = variables.map(\.sort).joined(separator: " ")
    var generator = SplitMix64(seed: 1, "trial", domain.name, sorts)
    var rows: [Int]
    if total <= 4096 {
      rows = Array((0..<total).shuffled(using: &generator).prefix(maximum))
    } else {
      var seen: Set<Int> = []
      rows = []
      while rows.count < min(maximum, total) {
        let row = Int.random(in: 0..<total, using: &generator)
        if seen.insert(row).inserted { rows.append(row) }
      }
    }
    assignments = rows.map { number in
      var rest = number
      return choices.map { values in
        defer { rest /= values.count }
        return values[rest % values.count]
      }
    }
  }

  /// Lean text of a function's values at some of the assignments, as a definition to stand once before many
  /// commands: the assignments cost more to elaborate than what is tried at them.
  func table(rows: Range<Int>) -> (name: String, definition: String) {
    let arrows = variables.indices.map { index in
      binder((name: "v\(index)", sort: variables[index].sort), separator: " → ")
    }
    let calls = rows.map { row in
      (["f"] + assignments[row].map { "(\(domain.atCarriers($0)))" }).joined(separator: " ")
    }
    let type = "{β : Type} (f : \(arrows.joined())β) : List β"
    let body = "[\(calls.joined(separator: ", "))]"
    let name = "Lemmaloom.Table.t\(Hash64.hex(type + body))"
    return (name, "noncomputable def \(name) \(type) := \(body)")
  }

  /// `#reduce` of `body` at the assignments of a table: a Lean list, one entry a row.
  func command(body: String, table: String) -> String {
    let function = variables.map { binder($0, separator: " ") }.joined()
    let text = domain.atCarriers(body)
    return "#reduce \(table) " + (variables.isEmpty ? "(\(text))" : "(fun \(function)=> \(text))")
  }

  /// `(p : Prop) → [Decidable p] → `: truth values come with the means to decide them.
  private func binder(_ variable: (name: String, sort: String), separator: String) -> String {
    let type = domain.atCarriers(variable.sort)
    let text = "(\(variable.name) : \(type))\(separator)"
    let parts = Self.arrowParts(variable.sort)
    guard parts.last == "Prop" else { return text }
    if parts.count == 1 { return text + "[Decidable \(variable.name)]\(separator)" }
    let names = (1..<parts.count).map { "x_\($0)" }.joined(separator: " ")
    return text + "[∀ \(names), Decidable (\(variable.name) \(names))]\(separator)"
  }

  /// `α → β → Prop` split at its outermost arrows.
  static func arrowParts(_ type: String) -> [String] {
    var parts = [""]
    var depth = 0
    for character in type {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == "→", depth == 0 {
        parts.append("")
      } else {
        parts[parts.count - 1].append(character)
      }
    }
    return parts.map { $0.split(separator: " ").joined(separator: " ") }
  }

  /// Reads the truth values out of Lean's answer; nil unless there are exactly `count` and nothing
  /// stuck.
  static func truthValues(_ text: String, count: Int) -> [Bool]? {
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "." || $0 == "_") }
    var values: [Bool] = []
    for word in words {
      switch word {
      case "true", "Bool.true": values.append(true)
      case "false", "Bool.false": values.append(false)
      case "List.nil": continue
      default: return nil
      }
    }
    return values.count == count ? values : nil
  }

  /// Tactic text that proves the negation of the statement from its falsehood at one assignment.
  func disproof(of statement: Statement, row: Int) -> String? {
    var arguments: [String] = []
    for binder in statement.binders {
      if let position = variables.firstIndex(where: { $0.name == binder.name }) {
        arguments.append("(\(domain.atCarriers(assignments[row][position])))")
      } else if let carrier = domain.carriers[binder.name] {
        arguments.append("(\(carrier))")
      } else {
        return nil
      }
    }
    return "intro h\nexact absurd (\((["h"] + arguments).joined(separator: " "))) (by decide)"
  }
}

extension Domain {
  /// Lean text with every type parameter replaced by its carrier.
  func atCarriers(_ text: String) -> String {
    Identifiers.replacing(carriers.mapValues { $0.contains(" ") ? "(\($0))" : $0 }, in: text)
  }
}

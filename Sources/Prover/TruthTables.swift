import LeanInterface
import Records
import Terms

/// The truth tables of a domain's connectives, as Lean computes them. A goal over propositional variables that is
/// false somewhere, with its hypotheses true, has no proof: a search need not look for one.
struct TruthTables: Sendable {
  /// Results at all combinations of arguments, the first argument in the lowest bit; a connective without an entry
  /// is not decided.
  private let tables: [String: [Bool]]
  let isEmpty: Bool

  static let none = TruthTables([:])

  init(_ tables: [String: [Bool]]) {
    self.tables = tables
    isEmpty = tables.isEmpty
  }

  /// Asks Lean for the tables of the symbols that take propositions to propositions.
  static func ask(_ domain: Domain, pool: LeanPool, header: LeanHeader)
    async throws(CancellationError) -> TruthTables
  {
    guard let sort = domain.sort("Prop"), Set(sort.values) == ["True", "False"] else {
      return .none
    }
    let connectives = domain.signature.symbols.filter { symbol in
      !symbol.isBinder && symbol.result == "Prop" && symbol.arguments.count <= 3
        && symbol.arguments.allSatisfy { $0 == "Prop" }
    }
    let commands = connectives.map { symbol in
      let rows = (0..<(1 << symbol.arguments.count)).map { row in
        let values = symbol.arguments.indices.map { position in
          Term.apply(row >> position & 1 == 1 ? "True" : "False", [])
        }
        return "decide (\(domain.signature.print(.apply(symbol.lean, values))))"
      }
      return "#reduce [\(rows.joined(separator: ", "))]"
    }
    let answers = try await pool.run(commands, header: header)
    var tables: [String: [Bool]] = [:]
    for (symbol, answer) in zip(connectives, answers) {
      guard case .finished(let messages, true) = answer, messages.count == 1,
        let text = messages.first?.text, messages.first?.severity == .information
      else { continue }
      let words = text.split { !($0.isLetter || $0 == ".") }
      let values = words.compactMap { word -> Bool? in
        switch word {
        case "true", "Bool.true": true
        case "false", "Bool.false": false
        default: nil
        }
      }
      if values.count == 1 << symbol.arguments.count { tables[symbol.lean] = values }
    }
    return TruthTables(tables)
  }

  /// Truth values of the variables at which the hypotheses hold and the target does not; nil where there are none,
  /// or where a part of the goal is not made of the connectives and propositional variables.
  func countermodel(of goal: ParsedGoal) -> [(variable: String, value: Bool)]? {
    let variables = goal.variables.filter { $0.sort == "Prop" }.map(\.name)
    guard !isEmpty, variables.count <= Self.variablesMax, let target = goal.target else {
      return nil
    }
    let width = 1 << variables.count
    let all: UInt64 = width == 64 ? .max : (1 << UInt64(width)) - 1
    var columns: [String: UInt64] = [:]
    for (position, name) in variables.enumerated() {
      var column: UInt64 = 0
      for row in 0..<width where row >> position & 1 == 1 { column |= 1 << UInt64(row) }
      columns[name] = column
    }
    guard let goalColumn = column(of: target, columns, all) else { return nil }
    var open = ~goalColumn & all
    for hypothesis in goal.hypotheses {
      guard let term = hypothesis.term, let column = column(of: term, columns, all) else {
        return nil
      }
      open &= column
    }
    if open == 0 { return nil }
    let row = open.trailingZeroBitCount
    return variables.enumerated().map { ($1, row >> $0 & 1 == 1) }
  }

  /// 2⁶ rows fill a word.
  private static let variablesMax = 6

  /// Truth values of a term, a bit a row.
  private func column(of term: Term, _ columns: [String: UInt64], _ all: UInt64) -> UInt64? {
    switch term {
    case .variable(let name): return columns[name]
    case .bind: return nil
    case .apply(let symbol, let arguments):
      guard let table = tables[symbol], table.count == 1 << arguments.count else { return nil }
      var inner: [UInt64] = []
      for argument in arguments {
        guard let column = column(of: argument, columns, all) else { return nil }
        inner.append(column)
      }
      var result: UInt64 = 0
      for (row, value) in table.enumerated() where value {
        var match = all
        for (position, column) in inner.enumerated() {
          match &= row >> position & 1 == 1 ? column : ~column
        }
        result |= match & all
      }
      return result
    }
  }
}

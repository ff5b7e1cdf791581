import Basics
import Records
import Terms

/// What a domain's conjectures must be new against: theorems, disproved statements, and open ones
/// that were tried. A value that the daemon keeps from round to round.
public struct KnownStatements: Sendable {
  /// A theorem as a pattern: its variables stand for anything of their sort.
  struct Pattern: Sendable {
    let id: String
    let typed: TypedTerm
    let variables: Set<String>
  }

  /// Rounds after which an open statement may be proposed again: the library may have grown since. Twice as many
  /// after each time that it was in vain, so that hopeless ones do not take the place of new ones.
  public var retryAfterRounds: Int
  private(set) var theorems: [Pattern] = []
  private var patternForms: Set<String> = []
  /// Normal forms by `Hash64`: thousands come with each round, for days. Of a hundred million no two are likely to meet.
  private var settled: Set<UInt64> = []
  private var tried: [UInt64: (round: Int, times: Int)] = [:]
  private let domain: Domain
  private let grammar: Grammar

  public init(_ grammar: Grammar, retryAfterRounds: Int = 5) {
    self.grammar = grammar
    domain = grammar.domain
    self.retryAfterRounds = retryAfterRounds
  }

  /// Settled statements and open ones together.
  public var count: Int { settled.count + tried.count }

  /// A proved statement: neither it nor an instance of it is proposed again.
  public mutating func insert(theorem statement: Statement) {
    insert(settled: statement)
    guard patternForms.insert(statement.normalForm).inserted,
      let typed = grammar.read(statement)
    else { return }
    theorems.append(
      Pattern(id: statement.id, typed: typed, variables: Set(typed.term.freeVariables)))
  }

  /// A disproved, trivial or otherwise settled statement: not proposed again.
  public mutating func insert(settled statement: Statement) {
    let form = Hash64.value(statement.normalForm)
    settled.insert(form)
    tried[form] = nil
  }

  /// A statement that was tried without success in `round`, for the `times`-th time when that is known.
  public mutating func insert(open statement: Statement, round: Int, times: Int? = nil) {
    let form = Hash64.value(statement.normalForm)
    if settled.contains(form) { return }
    var count = times ?? 1
    if let before = tried[form] {
      count = max(count, before.round == round ? before.times : before.times + 1)
    }
    tried[form] = (round, count)
  }

  /// Whether the statement is not to be proposed in `round`.
  public func contains(_ statement: Statement, round: Int) -> Bool {
    contains(statement.normalForm, round: round)
  }

  func contains(_ normalForm: String, round: Int) -> Bool {
    let form = Hash64.value(normalForm)
    if settled.contains(form) { return true }
    guard let last = tried[form] else { return false }
    return round < last.round + retryAfterRounds << min(last.times - 1, Self.doublingsMax)
  }

  private static let doublingsMax = 6

  /// How often the statement was tried in vain before `round`, and the last round in which it was; nil for one that is
  /// settled, was never tried, or is tried in `round` already.
  func timesTried(_ statement: Statement, before round: Int) -> (times: Int, last: Int)? {
    guard let last = tried[Hash64.value(statement.normalForm)], last.round < round else {
      return nil
    }
    return (last.times, last.round)
  }

  /// Whether the statement, or the same equation from the other side, is known or an instance of a theorem.
  public func covers(_ statement: Statement, round: Int) -> Bool {
    if contains(statement, round: round) { return true }
    guard let typed = grammar.read(statement) else { return false }
    if let turned = typed.term.turned,
      contains(domain.statement(turned, sortOf: typed.sortOf), round: round)
    {
      return true
    }
    return generalisation(of: typed) != nil
  }

  /// Identifier of a theorem that says as much or more, if there is one. Equations and equivalences
  /// match from either side.
  public func generalisation(of typed: TypedTerm) -> String? {
    theorems.first { isInstance(typed, of: $0) }?.id
  }

  /// Positions of candidates that say less than another one of them, or of `kept`, that nobody has tried yet; of two
  /// that say the same the earlier one stays.
  func specialCases(among candidates: [Candidate], beside kept: [Candidate]) -> [Int] {
    func pattern(_ candidate: Candidate) -> Pattern? {
      if tried[Hash64.value(candidate.statement.normalForm)] != nil { return nil }
      let typed = candidate.typed
      return Pattern(
        id: candidate.statement.id, typed: typed, variables: Set(typed.term.freeVariables))
    }
    let patterns = candidates.map(pattern)
    let before = kept.compactMap(pattern)
    return candidates.indices.filter { index in
      let typed = candidates[index].typed
      return before.contains { isInstance(typed, of: $0) }
        || patterns.indices.contains { other in
          guard other != index, let general = patterns[other], isInstance(typed, of: general)
          else { return false }
          let saysTheSame =
            patterns[index].map { isInstance(candidates[other].typed, of: $0) } ?? false
          return other < index || !saysTheSame
        }
    }
  }

  private func isInstance(_ typed: TypedTerm, of pattern: Pattern) -> Bool {
    [typed.term, typed.term.turned].compactMap { $0 }.contains { term in
      pattern.typed.term.matching(term, variables: pattern.variables)
        .map { respectsSorts($0, pattern, typed) } ?? false
    }
  }

  private func respectsSorts(
    _ values: [String: Term], _ pattern: Pattern, _ typed: TypedTerm
  ) -> Bool {
    values.allSatisfy { name, value in
      guard let wanted = pattern.typed.sortOf[name] else { return false }
      switch value {
      case .variable(let other): return typed.sortOf[other].map { $0 == wanted } ?? true
      case .apply(let symbol, _):
        return grammar.bySpelling[symbol]?.contains { grammar.sorts[$0.result] == wanted } ?? true
      case .bind: return true
      }
    }
  }
}

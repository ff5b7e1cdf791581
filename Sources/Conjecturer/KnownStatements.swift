import Basics
import Records
import Terms

/// What a domain's conjectures must be new against: theorems, disproved statements, and open ones
/// that were tried. A value that the daemon keeps from round to round.
public struct KnownStatements: Sendable {
  /// Rounds after which an open statement may be proposed again: the library may have grown since. Twice as many
  /// after each time that it was in vain, so that hopeless ones do not take the place of new ones.
  public var retryAfterRounds: Int
  private var patterns: StatementPatterns
  /// Numbers of the theorems' statements, in the order of the patterns.
  private var theoremIDs: [UInt64] = []
  /// Normal forms by `Hash64`: thousands come with each round, for days. Of a hundred million no two are likely to meet.
  private var theoremForms: Set<UInt64> = []
  private var settled: Set<UInt64> = []
  private var tried: [UInt64: (round: Int, times: Int)] = [:]
  /// What filters dropped, with the round in which they did.
  private var dropped: [UInt64: Int] = [:]
  private let domain: Domain
  private let grammar: Grammar

  public init(_ grammar: Grammar, retryAfterRounds: Int = 5) {
    self.grammar = grammar
    domain = grammar.domain
    patterns = StatementPatterns(grammar)
    self.retryAfterRounds = retryAfterRounds
  }

  /// Settled statements, dropped and open ones together.
  public var count: Int { settled.count + dropped.count + tried.count }

  /// A proved statement: neither it nor an instance of it is proposed again.
  public mutating func insert(theorem statement: Statement) {
    insert(settled: statement)
    guard theoremForms.insert(Hash64.value(statement.normalForm)).inserted,
      let typed = grammar.read(statement), let tokens = packed(typed)
    else { return }
    patterns.append(tokens)
    theoremIDs.append(statement.idValue)
  }

  /// A disproved or otherwise settled statement: not proposed again.
  public mutating func insert(settled statement: Statement) {
    let form = Hash64.value(statement.normalForm)
    settled.insert(form)
    tried[form] = nil
    dropped[form] = nil
  }

  /// Statements that were dropped and are remembered. They are filtered again once they are forgotten, which costs a
  /// moment; nobody wants all of a year's in memory.
  static let droppedMax = 20_000

  /// A trivial statement, say: it costs no second look for a long time.
  public mutating func insert(dropped statement: Statement, round: Int) {
    let form = Hash64.value(statement.normalForm)
    if settled.contains(form) { return }
    dropped[form] = round
    guard dropped.count > Self.droppedMax else { return }
    let middle = dropped.values.sorted()[dropped.count / 2]
    dropped = dropped.filter { $0.value > middle }
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

  // MARK: Theorems

  /// Theorems within the grammar.
  var theoremCount: Int { theoremIDs.count }

  /// The tokens of a theorem, and the identifier of its statement.
  func theorem(_ index: Int) -> (id: String, tokens: [String]) {
    (Hash64.hex(theoremIDs[index]), patterns.numbers.unpacked(patterns[index]))
  }

  // MARK: What is known

  /// Whether the statement is not to be proposed in `round`.
  public func contains(_ statement: Statement, round: Int) -> Bool {
    contains(statement.normalForm, round: round)
  }

  func contains(_ normalForm: String, round: Int) -> Bool {
    let form = Hash64.value(normalForm)
    if settled.contains(form) || dropped[form] != nil { return true }
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
    for tokens in readings(of: typed) {
      if let index = patterns.firstIndex(matching: tokens) {
        return Hash64.hex(theoremIDs[index])
      }
    }
    return nil
  }

  /// Positions of candidates that say less than another one of them, or of `kept`, that nobody has tried yet; of two
  /// that say the same the earlier one stays.
  func specialCases(among candidates: [Candidate], beside kept: [Candidate]) -> [Int] {
    func pattern(_ candidate: Candidate) -> [UInt16]? {
      tried[Hash64.value(candidate.statement.normalForm)] != nil ? nil : packed(candidate.typed)
    }
    let patterns = candidates.map(pattern)
    let before = kept.compactMap(pattern)
    let targets = candidates.map { candidate in
      readings(of: candidate.typed).map { StatementPatterns.Target($0, self.patterns.numbers) }
    }
    func isInstance(_ index: Int, of pattern: [UInt16]) -> Bool {
      targets[index].contains { StatementPatterns.isInstance($0, of: pattern[...]) }
    }
    return candidates.indices.filter { index in
      before.contains { isInstance(index, of: $0) }
        || patterns.indices.contains { other in
          guard other != index, let general = patterns[other], isInstance(index, of: general)
          else { return false }
          let saysTheSame = patterns[index].map { isInstance(other, of: $0) } ?? false
          return other < index || !saysTheSame
        }
    }
  }

  /// nil for a statement outside the grammar.
  private func packed(_ typed: TypedTerm) -> [UInt16]? {
    grammar.encode(typed).flatMap(patterns.numbers.packed)
  }

  /// The statement, and the same equation from the other side.
  private func readings(of typed: TypedTerm) -> [[UInt16]] {
    [typed.term, typed.term.turned].compactMap { term in
      term.flatMap { packed(TypedTerm(term: $0, sortOf: typed.sortOf)) }
    }
  }
}

import Records
import Terms

/// Turns goals and candidates into model tokens that do not depend on names: variables are numbered, lemmas and hypotheses
/// appear as what they state.
public struct GoalEncoding: Sendable {
  public static let state = "<state>"
  public static let hypothesis = "<hyp>"
  public static let candidate = "<cand>"
  public static let becomes = "<becomes>"
  /// Last token of every candidate; the model's judgement is read there.
  public static let rank = "<rank>"
  /// The token whose logit at `<rank>` is the score.
  public static let score = "<good>"
  /// A pattern variable of a lemma.
  public static let wildcard = "<any>"
  public static let variableCount = 16
  /// Tokens a goal and a candidate are cut to.
  public static let goalTokensMax = 72
  public static let candidateTokensMax = 28

  private var numbers: [String: Int] = [:]
  public private(set) var tokens: [String]

  init(_ goal: ParsedGoal, domain: String, hypothesesMax: Int) {
    tokens = [Self.state, "<domain:\(domain)>"]
    if let target = goal.target {
      tokens += encode(target)
    } else {
      tokens.append("<unk>")
    }
    for hypothesis in goal.hypotheses.suffix(hypothesesMax).reversed() {
      guard let term = hypothesis.term else { continue }
      tokens.append(Self.hypothesis)
      tokens += encode(term)
    }
    tokens = Array(tokens.prefix(Self.goalTokensMax))
  }

  /// The token that says which domain encoded goals belong to.
  static func domainToken(of tokens: [String]) -> String? { tokens.count > 1 ? tokens[1] : nil }

  /// Prefix notation. Free variables are numbered from 0 as they first occur, bound ones by their depth from the highest
  /// number down: what a binder binds has one name wherever it stands.
  mutating func encode(_ term: Term) -> [String] { encode(term, bound: []) }

  private mutating func encode(_ term: Term, bound: [String]) -> [String] {
    switch term {
    case .variable(let name):
      if name.hasPrefix("?") { return [Self.wildcard] }
      if let depth = bound.lastIndex(of: name) { return [Self.boundToken(depth)] }
      let number = numbers[name] ?? numbers.count
      numbers[name] = number
      return ["v\(number % Self.variableCount)"]
    case .apply(let symbol, let arguments):
      return [symbol] + arguments.flatMap { encode($0, bound: bound) }
    case .bind(let binder, let variable, _, let body):
      return [binder, Self.boundToken(bound.count)] + encode(body, bound: bound + [variable])
    }
  }

  private static func boundToken(_ depth: Int) -> String {
    "v\(variableCount - 1 - depth % variableCount)"
  }

  /// Tokens that the prover needs beyond the domains' symbols and tactics.
  public static func vocabulary(of domains: [Domain]) -> [String] {
    var tokens = [state, hypothesis, candidate, becomes, rank, score, wildcard]
    tokens += StepsLeft.tokens
    tokens += (0..<variableCount).map { "v\($0)" }
    tokens += Relation.allCases.map(\.token)
    tokens += domains.map { "<domain:\($0.name)>" }
    var seen = Set(tokens)
    for domain in domains {
      for token in domain.signature.symbols.map(\.lean) + domain.tactics.indices.map(domain.label)
      where seen.insert(token).inserted { tokens.append(token) }
    }
    return tokens
  }
}

extension Domain {
  /// What the model calls a tactic template: its text without blanks. So one tactic has one name in all domains, and
  /// keeps it when others are configured before it.
  public func label(of index: Int) -> String {
    "#" + tactics[index].text.split(whereSeparator: \.isWhitespace).joined(separator: "·")
  }

  public var labels: Set<String> { Set(tactics.indices.map(label)) }
}

extension RankingExample {
  /// Whether one can learn from it where tactics have these labels: another configuration or version may have left it.
  public func isUsable(with labels: Set<String>) -> Bool {
    candidates.indices.contains(target)
      && candidates.allSatisfy { $0.count > 1 && labels.contains($0[1]) }
  }
}

/// How a candidate relates to its goal: features that outweigh architecture.
public enum Relation: String, CaseIterable, Sendable {
  /// What it states is the target, or the rewritten target is true by reflexivity or by a hypothesis.
  case closes
  /// Its conclusion matches the target.
  case concludes
  /// A hypothesis that it needs is in the context.
  case premiseKnown
  /// Its result is in the context already.
  case known
  case shrinks, grows, keepsSize
  case backward, fromHypothesis, fromLibrary
  /// After it, the left or right side of an equation among the hypotheses occurs in the target.
  case enablesHypothesis
  /// The variable stands where a defining equation recurses.
  case recursive
  case occursOnce, occursTwice, occursOften, absent
  case inHypotheses
  /// The hypothesis occurs inside the target.
  case inTarget
  /// It contradicts another hypothesis.
  case contradicts

  public var token: String { "~\(rawValue)" }
}

import Records

/// Makes the candidates of a goal: the domain's tactic templates with their holes filled from the goal and the
/// premises.
struct CandidateGenerator: Sendable {
  let domain: Domain
  let premises: [Premise]
  let candidatesMax: Int
  let hypothesesMax: Int
  private let rules: [LemmaRule]
  private let simplifications: SimplificationSet
  private let shapes: [TemplateShape]
  /// Argument positions at which a defining equation takes a constructor apart.
  private let recursivePositions: [String: Set<Int>]
  /// Heads of what they take apart: `0`, `Nat.succ`.
  private let constructors: Set<String>

  init(domain: Domain, premises: [Premise], candidatesMax: Int, hypothesesMax: Int) {
    self.domain = domain
    self.premises = premises
    self.candidatesMax = candidatesMax
    self.hypothesesMax = hypothesesMax
    rules = premises.flatMap {
      LemmaRule.rules(
        name: $0.name, parameters: $0.parameters, body: $0.body, isHypothesis: false,
        isLibrary: $0.isLibrary)
    }
    simplifications = SimplificationSet(domain, premises)
    shapes = domain.tactics.indices.map { TemplateShape($0, of: domain) }
    var positions: [String: Set<Int>] = [:]
    var heads: Set<String> = []
    for premise in premises where !premise.isLibrary {
      guard case .apply("=", let sides) = premise.body, sides.count == 2,
        case .apply(let symbol, let arguments) = sides[0]
      else { continue }
      for (index, argument) in arguments.enumerated() where argument.head != nil {
        positions[symbol, default: []].insert(index)
        if let head = argument.head { heads.insert(head) }
      }
    }
    recursivePositions = positions
    constructors = heads
  }

  /// Candidates in template order, at most `candidatesMax`, with the goal's tokens. `excluded` names premises that
  /// this search must not use.
  func candidates(of goal: Goal, excluded: Set<String>) -> (goal: [String], list: [Candidate]) {
    let parsed = domain.parse(goal)
    let encoding = GoalEncoding(parsed, domain: domain.name, hypothesesMax: hypothesesMax)
    let goalTokens = encoding.tokens
    let allowed = excluded.isEmpty ? premises : premises.filter { !excluded.contains($0.name) }
    let simplifications =
      excluded.isEmpty ? simplifications : SimplificationSet(domain, allowed)
    var filler = TemplateFiller(
      goal: parsed, domain: domain, hypotheses: Array(parsed.hypotheses.suffix(hypothesesMax)),
      premises: allowed,
      rules: excluded.isEmpty ? rules : rules.filter { !excluded.contains($0.name) },
      simplifications: simplifications, simplification: simplifications.text(for: parsed),
      shapes: shapes, recursivePositions: recursivePositions, constructors: constructors,
      encoding: encoding)
    var seen: Set<String> = []
    var list: [Candidate] = []
    for index in domain.tactics.indices {
      for candidate in filler.fill(index) where seen.insert(candidate.text).inserted {
        list.append(candidate)
      }
    }
    if list.count > candidatesMax { list = Self.cut(list, to: candidatesMax) }
    return (goalTokens, list)
  }

  /// Keeps what is related to the goal first, then an equal share of every template.
  private static func cut(_ list: [Candidate], to limit: Int) -> [Candidate] {
    var rank: [(Int, Int)] = []
    var used: [Int: Int] = [:]
    for candidate in list {
      let strong = candidate.relations.contains {
        $0 == .closes || $0 == .concludes || $0 == .enablesHypothesis || $0 == .fromHypothesis
      }
      let turn = used[candidate.template, default: 0]
      used[candidate.template] = turn + 1
      rank.append((strong ? turn / 4 : turn, rank.count))
    }
    return rank.sorted { $0 < $1 }.prefix(limit).map(\.1).sorted().map { list[$0] }
  }
}

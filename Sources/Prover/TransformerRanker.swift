import LanguageModel
import Records

/// Ranks candidates by the logit of `<good>` after each candidate's last token, all candidates of a goal over one
/// shared prefix.
public struct TransformerRanker: CandidateRanker {
  public let name = "transformer"
  private let model: LocalModel
  private let vocabulary: Vocabulary
  private let scoreToken: Int32
  private let saysStepsLeft: Bool

  /// Takes the vocabulary as it is now; tokens that come later are unknown to this ranker.
  /// - Parameter saysStepsLeft: false for a model that was never trained to.
  public init(_ model: LocalModel, saysStepsLeft: Bool = true) async {
    self.model = model
    self.saysStepsLeft = saysStepsLeft
    vocabulary = await model.vocabulary
    scoreToken = vocabulary.id(of: GoalEncoding.score) ?? vocabulary.unknownID
  }

  public func rank(_ requests: [RankingRequest]) async throws -> [Ranking] {
    let ranges = saysStepsLeft ? StepsLeft.branches.map(vocabulary.encode) : []
    let trees = requests.map { request in
      TokenTree(
        prefix: vocabulary.encode(request.goal),
        branches: request.candidates.map { vocabulary.encode($0.tokens) } + ranges)
    }
    return try await model.rank(trees, scoreToken: scoreToken).map { row in
      Ranking(
        scores: Array(row.dropLast(ranges.count)),
        stepsLeft: StepsLeft.expected(row.suffix(ranges.count)))
    }
  }
}

/// Features of a goal and a candidate for the log-linear ranker: the tactic with what it is about, with how it
/// relates to the goal, and with the head of the target.
public enum LogLinearFeatures {
  /// - Parameters:
  ///   - goal: the goal's tokens; the third is the head of its target.
  ///   - candidate: from `<cand>` to `<rank>`; the second names the tactic.
  public static func features(goal: [String], candidate: [String]) -> [String] {
    guard candidate.count >= 2 else { return [] }
    let tactic = candidate[1]
    let target = goal.count > 2 ? goal[2] : ""
    let domain = GoalEncoding.domainToken(of: goal) ?? ""
    let relations = candidate.filter { $0.hasPrefix("~") }
    let about = candidate.dropFirst(2).dropLast().filter { !$0.hasPrefix("~") }
    var found = [tactic, "\(domain) \(tactic)", "\(tactic) on \(target)"]
    for (index, relation) in relations.enumerated() {
      found += ["\(tactic) \(relation)", relation, "\(tactic) \(relation) on \(target)"]
      for other in relations[(index + 1)...] { found.append("\(tactic) \(relation) \(other)") }
    }
    if let first = about.first { found.append("\(tactic) about \(first) on \(target)") }
    for (left, right) in zip(about, about.dropFirst()) {
      found.append("\(tactic) about \(left) \(right)")
    }
    found.append("\(tactic) hypotheses \(min(8, goal.count { $0 == GoalEncoding.hypothesis }))")
    return found
  }
}

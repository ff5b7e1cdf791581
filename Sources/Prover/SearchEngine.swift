import Foundation
import LeanInterface
import Records

/// Bounds and habits of the search.
public struct SearchOptions: Hashable, Codable, Sendable {
  /// Tactic applications a task.
  public var budget: Int
  /// Tactics of one search applied in one step, at most, while many searches run.
  public var expansions: Int
  /// Tactics that a step of all searches should come to: where few searches are left, each applies up to four times as
  /// many as else, but no more than a quarter of what it has left. 0: never more.
  public var stepTactics: Int
  public var candidates: Int
  public var hypotheses: Int
  public var depth: Int
  /// Searches that advance together.
  public var concurrent: Int
  /// Share of a uniform distribution mixed into the ranking.
  public var exploration: Double

  public init(
    budget: Int = 48, expansions: Int = 6, stepTactics: Int = 0, candidates: Int = 48,
    hypotheses: Int = 8, depth: Int = 32, concurrent: Int = 256, exploration: Double = 0.1
  ) {
    self.budget = budget
    self.expansions = expansions
    self.stepTactics = stepTactics
    self.candidates = candidates
    self.hypotheses = hypotheses
    self.depth = depth
    self.concurrent = concurrent
    self.exploration = exploration
  }
}

/// One statement to prove.
public struct SearchTask: Sendable {
  public var statement: Statement
  public var goal: Goal
  /// Premises that this search must not use.
  public var excluded: Set<String>
  /// Times the engine's budget that this search may spend, at least 1.
  public var effort: Int
  /// Whether the engine's alternative ranker guides this search.
  public var usesAlternative: Bool

  public init(
    statement: Statement, excluded: Set<String> = [], effort: Int = 1, usesAlternative: Bool = false
  ) {
    self.statement = statement
    self.excluded = excluded
    self.effort = max(1, effort)
    self.usesAlternative = usesAlternative
    goal = statement.goal
  }

  /// A goal as Lean stated it.
  public init(goal: Goal, domain: Domain, excluded: Set<String> = []) {
    statement = domain.statement(of: goal)
    self.excluded = excluded
    effort = 1
    usesAlternative = false
    self.goal = goal
  }
}

/// How a search ended.
public struct SearchReport: Sendable {
  public let task: SearchTask
  public let outcome: AttemptOutcome
  public let reason: String
  public let applications: Int
  /// The proof, for `.proved`.
  public let proof: ProofTree?
  let graph: SearchGraph
}

/// Runs many searches side by side so that Lean's batches are full. Every tick each running search contributes its
/// best steps; outcomes come back in order, so a run depends on its inputs alone.
public struct SearchEngine: Sendable {
  public let domain: Domain
  public let pool: LeanPool
  public let header: LeanHeader
  public let ranker: any CandidateRanker
  /// Guides the searches that ask for it: what one ranker is blind to, another may see.
  public let alternative: any CandidateRanker
  public let strategy: any SearchStrategy
  public let options: SearchOptions
  let generator: CandidateGenerator
  private let restating: Restating

  public init(
    domain: Domain, pool: LeanPool, header: LeanHeader, premises: [Premise],
    ranker: any CandidateRanker, alternative: (any CandidateRanker)? = nil,
    strategy: any SearchStrategy = BestFirst(), options: SearchOptions
  ) {
    self.domain = domain
    self.pool = pool
    self.header = header
    self.ranker = ranker
    self.alternative = alternative ?? ranker
    self.strategy = strategy
    self.options = options
    restating = Restating(domain)
    generator = CandidateGenerator(
      domain: domain, premises: premises, candidatesMax: options.candidates,
      hypothesesMax: options.hypotheses)
  }

  private struct Running {
    let index: Int
    let task: SearchTask
    var graph: SearchGraph
    var applications = 0
    /// Whether Lean has judged a tactic.
    var hasJudgement = false
    /// Whether the strategy had nothing to try.
    var isStuck = false
  }

  /// One picked expansion: candidates of one node of one running search.
  private struct Pick {
    let running: Int
    let node: Int
    let candidates: [Int]
  }

  /// Reports in the order of `tasks`. `finished` hears of each as it ends, and of none that a cancellation ended: `prove`
  /// throws then.
  public func prove(
    _ tasks: [SearchTask],
    finished: @Sendable (Int, SearchReport) async throws -> Void = { _, _ in }
  ) async throws -> [SearchReport] {
    var reports = [SearchReport?](repeating: nil, count: tasks.count)
    var next = 0
    var running: [Running] = []
    var cache: [String: TacticOutcome] = [:]
    let truth = try await TruthTables.ask(domain, pool: pool, header: header)
    while !running.isEmpty || next < tasks.count {
      while running.count < options.concurrent, next < tasks.count {
        running.append(
          Running(index: next, task: tasks[next], graph: SearchGraph(root: tasks[next].goal)))
        next += 1
      }
      try await rankNewNodes(&running)
      let picks = pick(&running)
      try await apply(picks, truth, &running, &cache)
      var left: [Running] = []
      for search in running {
        if let report = Self.report(search, budget: budget(of: search)) {
          reports[search.index] = report
          try await finished(search.index, report)
        } else {
          left.append(search)
        }
      }
      running = left
      try Task.checkCancellation()
    }
    return reports.compactMap { $0 }
  }

  private func budget(of search: Running) -> Int { options.budget * search.task.effort }

  private static func report(_ search: Running, budget: Int) -> SearchReport? {
    let graph = search.graph
    let outcome: AttemptOutcome
    if graph.isProved {
      outcome = .proved
    } else if search.applications >= budget || search.isStuck || graph.frontier().isEmpty {
      if !search.hasJudgement, let silence = graph.nodes[0].failures.first?.message {
        return SearchReport(
          task: search.task, outcome: .declined, reason: "Lean judged no tactic: \(silence)",
          applications: search.applications, proof: nil, graph: graph)
      }
      outcome = .failed
    } else {
      return nil
    }
    return SearchReport(
      task: search.task, outcome: outcome, reason: "", applications: search.applications,
      proof: outcome == .proved ? graph.proof(of: 0) : nil, graph: graph)
  }

  private func rankNewNodes(_ running: inout [Running]) async throws {
    var places: [(running: Int, node: Int)] = []
    var requests: [RankingRequest] = []
    for position in running.indices {
      let excluded = running[position].task.excluded
      for node in running[position].graph.nodes.indices
      where !running[position].graph.nodes[node].isRanked {
        let goal = running[position].graph.nodes[node].goal
        let (tokens, list) = generator.candidates(of: goal, excluded: excluded)
        running[position].graph.setCandidates(node, goalTokens: tokens, list)
        if list.isEmpty { continue }
        places.append((position, node))
        requests.append(RankingRequest(goal: tokens, candidates: list, key: goal.key))
      }
    }
    for (judge, isAlternative) in [(ranker, false), (alternative, true)] {
      let asked = places.indices.filter {
        running[places[$0].running].task.usesAlternative == isAlternative
      }
      if asked.isEmpty { continue }
      let rankings = try await judge.rank(asked.map { requests[$0] })
      for (index, ranking) in zip(asked, rankings) {
        running[places[index].running].graph.setRanking(
          places[index].node, logProbabilities: logProbabilities(ranking.scores),
          stepsLeft: ranking.stepsLeft)
      }
    }
  }

  /// Softmax of the scores, mixed with the uniform distribution.
  func logProbabilities(_ scores: [Float]) -> [Double] {
    let finite = scores.map { $0.isFinite ? Double($0) : -1e9 }
    let top = finite.max() ?? 0
    var weights: [Double] = []
    for score in finite { weights.append(exp(score - top)) }
    let total = weights.reduce(0, +)
    let uniform = 1 / Double(max(1, scores.count))
    return weights.map { weight in
      log((1 - options.exploration) * weight / total + options.exploration * uniform + 1e-12)
    }
  }

  /// How many times the usual number of tactics each search applies in a step, so that Lean's batches stay full: a
  /// process costs as much to start as some dozens of tactics.
  private func breadth(searches: Int) -> Int {
    let usual = Self.usualTactics * searches
    return min(Self.breadthMax, max(1, options.stepTactics / max(1, usual)))
  }

  /// Tactics that a search applies in a step, about: most are less probable by far than the best.
  private static let usualTactics = 2
  private static let breadthMax = 4
  /// Steps that a widened search still has in what is left of its budget.
  private static let stepsLeast = 4

  private func pick(_ running: inout [Running]) -> [Pick] {
    var picks: [Pick] = []
    let fill = breadth(searches: running.count)
    for position in running.indices {
      let open = running[position].graph.frontier()
      if open.isEmpty { continue }
      // A search that may spend more may spend it in as many steps.
      let breadth = max(fill, running[position].task.effort)
      let left = budget(of: running[position]) - running[position].applications
      let room = min(
        left, max(options.expansions, min(options.expansions * breadth, left / Self.stepsLeast)))
      let views = open.map { index -> OpenGoal in
        let node = running[position].graph.nodes[index]
        return OpenGoal(
          logPrior: node.logPrior,
          candidates: node.order[node.tried...].prefix(room).map { node.logProbabilities[$0] },
          depth: node.depth, tried: node.tried, size: node.goalTokens.count,
          stepsLeft: node.stepsLeft)
      }
      let choices = strategy.picks(views, room: room, breadth: breadth)
      running[position].isStuck = choices.isEmpty
      var counts: [Int: Int] = [:]
      for choice in choices { counts[choice, default: 0] += 1 }
      for (choice, count) in counts.sorted(by: { $0.key < $1.key }) {
        let candidates = running[position].graph.take(open[choice], count)
        running[position].applications += candidates.count
        picks.append(Pick(running: position, node: open[choice], candidates: candidates))
      }
    }
    return picks
  }

  /// Outcomes are cached by goal and tactic; a cached one counts against the budget all the same.
  private func apply(
    _ picks: [Pick], _ truth: TruthTables, _ running: inout [Running],
    _ cache: inout [String: TacticOutcome]
  ) async throws {
    var steps: [String: GoalStep] = [:]
    var order: [String] = []
    func key(_ goal: String, _ tactic: String) -> String { goal + "\u{1}" + tactic }
    for pick in picks {
      let node = running[pick.running].graph.nodes[pick.node]
      for candidate in pick.candidates {
        let tactic = node.candidates[candidate].text
        if cache[key(node.goal.key, tactic)] != nil { continue }
        if steps[node.goal.key] == nil {
          steps[node.goal.key] = GoalStep(
            goal: node.goal, restated: restating.goal(node.goal), tactics: [])
          order.append(node.goal.key)
        }
        if steps[node.goal.key]?.tactics.contains(tactic) == false {
          steps[node.goal.key]?.tactics.append(tactic)
        }
      }
    }
    let work = order.compactMap { steps[$0] }
    let outcomes = try await pool.step(work, header: header)
    for (goal, (step, results)) in zip(order, zip(work, outcomes)) {
      for (tactic, outcome) in zip(step.tactics, results) {
        cache[key(goal, tactic)] = outcome
      }
    }
    for pick in picks {
      let node = running[pick.running].graph.nodes[pick.node]
      for candidate in pick.candidates {
        let tactic = node.candidates[candidate].text
        guard let outcome = cache[key(node.goal.key, tactic)] else { continue }
        if case .declined = outcome {} else { running[pick.running].hasJudgement = true }
        running[pick.running].graph.record(
          pick.node, candidate: candidate, outcome, depthMax: options.depth
        ) { objection(to: $0, truth) }
      }
    }
  }
}

extension SearchEngine {
  /// What stands against looking for a proof of a goal.
  private func objection(to goal: Goal, _ truth: TruthTables) -> String? {
    guard !truth.isEmpty, let values = truth.countermodel(of: domain.parse(goal)) else {
      return nil
    }
    return "is false where "
      + values.map { "\($0.variable) is \($0.value)" }.joined(separator: ", ")
  }

  /// What `{s}` in a tactic stands for: the theory's rules and the library's.
  public static func simplification(_ domain: Domain, _ premises: [Premise]) -> String {
    SimplificationSet.text(domain, premises)
  }
}

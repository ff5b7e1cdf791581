import LeanInterface
import Records

/// The AND/OR graph of one search: a goal is solved by any of its edges, an edge (a tactic) by all of its goals
/// (HTPS, arXiv 2205.11491, section 3.1, calls an edge a hyper-edge). Goals without metavariables are independent, so
/// the same goal reached twice is one node.
struct SearchGraph: Sendable {
  struct Edge: Sendable {
    let candidate: Int
    let children: [Int]
    /// The children as this tactic leaves them: their hypotheses may have other names than those of the nodes.
    let shapes: [GoalShape]
  }

  struct Failure: Sendable {
    let candidate: Int
    let message: String
    /// False where the search itself refuses what Lean did.
    let isLeans: Bool
  }

  struct Node: Sendable {
    let goal: Goal
    let shape: GoalShape
    let depth: Int
    /// Sum of the log-probabilities of the tactics that first led here.
    let logPrior: Double
    var goalTokens: [String] = []
    var candidates: [Candidate] = []
    /// Log-probabilities of the candidates, in their order; empty until ranked.
    var logProbabilities: [Double] = []
    /// Tactic steps that a proof of it is expected to take, where the ranker says so.
    var stepsLeft: Double?
    /// Candidates from the best to the worst.
    var order: [Int] = []
    /// How many of `order` have been tried.
    var tried = 0
    /// How many of those Lean has answered.
    var answered = 0
    var edges: [Edge] = []
    var failures: [Failure] = []
    var parents: [(node: Int, edge: Int)] = []
    var isSolved = false
    var isDead = false
    /// Index of the edge on the shortest known proof.
    var best: Int?
    /// Tactic steps of the shortest known proof.
    var proofSteps = Int.max

    var isRanked: Bool { !logProbabilities.isEmpty || isDead }
    var isExhausted: Bool { isRanked && tried >= order.count }
  }

  private(set) var nodes: [Node] = []
  private var indexOf: [String: Int] = [:]

  init(root: Goal) { _ = add(root, GoalShape(root), depth: 0, logPrior: 0) }

  var isProved: Bool { nodes[0].isSolved }

  private mutating func add(_ goal: Goal, _ shape: GoalShape, depth: Int, logPrior: Double) -> Int {
    if let known = indexOf[shape.key], nodes[known].shape.renaming(to: shape) != nil {
      return known
    }
    indexOf[shape.key] = nodes.count
    nodes.append(Node(goal: goal, shape: shape, depth: depth, logPrior: logPrior))
    return nodes.count - 1
  }

  mutating func setCandidates(_ index: Int, goalTokens: [String], _ candidates: [Candidate]) {
    nodes[index].goalTokens = goalTokens
    nodes[index].candidates = candidates
    if candidates.isEmpty { markDead(index) }
  }

  mutating func setRanking(
    _ index: Int, logProbabilities: [Double], stepsLeft: Double? = nil
  ) {
    nodes[index].logProbabilities = logProbabilities
    nodes[index].stepsLeft = stepsLeft
    nodes[index].order = logProbabilities.indices.sorted {
      (logProbabilities[$0], $1) > (logProbabilities[$1], $0)
    }
  }

  /// Takes the next untried candidates of a node.
  mutating func take(_ index: Int, _ count: Int) -> [Int] {
    let node = nodes[index]
    let taken = node.order[node.tried...].prefix(count)
    nodes[index].tried += taken.count
    return Array(taken)
  }

  /// Records what Lean said about a candidate. An edge that leads back to the goal itself, too deep or to
  /// a goal that is objected to is useless.
  mutating func record(
    _ index: Int, candidate: Int, _ outcome: TacticOutcome, depthMax: Int,
    objection: (Goal) -> String? = { _ in nil }
  ) {
    nodes[index].answered += 1
    switch outcome {
    case .error(let message), .declined(let message):
      nodes[index].failures.append(Failure(candidate: candidate, message: message, isLeans: true))
    case .closed: addEdge(index, candidate: candidate, goals: [], shapes: [])
    case .goals(let goals):
      let shapes = goals.map(GoalShape.init)
      if let message = refusal(of: goals, shapes, at: index, depthMax, objection) {
        nodes[index].failures.append(
          Failure(candidate: candidate, message: message, isLeans: false))
      } else {
        addEdge(index, candidate: candidate, goals: goals, shapes: shapes)
      }
    }
    markDeadIfHopeless(index)
  }

  private func refusal(
    of goals: [Goal], _ shapes: [GoalShape], at index: Int, _ depthMax: Int,
    _ objection: (Goal) -> String?
  ) -> String? {
    if goals.contains(where: { !$0.isRestatable }) {
      return "leaves a goal that cannot be restated"
    }
    if nodes[index].depth + 1 > depthMax { return "leads too deep" }
    let own = nodes[index].shape.key
    if shapes.contains(where: { $0.key == own }) { return "makes no progress" }
    return goals.lazy.compactMap(objection).first.map { "leaves a goal that \($0)" }
  }

  private mutating func addEdge(_ index: Int, candidate: Int, goals: [Goal], shapes: [GoalShape]) {
    let prior = nodes[index].logPrior + nodes[index].logProbabilities[candidate]
    let children = zip(goals, shapes).map {
      add($0, $1, depth: nodes[index].depth + 1, logPrior: prior)
    }
    nodes[index].edges.append(Edge(candidate: candidate, children: children, shapes: shapes))
    let edge = nodes[index].edges.count - 1
    for child in children { nodes[child].parents.append((index, edge)) }
    if children.allSatisfy({ nodes[$0].isSolved }) { propagate(index) }
  }

  /// Shortest proofs spread upwards until nothing gets shorter.
  private mutating func propagate(_ start: Int) {
    var pending = [start]
    while let index = pending.popLast() {
      var best = nodes[index].best
      var steps = nodes[index].proofSteps
      for (edge, content) in nodes[index].edges.enumerated()
      where content.children.allSatisfy({ nodes[$0].isSolved }) {
        let total = content.children.reduce(1) { $0 + nodes[$1].proofSteps }
        if total < steps {
          steps = total
          best = edge
        }
      }
      guard steps < nodes[index].proofSteps else { continue }
      nodes[index].proofSteps = steps
      nodes[index].best = best
      nodes[index].isSolved = true
      pending += nodes[index].parents.map(\.node)
    }
  }

  private mutating func markDeadIfHopeless(_ index: Int) {
    let node = nodes[index]
    guard !node.isSolved, !node.isDead, node.isExhausted, node.answered == node.tried,
      node.edges.allSatisfy({ $0.children.contains { nodes[$0].isDead } })
    else { return }
    markDead(index)
  }

  private mutating func markDead(_ index: Int) {
    nodes[index].isDead = true
    for parent in nodes[index].parents { markDeadIfHopeless(parent.node) }
  }

  /// Open nodes that a proof of the root may still need, each once.
  func frontier() -> [Int] {
    var seen: Set<Int> = [0]
    var stack = [0]
    var found: [Int] = []
    while let index = stack.popLast() {
      let node = nodes[index]
      if node.isSolved || node.isDead { continue }
      if !node.isExhausted { found.append(index) }
      for edge in node.edges where !edge.children.contains(where: { nodes[$0].isDead }) {
        for child in edge.children where !nodes[child].isSolved && seen.insert(child).inserted {
          stack.append(child)
        }
      }
    }
    return found.sorted()
  }

  /// Solved nodes, the root excluded.
  var solvedSubgoals: [Int] { nodes.indices.dropFirst().filter { nodes[$0].isSolved } }

  /// These solved nodes and all others that their shortest proofs go through.
  func shortestProofs(of roots: [Int]) -> Set<Int> {
    var found: Set<Int> = []
    var waiting = roots
    while let index = waiting.popLast() {
      guard found.insert(index).inserted, let best = nodes[index].best else { continue }
      waiting += nodes[index].edges[best].children
    }
    return found
  }
}

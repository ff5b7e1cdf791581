import LeanInterface
import Records

/// A goal proved inside a search for something else, as a statement of its own (Minimo, arXiv 2407.00695, section 4.3).
public struct HindsightProof: Sendable {
  public let statement: Statement
  public let proof: ProofTree
}

extension SearchReport {
  /// What a training step learns from this search: at every solved goal, the step of its shortest proof among the
  /// candidates. Examples keep the right step, then what was tried in vain, then untried ones, `candidatesMax` in all.
  /// - Parameter isWithheld: goals whose proofs nothing is learnt from.
  public func rankingExamples(
    domain: String, candidatesMax: Int, weight: Double, isWithheld: (Goal) -> Bool = { _ in false }
  ) -> [RankingExample] {
    let solved = graph.nodes.indices.filter { graph.nodes[$0].isSolved }
    let withheld = graph.shortestProofs(of: solved.filter { isWithheld(graph.nodes[$0].goal) })
    return solved.compactMap { index in
      let node = graph.nodes[index]
      guard let best = node.best, node.candidates.count > 1, !withheld.contains(index) else {
        return nil
      }
      let target = node.edges[best].candidate
      let failed = node.failures.map(\.candidate)
      let others = failed + node.order.filter { $0 != target && !failed.contains($0) }
      let kept = ([target] + others.filter { $0 != target }).prefix(candidatesMax)
      return RankingExample(
        domain: domain, goal: node.goalTokens, candidates: kept.map { node.candidates[$0].tokens },
        target: 0, stepsLeft: node.proofSteps, weight: weight)
    }
  }

  /// Proved sub-goals with at least `stepsMin` steps, the longest proofs first.
  public func hindsight(domain: Domain, stepsMin: Int, limit: Int) -> [HindsightProof] {
    let solved = graph.solvedSubgoals.filter {
      graph.nodes[$0].proofSteps >= stepsMin && graph.nodes[$0].proofSteps < Int.max
    }
    let sorted = solved.sorted {
      (graph.nodes[$0].proofSteps, $1) > (graph.nodes[$1].proofSteps, $0)
    }
    var found: [HindsightProof] = []
    var seen: Set<Statement> = [task.statement]
    for index in sorted where found.count < limit {
      let statement = domain.statement(of: graph.nodes[index].goal)
      guard seen.insert(statement).inserted, let proof = graph.proof(of: index) else { continue }
      found.append(HindsightProof(statement: statement, proof: proof))
    }
    return found
  }
}

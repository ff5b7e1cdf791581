import LeanInterface
import Records

/// Drops steps that a proof does not need; every shorter proof is Lean's word, not ours.
public struct Minimiser: Sendable {
  let pool: LeanPool
  let header: LeanHeader
  /// Passes over all proofs; each drops at most one step a proof.
  let passesMax: Int

  public init(pool: LeanPool, header: LeanHeader, passesMax: Int = 4) {
    self.pool = pool
    self.header = header
    self.passesMax = passesMax
  }

  /// Proofs in the order given, each as short or shorter.
  public func minimise(_ proofs: [(goal: Goal, proof: ProofTree)]) async throws(CancellationError)
    -> [ProofTree]
  {
    var best = proofs.map(\.proof)
    var active = proofs.indices.filter { best[$0].steps > 1 }
    for _ in 0..<passesMax where !active.isEmpty {
      let variants = active.map { best[$0].withoutOneStep }
      let steps = zip(active, variants).map { index, trees in
        GoalStep(goal: proofs[index].goal, tactics: trees.map(\.script))
      }
      let outcomes = try await pool.step(steps, header: header)
      var shortened: [Int] = []
      for (place, index) in active.enumerated() {
        guard let winner = outcomes[place].firstIndex(of: .closed) else { continue }
        best[index] = variants[place][winner]
        if best[index].steps > 1 { shortened.append(index) }
      }
      active = shortened
    }
    return best
  }
}

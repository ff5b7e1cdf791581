import LeanInterface
import Records
import RunStore
import Terms
import Workbench

/// Proofs to be checked again and again, each time under a name of its own.
struct ProofLoad {
  /// For people: what it is.
  let origin: String
  private let proofs: [(statement: Statement, script: String)]
  private let imports: [String]
  private let opens: [String]
  private var given = 0

  private init(
    origin: String, proofs: [(statement: Statement, script: String)], imports: [String] = [],
    opens: [String] = []
  ) {
    self.origin = origin
    self.proofs = proofs
    self.imports = imports
    self.opens = opens
  }

  /// The newest round's theorems of the domain that has most; without any, proofs about Lean's own names.
  static func newest(_ bench: Workbench) async throws -> ProofLoad {
    for round in try await bench.store?.rounds().reversed() ?? [] {
      let theorems = try await bench.store?.theorems(round: round.number) ?? []
      let byDomain = Dictionary(grouping: theorems, by: \.statement.domain)
      let own = bench.configuration.domains.map { ($0, byDomain[$0.name] ?? []) }
      guard let (domain, most) = own.max(by: { $0.1.count < $1.1.count }), !most.isEmpty else {
        continue
      }
      let work = try await bench.context(domain)
      return ProofLoad(
        origin: "\(most.count) proofs of round \(round.number) in \(domain.name)",
        proofs: most.map { ($0.statement, $0.script) }, imports: work.header.imports,
        opens: domain.opens)
    }
    return ProofLoad(origin: "\(plain.count) proofs about Lean's own names", proofs: plain)
  }

  /// The next `count` of them, from the first again after the last.
  mutating func next(_ count: Int) -> [ProofTask] {
    (0..<count).map { _ in
      let proof = proofs[given % proofs.count]
      given += 1
      return ProofTask(
        name: "Lemmaloom.Bench.t\(given)", statement: proof.statement, script: proof.script,
        imports: imports, opens: opens)
    }
  }

  private static let plain = [
    proof(
      ["p", "q"], "Prop", "p ∧ q → q ∧ p", "intro h\nrcases h with ⟨hp, hq⟩\nexact ⟨hq, hp⟩"),
    proof(
      ["a", "b"], "Nat", "a + b = b + a",
      """
      induction a with
      | zero => rw [Nat.zero_add, Nat.add_zero]
      | succ n ih => rw [Nat.succ_add, ih, Nat.add_succ]
      """),
    proof(
      ["p", "q", "r"], "Prop", "(p ∨ q → r) → (p → r) ∧ (q → r)",
      "intro h\nconstructor\nintro hp\nexact h (Or.inl hp)\nintro hq\nexact h (Or.inr hq)"),
  ]

  private static func proof(
    _ names: [String], _ type: String, _ target: String, _ script: String
  ) -> (statement: Statement, script: String) {
    (
      Statement(
        domain: "bench", binders: names.map { Binder(name: $0, type: type) }, target: target,
        normalForm: "text \(target)", size: 0), script
    )
  }
}

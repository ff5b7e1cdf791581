import Basics
import LeanInterface
import Records

/// Judges by Kimina Lean Servers over HTTP. Modules that a server lacks travel with the proof, as text.
public actor KiminaChecker: Checker {
  public nonisolated let name = "kimina"
  public nonisolated let version: String
  private let client: KiminaClient
  private let gate: ProofGate
  private let judge: SnippetJudge
  private let sources: ModuleSources

  /// - Parameter sources: folder of the Lean sources that tasks import; nil: the server has everything.
  public init(options: KiminaOptions, gate: ProofGate, sources: String?) throws(CheckersError) {
    client = try KiminaClient(options)
    self.gate = gate
    judge = SnippetJudge(axioms: gate.axioms)
    self.sources = ModuleSources(folder: sources)
    version = "Kimina Lean Server"
  }

  public func check(_ tasks: [ProofTask]) async throws(CancellationError) -> [Verdict] {
    try await tasks.mapConcurrently(self.check)
  }

  public func check(file text: String) async throws(CancellationError) -> Verdict {
    let snippet = FileSnippet(text, nonce: .random(in: 0 ... .max))
    if let verdict = snippet.settled { return verdict }
    let id = Hash64.hex("\(UInt64.random(in: 0 ... .max))")
    switch try await client.run(snippet.header + snippet.body, id: id) {
    case .answer(let answer): return snippet.verdict(answer, allowed: gate.axioms)
    case .nothing(let reason): return .declined(reason: reason)
    }
  }

  private func check(_ task: ProofTask) async throws(CancellationError) -> Verdict {
    if let objection = gate.objection(to: task) { return objection }
    let parts = sources.split(task.imports)
    let snippet = ComposedSnippet(
      task, imports: parts.imports, inlined: parts.text, nonce: .random(in: 0 ... .max))
    let id = Hash64.hex("\(UInt64.random(in: 0 ... .max)) \(task.name)")
    switch try await client.run(snippet.header + snippet.body, id: id) {
    case .answer(let answer): return judge.verdict(answer, on: snippet)
    case .nothing(let reason): return .declined(reason: reason)
    }
  }
}

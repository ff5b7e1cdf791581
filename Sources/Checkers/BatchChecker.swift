import LeanInterface
import Records

/// Judges with the local Lean, many proofs a process: the start of a process and its imports are paid once for all of
/// them. Fast, and so a filter in front of `lean`, which gives every proof a process of its own.
public actor BatchChecker: Checker {
  public nonisolated let name = "batch"
  public nonisolated let version: String
  private let pool: LeanPool
  private let gate: ProofGate
  private let judge: SnippetJudge

  /// `pool` must find the modules that tasks import.
  public init(pool: LeanPool, gate: ProofGate = ProofGate()) {
    self.pool = pool
    self.gate = gate
    judge = SnippetJudge(axioms: gate.axioms)
    version = "Lean \(pool.toolchain.shortVersion)"
  }

  public func check(_ tasks: [ProofTask]) async -> [Verdict] {
    var verdicts = tasks.map { gate.rejection(of: $0) }
    for group in Self.groups(tasks, where: { verdicts[$0] == nil }) {
      let found = await check(together: group.map { tasks[$0] })
      for (index, verdict) in zip(group, found) { verdicts[index] = verdict }
    }
    return verdicts.map { $0 ?? .declined(reason: "not judged") }
  }

  /// Tasks with the same imports that declare nothing twice.
  private static func groups(_ tasks: [ProofTask], where isOpen: (Int) -> Bool) -> [[Int]] {
    var groups: [(imports: [String], names: Set<String>, members: [Int])] = []
    for (index, task) in tasks.enumerated() where isOpen(index) {
      // What helpers declare is not known by name: such a proof goes alone.
      let fits = groups.firstIndex {
        task.helpers.isEmpty && $0.imports == task.imports && !$0.names.contains(task.name)
          && !$0.names.contains("")
      }
      if let fits {
        groups[fits].names.insert(task.name)
        groups[fits].members.append(index)
      } else {
        groups.append((task.imports, [task.helpers.isEmpty ? task.name : ""], [index]))
      }
    }
    return groups.map(\.members)
  }

  private func check(together tasks: [ProofTask]) async -> [Verdict] {
    let imports = tasks.first?.imports ?? []
    let snippets = tasks.map {
      ComposedSnippet($0, imports: imports, nonce: .random(in: 0 ... .max))
    }
    // What one opens must not be open for the next.
    let bodies = snippets.map { "section\n\($0.body)end\n" }
    let outcomes = await pool.run(bodies, header: LeanHeader(imports: imports))
    return zip(snippets, outcomes).map { snippet, outcome in
      switch outcome {
      case .declined(let reason): .declined(reason: reason)
      case .finished(let messages, _):
        judge.verdict(SnippetAnswer(messages), on: snippet)
      }
    }
  }
}

extension SnippetAnswer {
  /// The messages of a local Lean as a REPL would give them.
  init(_ messages: [LeanMessage]) {
    env = 0
    self.messages = messages.map { message in
      Message(
        severity: message.severity == .information ? "info" : message.severity.rawValue,
        pos: Position(line: message.line, column: message.column), data: message.text)
    }
  }
}

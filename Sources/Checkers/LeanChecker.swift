import Basics
import Foundation
import LeanInterface
import Records

/// Judges with the local Lean. Proofs are compiled apart from their trusted statements; Lean's kernel reads the compiled
/// modules again in a process that runs nothing of them; and what they state and rest on is compared on those same bytes.
///
/// `lean` gives each proof a process of its own, `batch` as many as fit: the start of a process and its imports are paid
/// once for all of them. Where a neighbour in a batch may have had a say, a proof is judged again alone.
public actor LeanChecker: Checker {
  /// The axioms that Lean's own library is built on.
  public static let standardAxioms = ["propext", "Quot.sound", "Classical.choice"]

  public nonisolated let name: String
  public nonisolated let version: String
  public nonisolated let safeguards: Safeguards
  private let gate: ProofGate
  private let judge: KernelJudge
  private let proofsAProcess: Int

  private nonisolated var maker: ModuleMaker { judge.maker }

  /// `pool` must find the modules that tasks import; its limits apply to each process. Files are written below `folder`
  /// (default: the system's temporary folder) and removed.
  public init(
    name: String = "lean", proofsAProcess: Int = 1, pool: LeanPool, gate: ProofGate = ProofGate(),
    policy: ReplayPolicy = .required, needsIsolation: Bool = false, folder: String? = nil
  ) throws(CheckersError) {
    self.name = name
    self.proofsAProcess = max(1, proofsAProcess)
    self.gate = gate
    version = "Lean \(pool.toolchain.shortVersion)"
    safeguards = Safeguards(pool.toolchain, policy: policy)
    judge = KernelJudge(
      maker: ModuleMaker(pool: pool, scratch: try ScratchFolder(below: folder)),
      axioms: gate.axioms, policy: policy,
      needsIsolation: needsIsolation, limits: KernelLimits())
  }

  /// Proofs in one process of the backend `batch`.
  public static let batchProofs = 50

  public func check(file text: String) async throws(CancellationError) -> Verdict {
    try await AgainstJudge(judge).judge(file: text)
  }

  public func check(_ tasks: [ProofTask]) async throws(CancellationError) -> [Verdict] {
    if let obstacle = judge.obstacle { return tasks.map { _ in .declined(reason: obstacle) } }
    var verdicts = tasks.map { gate.objection(to: $0) }
    let groups = Self.groups(tasks, where: { verdicts[$0] == nil })
    let found = try await groups.mapConcurrently { group async throws(CancellationError) in
      try await self.judged(group.map { tasks[$0] }, together: self.proofsAProcess)
    }
    for (index, verdict) in zip(groups.joined(), found.joined()) { verdicts[index] = verdict }
    return verdicts.map { $0 ?? .declined(reason: "not judged") }
  }

  /// Tasks with the same header and different names: their trusted statements share a module.
  private static func groups(_ tasks: [ProofTask], where isOpen: (Int) -> Bool) -> [[Int]] {
    var groups: [(header: LeanHeader, names: Set<String>, members: [Int])] = []
    for (index, task) in tasks.enumerated() where isOpen(index) {
      let fits = groups.firstIndex {
        $0.header == task.header && !$0.names.contains(task.name)
      }
      if let fits {
        groups[fits].names.insert(task.name)
        groups[fits].members.append(index)
      } else {
        groups.append((task.header, [task.name], [index]))
      }
    }
    return groups.map(\.members)
  }

  // MARK: One group

  /// What became of each task of a group, and the modules of those that compile.
  private struct Work: Sendable {
    var verdicts: [Verdict?]
    var modules: [ModuleMaker.Module] = []
    /// Tasks on which neighbours may have had a say.
    var doubtful: Set<Int> = []

    func isOpen(_ task: Int) -> Bool { verdicts[task] == nil && !doubtful.contains(task) }
  }

  /// - Parameter together: proofs in one module. What is doubtful there is judged again alone.
  private nonisolated func judged(_ tasks: [ProofTask], together: Int)
    async throws(CancellationError) -> [Verdict]
  {
    guard let header = tasks.first?.header else { return [] }
    let (compiled, statements) = try await concurrently(
      { () async throws(CancellationError) in
        try await self.compiled(tasks, header: header, together: together)
      },
      { () async throws(CancellationError) in
        try await maker.make(
          tasks.map { "theorem \($0.name) \($0.statement.signatureText) := sorry" },
          header: header)
      })
    var work = compiled
    for (index, outcome) in statements.outcomes.enumerated() where work.verdicts[index] == nil {
      switch outcome {
      case .declined(let reason):
        work.verdicts[index] = .declined(reason: "the trusted statement: \(reason)")
      case .finished(let messages, _):
        guard let error = messages.first(where: { $0.severity == .error }) else { continue }
        work.verdicts[index] = .declined(
          reason: "the trusted statement does not compile: \(error.text.prefix(300))")
      }
    }
    try await replay(&work, tasks)
    try await compare(&work, tasks, statements)
    let again = work.doubtful.sorted()
    if together > 1, !again.isEmpty {
      let verdicts = try await judged(again.map { tasks[$0] }, together: 1)
      for (index, verdict) in zip(again, verdicts) { work.verdicts[index] = verdict }
    }
    return work.verdicts.map { $0 ?? .declined(reason: "the comparison gave no answer") }
  }

  /// Compiles the tasks, `together` at a time; what helpers declare is not known by name, so that such a proof goes
  /// alone.
  private nonisolated func compiled(
    _ tasks: [ProofTask], header: LeanHeader, together: Int
  ) async throws(CancellationError) -> Work {
    let alone = tasks.indices.filter { !tasks[$0].helpers.isEmpty }.map { [$0] }
    let plain = tasks.indices.filter { tasks[$0].helpers.isEmpty }
    let chunks =
      alone
      + stride(from: 0, to: plain.count, by: together).map {
        Array(plain[$0..<min(plain.count, $0 + together)])
      }
    var work = Work(verdicts: tasks.map { _ in nil })
    let results = try await chunks.mapConcurrently { chunk async throws(CancellationError) in
      try await self.maker.make(chunk.map { ProofLayout(tasks[$0]).text }, header: header)
    }
    for (chunk, result) in zip(chunks, results) {
      for (index, outcome) in zip(chunk, result.outcomes) {
        work.verdicts[index] = Self.verdict(outcome, on: tasks[index])
        // A text that ended the process has done so alone.
        if chunk.count > 1, work.verdicts[index]?.isRejected == true {
          work.doubtful.insert(index)
        }
      }
      work.modules += result.modules.map {
        ModuleMaker.Module(bytes: $0.bytes, members: $0.members.map { chunk[$0] })
      }
    }
    work.modules.sort { ($0.members.first ?? 0) < ($1.members.first ?? 0) }
    return work
  }

  /// nil for a proof that compiles.
  private static func verdict(_ outcome: SnippetOutcome, on task: ProofTask) -> Verdict? {
    switch outcome {
    case .declined(let reason): return .declined(reason: reason)
    case .finished(let found, let isSorryFree):
      let layout = ProofLayout(task)
      let messages = found.map { layout.placed($0, line: $0.line) }
      let errors = messages.filter { $0.severity == .error }
      if !errors.isEmpty { return .rejected(reason: .leanError, messages: errors) }
      return isSorryFree ? nil : .rejected(reason: .usesSorry, messages: messages)
    }
  }

  /// The kernel's second reading. Where it objects to a module of several proofs, or does not get through, each of them
  /// is doubtful.
  private nonisolated func replay(_ work: inout Work, _ tasks: [ProofTask])
    async throws(CancellationError)
  {
    let read = work.modules.filter { module in
      module.members.contains {
        work.isOpen($0) && !judge.isExcused(isSearched: tasks[$0].isSearched)
      }
    }
    for (module, outcome) in zip(read, try await maker.replay(read.map(\.bytes))) {
      guard let verdict = KernelJudge.verdict(outcome) else { continue }
      for member in module.members where work.isOpen(member) {
        if module.members.count > 1 {
          work.doubtful.insert(member)
        } else {
          work.verdicts[member] = verdict
        }
      }
    }
  }

  /// What the modules state and rest on, against the trusted statements.
  private nonisolated func compare(
    _ work: inout Work, _ tasks: [ProofTask], _ statements: ModuleMaker.Result
  ) async throws(CancellationError) {
    var table = TermTable()
    // One module, unless some statement ended the process.
    var trusted: [(members: Set<Int>, file: OleanFile)] = []
    for module in statements.modules {
      guard let file = try? OleanFile(module.bytes, into: &table, limits: judge.limits.olean)
      else { continue }
      trusted.append((Set(module.members), file))
    }
    var members: [Int] = []
    var findings: [Comparison.Finding] = []
    var imports: [ConstantName] = []
    for module in work.modules {
      let open = module.members.filter(work.isOpen)
      if open.isEmpty { continue }
      let candidate: OleanFile
      do {
        candidate = try OleanFile(module.bytes, into: &table, limits: judge.limits.olean)
      } catch {
        for member in open { work.verdicts[member] = .declined(reason: "\(error)") }
        continue
      }
      let ownership = Ownership(candidate, table, tasks: module.members.map { tasks[$0] })
      if module.members.count > 1 {
        work.doubtful.formUnion(open.filter { ownership.isDoubtful(tasks[$0].name) })
      } else if let odd = ownership.stranger {
        let text = "the script declares '\(odd)' besides its theorem"
        for member in open {
          work.verdicts[member] = KernelJudge.verdict(.init(reason: .notTacticText, text: text))
        }
      }
      for (known, file) in trusted {
        // Made once for all members: it walks through all of the candidate.
        let comparison = Comparison(trusted: file, candidate: candidate, table: table)
        let objection = comparison.objection()
        for member in open where known.contains(member) && work.isOpen(member) {
          if let objection {
            work.verdicts[member] = KernelJudge.verdict(objection)
          } else if let name = table.known(ConstantName(tasks[member].name)) {
            imports = file.imports
            members.append(member)
            findings.append(comparison.finding(of: name))
          }
        }
      }
    }
    let verdicts = try await judge.verdicts(findings, table, imports: imports)
    for (member, verdict) in zip(members, verdicts) { work.verdicts[member] = verdict }
  }
}

extension ProofTask {
  var header: LeanHeader { LeanHeader(imports: imports, opens: opens) }
}

import Foundation
import LeanInterface
import Records

/// Judges with the local Lean. Proofs are compiled apart from their trusted statements; Lean's kernel reads the compiled
/// modules again in a process that runs nothing of them; and what they state and rest on is compared on those same bytes.
///
/// `lean` gives each proof a process of its own, `batch` as many as fit: the start of a process and its imports are paid
/// once for all of them. What one proof does to its neighbours in a batch can cost them an acceptance, never bring one.
public actor LeanChecker: Checker {
  /// The axioms that Lean's own library is built on.
  public static let standardAxioms = ["propext", "Quot.sound", "Classical.choice"]

  public nonisolated let name: String
  public nonisolated let version: String
  public nonisolated let safeguards: Safeguards
  private let gate: ProofGate
  private let judge: KernelJudge
  private let maker: ModuleMaker
  private let files: AgainstJudge
  private let proofsAProcess: Int

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
    maker = ModuleMaker(pool: pool, scratch: try ScratchFolder(below: folder))
    judge = KernelJudge(
      maker: maker, axioms: gate.axioms, policy: policy, needsIsolation: needsIsolation,
      limits: KernelLimits())
    files = try AgainstJudge(
      pool: pool, axioms: gate.axioms.sorted(), policy: policy, needsIsolation: needsIsolation,
      folder: folder)
  }

  /// Proofs in one process of the backend `batch`.
  public static let batchProofs = 50

  public func check(file text: String) async -> Verdict { await files.judge(file: text) }

  public func check(_ tasks: [ProofTask]) async -> [Verdict] {
    if let obstacle = judge.obstacle { return tasks.map { _ in .declined(reason: obstacle) } }
    var verdicts = tasks.map { gate.objection(to: $0) }
    let groups = Self.groups(tasks, where: { verdicts[$0] == nil })
    await withTaskGroup(of: ([Int], [Verdict]).self) { work in
      for group in groups {
        work.addTask {
          (group, await self.judged(group.map { tasks[$0] }, together: self.proofsAProcess))
        }
      }
      for await (group, found) in work {
        for (index, verdict) in zip(group, found) { verdicts[index] = verdict }
      }
    }
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
  }

  /// - Parameter together: proofs in one module. What is doubtful there is judged again alone.
  private nonisolated func judged(_ tasks: [ProofTask], together: Int) async -> [Verdict] {
    guard let header = tasks.first?.header else { return [] }
    async let trusted = maker.make(
      tasks.map { "theorem \($0.name) \($0.statement.signatureText) := sorry" }, header: header)
    var work = await compiled(tasks, header: header, together: together)
    let statements = await trusted
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
    await replay(&work, tasks, header: header)
    await compare(&work, tasks, statements)
    let again = work.doubtful.sorted()
    if together > 1, !again.isEmpty {
      let verdicts = await judged(again.map { tasks[$0] }, together: 1)
      for (index, verdict) in zip(again, verdicts) { work.verdicts[index] = verdict }
    }
    return work.verdicts.map { $0 ?? .declined(reason: "the comparison gave no answer") }
  }

  /// Compiles the tasks, `together` at a time; what helpers declare is not known by name, so that such a proof goes
  /// alone.
  private nonisolated func compiled(
    _ tasks: [ProofTask], header: LeanHeader, together: Int
  ) async -> Work {
    let alone = tasks.indices.filter { !tasks[$0].helpers.isEmpty }.map { [$0] }
    let plain = tasks.indices.filter { tasks[$0].helpers.isEmpty }
    let chunks =
      alone
      + stride(from: 0, to: plain.count, by: together).map {
        Array(plain[$0..<min(plain.count, $0 + together)])
      }
    var work = Work(verdicts: tasks.map { _ in nil })
    await withTaskGroup(of: ([Int], ModuleMaker.Result).self) { group in
      for chunk in chunks {
        group.addTask {
          let texts = chunk.map { ProofLayout(tasks[$0]).text }
          return (chunk, await self.maker.make(texts, header: header))
        }
      }
      for await (chunk, result) in group {
        for (index, outcome) in zip(chunk, result.outcomes) {
          work.verdicts[index] = Self.verdict(outcome, on: tasks[index])
          if chunk.count > 1, work.verdicts[index] != nil { work.doubtful.insert(index) }
        }
        work.modules += result.modules.map {
          ModuleMaker.Module(bytes: $0.bytes, members: $0.members.map { chunk[$0] })
        }
      }
    }
    // In order, whatever ended first.
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

  /// The kernel's second reading. A module of several proofs that it objects to, or does not get through, is taken apart.
  private nonisolated func replay(_ work: inout Work, _ tasks: [ProofTask], header: LeanHeader)
    async
  {
    var open = work.modules.filter { module in
      module.members.contains {
        work.verdicts[$0] == nil && !judge.isExcused(isSearched: tasks[$0].isSearched)
      }
    }
    var single: [ModuleMaker.Module] = []
    while !open.isEmpty {
      let outcomes = await maker.replay(open.map(\.bytes))
      var apart: [Int] = []
      for (module, outcome) in zip(open, outcomes) {
        guard let verdict = KernelJudge.verdict(outcome) else { continue }
        work.modules.removeAll { $0.members == module.members }
        if module.members.count == 1 || Task.isCancelled {
          for member in module.members { work.verdicts[member] = work.verdicts[member] ?? verdict }
        } else {
          apart += module.members.filter { work.verdicts[$0] == nil }
        }
      }
      single = []
      for index in apart {
        let result = await maker.make([ProofLayout(tasks[index]).text], header: header)
        work.verdicts[index] = result.outcomes.first.flatMap { Self.verdict($0, on: tasks[index]) }
        single += result.modules.map { ModuleMaker.Module(bytes: $0.bytes, members: [index]) }
      }
      work.modules += single
      open = single
    }
  }

  /// What the modules state and rest on, against the trusted statements.
  private nonisolated func compare(
    _ work: inout Work, _ tasks: [ProofTask], _ statements: ModuleMaker.Result
  ) async {
    var table = TermTable()
    var trustedOf: [Int: OleanFile] = [:]
    for module in statements.modules {
      let file = try? OleanFile(module.bytes, into: &table, limits: judge.limits.olean)
      for member in module.members { trustedOf[member] = file }
    }
    var members: [Int] = []
    var findings: [Comparison.Finding] = []
    var imports: [ConstantName] = []
    for module in work.modules {
      let open = module.members.filter { work.verdicts[$0] == nil }
      let candidate: OleanFile
      do {
        candidate = try OleanFile(module.bytes, into: &table, limits: judge.limits.olean)
      } catch {
        for member in open { work.verdicts[member] = .declined(reason: "\(error)") }
        continue
      }
      let ownership = Ownership(candidate, table, tasks: module.members.map { tasks[$0] })
      for member in open {
        if module.members.count > 1, ownership.isDoubtful(tasks[member].name) {
          work.doubtful.insert(member)
          continue
        }
        if module.members.count == 1, let odd = ownership.stranger {
          let text = "the script declares '\(odd)' besides its theorem"
          work.verdicts[member] = KernelJudge.verdict(.init(reason: .notTacticText, text: text))
          continue
        }
        guard let trusted = trustedOf[member],
          let name = table.known(ConstantName(tasks[member].name))
        else { continue }
        let comparison = Comparison(trusted: trusted, candidate: candidate, table: table)
        if let objection = comparison.objection() {
          work.verdicts[member] = KernelJudge.verdict(objection)
          continue
        }
        imports = trusted.imports
        members.append(member)
        findings.append(comparison.finding(of: name))
      }
    }
    let verdicts = await judge.verdicts(findings, table, imports: imports)
    for (member, verdict) in zip(members, verdicts) { work.verdicts[member] = verdict }
  }
}

extension ProofTask {
  var header: LeanHeader { LeanHeader(imports: imports, opens: opens) }
}

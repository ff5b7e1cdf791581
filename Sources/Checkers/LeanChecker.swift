import Foundation
import LeanInterface
import Records

/// Judges with the local Lean: each proof is compiled alone in a fresh process, and audited in
/// another one, where Lean compares its type with the trusted statement and lists its axioms.
public actor LeanChecker: Checker {
  /// The axioms that Lean's own library is built on.
  public static let standardAxioms = ["propext", "Quot.sound", "Classical.choice"]

  public nonisolated let name = "lean"
  public nonisolated let version: String
  private let pool: LeanPool
  private let gate: ProofGate
  /// Source files and compiled modules of the proofs being checked; on the pool's search path.
  private let folder: String
  private var isOnSearchPath = false
  /// Modules made so far: every name is used once, so no module is ever mistaken for an older one.
  private var modules = 0

  /// `pool` must find the modules that tasks import; its limits apply to each proof. Files are
  /// written below `folder` (default: the system's temporary folder) and removed.
  public init(pool: LeanPool, gate: ProofGate = ProofGate(), folder: String? = nil)
    throws(CheckersError)
  {
    self.pool = pool
    self.gate = gate
    version = "Lean \(pool.toolchain.shortVersion)"
    let own =
      folder.map { "\($0)/lemmaloom-check-\(UUID().uuidString)" } ?? ProcessFolder.path("check")
    self.folder = own
    do {
      try FileManager.default.createDirectory(
        atPath: own, withIntermediateDirectories: true)
    } catch {
      throw .noFolder(path: own, reason: error.localizedDescription)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  public func check(_ tasks: [ProofTask]) async -> [Verdict] {
    if !isOnSearchPath {
      await pool.addSearchPath(folder)
      isOnSearchPath = true
    }
    let compiled = await withTaskGroup(of: (Int, Compilation).self) { group in
      for (index, task) in tasks.enumerated() {
        group.addTask { (index, await self.compile(task)) }
      }
      var found: [Int: Compilation] = [:]
      for await (index, compilation) in group { found[index] = compilation }
      return found
    }
    var verdicts = [Verdict?](repeating: nil, count: tasks.count)
    var proofs: [(index: Int, proof: CompiledProof)] = []
    for (index, task) in tasks.enumerated() {
      switch compiled[index] {
      case .judged(let verdict): verdicts[index] = verdict
      case .module(let module): proofs.append((index, CompiledProof(task: task, module: module)))
      case nil: verdicts[index] = .declined(reason: "cancelled")
      }
    }
    for (index, verdict) in zip(proofs.map(\.index), await audit(proofs.map(\.proof))) {
      verdicts[index] = verdict
    }
    for proof in proofs { remove(proof.proof.module) }
    return verdicts.map { $0 ?? .declined(reason: "not judged") }
  }

  public func check(file text: String) async -> Verdict {
    await AgainstJudge(pool: pool, axioms: gate.axioms.sorted()).judge(file: text)
  }

  // MARK: Gate 1: the text alone, then a fresh process

  enum Compilation: Sendable {
    case judged(Verdict)
    /// Name of the compiled module.
    case module(String)
  }

  private func compile(_ task: ProofTask) async -> Compilation {
    if let rejection = gate.rejection(of: task) { return .judged(rejection) }
    let header = LeanHeader(imports: task.imports, opens: task.opens).text
    let headerLines = header.count(where: \.isNewline)
    let layout = ProofLayout(task)
    return await compile(text: header + layout.text, headerLines: headerLines) {
      layout.placed($0, line: $0.line - headerLines)
    }
  }

  func compile(
    text: String, headerLines: Int = 0, placed: (LeanMessage) -> LeanMessage = { $0 }
  ) async -> Compilation {
    modules += 1
    let module = "LemmaloomCandidate\(modules)"
    switch await build(module, text) {
    case .declined(let reason): return .judged(.declined(reason: reason))
    case .finished(let found, let isSorryFree):
      if let broken = found.first(where: { $0.severity == .error && $0.line <= headerLines }) {
        return .judged(.declined(reason: "the header does not compile: \(broken.text.prefix(300))"))
      }
      let messages = found.map(placed)
      let errors = messages.filter { $0.severity == .error }
      if errors.isEmpty && isSorryFree { return .module(module) }
      remove(module)
      return .judged(
        errors.isEmpty
          ? .rejected(reason: .usesSorry, messages: messages)
          : .rejected(reason: .leanError, messages: errors))
    }
  }

  private func build(_ module: String, _ text: String) async -> SnippetOutcome {
    let source = "\(folder)/\(module).lean"
    do {
      try text.write(toFile: source, atomically: false, encoding: .utf8)
    } catch {
      return .declined("cannot write \(source): \(error.localizedDescription)")
    }
    return await pool.elaborate(file: source, root: folder, output: "\(folder)/\(module).olean")
  }

  private func remove(_ module: String) {
    for ending in ["lean", "olean"] {
      try? FileManager.default.removeItem(atPath: "\(folder)/\(module).\(ending)")
    }
  }

  // MARK: Gate 2: type and axioms, where candidate text is out of reach

  struct CompiledProof: Sendable {
    let task: ProofTask
    let module: String
  }

  /// One verdict a proof. Proofs with the same header and different names share two processes; when
  /// that fails, each gets its own.
  func audit(_ proofs: [CompiledProof]) async -> [Verdict] {
    var verdicts = [Verdict?](repeating: nil, count: proofs.count)
    for group in Self.groups(proofs) {
      var found = await auditTogether(group.map { proofs[$0] })
      if found == nil, group.count > 1 {
        var alone: [Verdict] = []
        for index in group {
          let verdict = await auditTogether([proofs[index]])
          alone.append(verdict?.first ?? Self.auditFailure)
        }
        found = alone
      }
      for (position, index) in group.enumerated() {
        verdicts[index] = found?[position] ?? Self.auditFailure
      }
    }
    return verdicts.map { $0 ?? Self.auditFailure }
  }

  private static let auditFailure = Verdict.declined(reason: "the audit gave no answer")

  private static func groups(_ proofs: [CompiledProof]) -> [[Int]] {
    var groups: [(key: [String], names: Set<String>, members: [Int])] = []
    for (index, proof) in proofs.enumerated() {
      let key = proof.task.imports + ["open"] + proof.task.opens
      if let group = groups.firstIndex(where: {
        $0.key == key && !$0.names.contains(proof.task.name)
      }) {
        groups[group].names.insert(proof.task.name)
        groups[group].members.append(index)
      } else {
        groups.append((key, [proof.task.name], [index]))
      }
    }
    return groups.map(\.members)
  }

  /// nil when the processes did not answer for every proof.
  private func auditTogether(_ proofs: [CompiledProof]) async -> [Verdict]? {
    guard let task = proofs.first?.task else { return [] }
    modules += 1
    let trusted = "LemmaloomTrusted\(modules)"
    defer {
      remove(trusted)
      remove("\(trusted)Audit")
    }
    let header = LeanHeader(imports: task.imports, opens: task.opens)
    let statements = Audit.trustedFile(header, proofs.map(\.task.statement))
    guard case .finished(let messages, _) = await build(trusted, statements),
      !messages.contains(where: { $0.severity == .error })
    else { return nil }
    let file = Audit.file(
      imports: [trusted] + proofs.map(\.module), names: proofs.map(\.task.name))
    guard case .finished(let answers, _) = await build("\(trusted)Audit", file.text) else {
      return nil
    }
    return Audit.verdicts(
      answers, firstLine: file.firstLine, names: proofs.map(\.task.name), gate.axioms)
  }
}

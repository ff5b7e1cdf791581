import Foundation
import LeanInterface
import Records

/// Bounds of one comparison.
public struct AgainstLimits: Hashable, Sendable {
  /// Bytes of a candidate's text.
  public var candidateBytesMax = 4 << 20
  /// Imported constants whose axioms Lean is asked for.
  public var questionsMax = 20_000
  public var olean = OleanLimits()

  public init() {}
}

/// Judges whether a Lean file proves what a trusted one leaves open, whatever else it declares, redefines or prints.
///
/// A file that imports the candidate cannot be trusted to ask a question: notation, macros and instances of the
/// candidate would have a say in it. So Lean compiles both files in fresh processes, apart from each other, and what it
/// wrote is compared here term by term. Lean alone elaborates and checks.
public struct AgainstJudge: Sendable {
  /// Both files are compiled under this name, which Lean puts into the names of private declarations and instances.
  private static let module = "LemmaloomAgainst"

  private let pool: LeanPool
  private let axioms: Set<String>
  private let searchPath: [String]
  private let limits: AgainstLimits

  /// - Parameter searchPath: folders with the compiled modules that both files may import, for a toolchain that can
  ///   have its kernel read modules again; `pool` must find them too.
  public init(
    pool: LeanPool, axioms: [String] = LeanChecker.standardAxioms, searchPath: [String] = [],
    limits: AgainstLimits = AgainstLimits()
  ) {
    self.pool = pool
    self.axioms = Set(axioms)
    self.searchPath = searchPath
    self.limits = limits
  }

  /// - Throws: `AgainstError` when the trusted file is at fault; what is wrong with the candidate is a verdict.
  public func judge(trusted: String, candidate: String) async throws -> AgainstReport {
    let folder = ProcessFolder.path("against")
    defer { try? FileManager.default.removeItem(atPath: folder) }

    let trustedBytes: [UInt8]
    switch try await compile(trusted, in: "\(folder)/trusted") {
    case .declined(let reason): return .whole(.declined(reason: "the trusted file: \(reason)"))
    case .errors(let messages):
      let text = messages.first.map { "line \($0.line): \($0.text)" } ?? ""
      throw AgainstError.doesNotCompile(text)
    case .bytes(let bytes, _): trustedBytes = bytes
    }
    var table = TermTable()
    let trustedFile: OleanFile
    do {
      trustedFile = try OleanFile(trustedBytes, into: &table, limits: limits.olean)
    } catch {
      return .whole(.declined(reason: "the trusted file: \(error)"))
    }
    // Faults of the trusted file first, whatever the candidate is.
    let targets = try TrustedTheorems(file: trustedFile, table: table).names()

    let candidateBytes: [UInt8]
    switch await judged(candidate, in: "\(folder)/candidate") {
    case .verdict(let verdict): return .whole(verdict)
    // What else it leaves open is its own affair.
    case .bytes(let bytes, _): candidateBytes = bytes
    }
    let candidateFile: OleanFile
    do {
      candidateFile = try OleanFile(candidateBytes, into: &table, limits: limits.olean)
    } catch {
      return .whole(.declined(reason: "\(error)"))
    }
    let comparison = Comparison(trusted: trustedFile, candidate: candidateFile, table: table)
    return await compare(comparison, targets.map(comparison.finding(of:)))
  }

  /// Judges a file by itself: nothing in it is open or assumed, and all of it rests on allowed axioms.
  public func judge(file text: String) async -> Verdict {
    let folder = ProcessFolder.path("file")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    switch await judged(text, in: folder) {
    case .verdict(let verdict): return verdict
    case .bytes(_, isSorryFree: false): return .rejected(reason: .usesSorry, messages: [])
    case .bytes(let bytes, isSorryFree: true):
      var table = TermTable()
      let file: OleanFile
      do {
        file = try OleanFile(bytes, into: &table, limits: limits.olean)
      } catch {
        return .declined(reason: "\(error)")
      }
      let comparison = Comparison(trusted: file.withoutConstants, candidate: file, table: table)
      let axioms = file.constants.values.filter { $0.kind == .axiom }
      if let own = axioms.min(by: { $0.name.index < $1.name.index }) {
        return .rejected(
          reason: .forbiddenAxiom,
          messages: [
            LeanMessage(
              severity: .error, line: 1, column: 0,
              text: "'\(table.show(own.name))' is an axiom of the file's own")
          ])
      }
      let proved = file.constants.values.filter { !$0.isUnsafe }
        .map(\.name).sorted { $0.index < $1.index }
      return await compare(comparison, proved.map(comparison.footing(of:))).verdict
    }
  }

  // MARK: Compiling

  private enum Compiled {
    case bytes([UInt8], isSorryFree: Bool)
    case errors([LeanMessage])
    case declined(String)
  }

  private func compile(_ text: String, in folder: String) async throws -> Compiled {
    let source = "\(folder)/\(Self.module).lean"
    let target = "\(folder)/\(Self.module).olean"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: source))
    } catch {
      throw AgainstError.noFolder(path: folder, reason: error.localizedDescription)
    }
    let outcome = await pool.elaborate(
      file: "\(Self.module).lean", root: folder, output: target)
    switch outcome {
    case .declined(let reason): return .declined(reason)
    case .finished(let messages, let isSorryFree):
      let errors = messages.filter { $0.severity == .error }
      if !errors.isEmpty { return .errors(errors) }
      guard let data = FileManager.default.contents(atPath: target) else {
        return .declined("Lean wrote no module")
      }
      return .bytes([UInt8](data), isSorryFree: isSorryFree)
    }
  }

  private enum Judged {
    case verdict(Verdict)
    case bytes([UInt8], isSorryFree: Bool)
  }

  /// The candidate by its text, by Lean, and by Lean's kernel once more where the toolchain can do that.
  private func judged(_ text: String, in folder: String) async -> Judged {
    func rejected(_ reason: RejectionReason, _ message: LeanMessage) -> Judged {
      .verdict(.rejected(reason: reason, messages: [message]))
    }
    if text.utf8.count > limits.candidateBytesMax {
      return .verdict(.declined(reason: "over \(limits.candidateBytesMax) bytes"))
    }
    if let message = CandidateGate.objection(to: text) {
      return rejected(.helpersNotAllowed, message)
    }
    do {
      switch try await compile(text, in: folder) {
      case .declined(let reason): return .verdict(.declined(reason: reason))
      case .errors(let messages):
        return .verdict(.rejected(reason: .leanError, messages: messages))
      case .bytes(let bytes, let isSorryFree):
        switch await pool.replay(module: Self.module, searchPath: [folder] + searchPath) {
        case .agrees, nil: return .bytes(bytes, isSorryFree: isSorryFree)
        case .declined(let reason): return .verdict(.declined(reason: reason))
        case .objects(let text):
          return rejected(
            .leanError, LeanMessage(severity: .error, line: 1, column: 0, text: text))
        }
      }
    } catch {
      return .verdict(.declined(reason: "\(error)"))
    }
  }

  // MARK: Comparing

  private func compare(
    _ comparison: Comparison, _ findings: [Comparison.Finding]
  ) async -> AgainstReport {
    if let objection = comparison.objection() { return .whole(Self.verdict(objection)) }
    var imported: Set<TermTable.NameID> = []
    for finding in findings where finding.objection == nil {
      imported.formUnion(finding.imported)
    }
    if imported.count > limits.questionsMax {
      return .whole(.declined(reason: "over \(limits.questionsMax) imported constants"))
    }
    let known = await importedAxioms(imported, comparison)
    return .of(
      findings.map { finding in
        AgainstReport.Target(name: finding.shownName, verdict: verdict(finding, known, comparison))
      })
  }

  /// Axioms of each imported constant; those that Lean gave no answer about are missing.
  private func importedAxioms(
    _ names: Set<TermTable.NameID>, _ comparison: Comparison
  ) async -> [TermTable.NameID: [String]] {
    let names = names.sorted { $0.index < $1.index }
    let header = LeanHeader(imports: comparison.trusted.importsOnce.map(\.description))
    let answers = await pool.run(
      names.enumerated().map { AxiomQuestions.snippet(comparison.table[$1], index: $0) },
      header: header)
    var found: [TermTable.NameID: [String]] = [:]
    for (name, answer) in zip(names, answers) { found[name] = AxiomQuestions.axioms(in: answer) }
    return found
  }

  private static func verdict(_ objection: Comparison.Objection) -> Verdict {
    .rejected(
      reason: objection.reason,
      messages: [LeanMessage(severity: .error, line: 1, column: 0, text: objection.text)])
  }

  private func verdict(
    _ finding: Comparison.Finding, _ known: [TermTable.NameID: [String]], _ comparison: Comparison
  ) -> Verdict {
    if let objection = finding.objection { return Self.verdict(objection) }
    var used = Set(finding.ownAxioms)
    for name in finding.imported.sorted(by: { $0.index < $1.index }) {
      let shown = comparison.table.show(name)
      guard let found = known[name] else {
        return .declined(reason: "Lean gave no answer about the axioms of '\(shown)'")
      }
      if let forbidden = found.first(where: { !axioms.contains($0) }) {
        let text = "'\(finding.shownName)' rests on '\(shown)', which rests on '\(forbidden)'"
        return Self.verdict(
          .init(reason: forbidden == "sorryAx" ? .usesSorry : .forbiddenAxiom, text: text))
      }
      used.formUnion(found)
    }
    return .accepted(axioms: used.sorted())
  }
}

extension OleanFile {
  /// Lean lists an import once for each way in which it is used.
  fileprivate var importsOnce: [ConstantName] {
    var seen: Set<ConstantName> = []
    return imports.filter { seen.insert($0).inserted }
  }
}

import Foundation
import LeanInterface
import Records

/// Bounds of one judgement.
public struct KernelLimits: Hashable, Sendable {
  /// Bytes of a candidate's file.
  public var candidateBytesMax = 4 << 20
  /// Imported constants whose axioms Lean is asked for.
  public var questionsMax = 20_000
  public var olean = OleanLimits()

  public init() {}
}

/// What every local judgement has in common: the kernel's second reading, and the verdict on what was found in the
/// bytes that it read.
struct KernelJudge: Sendable {
  let maker: ModuleMaker
  let axioms: Set<String>
  let policy: ReplayPolicy
  /// Whether candidates are declined where they cannot be isolated.
  let needsIsolation: Bool
  let limits: KernelLimits

  private var pool: LeanPool { maker.pool }

  /// Why nothing can be judged here; nil where it can.
  var obstacle: String? {
    guard needsIsolation else { return nil }
    let toolchain = pool.toolchain
    if let isolation = toolchain.confinement?.isolation {
      return isolation.isWhole
        ? nil : "isolation is required and partial here: \(isolation.description)"
    }
    return "isolation is required: \(toolchain.confinementProblem)"
  }

  /// Whether a proof may be accepted without the second reading.
  func isExcused(isSearched: Bool) -> Bool {
    policy.excuses(isSearched: isSearched, on: pool.toolchain)
  }

  /// nil where the kernel agrees, or need not be asked.
  static func verdict(_ outcome: ReplayOutcome) -> Verdict? {
    switch outcome {
    case .agrees: nil
    case .declined(let reason): .declined(reason: reason)
    case .objects(let text):
      .rejected(
        reason: .kernelObjects,
        messages: [LeanMessage(severity: .error, line: 1, column: 0, text: text)])
    }
  }

  static func verdict(_ objection: Comparison.Objection) -> Verdict {
    .rejected(
      reason: objection.reason,
      messages: [LeanMessage(severity: .error, line: 1, column: 0, text: objection.text)])
  }

  /// Verdicts on what comparisons found, in order. Lean is asked about the axioms of all imported constants at once.
  /// - Parameter imports: what the questions are asked on top of.
  func verdicts(
    _ findings: [Comparison.Finding], _ table: TermTable, imports: [ConstantName]
  ) async throws(CancellationError) -> [Verdict] {
    var imported: Set<TermTable.NameID> = []
    for finding in findings where finding.objection == nil {
      imported.formUnion(finding.imported)
    }
    if imported.count > limits.questionsMax {
      let reason = "over \(limits.questionsMax) imported constants"
      return findings.map { _ in .declined(reason: reason) }
    }
    let known = try await axioms(of: imported, table, imports: imports)
    return findings.map { verdict($0, known, table) }
  }

  /// Axioms of each imported constant; those that Lean gave no answer about are missing.
  private func axioms(
    of names: Set<TermTable.NameID>, _ table: TermTable, imports: [ConstantName]
  ) async throws(CancellationError) -> [TermTable.NameID: [String]] {
    let names = names.sorted { $0.index < $1.index }
    var seen: Set<ConstantName> = []
    // Lean lists an import once for each way in which it is used.
    let once = imports.filter { seen.insert($0).inserted }
    let answers = try await pool.run(
      names.enumerated().map { AxiomQuestions.snippet(table[$1], index: $0) },
      header: LeanHeader(imports: once.map(\.description)))
    var found: [TermTable.NameID: [String]] = [:]
    for (name, answer) in zip(names, answers) { found[name] = AxiomQuestions.axioms(in: answer) }
    return found
  }

  private func verdict(
    _ finding: Comparison.Finding, _ known: [TermTable.NameID: [String]], _ table: TermTable
  ) -> Verdict {
    if let objection = finding.objection { return Self.verdict(objection) }
    var used = Set(finding.ownAxioms)
    for name in finding.imported.sorted(by: { $0.index < $1.index }) {
      let shown = table.show(name)
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

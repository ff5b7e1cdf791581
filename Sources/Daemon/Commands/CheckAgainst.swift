import Checkers
import Records
import Workbench

/// `lemmaloom check --against TRUSTED CANDIDATE`: does one file prove what the other leaves open?
struct CheckAgainst {
  let trusted: String
  let candidate: String
  let json: Bool
  private let trustedText: String
  private let candidateText: String

  private struct Answer: Encodable {
    let file: String
    let against: String
    let reason: String
    let targets: [AgainstReport.Target]
    let verdict: Verdict
  }

  /// Reads both files.
  /// - Parameter files: what the command line names besides the trusted file.
  init(trusted: String, files: [String], json: Bool) throws {
    guard let candidate = files.first, files.count == 1 else {
      throw WorkbenchError.usage(
        "'check --against' holds exactly one file against \(trusted), not \(files.count)")
    }
    if trusted == "-" && candidate == "-" {
      throw WorkbenchError.usage("only one of the two files can be standard input")
    }
    self.trusted = trusted
    self.candidate = candidate
    self.json = json
    trustedText = try CheckCommand.text(of: trusted)
    candidateText = try CheckCommand.text(of: candidate)
  }

  /// Prints one line; ends with exit code 1 for a rejection, 2 for a decline.
  func run(_ bench: LeanWorkbench) async throws {
    let settings = bench.configuration.checkers
    let judge = try AgainstJudge(
      pool: bench.configuration.proofPool(bench.pool, compiled: bench.compiled),
      axioms: settings.axioms, ownModules: [bench.compiled], policy: settings.replay,
      needsIsolation: settings.isolation == .required)
    for text in [trustedText, candidateText] {
      try await bench.compileModules(importedBy: text)
    }
    let report: AgainstReport
    do {
      report = try await judge.judge(trusted: trustedText, candidate: candidateText)
    } catch let error as AgainstError {
      throw WorkbenchError.usage("\(trusted): \(error)")
    }
    if let remark = AgainstJudge.remark(onTrusted: trustedText) {
      Output.error("\(trusted): \(remark)")
    }
    let word: String
    let code: Int32
    switch report.verdict {
    case .accepted: (word, code) = ("accepted", 0)
    case .rejected: (word, code) = ("rejected", Failure.rejected)
    case .declined: (word, code) = ("declined", Failure.declined)
    }
    Output.line(
      json
        ? try Answer(
          file: candidate, against: trusted, reason: report.reason, targets: report.targets,
          verdict: report.verdict
        ).jsonLine()
        : "\(candidate): \(word), \(CheckCommand.shown(report.reason))")
    if code != 0 { throw Failure("", code: code) }
  }
}

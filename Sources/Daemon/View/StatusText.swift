import Rounds

/// Plain text for `lemmaloom status`: a line a fact, no control sequences.
enum StatusText {
  static func render(_ progress: RunProgress) -> String {
    var lines = ["run \(progress.run), round \(progress.round)" + phase(of: progress)]
    if !progress.message.isEmpty { lines.append(progress.message) }
    lines.append(
      "\(Wording.count(progress.corpusTheorems, "theorem")) in the corpus after "
        + Wording.duration(progress.elapsedSeconds))
    lines += progress.domains.map(line(of:))
    lines += progress.evaluations.compactMap(line(of:))
    if let answers = progress.answers { lines.append("whole proofs: \(answers.text)") }
    if !progress.newestTheorem.isEmpty { lines.append("newest: \(progress.newestTheorem)") }
    var parts: [String] = []
    if !progress.toolchain.isEmpty { parts.append(progress.toolchain) }
    if progress.modelParameters > 0 {
      parts.append("model of " + Wording.count(progress.modelParameters, "parameter"))
    }
    if progress.tacticsPerSecond > 0 {
      parts.append(
        Wording.count(Int(progress.tacticsPerSecond.rounded())) + " tactic applications a second")
    }
    if !parts.isEmpty { lines.append(parts.joined(separator: ", ")) }
    // Texts come from Lean and from file names: one line each, and nothing that steers a terminal.
    return lines.map { TerminalText.clean($0) }.joined(separator: "\n") + "\n"
  }

  /// `nat: level 4→5, 61% of 48 over the last 3 rounds, band 35–60%, 120 theorems`
  static func line(of domain: RunProgress.DomainProgress) -> String {
    let window = domain.windowRounds == 1 ? "round" : "\(domain.windowRounds) rounds"
    let success =
      domain.successRate.map {
        "\(Wording.percent($0)) of \(Wording.count(domain.evidence)) over the last \(window)"
      } ?? "no judged attempts yet"
    return "\(domain.name): level \(Wording.level(domain)), \(success), "
      + "band \(Wording.percents(domain.band)), \(Wording.count(domain.theorems, "theorem"))"
  }

  /// `NaturalNumbers: 11 of 24 in round 10, best 12`
  private static func line(of suite: RunProgress.SuiteTrend) -> String? {
    guard let last = suite.points.last else { return nil }
    let best = suite.points.map(\.solved).max() ?? last.solved
    return "\(suite.name): \(last.solved) of \(last.total) in round \(last.round)"
      + (best > last.solved ? ", best \(best)" : "")
  }

  private static func phase(of progress: RunProgress) -> String {
    if progress.phase.isEmpty { return "" }
    let amount =
      progress.phaseTotal > 0
      ? " \(Wording.count(progress.phaseDone)) of \(Wording.count(progress.phaseTotal))" : ""
    return ", \(progress.phase)\(amount)"
  }
}

import Foundation
import Records

/// What a round adds to the corpus.
public struct RoundCommit: Sendable {
  public var round: Int
  /// The domains that the theorems are in.
  public var domains: [CorpusDomain]
  public var theorems: [Theorem]
  /// Theorems that the corpus has, with shorter proofs.
  public var shorterProofs: [Theorem]
  /// Checkpoint of the models that found them.
  public var checkpoint: String
  public var checker: String
  public var toolchain: String
  /// One line each, for the commit message.
  public var highlights: [String]
  /// Lean options that the proofs need beside Lean's defaults: names and values.
  public var options: [String]
  /// The state of the run, for `README.md`.
  public var readme: String
  /// Further files by path, such as `figures/evaluation.svg`.
  public var files: [String: String]
  /// Author and committer time; seconds count.
  public var date: Date

  public init(
    round: Int, domains: [CorpusDomain], theorems: [Theorem], shorterProofs: [Theorem] = [],
    checkpoint: String, checker: String, toolchain: String, highlights: [String] = [],
    options: [String] = [], readme: String, files: [String: String] = [:], date: Date
  ) {
    self.round = round
    self.domains = domains
    self.theorems = theorems
    self.shorterProofs = shorterProofs
    self.checkpoint = checkpoint
    self.checker = checker
    self.toolchain = toolchain
    self.highlights = highlights
    self.options = options
    self.readme = readme
    self.files = files
    self.date = date
  }

  /// Summary line, body and trailers.
  var message: String {
    var lines = [summary, ""]
    let bullets = (highlights.isEmpty ? ownHighlights : highlights).map { "- \(oneLine($0))" }
    if !bullets.isEmpty { lines += bullets + [""] }
    lines += [
      "Round: \(round)", "Theorems: \(theorems.count)", "Shorter-Proofs: \(shorterProofs.count)",
      "Checkpoint: \(oneLine(checkpoint))", "Checker: \(oneLine(checker))",
      "Toolchain: \(oneLine(toolchain))",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  /// `Round 3: 12 theorems (list 7, nat 5), up to 9 steps`
  private var summary: String {
    var parts: [String] = []
    if theorems.isEmpty {
      parts.append("no new theorem")
    } else {
      let byDomain = Dictionary(grouping: theorems) { $0.statement.domain }
        .map { "\($0.key) \($0.value.count)" }.sorted().joined(separator: ", ")
      let steps = theorems.map(\.steps).max() ?? 0
      parts.append("\(theorems.count) theorem\(theorems.count == 1 ? "" : "s") (\(byDomain))")
      parts.append("up to \(steps) step\(steps == 1 ? "" : "s")")
    }
    if !shorterProofs.isEmpty { parts.append("\(shorterProofs.count) shortened") }
    return "Round \(round): " + parts.joined(separator: ", ")
  }

  /// Facts of the literature, then the longest proof of each domain.
  private var ownHighlights: [String] {
    let known = theorems.filter { !$0.knownAs.isEmpty }.map { "\($0.knownAs): \(text($0))" }
    let byDomain = Dictionary(grouping: theorems) { $0.statement.domain }.sorted { $0.key < $1.key }
    let longest = byDomain.compactMap { _, theorems in
      theorems.enumerated().max { ($0.element.steps, $1.offset) < ($1.element.steps, $0.offset) }
        .map { "\($0.element.steps) steps: \(text($0.element))" }
    }
    return known + longest
  }

  private func text(_ theorem: Theorem) -> String {
    "\(theorem.name) \(theorem.statement.signatureText)"
  }

  /// A line break could start a trailer.
  private func oneLine(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.isEmpty ? "none" : line
  }
}

/// What became of a round.
public struct CommittedRound: Sendable, Hashable {
  /// Name of the commit in hexadecimal.
  public let commit: String
  /// False: the corpus had the round already, and nothing was written.
  public let isNew: Bool
  /// Shorter proofs that were left out: the theorem's name and why.
  public let skipped: [String: String]
}

import Foundation
import Records

extension EvalReport {
  /// Tables for people.
  package var markdown: String {
    var lines = ["# Evaluation", "", "Samples a problem: \(samples)."]
    lines.append("")
    lines.append("## pass@k")
    lines.append("")
    lines += Self.table(passHead, results.flatMap(passRows))
    lines += [
      "",
      "In brackets the 95% interval (Wilson's, at the effective number of problems). Samples that "
        + "nobody could judge are in no rate.",
    ]
    let leftOut = results.flatMap(leftOutLines)
    if !leftOut.isEmpty { lines += [""] + leftOut }
    lines += ["", "## Answers", ""]
    lines += Self.table(
      [
        "suite", "prover", "turn", "answers", "mean length", "valid", "proved", "rejected",
        "malformed", "declined", "cut", "feedback too long",
      ], results.flatMap(answerRows))
    let errors = results.flatMap(errorRows)
    if !errors.isEmpty {
      lines += ["", "## Format errors", ""]
      lines += Self.table(["suite", "prover", "turn", "check", "answers"], errors)
    }
    lines += ["", "## Settings", ""]
    lines += Self.table(["setting", "value"], settingRows)
    return lines.joined(separator: "\n") + "\n"
  }

  private var ks: [Int] { results.first?.turns.first?.pass.map(\.k) ?? [] }

  private var passHead: [String] {
    ["suite", "prover", "turns", "solved"] + ks.map { "pass@\($0)" }
  }

  /// After the first turn and after the last: before and after correction.
  private func passRows(_ result: Result) -> [[String]] {
    let shown = result.turns.filter { $0.turn == 1 || $0.turn == result.turns.count }
    return shown.map { turn in
      let when =
        result.turns.count == 1
        ? "1" : turn.turn == 1 ? "1 (before correction)" : "\(turn.turn) (after correction)"
      return [result.suite, result.prover, when, "\(turn.solved) of \(result.problems)"]
        + turn.pass.map(Self.text)
    }
  }

  private func leftOutLines(_ result: Result) -> [String] {
    guard let last = result.turns.last else { return [] }
    return last.pass.filter { $0.leftOut > 0 }.map { rate in
      "- \(result.suite), \(result.prover): pass@\(rate.k) leaves out \(rate.leftOut) of "
        + "\(result.problems) problems, which have fewer than \(rate.k) judged samples."
    }
  }

  private func answerRows(_ result: Result) -> [[String]] {
    result.turns.map { turn in
      func outcome(_ outcome: ProofTurn.Outcome) -> String {
        "\(turn.outcomes[outcome.rawValue] ?? 0)"
      }
      return [
        result.suite, result.prover, "\(turn.turn)", "\(turn.answers)",
        turn.meanLength.map { String(format: "%.1f", $0) } ?? "–",
        turn.valid.map(Self.percent) ?? "–", outcome(.proved), outcome(.rejected),
        outcome(.malformed), outcome(.declined), "\(turn.cut)", "\(turn.feedbackTooLong)",
      ]
    }
  }

  private func errorRows(_ result: Result) -> [[String]] {
    result.turns.flatMap { turn in
      turn.formatErrors.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map {
        [result.suite, result.prover, "\(turn.turn)", $0.key, "\($0.value)"]
      }
    }
  }

  private var settingRows: [[String]] {
    let own = settings.provers.sorted { $0.key < $1.key }.flatMap { prover in
      prover.value.sorted { $0.key < $1.key }.map { ["\(prover.key): \($0.key)", $0.value] }
    }
    return settings.common.sorted { $0.key < $1.key }.map { [$0.key, $0.value] } + own
  }

  private static func text(_ rate: PassRate) -> String {
    guard let value = rate.value, let low = rate.low, let high = rate.high else { return "–" }
    return "\(percent(value)) [\(percent(low)), \(percent(high))]"
  }

  private static func percent(_ value: Double) -> String {
    String(format: "%.1f%%", 100 * value)
  }

  private static func table(_ head: [String], _ rows: [[String]]) -> [String] {
    func line(_ cells: [String]) -> String {
      // A cell is one line, and a bar in it is no border.
      let safe = cells.map { cell in
        cell.replacing("|", with: "\\|").split(whereSeparator: \.isNewline).joined(separator: " ")
      }
      return "| " + safe.joined(separator: " | ") + " |"
    }
    return [line(head), "|" + String(repeating: " --- |", count: head.count)] + rows.map(line)
  }
}

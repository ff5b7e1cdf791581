import Rounds

/// The live view as lines of text: a pure function of progress, size and style.
struct LiveFrame: Sendable {
  var width: Int
  var height: Int
  var style: TerminalStyle

  /// Lines narrower than the terminal and fewer than its rows, so that none wraps and none scrolls.
  func lines(_ progress: RunProgress) -> [String] {
    var lines = [title(progress), bar(progress)]
    if !progress.message.isEmpty { lines.append(line(progress.message, .yellow)) }
    let more =
      domains(progress) + trends(progress) + answers(progress) + newest(progress) + [
        footer(progress)
      ]
    lines += more
    // The first lines say most; a terminal of one row shows the title alone.
    return Array(lines.prefix(max(1, height - 1)))
  }

  // MARK: Lines

  private func title(_ progress: RunProgress) -> String {
    let theorems = Wording.count(progress.corpusTheorems, "theorem")
    let text =
      "lemmaloom \(progress.run) · round \(progress.round) · \(theorems) · "
      + Wording.duration(progress.elapsedSeconds)
    return line(text, .bold)
  }

  private func bar(_ progress: RunProgress) -> String {
    let rate = Wording.count(Int(progress.tacticsPerSecond.rounded())) + " tactics/s"
    guard progress.phaseTotal > 0 else {
      return line([progress.phase, rate].filter { !$0.isEmpty }.joined(separator: "  "))
    }
    let part = min(1, max(0, Double(progress.phaseDone) / Double(progress.phaseTotal)))
    let counts = "\(Wording.count(progress.phaseDone))/\(Wording.count(progress.phaseTotal))"
    let head = TerminalText.padded(TerminalText.clean(progress.phase), to: 10) + " "
    let tail = "  \(counts)  \(rate)"
    let cells = min(40, columns - TerminalText.width(head) - TerminalText.width(tail))
    guard cells >= 4 else { return line("\(progress.phase) \(counts)") }
    return coloured(shown(head)) + coloured(cellBar(part, cells), .green) + coloured(tail)
  }

  private func domains(_ progress: RunProgress) -> [String] {
    let names = progress.domains.map { TerminalText.width(TerminalText.clean($0.name)) }.max() ?? 0
    let levels = progress.domains.map { TerminalText.width(shown(Wording.level($0))) }.max() ?? 0
    return progress.domains.map { domain in
      let rate =
        domain.successRate.map { "\(Wording.percent($0)) of \(Wording.count(domain.evidence))" }
        ?? "no attempts yet"
      let text =
        TerminalText.padded(TerminalText.clean(domain.name), to: min(names, 24)) + "  level "
        + TerminalText.padded(shown(Wording.level(domain)), to: levels) + "  "
        + TerminalText.padded(rate, to: 15) + "  band \(Wording.percents(domain.band))  "
        + Wording.count(domain.theorems, "theorem")
      let inBand = domain.successRate.map(domain.band.contains) ?? true
      return line(text, inBand ? .plain : .yellow)
    }
  }

  private func trends(_ progress: RunProgress) -> [String] {
    let names = progress.evaluations.map { TerminalText.width(TerminalText.clean($0.name)) }.max()
    return progress.evaluations.compactMap { suite in
      guard let last = suite.points.last else { return nil }
      let counts = "\(last.solved)/\(last.total)"
      let head =
        TerminalText.padded(TerminalText.clean(suite.name), to: min(names ?? 0, 24)) + "  "
        + TerminalText.padded(counts, to: 8)
      let room = columns - TerminalText.width(head)
      let rates = suite.points.map { $0.total > 0 ? Double($0.solved) / Double($0.total) : 0 }
      return line(head + sparkline(rates.suffix(max(0, min(40, room)))), .cyan)
    }
  }

  private func answers(_ progress: RunProgress) -> [String] {
    progress.answers.map { [line("whole proofs  " + $0.text)] } ?? []
  }

  private func newest(_ progress: RunProgress) -> [String] {
    progress.newestTheorem.isEmpty ? [] : [line("newest  " + progress.newestTheorem)]
  }

  private func footer(_ progress: RunProgress) -> String {
    var parts = [progress.toolchain].filter { !$0.isEmpty }
    if progress.modelParameters > 0 {
      parts.append(Wording.count(progress.modelParameters, "parameter"))
    }
    parts.append("Ctrl-C stops and saves")
    return line(parts.joined(separator: " · "), .dim)
  }

  // MARK: Drawing

  /// A progress bar in eighths of a cell, or in whole ones in ASCII.
  func cellBar(_ part: Double, _ cells: Int) -> String {
    if !style.isUnicode {
      let full = Int((part * Double(cells - 2)).rounded(.down))
      return "[" + String(repeating: "#", count: full)
        + String(repeating: "-", count: cells - 2 - full) + "]"
    }
    let eighths = Int((part * Double(cells * 8)).rounded(.down))
    let (full, rest) = eighths.quotientAndRemainder(dividingBy: 8)
    let steps = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    return TerminalText.padded(String(repeating: "█", count: full) + steps[rest], to: cells)
  }

  /// A column a value between 0 and 1.
  func sparkline(_ values: some Sequence<Double>) -> String {
    let steps: [Character] = style.isUnicode ? Array("▁▂▃▄▅▆▇█") : Array("_.-=+*#@")
    return String(
      values.map { value in
        steps[min(steps.count - 1, max(0, Int(value * Double(steps.count))))]
      })
  }

  /// One column less than the terminal has: some wrap as soon as the last one is written.
  private var columns: Int { max(1, width - 1) }

  private enum Colour: String {
    case plain = ""
    case bold = "1"
    case dim = "2"
    case green = "32"
    case yellow = "33"
    case cyan = "36"
  }

  private func shown(_ text: String) -> String {
    let clean = TerminalText.clean(text)
    return style.isUnicode ? clean : TerminalText.ascii(clean)
  }

  private func line(_ text: String, _ colour: Colour = .plain) -> String {
    coloured(TerminalText.cut(shown(text), to: columns, mark: style.cutMark), colour)
  }

  private func coloured(_ text: String, _ colour: Colour = .plain) -> String {
    guard style.isColoured, colour != .plain else { return text }
    return "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m"
  }
}

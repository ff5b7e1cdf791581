/// What goes in the place of a `sorry`.
public struct ProofFilling: Hashable, Sendable {
  public enum Style: Hashable, Sendable {
    /// As one would write it there.
    case plain
    /// In brackets on lines of its own, so that nothing around it changes its meaning or its own column; these
    /// namespaces are opened in it.
    case fenced(opens: [String])
  }

  /// Tactic text.
  public var script: String
  public var style: Style
  /// Whether other goals wait behind the one that the script closes.
  public var hasOthers: Bool

  public init(script: String, style: Style = .plain, hasOthers: Bool = false) {
    self.script = script
    self.style = style
    self.hasOthers = hasOthers
  }

  /// The script's lines, those of a bullet where it must leave other goals alone.
  fileprivate var lines: [String] {
    let lines = script.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return hasOthers ? lines.enumerated().map { ($0 == 0 ? "· " : "  ") + $1 } : lines
  }
}

/// Text in place of scalars of a text.
struct TextEdit {
  var range: Range<Int>
  var text: String
}

/// Writes proofs where a text has `sorry`, and leaves all else as it is.
struct ProofWriter {
  private let text: OpenText
  private let scalars: [Unicode.Scalar]
  private let tokens: [LeanToken]
  private let lineStarts: [Int]

  init(_ text: OpenText, _ source: String) {
    self.text = text
    let scalars = Array(source.unicodeScalars)
    self.scalars = scalars
    tokens = LeanTokens(source).tokens
    lineStarts = [0] + scalars.indices.filter { scalars[$0] == "\n" }.map { $0 + 1 }
  }

  private func offset(_ place: LeanPlace) -> Int { lineStarts[place.line - 1] + place.column }

  func edit(_ index: Int, _ token: SorryToken, _ filling: ProofFilling) -> TextEdit {
    let own = token.start..<token.start + SorryToken.length
    switch filling.style {
    case .fenced(let opens):
      let open = opens.isEmpty ? [] : ["open \(opens.joined(separator: " ")) in"]
      let body = Self.block(open + filling.lines, column: token.column + 2)
      return TextEdit(
        range: own,
        text: (token.isTactic ? "(\n" : "(by\n") + body + SorryTokens.closing(token))
    case .plain: return plain(text.theorems[index], token, own, filling.lines)
    }
  }

  private func plain(
    _ theorem: OpenText.Theorem, _ token: SorryToken, _ own: Range<Int>, _ lines: [String]
  ) -> TextEdit {
    guard let place = tokens.firstIndex(where: { $0.place == token.place }) else {
      return TextEdit(range: own, text: lines.joined(separator: "\n"))
    }
    let before = place == 0 ? nil : tokens[place - 1]
    let isLast = place + 1 == tokens.count || tokens[place + 1].line > token.line
    let margin = tokens.first { $0.line == token.line }?.column ?? 0
    let isFirst = margin == token.column
    // Behind `:=` or `by` at the end of a line: the proof goes on the lines below.
    let gap = scalars[..<own.lowerBound].reversed().prefix { $0 == " " }.count
    let isBeside = before.map { offset($0.endPlace) == own.lowerBound - gap } ?? false
    let isBehindBy = isBeside && before?.kind == .word && before?.text == "by"
    let isBehindAssignment =
      isBeside && place > 1 && before?.text == "=" && before?.isGlued == true && tokens[place - 2].text == ":"
    let isWhole =
      theorem.proof.upperBound <= tokens[place].endPlace
      && (isBehindBy ? place > 2 && tokens[place - 3].place == theorem.proof.lowerBound
        : place > 1 && tokens[place - 2].place == theorem.proof.lowerBound)
    if isBehindBy || isBehindAssignment, isLast, isWhole || lines.count > 1 {
      let first = tokens.first { $0.line == before?.line }
      let left = isWhole ? theorem.start.column : first?.column ?? 0
      let isPlain = first?.kind == .word && first?.text != "case" && first?.text != "next"
      let body = Self.block(lines, column: left + (isWhole || isPlain ? 2 : 4))
      return TextEdit(
        range: own.lowerBound - gap..<own.upperBound, text: (isBehindBy ? "\n" : " by\n") + body)
    }
    if token.isTactic {
      let opens = isFirst || isBehindBy || ["·", ";"].contains(before?.text) || isArrow(place)
      if opens, lines.count == 1 || isLast {
        return TextEdit(range: own, text: Self.hanging(lines, column: token.column))
      }
      return TextEdit(range: own, text: "(" + Self.hanging(lines, column: token.column + 1) + ")")
    }
    let opening = isBehindAssignment && isLast ? "by " : "(by "
    let body = Self.hanging(lines, column: token.column + opening.count)
    return TextEdit(range: own, text: opening + body + (opening == "by " ? "" : ")"))
  }

  /// Whether `=>` stands in front.
  private func isArrow(_ place: Int) -> Bool {
    place > 1 && tokens[place - 1].text == ">" && tokens[place - 1].isGlued
      && tokens[place - 2].text == "="
  }

  private static func block(_ lines: [String], column: Int) -> String {
    let indent = String(repeating: " ", count: column)
    return lines.map { $0.isEmpty ? $0 : indent + $0 }.joined(separator: "\n")
  }

  /// The first line stands where it is put, the others below it.
  private static func hanging(_ lines: [String], column: Int) -> String {
    String(block(lines, column: column).dropFirst(column))
  }

  /// Says behind a `sorry` why it still stands there.
  func remark(_ text: String, on token: SorryToken) -> TextEdit {
    let end = token.start + SorryToken.length
    let rest = scalars[end...].prefix { $0 != "\n" }
    let isLast = rest.allSatisfy { $0 == " " }
    return TextEdit(
      range: end..<(isLast ? end + rest.count : end), text: isLast ? " -- \(text)" : " /- \(text) -/")
  }

  /// Further imports behind the text's own.
  func importing(_ modules: [String], behind end: LeanPlace) -> TextEdit {
    let lines = modules.map { "import \($0)" }
    let start = offset(end)
    let rest = scalars[start...].prefix { $0 != "\n" }
    let code = rest.drop { $0 == " " }
    // A comment stays on its line; what else stands there goes behind.
    let isFree = code.isEmpty || code.starts(with: "--".unicodeScalars)
    let place = isFree ? start + rest.count : start
    return TextEdit(
      range: place..<place, text: lines.map { (isFree ? "\n" : " ") + $0 }.joined())
  }

  func applying(_ edits: [TextEdit]) -> String {
    var output = String.UnicodeScalarView()
    var done = 0
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      output.append(contentsOf: scalars[done..<edit.range.lowerBound])
      output.append(contentsOf: edit.text.unicodeScalars)
      done = edit.range.upperBound
    }
    output.append(contentsOf: scalars[done...])
    return String(output)
  }
}

extension OpenText {
  /// The text with proofs in the place of some `sorry`, the others with a remark.
  /// - Parameters:
  ///   - tokens: the places, each as Lean reads it.
  ///   - fillings: by place; nil leaves the `sorry`.
  ///   - imports: modules that the proofs need; those that the text has are not imported again.
  package func filled(
    _ source: String, at tokens: [SorryToken], with fillings: [ProofFilling?],
    remarks: [String?] = [], imports: [String] = []
  ) -> String {
    let writer = ProofWriter(self, source)
    var edits: [TextEdit] = []
    for (index, token) in tokens.enumerated() {
      if let filling = fillings[index] {
        edits.append(writer.edit(self.tokens[index].theorem, token, filling))
      } else if remarks.indices.contains(index), let remark = remarks[index] {
        edits.append(writer.remark(remark, on: token))
      }
    }
    let header = LeanImports(source)
    let missing = imports.filter { !header.modules.contains($0) }
    if !missing.isEmpty { edits.append(writer.importing(missing, behind: header.end)) }
    return writer.applying(edits)
  }
}

/// The imports at the head of a text.
package struct LeanImports {
  package private(set) var modules: [String] = []
  /// Behind the last of them; the beginning where there is none.
  package private(set) var end = LeanPlace(line: 1, column: 0)

  package init(_ text: String) {
    let tokens = LeanTokens(text).tokens
    var index = 0
    while index < tokens.count {
      switch tokens[index].text {
      case "prelude", "module": break
      case "public", "meta", "all": break
      case "import":
        if index + 1 < tokens.count, tokens[index + 1].text == "all" { index += 1 }
        guard index + 1 < tokens.count, tokens[index + 1].kind == .word else { return }
        index += 1
        modules.append(tokens[index].text)
        end = tokens[index].endPlace
      default: return
      }
      index += 1
    }
  }
}

/// A text with tactics in the place of some of its `sorry`s.
public struct SorryFilling: Hashable, Sendable {
  /// Where the tactics for a place stand in the new text.
  public struct Block: Hashable, Sendable {
    /// 1-based; 0-based columns in Unicode scalars.
    public let line: Int
    public let column: Int
    public let lastLine: Int
    /// Behind its last scalar.
    public let lastColumn: Int

    public func contains(line: Int, column: Int) -> Bool {
      (line, column) >= (self.line, self.column) && (line, column) <= (lastLine, lastColumn)
    }
  }

  public let text: String
  /// In the order of the places.
  public let blocks: [Block]

  /// Puts tactics in place of each of `places`, in such a way that what stands around them keeps its meaning: in the
  /// lines of its block for a tactic, behind `by`, in brackets where something follows.
  /// - Parameter script: tactics for a place; lines that belong together keep their columns.
  public init(
    _ places: [SorryPlace], in text: String, script: (SorryPlace) -> String
  ) {
    self.init(places, in: text) { Piece($0, script: script($0)) }
  }

  /// Puts a text and a closing bracket in place of each of `places`; the bracket stands on a line of its own and ends
  /// where `sorry` ended, so that what follows keeps its column.
  public static func bracketed(
    _ places: [SorryPlace], in text: String, by open: (SorryPlace) -> String
  ) -> SorryFilling {
    SorryFilling(places, in: text) { Piece(text: open($0) + $0.closingBracket) }
  }

  private init(_ places: [SorryPlace], in text: String, piece: (SorryPlace) -> Piece) {
    let scalars = Array(text.unicodeScalars)
    var output = OutputText()
    var blocks: [Block] = []
    var done = 0
    for place in places {
      let piece = piece(place)
      var kept = scalars[done..<place.offset]
      if piece.eatsSpaces { while kept.last == " " { kept.removeLast() } }
      output.append(kept)
      let line = output.line
      let column = output.column
      output.append(Array(piece.text.unicodeScalars)[...])
      blocks.append(
        Block(line: line, column: column, lastLine: output.line, lastColumn: output.column))
      done = place.end
    }
    output.append(scalars[done...])
    self.text = String(output.text)
    self.blocks = blocks
  }
}

private struct OutputText {
  var text = String.UnicodeScalarView()
  var line = 1
  var column = 0

  mutating func append(_ scalars: ArraySlice<Unicode.Scalar>) {
    text.append(contentsOf: scalars)
    line += scalars.count { $0 == "\n" }
    if let last = scalars.lastIndex(of: "\n") {
      column = scalars.endIndex - last - 1
    } else {
      column += scalars.count
    }
  }
}

/// What is put in the place of one `sorry`.
private struct Piece {
  /// Whether the spaces in front of the place go too.
  var eatsSpaces = false
  let text: String

  init(text: String) { self.text = text }

  init(_ place: SorryPlace, script: String) {
    let layout = place.layout
    let isOneLine = !script.utf8.contains(10)
    // A comment at the end would reach what follows.
    let endsInComment = LeanLines.split(script).last?.contains("--") == true
    func lines(_ column: Int) -> String { LeanLines.indented(script, by: column) }
    func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }
    let deeper = layout.margin + 2
    let isFree = layout.isLast && !(layout.isClosed && endsInComment)
    if place.isTactic {
      if layout.previous == "by", !layout.isFirst, isFree, !isOneLine {
        eatsSpaces = true
        text = "\n" + spaces(deeper) + lines(deeper)
      } else if isFree && (layout.isFirst || Self.opensBlock(layout.previous)) {
        text = lines(place.column)
      } else if isOneLine && !endsInComment && Self.isSafeAlone(script) {
        text = script
      } else {
        text = "(" + lines(place.column + 1) + Self.closing(place, endsInComment)
      }
    } else if layout.previous == ":=", layout.isLast, !layout.isClosed, layout.isOutermost {
      text = isOneLine ? "by " + script : "by\n" + spaces(deeper) + lines(deeper)
    } else if isOneLine {
      text = "(by " + script + Self.closing(place, endsInComment)
    } else {
      let inner = max(deeper, place.column + 2)
      text = "(by\n" + spaces(inner) + lines(inner) + Self.closing(place, endsInComment)
    }
  }

  private static func opensBlock(_ token: String) -> Bool {
    token.isEmpty || ["by", "·", ".", "=>", "(", "{", "then", "else", "|"].contains(token)
  }

  /// One word: nothing in it that could bind what follows.
  private static func isSafeAlone(_ script: String) -> Bool {
    LeanTokens(script).tokens.count == 1
  }

  /// The bracket: where what follows depends on its column, on a line of its own that ends where `sorry` ended.
  private static func closing(_ place: SorryPlace, _ endsInComment: Bool) -> String {
    if !place.layout.isColumnBound && !endsInComment { return ")" }
    return place.closingBracket
  }
}

extension SorryPlace {
  /// A line break and a bracket that ends where the place ended.
  public var closingBracket: String {
    "\n" + String(repeating: " ", count: column + Self.length - 1) + ")"
  }
}

extension LeanLines {
  /// All lines but the first moved to the right; not those that begin within a string or a comment, and no empty ones.
  public static func indented(_ text: String, by count: Int) -> String {
    let indent = String(repeating: " ", count: count)
    var inside: Set<Int> = []
    for token in LeanTokens(text).tokens where token.text.utf8.contains(10) {
      if token.kind == .docComment { continue }
      inside.formUnion(token.line + 1...token.line + breaks(in: token.text))
    }
    return split(text).enumerated().map { index, line in
      index == 0 || line.isEmpty || inside.contains(index + 1) ? line : indent + line
    }.joined(separator: "\n")
  }
}

import LeanText

/// What has to be known of a file's text to judge it by itself. Nothing here decides that something is proved: it only
/// finds what Lean does not keep.
enum FileText {
  static let isEmpty = "the file declares nothing: there is nothing to judge"

  /// Why a part of the file would not be judged; nil where all of it is.
  static func unjudged(in text: String) -> String? {
    let tokens = LeanTokens(text).tokens
    for (index, token) in tokens.enumerated() where token.text == "exit" && token.isGlued {
      guard index > 0, tokens[index - 1].text == "#" else { continue }
      if index + 1 < tokens.count {
        return "line \(token.line): Lean reads nothing behind '#exit', so that nobody can judge it"
      }
    }
    return nil
  }

  /// Whether the text may hide that a declaration failed.
  static func hidesErrors(_ text: String) -> Bool {
    LeanTokens(text).tokens.contains { $0.kind == .word && $0.text == "guard_msgs" }
  }
}

/// A file with a name for each of its examples, on the same lines, and a theorem at its end, which shows that Lean read it
/// that far. `example` is a word of Lean's own: nothing else can be called so.
struct NamedFile {
  /// Of the theorem at the end.
  static let end = "lemmaloom_end_of_file"

  let text: String
  /// Names that must be declared where Lean reads the file as it is read here.
  private(set) var expected = [NamedFile.end]
  /// Why the file may hold something that is not seen here; nil where it cannot.
  let doubt: String?
  private var lines: [String: Int] = [:]

  init(_ text: String) {
    let scalars = Array(text.unicodeScalars)
    let read = LeanTokens(text)
    var result = String.UnicodeScalarView()
    var done = 0
    var count = 0
    for (index, token) in read.tokens.enumerated() where token.isKeyword("example") {
      let isMarked = index > 0 && read.tokens[index - 1].text == "noncomputable"
      count += 1
      result.append(contentsOf: scalars[done..<token.offset])
      // Of a value too; and a definition of a proposition's type is as good as a theorem.
      let keyword = isMarked ? "def" : "noncomputable def"
      let name = "LemmaloomExample.line\(token.line).number\(count)"
      result.append(contentsOf: "\(keyword) _root_.\(name)".unicodeScalars)
      expected.append(name)
      lines[name] = token.line
      done = token.end
    }
    result.append(contentsOf: scalars[done...])
    let closing = "\ntheorem _root_.\(Self.end) : _root_.True := _root_.True.intro\n"
    result.append(contentsOf: closing.unicodeScalars)
    self.text = String(result)

    let outline = LeanOutline(text)
    let words = read.tokens.filter { $0.kind == .word }.map(\.text)
    // What a macro may do with it is not seen.
    let hasSyntax = words.contains { !CommandWords.roles($0).isDisjoint(with: [.syntax]) }
    let isUncertain =
      read.problem != nil || hasSyntax || read.tokens.contains { $0.kind == .interpolated }
    let seen = count
    if isUncertain, Self.count("example", in: text) > seen {
      doubt = "the file may hold an example that is not seen"
    } else if isUncertain, text.contains("exit") {
      doubt = "the file may end before its text does"
    } else {
      doubt = nil
    }
    if FileText.hidesErrors(text) {
      let names = outline.commands.filter { $0.roles.contains(.declares) }.map(\.fullName)
      expected += names.filter { !$0.isEmpty }.map(LeanToken.unquoted)
    }
  }

  /// A name of `expected` for people.
  func spoken(_ name: String) -> String {
    if name == Self.end { return "what is put behind it" }
    return lines[name].map { "the example at line \($0)" } ?? "'\(name)'"
  }

  private static func count(_ word: String, in text: String) -> Int {
    text.ranges(of: word).count
  }
}

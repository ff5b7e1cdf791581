import Basics
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

/// A file with a name for each of its examples, on the same lines, with nothing that hides what its declarations say, and
/// with a theorem at its end, which shows that Lean read it that far. `example` is a word of Lean's own: nothing else can
/// be called so.
struct NamedFile {
  let text: String
  /// Of the theorem at the end. No file can foresee it.
  let end: String
  /// Names that must be declared where Lean reads the file as it is read here.
  private(set) var expected: [String]
  /// Whether errors of declarations are shown that the file hides.
  let showsErrors: Bool
  /// Why the file may hold something that is not seen here; nil where it cannot.
  let doubt: String?
  private var lines: [String: Int] = [:]

  init(_ original: String, nonce: UInt64 = .random(in: .min ... .max)) {
    let mark = "Lemmaloom\(Hash64.hex("\(nonce)"))"
    end = "\(mark).end_of_file"
    expected = [end]
    let outline = LeanOutline(original)
    let scalars = Self.withoutGuards(Array(original.unicodeScalars), outline.commands)
    showsErrors = scalars != Array(original.unicodeScalars)
    let read = LeanTokens(Self.string(scalars[...]))
    var result = String.UnicodeScalarView()
    var done = 0
    var count = 0
    for (index, token) in read.tokens.enumerated() where token.isKeyword("example") {
      let isMarked = index > 0 && read.tokens[index - 1].text == "noncomputable"
      count += 1
      result.append(contentsOf: scalars[done..<token.offset])
      // Of a value too; and a definition of a proposition's type is as good as a theorem.
      let keyword = isMarked ? "def" : "noncomputable def"
      let name = "\(mark).line\(token.line).number\(count)"
      result.append(contentsOf: "\(keyword) _root_.\(name)".unicodeScalars)
      expected.append(name)
      lines[name] = token.line
      done = token.end
    }
    result.append(contentsOf: scalars[done...])
    let closing = "\ntheorem _root_.\(end) : _root_.True := _root_.True.intro\n"
    result.append(contentsOf: closing.unicodeScalars)
    text = String(result)

    let words = read.tokens.filter { $0.kind == .word }.map(\.text)
    // What a macro may do with it is not seen.
    let hasSyntax = words.contains { !CommandWords.roles($0).isDisjoint(with: [.syntax]) }
    let isUncertain =
      read.problem != nil || hasSyntax || read.tokens.contains { $0.kind == .interpolated }
    if isUncertain, Self.count("example", in: original) > count {
      doubt = "the file may hold an example that is not seen"
    } else if isUncertain, original.contains("exit") {
      doubt = "the file may end before its text does"
    } else {
      doubt = nil
    }
    for command in outline.commands
    where command.roles.contains(.declares) && !command.fullName.isEmpty {
      let name = LeanToken.unquoted(command.fullName)
      expected.append(name)
      lines[name] = command.keywordLine
    }
  }

  /// A name of `expected` for people.
  func spoken(_ name: String) -> String {
    if name == end { return "what is put behind it" }
    guard let line = lines[name] else { return "'\(name)'" }
    return name.hasPrefix(end.prefix { $0 != "." })
      ? "the example at line \(line)" : "'\(name)' of line \(line)"
  }

  /// `#guard_msgs … in` in front of declarations hides that they failed.
  private static func withoutGuards(
    _ scalars: [Unicode.Scalar], _ commands: [LeanOutline.Command]
  ) -> [Unicode.Scalar] {
    var scalars = scalars
    var guards: [Range<Int>] = []
    for command in commands {
      if command.keyword == "#guard_msgs" {
        guards.append(command.scalars)
        continue
      }
      if command.roles.contains(.declares) {
        for place in guards.joined() where scalars[place] != "\n" { scalars[place] = " " }
      }
      guards = []
    }
    return scalars
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func count(_ word: String, in text: String) -> Int {
    text.ranges(of: word).count
  }
}

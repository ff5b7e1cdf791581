/// Why a text is not put before Lean, and where.
public struct LintObjection: Hashable, Sendable, CustomStringConvertible {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A control, invisible or direction-changing character, or a space that Lean has none of.
    case controlCharacter
    /// A comment, string or quoted name that would swallow what is put behind the text.
    case unterminated
    /// Lean's reading depends on the operators that are declared.
    case ambiguous
    case unbalanced
    case tooDeep
    case empty
    /// A word that opens or belongs to a command, an attribute, or a documentation comment.
    case commandWord
    case option
    /// `open` that holds on behind the text.
    case opening
    /// A word that stands for a missing proof.
    case sorryWord
    case forbiddenTactic
    /// Helpers: no sequence of named declarations.
    case declaration
    case nameShadowing
    case helpersNotAllowed
  }

  public let kind: Kind
  /// 1-based.
  public let line: Int
  /// 0-based, in Unicode scalars.
  public let column: Int
  public let text: String

  public var description: String { "line \(line), column \(column): \(text)" }

  /// Whether the text merely cannot be read with certainty: nothing was found that is wrong with it.
  public var isUnreadable: Bool { kind == .unterminated || kind == .ambiguous }

  init(kind: Kind, line: Int, column: Int, text: String) {
    self.kind = kind
    self.line = line
    self.column = column
    self.text = text
  }

  init(_ kind: Kind, _ token: LeanToken, _ text: String) {
    self.init(kind: kind, line: token.line, column: token.column, text: text)
  }

  init(_ problem: LeanTextProblem) {
    let kind: Kind =
      switch problem.kind {
      case .unterminated: .unterminated
      case .ambiguous: .ambiguous
      case .misplaced: .declaration
      }
    self.init(kind: kind, line: problem.line, column: problem.column, text: problem.text)
  }
}

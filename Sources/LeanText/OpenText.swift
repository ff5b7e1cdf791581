/// A Lean text that leaves proofs open, read by its tokens: where each `sorry` stands, and in which declaration.
public struct OpenText: Sendable {
  /// Why nothing may be put in the place of a `sorry`.
  public struct Refusal: Error, Hashable, CustomStringConvertible {
    /// 1-based.
    public let line: Int
    public let reason: String

    public var description: String { "line \(line): \(reason)" }
  }

  /// A theorem or example with a `sorry` in its proof.
  public struct Theorem: Hashable, Sendable {
    /// `example` for one.
    public let name: String
    /// `A.B`; empty: the root.
    public let namespace: String
    /// `(a b : Nat) : a + b = b + a`, as the text has it.
    public let signature: String
    /// Where it begins, its documentation and modifiers included.
    public let start: LeanPlace
    /// From the `:=` to its end.
    public let proof: Range<LeanPlace>

    public var isExample: Bool { name == "example" }
    public var fullName: String { namespace.isEmpty ? name : "\(namespace).\(name)" }
  }

  /// In the order of the text.
  public let theorems: [Theorem]
  /// In the order of the text, each with the index of its theorem.
  package let tokens: [(theorem: Int, token: SorryToken)]
  let commands: [LeanOutline.Command]

  /// - Throws: `Refusal` where a `sorry` stands outside of a theorem's proof.
  public init(_ text: String) throws(Refusal) {
    if let problem = LeanTokens(text).problem {
      throw Refusal(line: problem.line, reason: "it is no Lean: \(problem.text)")
    }
    commands = LeanOutline(text).commands
    var theorems: [Theorem] = []
    var tokens: [(theorem: Int, token: SorryToken)] = []
    var scopes = LeanScopes()
    var rest = SorryTokens.find(in: text)[...]
    for command in commands {
      let own = rest.prefix { $0.place < command.end }
      rest = rest.dropFirst(own.count)
      if let first = own.first {
        let theorem = try Self.theorem(command, holding: first, scopes.namespace)
        tokens += own.map { (theorems.count, $0) }
        theorems.append(theorem)
      }
      scopes.pass(command)
    }
    self.theorems = theorems
    self.tokens = tokens
  }

  private static func theorem(
    _ command: LeanOutline.Command, holding token: SorryToken, _ namespace: String
  ) throws(Refusal) -> Theorem {
    func refusal(_ what: String) -> Refusal {
      Refusal(line: token.line, reason: "\(what); only proofs of theorems may be left open")
    }
    guard TheoremText.keywords.contains(command.keyword) else {
      let article = "aeio".contains(command.keyword.first ?? " ") ? "an" : "a"
      switch command.keyword {
      case "def" where !command.name.isEmpty, "abbrev" where !command.name.isEmpty:
        throw refusal("'\(command.name)' is a definition with sorry")
      case "": throw refusal("a sorry stands outside of any command")
      case let keyword where command.name.isEmpty || keyword.hasPrefix("#"):
        throw refusal("\(article) '\(keyword)' holds a sorry")
      default: throw refusal("'\(command.name)' is \(article) '\(command.keyword)' with sorry")
      }
    }
    guard let theorem = command.theorem, let proof = theorem.bodyStart, proof < token.place else {
      throw refusal(
        command.name.isEmpty
          ? "the statement of an example holds a sorry"
          : "the statement of '\(command.name)' holds a sorry")
    }
    return Theorem(
      name: theorem.name.isEmpty ? "example" : theorem.name, namespace: namespace,
      signature: theorem.written, start: command.start, proof: proof..<command.end)
  }
}

extension SorryToken {
  var place: LeanPlace { LeanPlace(line: line, column: column) }
}

/// The namespaces and sections around a command.
struct LeanScopes {
  /// nil: a section or mutual block.
  private var open: [String?] = []

  var namespace: String { open.compactMap { $0 }.joined(separator: ".") }

  mutating func pass(_ command: LeanOutline.Command) {
    let tokens = LeanTokens(command.text).tokens
    let behind = tokens.drop { $0.text != command.keyword }.prefix(2)
    let isNamed = behind.last?.kind == .word && behind.last?.line == behind.first?.line
    let parts = behind.count == 2 && isNamed ? behind.last?.parts ?? [] : []
    switch command.keyword {
    case "namespace": open += parts.map { $0 }
    // Without a name they are one scope all the same.
    case "section": open += [String?](repeating: nil, count: max(1, parts.count))
    case "mutual": open.append(nil)
    case "end": open.removeLast(min(open.count, max(1, parts.count)))
    default: break
    }
  }
}

extension OpenText {
  /// The text with each proof replaced, and the line where each replacement begins.
  package func withoutProofs(_ text: String, _ replacement: String) -> (String, [Int]) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var output = ""
    var at = LeanPlace(line: 1, column: 0)
    var starts: [Int] = []
    for theorem in theorems {
      output += Self.text(of: lines, at..<theorem.proof.lowerBound)
      starts.append(1 + SorryTokens.lines(of: output))
      output += replacement
      at = theorem.proof.upperBound
    }
    let end = LeanPlace(line: lines.count, column: lines.last?.unicodeScalars.count ?? 0)
    return (output + Self.text(of: lines, at..<max(at, end)), starts)
  }

  private static func text(of lines: [String], _ range: Range<LeanPlace>) -> String {
    let (start, end) = (range.lowerBound, range.upperBound)
    return (start.line...end.line).map { line -> String in
      var view = String.UnicodeScalarView()
      let scalars = Array(lines[line - 1].unicodeScalars)
      let first = line == start.line ? min(start.column, scalars.count) : 0
      let last = line == end.line ? min(end.column, scalars.count) : scalars.count
      view.append(contentsOf: scalars[first..<max(first, last)])
      return String(view)
    }.joined(separator: "\n")
  }
}

/// A Lean text that leaves proofs open, read by its tokens: where each `sorry` stands, and in which theorem.
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
    public let fullName: String
    /// `(a b : Nat) : a + b = b + a`, as the text has it.
    public let signature: String
    /// 1-based line of its keyword.
    public let line: Int
    /// Its Unicode scalars, documentation and modifiers included.
    let scalars: Range<Int>
    /// Those of its proof, from the `:=` to the end.
    let proof: Range<Int>
  }

  public let text: String
  /// In the order of the text.
  public let theorems: [Theorem]
  /// In the order of the text, each with the index of its theorem.
  public let places: [(theorem: Int, place: SorryPlace)]
  private let commands: [LeanOutline.Command]

  /// - Throws: `Refusal` where a `sorry` stands outside of a theorem's proof, and where the text cannot be read with
  ///   certainty.
  public init(_ text: String) throws(Refusal) {
    if let problem = LeanTokens(text).problem {
      throw Refusal(line: problem.line, reason: "it is no Lean: \(problem.text)")
    }
    self.text = text
    commands = LeanOutline(text).commands
    var theorems: [Theorem] = []
    var places: [(theorem: Int, place: SorryPlace)] = []
    for place in SorryPlaces.find(in: text) {
      if let last = theorems.last, last.scalars.contains(place.offset) {
        places.append((theorems.count - 1, place))
        continue
      }
      places.append((theorems.count, place))
      theorems.append(try Self.theorem(commands, holding: place))
    }
    self.theorems = theorems
    self.places = places
  }

  private static func theorem(
    _ commands: [LeanOutline.Command], holding place: SorryPlace
  ) throws(Refusal) -> Theorem {
    func refusal(_ what: String) -> Refusal {
      Refusal(line: place.line, reason: "\(what); only proofs of theorems may be left open")
    }
    guard let command = commands.last(where: { $0.scalars.lowerBound <= place.offset }),
      !command.keyword.isEmpty
    else { throw refusal("a sorry stands outside of any command") }
    let (keyword, name) = (command.keyword, command.name)
    guard command.roles.contains(.proves) else {
      let article = "aeio".contains(keyword.first ?? " ") ? "an" : "a"
      if name.isEmpty { throw refusal("\(article) '\(keyword)' holds a sorry") }
      if ["def", "abbrev"].contains(keyword) {
        throw refusal("'\(name)' is a definition with sorry")
      }
      throw refusal("'\(name)' is \(article) '\(keyword)' with sorry")
    }
    guard let theorem = command.theorem, let start = theorem.bodyStart, start < place.offset else {
      throw refusal(
        "the statement of \(name.isEmpty ? "an example" : "'\(name)'") holds a sorry")
    }
    return Theorem(
      name: name.isEmpty ? "example" : name,
      fullName: name.isEmpty ? "example" : command.fullName, signature: theorem.written,
      line: command.keywordLine, scalars: command.scalars,
      proof: start..<command.scalars.upperBound)
  }
}

extension OpenText {
  /// The text with each theorem's proof replaced, and the line on which each replacement begins.
  public func replacingProofs(by replacement: String) -> (text: String, lines: [Int]) {
    let scalars = Array(text.unicodeScalars)
    var output = String.UnicodeScalarView()
    var lines: [Int] = []
    var line = 1
    var done = 0
    for theorem in theorems {
      let kept = scalars[done..<theorem.proof.lowerBound]
      line += kept.count { $0 == "\n" }
      lines.append(line)
      output.append(contentsOf: kept)
      output.append(contentsOf: replacement.unicodeScalars)
      line += LeanLines.breaks(in: replacement)
      done = theorem.proof.upperBound
    }
    output.append(contentsOf: scalars[done...])
    return (String(output), lines)
  }

  /// What a theorem's statement may rest on besides the imports: the text in front of it, up to the run of theorems that
  /// it belongs to. Empty where the text does no more than open and bind, which Lean's goals tell in full.
  /// - Parameter opens: namespaces that are opened anyway.
  public func context(of theorem: Int, opens: [String]) -> String {
    let start = theorems[theorem].scalars.lowerBound
    let header = LeanFileHeader(text).end
    let before = commands.filter { (header..<start).contains($0.scalars.lowerBound) }
    if before.allSatisfy({ Self.isToldByGoals($0, opens) }) { return "" }
    let run = before.reversed().prefix { $0.roles.contains(.proves) }
    let end = run.last?.scalars.lowerBound ?? start
    let context = LeanLines.cut(LeanLines.cut(text, at: end).before, at: header).after
    return ([context] + before.flatMap(Self.releases)).joined(separator: "\n")
  }

  /// Commands after which no theorem takes what the command binds unless it mentions it. A goal has all that it needs in
  /// its own context. Where the scope has ended Lean objects, to no harm.
  private static func releases(_ command: LeanOutline.Command) -> [String] {
    let tokens = LeanTokens(command.text).tokens
    switch command.keyword {
    case "include": return tokens.dropFirst().filter { $0.kind == .word }.map { "omit \($0.text)" }
    case "variable":
      return tokens.indices.filter { tokens[$0].text == "[" }.compactMap { start in
        let end = tokens[start...].firstIndex { $0.text == "]" }
        return end.map { "omit " + tokens[start...$0].map(\.text).joined(separator: " ") }
      }
    default: return []
    }
  }

  private static func isToldByGoals(_ command: LeanOutline.Command, _ opens: [String]) -> Bool {
    switch command.keyword {
    case "theorem", "lemma", "example", "namespace", "section", "end", "variable", "universe",
      "include", "omit", "set_option":
      return true
    case "open":
      return LeanTokens(command.text).tokens.dropFirst().allSatisfy { opens.contains($0.text) }
    default: return false
    }
  }
}

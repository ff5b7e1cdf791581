import LeanText
import Records

/// A proof with open steps: `have h : … := by sorry`.
public struct ProofSketch: Sendable {
  /// How a step's proof is put in the place of its `sorry`.
  private enum Place {
    /// `by sorry`, `:= sorry`: the proof goes on the lines below.
    case behind(needsBy: Bool)
    /// `sorry` is the first tactic of its line or of its bullet.
    case inPlace
  }
  private struct Hole {
    let line: Int
    let column: Int
    let place: Place
    /// Column of the line's first token.
    let margin: Int
  }

  public let script: String
  private let holes: [Hole]

  /// nil without an open step, or where one stands within a term.
  public init?(script: String) {
    let tokens = LeanTokens(script).tokens
    var margins: [Int: Int] = [:]
    for token in tokens where margins[token.line] == nil { margins[token.line] = token.column }
    var holes: [Hole] = []
    for (index, token) in tokens.enumerated() where token.text == "sorry" {
      let margin = margins[token.line] ?? 0
      let place: Place
      switch index == 0 ? "" : tokens[index - 1].text {
      case _ where token.column == margin: place = .inPlace
      case "by": place = .behind(needsBy: false)
      case ":=": place = .behind(needsBy: true)
      case "·", "=>": place = .inPlace
      default: return nil
      }
      // One a line: more could not be told apart when they are filled.
      if holes.last?.line == token.line { return nil }
      holes.append(Hole(line: token.line, column: token.column, place: place, margin: margin))
    }
    if holes.isEmpty { return nil }
    self.script = script
    self.holes = holes
  }

  public var openSteps: Int { holes.count }

  /// The script with each open step proved by the text at its place; nil leaves it open.
  public func filled(with proofs: [String?]) -> String {
    var lines = DraftText.lines(script)
    for (hole, proof) in zip(holes, proofs).reversed() {
      guard let proof else { continue }
      let scalars = Array(lines[hole.line - 1].unicodeScalars)
      let before = Self.string(scalars.prefix(hole.column))
      let after = Self.string(scalars.dropFirst(hole.column + "sorry".count))
      let body = DraftText.lines(proof)
      switch hole.place {
      case .inPlace:
        let indent = String(repeating: " ", count: hole.column)
        let rest = body.dropFirst().map { $0.isEmpty ? $0 : indent + $0 }
        lines.replaceSubrange(
          hole.line - 1..<hole.line, with: [before + (body.first ?? "") + after] + rest)
      case .behind(let needsBy):
        let indent = String(repeating: " ", count: hole.margin + 2)
        lines.replaceSubrange(
          hole.line - 1..<hole.line,
          with: [before + (needsBy ? "by" : "") + after]
            + body.map { $0.isEmpty ? $0 : indent + $0 })
      }
    }
    return lines.joined(separator: "\n")
  }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}

/// What Lean makes of a sketch.
public enum SketchReview: Hashable, Sendable {
  /// The goal of each open step, in the order of the script.
  case goals([Goal])
  /// Errors beside the open steps.
  case errors([DraftError])
  case declined(String)
}

extension LeanPool {
  /// The goals that a sketch leaves open, as Lean shows them at each `sorry`.
  public func openGoals(of sketch: ProofSketch, signature: String, header: LeanHeader) async
    -> SketchReview
  {
    let asking = [String?](repeating: "trace_state\nsorry", count: sketch.openSteps)
    let text = DraftText(
      LeanDraft(signature: signature, script: sketch.filled(with: asking)), name: "sketch")
    let outcomes = await run([text.text], header: header)
    guard case .finished(let messages, _)? = outcomes.first else {
      if case .declined(let reason)? = outcomes.first { return .declined(reason) }
      return .declined("Lean gave no answer")
    }
    let errors = messages.filter { $0.severity == .error }
    if !errors.isEmpty {
      return .errors(
        errors.map { DraftError(message: $0.text, line: $0.line, column: $0.column, goals: "") })
    }
    let goals = messages.filter { $0.severity == .information }
      .sorted { ($0.line, $0.column) < ($1.line, $1.column) }
      .compactMap { GoalText.parse($0.text).first }
    guard goals.count == sketch.openSteps else {
      return .declined("\(goals.count) goals shown for \(sketch.openSteps) open steps")
    }
    return .goals(goals)
  }
}

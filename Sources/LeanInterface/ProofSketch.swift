import LeanText
import Records

/// A proof with open steps: `have h : … := by sorry`.
public struct ProofSketch: Sendable {
  public let script: String
  private let holes: [SorryPlace]

  /// nil without an open step.
  public init?(script: String) {
    holes = SorryPlaces.find(in: script, isInTactic: true)
    if holes.isEmpty { return nil }
    self.script = script
  }

  public var openSteps: Int { holes.count }

  /// The script with each open step proved by the text at its place; nil leaves it open.
  public func filled(with proofs: [String?]) -> String {
    let proved = zip(holes, proofs).compactMap { hole, proof in proof.map { (hole, $0) } }
    let texts = Dictionary(uniqueKeysWithValues: proved.map { ($0.0.offset, $0.1) })
    return SorryFilling(proved.map(\.0), in: script) { texts[$0.offset] ?? "" }.text
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
  public func openGoals(of sketch: ProofSketch, signature: String, header: LeanHeader)
    async throws(CancellationError) -> SketchReview
  {
    let asking = [String?](repeating: "trace_state\nsorry", count: sketch.openSteps)
    let text = DraftText(
      ProofDraft(script: sketch.filled(with: asking)), name: "sketch", signature: signature)
    let outcomes = try await run([text.text], header: header)
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

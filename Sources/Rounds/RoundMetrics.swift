import Conjecturer
import RunStore

/// The figures of a round. docs/LARGE_MODELS.md explains those of language models.
extension Metric {
  // MARK: Every phase

  /// Wall clock.
  static func seconds(_ phase: Phase) -> Metric { Metric(phase, "seconds", .seconds) }
  /// Lean's processes, added over processes.
  static func leanSeconds(_ phase: Phase) -> Metric { Metric(phase, "lean_seconds", .seconds) }
  /// The embedded models.
  static func modelSeconds(_ phase: Phase) -> Metric { Metric(phase, "model_seconds", .seconds) }
  /// Resident memory of the daemon at the phase's end, without Lean's processes.
  static func memory(_ phase: Phase) -> Metric { Metric(phase, "memory_mb", .megabytes) }
  /// Of that, what its allocator has handed out.
  static func heap(_ phase: Phase) -> Metric { Metric(phase, "heap_mb", .megabytes) }
  /// Tactic applications.
  static func tactics(_ phase: Phase) -> Metric { Metric(phase, "tactics", .count) }

  // MARK: Conjecture

  static let requests = Metric(.conjecture, "requests", .count)
  static let declinedRequests = Metric(.conjecture, "declined_requests", .count)
  static let conjecturePromptTokens = Metric(.conjecture, "prompt_tokens", .tokens)
  static let conjectureCompletionTokens = Metric(.conjecture, "completion_tokens", .tokens)
  static let completions = Metric(.conjecture, "completions", .count)
  static let promptedStatements = Metric(.conjecture, "prompted_statements", .count)
  static func answers(_ fault: AnswerFault) -> Metric {
    Metric(.conjecture, "answers.\(fault.rawValue)", .count)
  }

  // MARK: Prove

  static let samples = Metric(.prove, "samples", .count)
  static let samplesDeclined = Metric(.prove, "samples_declined", .count)
  static let promptTokens = Metric(.prove, "prompt_tokens", .tokens)
  static let completionTokens = Metric(.prove, "completion_tokens", .tokens)
  /// The most turns that a sample has.
  static let turns = Metric(.prove, "turns", .count)
  /// The larger k of `best`.
  static let bestOf = Metric(.prove, "best_of", .count)

  static func turnAnswers(_ turn: Int) -> Metric { ofTurn(turn, "answers", .count) }
  static func responseLength(_ turn: Int) -> Metric { ofTurn(turn, "response_length", .tokens) }
  static func valid(_ turn: Int) -> Metric { ofTurn(turn, "valid", .share) }
  static func cut(_ turn: Int) -> Metric { ofTurn(turn, "cut", .count) }
  static func feedbackTooLong(_ turn: Int) -> Metric { ofTurn(turn, "feedback_too_long", .count) }
  /// The chance that one of `k` samples proves a statement, all turns so far.
  static func best(_ turn: Int, of k: Int) -> Metric { ofTurn(turn, "best@\(k)", .share) }
  static func formatErrors(_ turn: Int, _ name: String) -> Metric {
    ofTurn(turn, "format.\(name)", .count)
  }

  private static func ofTurn(_ turn: Int, _ name: String, _ unit: Unit) -> Metric {
    Metric(.prove, "turn\(turn).\(name)", unit)
  }

  // MARK: Learn

  static let examples = Metric(.learn, "examples", .count)
  static let proverLoss = Metric(.learn, "prover_loss", .loss)
  static let conjecturerLoss = Metric(.learn, "conjecturer_loss", .loss)
  static let heldOutTop1 = Metric(.learn, "held_out_top1", .share)
  static let heldOutStepsLeftTop1 = Metric(.learn, "held_out_steps_left_top1", .share)
}

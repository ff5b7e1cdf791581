import Basics
import Completion
import LanguageModel
import LeanInterface
import LeanText
import Records

/// Asks a model for whole proofs, several for each statement, and sends what failed back with Lean's errors
/// (Kimina-Prover, arXiv 2504.11354; error correction as in the Kimina-Prover-RL recipe).
public struct WholeProofProver: Sendable {
  public let model: any CompletionModel
  public let reviewer: any DraftReviewer
  public let prompt: ProverPrompt
  public let options: WholeProofOptions

  public init(
    model: any CompletionModel, reviewer: any DraftReviewer, prompt: ProverPrompt = ProverPrompt(),
    options: WholeProofOptions = WholeProofOptions()
  ) {
    self.model = model
    self.reviewer = reviewer
    self.prompt = prompt
    self.options = options
  }

  /// Draws `options.samples` answers for each task, or those with the given ordinals, several tasks side by side.
  /// - Parameter finished: hears of each task as it ends, with its samples in order.
  /// - Returns: tokens read and drawn.
  @discardableResult
  public func prove(
    _ tasks: [WholeProofTask], ordinals: Range<Int>? = nil,
    finished: @Sendable (Int, [ProofSample]) async throws -> Void
  ) async throws -> TokenUsage {
    let ordinals = ordinals ?? 0..<options.samples
    var usage = TokenUsage()
    try await withThrowingTaskGroup(of: (Int, [ProofSample], TokenUsage).self) { group in
      var next = 0
      while next < min(options.concurrent, tasks.count) {
        add(next, tasks, ordinals, to: &group)
        next += 1
      }
      for try await (index, samples, used) in group {
        usage += used
        try await finished(index, samples)
        if next < tasks.count {
          add(next, tasks, ordinals, to: &group)
          next += 1
        }
      }
    }
    return usage
  }

  private func add(
    _ index: Int, _ tasks: [WholeProofTask], _ ordinals: Range<Int>,
    to group: inout ThrowingTaskGroup<(Int, [ProofSample], TokenUsage), any Error>
  ) {
    group.addTask {
      let (samples, usage) = try await sample(tasks[index], ordinals)
      return (index, samples, usage)
    }
  }

  // MARK: One task

  /// A sample on its way.
  private struct Running {
    var sample: ProofSample
    /// The conversation up to the next answer.
    var prompt: Prompt
    var feedbackTooLong = false
    /// Whether another answer is wanted.
    var isOpen = true
  }

  /// An answer and what is asked next.
  private struct Answered {
    let index: Int
    let completion: Completion
    let tokens: Int
  }

  private func sample(_ task: WholeProofTask, _ ordinals: Range<Int>)
    async throws(CancellationError) -> ([ProofSample], TokenUsage)
  {
    var usage = TokenUsage()
    let problem = prompt.problem.prompt(task.values)
    var running = ordinals.map {
      Running(sample: ProofSample(ordinal: $0, turns: []), prompt: problem)
    }
    let seed = Hash64.value("\(options.seed) \(task.identity) \(ordinals.lowerBound)")
    switch try await model.complete(request(problem, count: ordinals.count, seed: seed)) {
    case .declined(let reason): for index in running.indices { decline(&running[index], reason) }
    case .answer(let batch):
      usage += batch.usage
      try await judge(Self.answers(batch, Array(running.indices)), task, &running)
    }
    for turn in 0..<max(0, options.corrections) {
      let open = running.indices.filter { running[$0].isOpen }
      if open.isEmpty { break }
      let asked = running
      let answers = try await open.mapConcurrently { index async throws(CancellationError) in
        let seed = Hash64.value("\(seed) turn \(turn) \(index)")
        return try await model.complete(request(asked[index].prompt, count: 1, seed: seed))
      }
      var answered: [Answered] = []
      for (index, answer) in zip(open, answers) {
        switch answer {
        case .declined(let reason): decline(&running[index], reason)
        case .answer(let batch):
          usage += batch.usage
          answered += Self.answers(batch, [index])
        }
      }
      try await judge(answered, task, &running)
    }
    return (running.map(\.sample), usage)
  }

  private func request(_ prompt: Prompt, count: Int, seed: UInt64) -> CompletionRequest {
    CompletionRequest(
      prompt: prompt, count: count, maximumTokens: options.maximumTokens,
      sampling: options.sampling, seed: seed >> 1)
  }

  /// Servers count the tokens of all answers together: each gets its part by length.
  private static func answers(_ batch: CompletionBatch, _ indices: [Int]) -> [Answered] {
    let sizes = batch.completions.map(\.text.utf8.count)
    let total = max(1, sizes.reduce(0, +))
    return zip(indices, zip(batch.completions, sizes)).map { index, answer in
      Answered(
        index: index, completion: answer.0, tokens: batch.usage.completion * answer.1 / total)
    }
  }

  private func decline(_ running: inout Running, _ reason: String) {
    running.sample.turns.append(
      ProofTurn(
        outcome: .declined, reason: reason, feedbackTooLong: running.feedbackTooLong))
    running.isOpen = false
  }

  /// Takes answers apart, asks what Lean says to their proofs, and prepares the next turn.
  private func judge(
    _ answers: [Answered], _ task: WholeProofTask, _ running: inout [Running]
  ) async throws(CancellationError) {
    var drafts: [(answer: Answered, draft: ProofDraft, formatErrors: [FormatError])] = []
    let statement = task.trusted
    for answered in answers {
      let isCut = answered.completion.finish == .length
      let answer = FormalAnswer(answered.completion.text, isCut: isCut)
      let errors = AnswerFormat.errors(in: answer, statement: statement, options: options.format)
      switch ProofCut.draft(
        of: answer, for: statement,
        options: ProofCutOptions(allowsHelpers: options.allowsHelpers))
      {
      case .success(let draft): drafts.append((answered, draft, errors))
      case .failure(let failure):
        var turn = turn(answered, running, errors)
        turn.outcome = .malformed
        turn.reason = failure.problem.rawValue
        running[answered.index].sample.turns.append(turn)
        let text = "No proof could be taken out of the answer: \(failure.detail)."
        goOn(&running[answered.index], after: answered, task, feedback: text, isShortened: false)
      }
    }
    let reviews = try await reviewer.review(drafts.map(\.draft), of: task)
    for ((answered, draft, errors), review) in zip(drafts, reviews) {
      var turn = turn(answered, running, errors)
      switch review {
      case .closed:
        turn.outcome = .proved
        running[answered.index].sample.script = draft.script
        running[answered.index].sample.helpers = draft.helpers
        running[answered.index].sample.trace = answered.completion.text
        running[answered.index].isOpen = false
        running[answered.index].sample.turns.append(turn)
      case .declined(let reason):
        turn.outcome = .declined
        turn.reason = reason
        running[answered.index].isOpen = false
        running[answered.index].sample.turns.append(turn)
      case .errors(let found):
        turn.outcome = .rejected
        turn.reason = found.first.map { String($0.message.prefix(Self.reasonMax)) } ?? ""
        running[answered.index].sample.turns.append(turn)
        let feedback = Feedback(
          found, code: task.text(of: draft).text, errorsMax: options.errorsMax,
          charactersMax: options.feedbackMax)
        goOn(
          &running[answered.index], after: answered, task, feedback: feedback.text,
          isShortened: feedback.isShortened)
      }
    }
  }

  private static let reasonMax = 300

  private func turn(_ answered: Answered, _ running: [Running], _ errors: [FormatError])
    -> ProofTurn
  {
    ProofTurn(
      outcome: .declined, length: answered.tokens, isCut: answered.completion.finish == .length,
      formatErrors: errors.map(\.rawValue),
      feedbackTooLong: running[answered.index].feedbackTooLong)
  }

  /// Puts answer and feedback behind the conversation. A cut answer leaves no room for another one.
  private func goOn(
    _ running: inout Running, after answered: Answered, _ task: WholeProofTask, feedback: String,
    isShortened: Bool
  ) {
    running.feedbackTooLong = isShortened
    if answered.completion.finish == .length {
      running.isOpen = false
      return
    }
    var values = task.values
    values["feedback"] = feedback
    let answer = answered.completion.text
    switch (running.prompt, prompt.correction.prompt(values)) {
    case (.chat(let messages), .chat(let more)):
      running.prompt = .chat(messages + [ChatMessage(role: .assistant, content: answer)] + more)
    case (.chat(let messages), .text(let more)):
      running.prompt = .chat(
        messages + [
          ChatMessage(role: .assistant, content: answer), ChatMessage(role: .user, content: more),
        ])
    case (.text(let text), .text(let more)): running.prompt = .text(text + answer + "\n\n" + more)
    case (.text(let text), .chat(let more)):
      running.prompt = .text(
        text + answer + "\n\n" + more.map(\.content).joined(separator: "\n\n"))
    }
  }
}

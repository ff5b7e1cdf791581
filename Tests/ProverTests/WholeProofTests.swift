import Completion
import LanguageModel
import LeanInterface
import LeanText
import Records
import TestSupport
import Testing

@testable import Prover

/// Answers as a function of the conversation; keeps what it was asked.
private actor ScriptedModel: CompletionModel {
  nonisolated let name = "scripted"
  private let answer: @Sendable ([ChatMessage], Int) -> ModelAnswer<Completion>
  private(set) var asked: [[ChatMessage]] = []

  init(_ answer: @escaping @Sendable ([ChatMessage], Int) -> ModelAnswer<Completion>) {
    self.answer = answer
  }

  func complete(_ request: CompletionRequest) async -> ModelAnswer<CompletionBatch> {
    guard case .chat(let messages) = request.prompt else { return .declined(reason: "no chat") }
    asked.append(messages)
    var batch = CompletionBatch(completions: [], usage: TokenUsage())
    for index in 0..<request.count {
      switch answer(messages, index) {
      case .declined(let reason): return .declined(reason: reason)
      case .answer(let completion):
        batch.completions.append(completion)
        batch.usage += TokenUsage(prompt: 10, completion: completion.text.utf8.count)
      }
    }
    return .answer(batch)
  }

  nonisolated func stream(_ request: CompletionRequest) -> AsyncThrowingStream<
    CompletionPiece, any Error
  > { AsyncThrowingStream { $0.finish(throwing: CompletionInterrupted(reason: "unused")) } }

  func score(_ continuations: [String], after prompt: Prompt) async -> ModelAnswer<[Float]> {
    .declined(reason: "unused")
  }
}

private func answer(_ task: WholeProofTask, _ script: String, helpers: String = "") -> ModelAnswer<
  Completion
> {
  let lines = script.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
  return .answer(
    Completion(
      text: """
        <think>
        I begin with
        ```tactics
        \(lines)
        ```
        and that is also the end:
        ```tactics
        \(lines)
        ```
        </think>
        ```lean4
        import Mathlib
        \(helpers)
        \(task.theorem)
        \(lines)
        ```
        """, finish: .stop))
}

@Suite struct WholeProofTests {
  private let addition = WholeProofTask(
    statement: TestDomains.nat.statement(["a"], "0 + a = a"),
    header: LeanHeader(imports: ["Theory.Nat"], opens: ["Loom"]), informal: "Prove it.")
  private let right =
    "induction a using nat_ind with\n| zero => rfl\n| succ n ih => rw [add_succ, ih]"
  /// Fails in the second case.
  private let wrong = "induction a using nat_ind with\n| zero => rfl\n| succ n ih => rw [ih]"

  private func prover(_ model: ScriptedModel, _ options: WholeProofOptions) async throws
    -> WholeProofProver
  {
    let reviewer = LeanReviewer(pool: try await SeedTheories.pool, lint: ProofLintOptions())
    return WholeProofProver(model: model, reviewer: reviewer, options: options)
  }

  private func samples(_ prover: WholeProofProver, _ task: WholeProofTask) async throws
    -> [ProofSample]
  {
    let found = Found()
    try await prover.prove([task]) { _, samples in await found.set(samples) }
    return await found.samples
  }

  private actor Found {
    private(set) var samples: [ProofSample] = []
    func set(_ samples: [ProofSample]) { self.samples = samples }
  }

  /// The second answer is right exactly when the feedback held Lean's message, the goal and the code.
  @Test func aCorrectionSeesMessageAndGoals() async throws {
    let task = addition
    let (right, wrong) = (right, wrong)
    let model = ScriptedModel { messages, _ in
      guard messages.count > 2 else { return answer(task, wrong) }
      let feedback = messages.last?.content ?? ""
      let isGood =
        feedback.contains("ih : 0 + n = n") && feedback.contains("⊢ 0 + Nat.succ n = Nat.succ n")
        && feedback.contains("Error message:") && feedback.contains(">|   | succ n ih => rw [ih]")
        && messages[2].role == .assistant && messages[2].content.contains("rw [ih]")
      return answer(task, isGood ? right : wrong)
    }
    let corrected = try await samples(
      prover(model, WholeProofOptions(samples: 1, corrections: 1)), task)
    #expect(corrected.count == 1)
    let asked = await model.asked.last?.last?.content ?? ""
    #expect(corrected[0].solvedAtTurn == 2, "\(asked)")
    #expect(corrected[0].turns.map(\.outcome) == [.rejected, .proved])
    #expect(corrected[0].script == right)
    #expect(corrected[0].trace.contains("<think>"))
    let alone = try await samples(
      prover(model, WholeProofOptions(samples: 1, corrections: 0)), task)
    #expect(alone[0].outcome == .failed)
    #expect(alone[0].turns[0].reason.contains("rewrite"), "\(alone[0].turns[0].reason)")
  }

  @Test func everySampleHasItsOwnEnd() async throws {
    let task = addition
    let (right, wrong) = (right, wrong)
    let model = ScriptedModel { messages, index in
      if messages.count > 2 { return .declined(reason: "too busy") }
      switch index {
      case 0: return answer(task, right)
      case 1: return .answer(Completion(text: "I cannot.", finish: .stop))
      case 2: return .answer(Completion(text: "<think>It is", finish: .length))
      case 3: return answer(task, "sorry")
      default: return answer(task, wrong)
      }
    }
    let samples = try await samples(
      prover(model, WholeProofOptions(samples: 5, corrections: 1)), task)
    #expect(samples.map(\.ordinal) == [0, 1, 2, 3, 4])
    #expect(samples[0].solvedAtTurn == 1)
    #expect(samples[0].turns[0].formatErrors.isEmpty, "\(samples[0].turns[0].formatErrors)")
    #expect(samples[1].turns.map(\.outcome) == [.malformed, .declined])
    #expect(samples[1].turns[0].reason == "no-lean-block")
    // No room is left behind an answer that was cut.
    #expect(samples[2].turns.map(\.outcome) == [.malformed])
    #expect(samples[2].turns[0].isCut && samples[2].turns[0].formatErrors.contains("cut"))
    #expect(samples[3].turns[0].reason.contains("sorry"))
    // Nobody knows what a correction would have come to.
    #expect(samples[4].outcome == .declined)
    #expect(samples[4].outcome(afterTurns: 1) == .failed)
    let total = samples.reduce(0) { $0 + $1.turns[0].length }
    #expect(total > 500)
  }

  @Test func aModelThatIsAwayIsNoFailure() async throws {
    let model = ScriptedModel { _, _ in .declined(reason: "nobody there") }
    let samples = try await samples(prover(model, WholeProofOptions(samples: 3)), addition)
    #expect(samples.map(\.outcome) == [.declined, .declined, .declined])
    #expect(samples[0].turns[0].reason == "nobody there")
  }

  @Test func helpersAreKeptWhereTheyAreAllowed() async throws {
    let task = addition
    let right = right
    let model = ScriptedModel { _, _ in
      answer(
        task, "exact aux a",
        helpers: "theorem aux (a : Nat) : 0 + a = a := by\n"
          + right.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"))
    }
    let refused = try await samples(
      prover(model, WholeProofOptions(samples: 1, corrections: 0)), task)
    #expect(refused[0].turns[0].reason == "helpers-not-allowed")
    let kept = try await samples(
      prover(model, WholeProofOptions(samples: 1, corrections: 0, allowsHelpers: true)), task)
    #expect(kept[0].outcome == .proved)
    #expect(kept[0].helpers.hasPrefix("theorem aux"))
  }

  // MARK: Prompts and feedback

  @Test func kiminasPrompt() async throws {
    let model = ScriptedModel { _, _ in .declined(reason: "unused") }
    _ = try await samples(prover(model, WholeProofOptions(samples: 1)), addition)
    let asked = try #require(await model.asked.first)
    #expect(
      asked.map(\.content) == [
        "You are an expert in mathematics and proving theorems in Lean 4.",
        """
        Think about and solve the following problems step by step in Lean 4.

        # Problem:
        Prove it.

        # Formal Statement:
        ```lean4
        import Theory.Nat
        open Loom

        theorem \(addition.name) (a : Nat) : 0 + a = a := by
        ```

        """,
      ])
  }

  @Test func builtInPromptsHaveTheirVariables() throws {
    for (template, variables) in [
      (PromptTemplate.kiminaProblem, ProverPrompt.problemVariables),
      (.kiminaCorrection, ProverPrompt.correctionVariables),
      (.sketch, ProverPrompt.problemVariables),
    ] {
      let read = try PromptTemplate(
        template.text, variables: Set(variables.keys), source: "built in")
      #expect(read == template)
      let marks = Dictionary(uniqueKeysWithValues: variables.keys.map { ($0, "<\($0)>") })
      guard case .chat(let messages) = template.prompt(marks) else {
        return #expect(Bool(false), "no conversation")
      }
      #expect(!messages.contains { $0.content.contains("{{") })
    }
  }

  @Test func feedbackIsCutAtMessages() {
    let error = { (size: Int) in
      DraftError(
        message: String(repeating: "m", count: size), line: 3, column: 0, goals: "⊢ p")
    }
    let code = "1\n2\n3\n4\n5\n6"
    let whole = Feedback([error(10), error(20), error(30), error(40)], code: code)
    #expect(!whole.isShortened)
    #expect(whole.text.contains("# Error 3:") && !whole.text.contains("# Error 4:"))
    #expect(
      whole.text.hasPrefix(
        """
        # Error 1:
        Goals state before error position:
        ⊢ p

        Error message:
        mmmmmmmmmm

        Lean 4 code snippet with error:
        ```lean4
        001  | 1
        002  | 2
        003 >| 3
        004  | 4
        005  | 5
        ```
        """))
    let two = Feedback([error(1000), error(1000), error(1500)], code: code)
    #expect(two.isShortened && two.text.count <= 3000)
    #expect(two.text.contains("# Error 2:") && !two.text.contains("# Error 3:"))
    let huge = Feedback([error(100_000)], code: code, charactersMax: 500)
    #expect(huge.isShortened && huge.text.count <= 500 && huge.text.contains("mmm"))
    #expect(Feedback([], code: "").text.isEmpty)
    #expect(
      !Feedback([DraftError(message: "x", line: 99, column: 0, goals: "")], code: code).text.isEmpty
    )
  }

  // MARK: Steps

  @Test func aSketchIsProvedStepByStep() async throws {
    let task = WholeProofTask(
      statement: TestDomains.nat.statement(["a"], "0 + a + 0 = a"),
      header: LeanHeader(imports: ["Theory.Nat"], opens: ["Loom"]), informal: "Prove it.")
    let sketch = """
      have h1 : 0 + a = a := by sorry
      have h2 : a + 0 = a := by sorry
      rw [h1, h2]
      """
    let right = right
    let model = ScriptedModel { messages, _ in
      let question = messages.last?.content ?? ""
      if question.hasPrefix("Plan") { return answer(task, sketch) }
      let steps = question.split(separator: "\n").first { $0.hasPrefix("theorem") } ?? ""
      let name = steps.split(separator: " ").dropFirst().first ?? ""
      let step = WholeProofTask(
        name: String(name), signature: "(a : Nat) : 0 + a = a", identity: "", header: task.header,
        informal: "")
      // The second step is proved only where the first one is no hypothesis.
      if steps.hasSuffix(": 0 + a = a := by") { return answer(step, right) }
      return answer(step, steps.contains("h1") ? "exact nothing" : "rw [add_zero]")
    }
    let prover = try await prover(model, WholeProofOptions(samples: 1, corrections: 0))
    let decomposition = Decomposition(
      prover: prover, pool: try await SeedTheories.pool, lint: ProofLintOptions())
    var usage = TokenUsage()
    let outcome = try await decomposition.prove(task, usage: &usage)
    guard case .proved(let script, let trace) = outcome else {
      return #expect(Bool(false), "\(outcome)")
    }
    #expect(!script.contains("sorry") && script.contains("induction a"))
    #expect(trace.contains("Put together"))
    #expect(usage.completion > 0)
    let asked = await model.asked.count
    #expect(asked == 4)
  }

  // MARK: Traces of the search

  /// The search tells its proofs in the pattern that whole-proof provers are held to.
  @Test func searchTracesPassTheFormatChecks() async throws {
    let pool = try await SeedTheories.pool
    let header = LeanHeader(imports: ["Theory.Nat"], opens: ["Loom"])
    let engine = SearchEngine(
      domain: TestDomains.nat, pool: pool, header: header,
      premises: try await Premise.theory(of: TestDomains.nat, pool: pool, header: header),
      ranker: FixedOrderRanker(), options: SearchOptions(budget: 120))
    let reports = try await engine.prove([
      SearchTask(statement: TestDomains.nat.statement(["a"], "0 + a = a")),
      SearchTask(
        statement: TestDomains.nat.statement(["a", "b"], "Nat.succ a + b = Nat.succ (a + b)")),
      SearchTask(statement: TestDomains.nat.statement(["a"], "a + 0 = a")),
      SearchTask(statement: TestDomains.nat.statement(["a", "b"], "a + b = b")),
    ])
    #expect(reports.map(\.outcome) == [.proved, .proved, .proved, .failed])
    var reasons = 0
    for report in reports {
      let statement = report.task.statement
      let trace = report.trace(
        script: report.proof?.script ?? "", name: statement.provisionalName)
      reasons += trace.contains("but Lean says:") ? 1 : 0
      if report.proof == nil {
        #expect(trace.contains("Nothing that I tried") && !trace.contains("lean4"))
        continue
      }
      let trusted = try #require(
        TrustedStatement(name: statement.provisionalName, signature: statement.signatureText))
      let answer = FormalAnswer(trace, isCut: false)
      #expect(AnswerFormat.errors(in: answer, statement: trusted).isEmpty, "\(trace)")
      guard case .success(let draft) = ProofCut.draft(of: answer, for: trusted) else {
        return #expect(Bool(false), "no proof in \(trace)")
      }
      #expect(draft.script == report.proof?.script)
    }
    #expect(reasons > 0)
  }
}

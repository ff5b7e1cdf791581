import Basics
import Completion
import LeanInterface
import LeanText
import Records

/// Proves a statement by its steps: a model writes a sketch with open `have` steps, each becomes a statement of its own,
/// and the proofs found are put into the sketch (DeepSeek-Prover-V2, arXiv 2504.21801, section 2.1).
public struct Decomposition: Sendable {
  let prover: WholeProofProver
  let pool: LeanPool
  let lint: ProofLintOptions
  let sketchPrompt: PromptTemplate

  /// - Parameter pool: shows the goals of a sketch.
  public init(
    prover: WholeProofProver, pool: LeanPool, lint: ProofLintOptions,
    sketchPrompt: PromptTemplate = .sketch
  ) {
    self.prover = prover
    self.pool = pool
    self.lint = lint
    self.sketchPrompt = sketchPrompt
  }

  /// What became of one sketch.
  public enum Outcome: Sendable {
    /// Lean closes the joined proof; the checkers have still to judge it.
    case proved(script: String, trace: String)
    case failed(String)
    case declined(String)
  }

  /// Steps of a sketch that are worth trying.
  private static let stepsMax = 16

  /// Asks for one sketch and proves its steps; tokens are added to `usage`.
  public func prove(_ task: WholeProofTask, usage: inout TokenUsage) async throws -> Outcome {
    let request = CompletionRequest(
      prompt: sketchPrompt.prompt(task.values), maximumTokens: prover.options.maximumTokens,
      sampling: prover.options.sampling,
      seed: Hash64.value("\(prover.options.seed) \(task.identity) sketch") >> 1)
    let completion: Completion
    switch try await prover.model.complete(request) {
    case .declined(let reason): return .declined(reason)
    case .answer(let batch):
      usage += batch.usage
      guard let first = batch.completions.first else { return .declined("no answer") }
      completion = first
    }
    let answer = FormalAnswer(completion.text, isCut: completion.finish == .length)
    let script: String
    switch ProofCut.draft(of: answer, for: task.trusted) {
    case .success(let draft): script = draft.script
    case .failure(let failure): return .failed("the sketch cannot be used: \(failure.detail)")
    }
    guard let sketch = ProofSketch(script: script), sketch.openSteps <= Self.stepsMax else {
      return .failed("the sketch has no open step that stands by itself, or too many")
    }
    let closed = sketch.filled(with: Array(repeating: "skip", count: sketch.openSteps))
    if let objection = ProofLint.objection(toScript: closed, options: lint) {
      return .failed("the sketch is not allowed: \(objection.text)")
    }
    let goals: [Goal]
    switch try await pool.openGoals(of: sketch, signature: task.signature, header: task.header) {
    case .goals(let found): goals = found
    case .errors(let errors):
      return .failed("the sketch has an error: \(errors.first?.message.prefix(200) ?? "")")
    case .declined(let reason): return .declined(reason)
    }
    guard goals.allSatisfy({ $0.isRestatable && $0.restated.introduced.isEmpty }) else {
      return .failed("a step's goal cannot be stated by itself")
    }
    let proofs = try await proofs(of: goals, task, &usage)
    guard !proofs.contains(nil) else {
      let open = proofs.count { $0 == nil }
      return .failed("\(open) of \(proofs.count) steps stay open")
    }
    return try await joined(sketch, proofs, task, completion.text)
  }

  /// Tries every step with the steps before it as hypotheses, and without them. What proves it without does so with.
  private func proofs(of goals: [Goal], _ task: WholeProofTask, _ usage: inout TokenUsage)
    async throws -> [String?]
  {
    var tasks: [WholeProofTask] = []
    var stepOf: [Int] = []
    for (index, goal) in goals.enumerated() {
      let earlier = Set(goals[..<index].map(\.target))
      var alone = goal
      alone.context.removeAll { earlier.contains($0.type) }
      for variant in alone == goal ? [goal] : [alone, goal] {
        tasks.append(self.task(variant, of: task, step: tasks.count))
        stepOf.append(index)
      }
    }
    let found = StepProofs(count: goals.count)
    let steps = stepOf
    usage += try await prover.prove(tasks) { index, samples in
      if let proof = samples.first(where: { $0.outcome == .proved && $0.helpers.isEmpty }) {
        await found.set(steps[index], proof.script)
      }
    }
    return await found.scripts
  }

  private actor StepProofs {
    private(set) var scripts: [String?]
    init(count: Int) { scripts = [String?](repeating: nil, count: count) }

    /// The shorter one stays, whichever came first.
    func set(_ step: Int, _ script: String) {
      if let known = scripts[step], (known.count, known) <= (script.count, script) { return }
      scripts[step] = script
    }
  }

  private func task(_ goal: Goal, of task: WholeProofTask, step: Int) -> WholeProofTask {
    let binders = goal.context.map { "(\($0.name) : \($0.type))" }.joined(separator: " ")
    return WholeProofTask(
      name: "\(task.name)_step\(step + 1)",
      signature: (binders.isEmpty ? "" : binders + " ") + ": \(goal.target)",
      identity: "\(task.identity) step \(step)", header: task.header, informal: task.informal)
  }

  private func joined(
    _ sketch: ProofSketch, _ proofs: [String?], _ task: WholeProofTask, _ answer: String
  ) async throws(CancellationError) -> Outcome {
    let script = sketch.filled(with: proofs)
    let draft = ProofDraft(script: script)
    switch try await prover.reviewer.review([draft], of: task).first {
    case .closed:
      let code = task.text(of: draft).text
      let trace =
        "\(answer)\n\nEach open step was proved by itself. Put together:\n\n```lean4\n\(code)\n```"
      return .proved(script: script, trace: trace)
    case .errors(let errors):
      return .failed(
        "the joined proof has an error: \(errors.first?.message.prefix(200) ?? "")")
    case .declined(let reason): return .declined(reason)
    case nil: return .declined("Lean gave no answer")
    }
  }
}

extension PromptTemplate {
  /// Asks for a sketch.
  public static let sketch = PromptTemplate.builtIn(
    """
    --- system
    You are an expert in mathematics and proving theorems in Lean 4.
    --- user
    Plan a proof of the following theorem: break it into steps that are easier than the theorem itself.

    # Problem:
    {{informal_problem}}

    # Formal Statement:
    ```lean4
    {{formal_statement}}
    ```

    Answer with one lean4 block that states the theorem and proves it by `have` steps, one a line, each left open as \
    `have name : statement := by sorry`. What follows the last of them must close the goal without `sorry`.

    """, variables: ProverPrompt.problemVariables)
}

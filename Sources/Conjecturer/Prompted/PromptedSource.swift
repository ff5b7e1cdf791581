import Basics
import Completion
import LanguageModel
import LeanInterface

/// How a model is asked, and how often.
public struct PromptedOptions: Hashable, Sendable {
  public var style: PromptStyle
  /// Answers to one prompt.
  public var samples: Int
  /// Statements asked for in one answer.
  public var statements: Int
  public var sampling: SamplingSettings
  public var maximumTokens: Int
  /// Requests under way at once. When all of so many are declined, no more are sent.
  public var concurrent: Int

  public init(
    style: PromptStyle = .stp, samples: Int = 4, statements: Int = 1,
    sampling: SamplingSettings = SamplingSettings(), maximumTokens: Int = 1024,
    concurrent: Int = 8
  ) {
    self.style = style
    self.samples = samples
    self.statements = statements
    self.sampling = sampling
    self.maximumTokens = maximumTokens
    self.concurrent = concurrent
  }
}

/// A model that is asked for statements in words, and what it is shown.
public struct PromptedSource: Sendable {
  public let model: any CompletionModel
  public let template: PromptTemplate
  /// The domain's theorems and lemmas.
  public let seeds: [SeedTheorem]
  public let preferences: SeedPreferences
  public let options: PromptedOptions

  /// - Parameter template: made by `ConjecturePrompt`.
  public init(
    model: any CompletionModel, template: PromptTemplate, seeds: [SeedTheorem],
    preferences: SeedPreferences = SeedPreferences(), options: PromptedOptions = PromptedOptions()
  ) {
    self.model = model
    self.template = template
    self.seeds = seeds
    self.preferences = preferences
    self.options = options
  }

  /// What came of one call.
  struct Harvest: Sendable {
    var candidates: [Candidate] = []
    /// Statements, and answers without one, that never became candidates.
    var counts: [FilterOutcome: Int] = [:]
    var report = PromptReport()
  }

  /// Asks for about `wanted` statements and reads the answers.
  func harvest(
    wanted: Int, _ request: ConjectureRequest, _ reader: StatementReader
  ) async throws(CancellationError) -> Harvest {
    let asked = requests(wanted: wanted, request, reader)
    let (answers, report) = try await answers(to: asked.map(\.request))
    var harvest = Harvest(report: report)
    var found: [(signature: String, parents: [String])] = []
    var seen: Set<String> = []
    for (question, batch) in zip(asked, answers) {
      for completion in batch?.completions ?? [] {
        let answer = ConjectureAnswer(completion, to: question.request.prompt)
        for fault in answer.faults { harvest.note(fault) }
        for statement in answer.statements {
          if seen.insert(statement.signature).inserted {
            found.append((statement.signature, question.parents))
          } else {
            harvest.counts[.duplicate, default: 0] += 1
          }
        }
      }
    }
    for (entry, reading) in zip(found, try await reader.read(found.map(\.signature))) {
      switch reading {
      case .fault(let fault): harvest.note(fault)
      case .statement(let typed):
        harvest.candidates.append(
          Candidate(typed, in: reader.grammar, source: .prompted, parents: entry.parents))
      }
    }
    harvest.report.statements = harvest.candidates.count
    return harvest
  }

  // MARK: Requests

  private struct Question {
    var request: CompletionRequest
    /// Statements that the prompt shows.
    var parents: [String]
  }

  private func requests(
    wanted: Int, _ request: ConjectureRequest, _ reader: StatementReader
  ) -> [Question] {
    let perAnswer = max(1, options.statements)
    let answers = (max(0, wanted) + perAnswer - 1) / perAnswer
    let samples = max(1, options.samples)
    let count = (answers + samples - 1) / samples
    var generator = SplitMix64(
      seed: request.seed, "prompts", request.domain, "\(request.round)", "\(request.level)")
    let chosen = PromptSeeds.choose(
      from: seeds, count: count, preferring: preferences, generator: &generator)
    return (0..<count).map { index in
      // A small corpus has fewer seeds than prompts are wanted: its seeds are used again.
      let seed = chosen.isEmpty ? nil : chosen[index % chosen.count]
      let prompt = ConjecturePrompt.prompt(
        template, seed: seed, count: perAnswer, request: request, domain: reader.grammar.domain,
        header: reader.header)
      return Question(
        request: CompletionRequest(
          prompt: prompt, count: min(samples, answers - index * samples),
          maximumTokens: options.maximumTokens, sampling: options.sampling,
          stop: ConjecturePrompt.stops(options.style), seed: generator.next()),
        parents: [seed?.theorem, seed?.lemma].compactMap { $0?.statement.id })
    }
  }

  /// Answers in the order of the requests, nil for a declined one.
  private func answers(
    to requests: [CompletionRequest]
  ) async throws(CancellationError) -> ([CompletionBatch?], PromptReport) {
    var batches = [CompletionBatch?](repeating: nil, count: requests.count)
    var report = PromptReport()
    var next = 0
    while next < requests.count {
      let wave = next..<min(requests.count, next + max(1, options.concurrent))
      next = wave.upperBound
      let answers = try await ask(Array(requests[wave]))
      report.requests += wave.count
      var isAnswered = false
      for (index, answer) in zip(wave, answers) {
        switch answer {
        case .answer(let batch):
          isAnswered = true
          batches[index] = batch
          report.usage += batch.usage
          report.completions += batch.completions.count
        case .declined(let reason):
          report.declined += 1
          if report.reason.isEmpty { report.reason = reason }
        }
      }
      // Whoever declines so many at once would decline the rest, each after its time limit.
      if !isAnswered { break }
    }
    report.notSent = requests.count - next
    return (batches, report)
  }

  private func ask(_ requests: [CompletionRequest])
    async throws(CancellationError) -> [ModelAnswer<CompletionBatch>]
  {
    try await requests.mapConcurrently { [model] request async throws(CancellationError) in
      try await model.complete(request)
    }
  }
}

extension PromptedSource.Harvest {
  /// A statement that Lean declined to read is no ill-formed one.
  fileprivate mutating func note(_ fault: AnswerFault) {
    report.faults[fault, default: 0] += 1
    if fault != .undecided { counts[.illFormed, default: 0] += 1 }
  }
}

import Basics
import Records

/// Goals restated as theorems, and snippets of commands, many in one file: every batch is one `lean`. Batches of one call
/// run side by side and come back in order.
struct BatchEngine: TacticEngine {
  func step(_ steps: [GoalStep], header: LeanHeader, on lean: LeanLauncher)
    async throws(CancellationError) -> [[TacticOutcome]]
  {
    let chunks = chunked(steps.count, on: lean) { steps[$0].tactics.count }
    return try await gather(chunks) { chunk async throws(CancellationError) in
      try await self.stepBatch(Array(steps[chunk]), header: header, on: lean)
    }
  }

  /// Runs independent snippets of commands. A snippet must not declare a name that another one declares.
  func run(_ snippets: [String], header: LeanHeader, on lean: LeanLauncher)
    async throws(CancellationError) -> [SnippetOutcome]
  {
    let chunks = chunked(snippets.count, on: lean) { _ in 1 }
    return try await gather(chunks) { chunk async throws(CancellationError) in
      try await self.snippetBatch(Array(snippets[chunk]), header: header, on: lean)
    }
  }

  func close() async {}

  /// Ranges of about equal weight: at most `batchTactics` each, and one for every process that is free when there is
  /// enough work. Outcomes do not depend on the cut.
  private func chunked(_ count: Int, on lean: LeanLauncher, weight: (Int) -> Int) -> [Range<Int>] {
    let total = (0..<count).reduce(0) { $0 + weight($1) }
    if total == 0 { return count == 0 ? [] : [0..<count] }
    let wanted = max(
      min(max(1, lean.budget.free), total / LeanBatch.tacticsWorthAProcess + 1),
      (total + lean.options.batchTactics - 1) / lean.options.batchTactics)
    let limit = (total + wanted - 1) / wanted
    var ranges: [Range<Int>] = []
    var start = 0
    var load = 0
    for index in 0..<count {
      load += weight(index)
      if load >= limit {
        ranges.append(start..<(index + 1))
        start = index + 1
        load = 0
      }
    }
    if start < count { ranges.append(start..<count) }
    return ranges
  }

  private func gather<Element: Sendable>(
    _ chunks: [Range<Int>],
    _ body: @escaping @Sendable (Range<Int>) async throws(CancellationError) -> [Element]
  ) async throws(CancellationError) -> [Element] {
    try await chunks.mapConcurrently(body).flatMap { $0 }
  }

  private func stepBatch(_ steps: [GoalStep], header: LeanHeader, on lean: LeanLauncher)
    async throws(CancellationError) -> [[TacticOutcome]]
  {
    let batch = LeanBatch(header: header)
    let text = batch.compose(steps)
    let run = try await lean.run(text, imports: header.imports)
    let messages: [RawMessage]
    switch run.messages {
    case .success(let said): messages = said
    case .failure(let silence):
      return try await splitSteps(steps, header: header, on: lean, reason: silence.text)
    }
    var outcomes = batch.outcomes(of: steps, messages: messages)
    // What spoils its neighbours (an unparsable candidate, a limit of the whole declaration) is tried alone.
    let spoiled = outcomes.indices.filter { outcomes[$0] == nil }
    if !spoiled.isEmpty {
      let alone = spoiled.flatMap { index in
        steps[index].tactics.map { GoalStep(goal: steps[index].stated, tactics: [$0]) }
      }
      let again = try await stepBatch(alone, header: header, on: lean)
      var position = 0
      for index in spoiled {
        let count = steps[index].tactics.count
        outcomes[index] = again[position..<(position + count)].flatMap { $0 }
        position += count
      }
    }
    return outcomes.map { $0 ?? [] }
  }

  private func splitSteps(
    _ steps: [GoalStep], header: LeanHeader, on lean: LeanLauncher, reason: String
  )

    async throws(CancellationError) -> [[TacticOutcome]]
  {
    if steps.count == 1 {
      if steps[0].tactics.count <= 1 { return [steps[0].tactics.map { _ in .declined(reason) }] }
      let alone = steps[0].tactics.map { GoalStep(goal: steps[0].stated, tactics: [$0]) }
      return [try await stepBatch(alone, header: header, on: lean).flatMap { $0 }]
    }
    let middle = steps.count / 2
    let left = try await stepBatch(Array(steps[..<middle]), header: header, on: lean)
    return left + (try await stepBatch(Array(steps[middle...]), header: header, on: lean))
  }

  private func snippetBatch(
    _ snippets: [String], header: LeanHeader, on lean: LeanLauncher
  )
    async throws(CancellationError) -> [SnippetOutcome]
  {
    let batch = LeanBatch(header: header)
    let (text, lines) = batch.compose(snippets)
    let run = try await lean.run(text, imports: header.imports)
    switch run.messages {
    case .success(let messages): return batch.snippetOutcomes(lines: lines, messages: messages)
    case .failure(let silence):
      if snippets.count == 1 { return snippets.map { _ in .declined(silence.text) } }
      let middle = snippets.count / 2
      let left = try await snippetBatch(Array(snippets[..<middle]), header: header, on: lean)
      return left + (try await snippetBatch(Array(snippets[middle...]), header: header, on: lean))
    }
  }
}

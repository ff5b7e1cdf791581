import Basics
import Foundation
import LeanText
import Records

/// What Lean said about one tactic at one goal.
public enum TacticOutcome: Hashable, Sendable {
  /// No goal is left and Lean reports no error.
  case closed
  /// Goals that are left, in Lean's order.
  case goals([Goal])
  case error(String)
  /// Nobody knows: a limit of time or memory, or Lean crashed on it alone.
  case declined(String)
}

/// One goal and the tactics to try on it, each by itself.
public struct GoalStep: Hashable, Sendable {
  public var goal: Goal
  public var tactics: [String]

  public init(goal: Goal, tactics: [String]) {
    self.goal = goal
    self.tactics = tactics
  }
}

/// What Lean said about one snippet of commands.
public enum SnippetOutcome: Hashable, Sendable {
  /// All messages, lines counted within the snippet. `isSorryFree` is false when a declaration used `sorry`.
  case finished(messages: [LeanMessage], isSorryFree: Bool)
  case declined(String)

  public var hasErrors: Bool {
    guard case .finished(let messages, let sorryFree) = self else { return true }
    return !sorryFree || messages.contains { $0.severity == .error }
  }
}

/// A pool of Lean processes. Every batch is one process over one header; batches of one call run side by side and
/// come back in order, so the same call gives the same answer whatever ran beside it.
///
/// Work of a cancelled task throws `CancellationError`: what was not judged has no outcome.
///
/// A pool has limits of its own, and its processes take the places of a `LeanBudget`, which it may share with others.
public actor LeanPool {
  public nonisolated let toolchain: Toolchain
  public nonisolated let options: LeanOptions
  /// Folders with compiled modules, in front of the toolchain's own.
  private(set) var searchPath: [String]
  /// Steps given since `keepJournal`, by header; nil while nobody measures.
  public private(set) var journal: [LeanHeader: [GoalStep]]?
  private let budget: LeanBudget

  /// - Parameter budget: whose places processes take; nil: a new one of `options.processes` places.
  public init(
    toolchain: Toolchain, options: LeanOptions, searchPath: [String] = [],
    budget: LeanBudget? = nil
  ) {
    self.toolchain = toolchain
    self.options = options
    self.searchPath = searchPath
    self.budget = budget ?? LeanBudget(places: options.processes)
  }

  /// A pool with other limits, on the same toolchain and budget: the places stay what they are.
  public nonisolated func limited(to options: LeanOptions, searchPath: [String]) -> LeanPool {
    LeanPool(toolchain: toolchain, options: options, searchPath: searchPath, budget: budget)
  }

  /// Of all pools that share the budget.
  public var statistics: LeanStatistics { budget.statistics }

  /// Compiled modules of `folder` become importable.
  public func addSearchPath(_ folder: String) {
    if !searchPath.contains(folder) { searchPath.insert(folder, at: 0) }
  }

  /// Steps are kept from now on: tried again in full batches, they show what Lean alone takes for the same work.
  public func keepJournal() { journal = [:] }

  // MARK: Batches

  /// Tries every tactic of every step by itself. Outcomes in the shape of `steps`. What is not tactic text by its
  /// tokens is an error without reaching Lean.
  public func step(_ given: [GoalStep], header: LeanHeader)
    async throws(CancellationError) -> [[TacticOutcome]]
  {
    let steps = given.map { step in
      GoalStep(
        goal: step.goal,
        tactics: step.tactics.map { tactic in
          TacticText.objection(to: tactic).map { "fail \"not tactic text: \($0)\"" } ?? tactic
        })
    }
    let count = steps.reduce(0) { $0 + $1.tactics.count }
    budget.count { $0.tactics += count }
    journal?[header, default: []] += steps
    let chunks = await chunked(steps.count) { steps[$0].tactics.count }
    return try await gather(chunks) { chunk async throws(CancellationError) in
      try await self.stepBatch(Array(steps[chunk]), header: header)
    }
  }

  /// Runs independent snippets of commands. A snippet must not declare a name that another one declares.
  public func run(_ snippets: [String], header: LeanHeader)
    async throws(CancellationError) -> [SnippetOutcome]
  {
    budget.count { $0.snippets += snippets.count }
    let chunks = await chunked(snippets.count) { _ in 1 }
    return try await gather(chunks) { chunk async throws(CancellationError) in
      try await self.snippetBatch(Array(snippets[chunk]), header: header)
    }
  }

  /// Ranges of about equal weight: at most `batchTactics` each, and one for every process that is free when there is
  /// enough work. Outcomes do not depend on the cut.
  private func chunked(_ count: Int, weight: (Int) -> Int) async -> [Range<Int>] {
    let total = (0..<count).reduce(0) { $0 + weight($1) }
    if total == 0 { return count == 0 ? [] : [0..<count] }
    let wanted = max(
      min(max(1, budget.free), total / LeanBatch.tacticsWorthAProcess + 1),
      (total + options.batchTactics - 1) / options.batchTactics)
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

  private func stepBatch(_ steps: [GoalStep], header: LeanHeader)
    async throws(CancellationError) -> [[TacticOutcome]]
  {
    let batch = LeanBatch(header: header)
    let text = batch.compose(steps)
    let run = try await lean(text)
    guard case .exited(let code) = run.ending, code == 0 || code == 1 else {
      return try await splitSteps(steps, header: header, reason: Self.reason(of: run))
    }
    var outcomes = batch.outcomes(of: steps, messages: RawMessage.read(run.output))
    // What spoils its neighbours (an unparsable candidate, a limit of the whole declaration) is tried alone.
    let spoiled = outcomes.indices.filter { outcomes[$0] == nil }
    if !spoiled.isEmpty {
      let alone = spoiled.flatMap { index in
        steps[index].tactics.map { GoalStep(goal: steps[index].goal, tactics: [$0]) }
      }
      let again = try await stepBatch(alone, header: header)
      var position = 0
      for index in spoiled {
        let count = steps[index].tactics.count
        outcomes[index] = again[position..<(position + count)].flatMap { $0 }
        position += count
      }
    }
    return outcomes.map { $0 ?? [] }
  }

  private func splitSteps(_ steps: [GoalStep], header: LeanHeader, reason: String)
    async throws(CancellationError) -> [[TacticOutcome]]
  {
    if steps.count == 1 {
      if steps[0].tactics.count <= 1 { return [steps[0].tactics.map { _ in .declined(reason) }] }
      let alone = steps[0].tactics.map { GoalStep(goal: steps[0].goal, tactics: [$0]) }
      return [try await stepBatch(alone, header: header).flatMap { $0 }]
    }
    let middle = steps.count / 2
    let left = try await stepBatch(Array(steps[..<middle]), header: header)
    return left + (try await stepBatch(Array(steps[middle...]), header: header))
  }

  private func snippetBatch(_ snippets: [String], header: LeanHeader)
    async throws(CancellationError) -> [SnippetOutcome]
  {
    let batch = LeanBatch(header: header)
    let (text, lines) = batch.compose(snippets)
    let run = try await lean(text)
    guard case .exited(let code) = run.ending, code == 0 || code == 1 else {
      let reason = Self.reason(of: run)
      if snippets.count == 1 { return snippets.map { _ in .declined(reason) } }
      let middle = snippets.count / 2
      let left = try await snippetBatch(Array(snippets[..<middle]), header: header)
      return left + (try await snippetBatch(Array(snippets[middle...]), header: header))
    }
    return batch.snippetOutcomes(lines: lines, messages: RawMessage.read(run.output))
  }

  private static func reason(of run: LeanRun) -> String {
    let tail = run.errorOutput.suffix(200)
    switch run.ending {
    case .exited(let code): return "Lean exited with \(code) \(tail)"
    case .stopped(let why): return "Lean was stopped: \(why) \(tail)"
    }
  }

  // MARK: Processes

  /// `-D` options of every process; `weak.` lets a Lean that lacks one go on.
  nonisolated var definitions: [String] {
    [
      "-DmaxErrors=0", "-DmaxHeartbeats=\(options.heartbeats)",
      "-DmaxRecDepth=\(options.maximumRecursionDepth)", "-Dweak.Elab.async=false",
      "-Dweak.pp.fieldNotation=false", "-Dweak.linter.all=false", "-Dweak.pp.unicode.fun=false",
      "-Dweak.pp.showLetValues=true",
    ]
  }

  private func lean(_ text: String) async throws(CancellationError) -> LeanRun {
    try await run(["--json", "--stdin"] + definitions, input: text)
  }

  /// One Lean under the pool's limits; waits for a free place of the budget.
  /// - Parameters:
  ///   - reads: files and folders that it needs besides the toolchain and the search path.
  ///   - writes: folders that it may write to.
  ///   - factor: times the seconds of a batch.
  package func run(
    _ arguments: [String], input: String = "", directory: String? = nil, reads: [String] = [],
    writes: [String] = [], factor: Int = 1
  ) async throws(CancellationError) -> LeanRun {
    try await run(
      program: [toolchain.lean, "-M", "\(options.memoryMB)"] + arguments, input: input,
      directory: directory, reads: reads, writes: writes, factor: factor)
  }

  /// Any program of the toolchain's, or one that loads its library, under the same limits and in isolation where this
  /// machine offers it: what candidates make Lean do stays within its own folder.
  func run(
    program: [String], input: String = "", directory: String? = nil, reads: [String] = [],
    writes: [String] = [], searchPath first: [String] = [], factor: Int = 1
  ) async throws(CancellationError) -> LeanRun {
    let imported = first + searchPath
    let seconds = options.batchSeconds * Double(factor)
    let folders = toolchain.importFolders(imported) + reads + (directory.map { [$0] } ?? [])
    let command =
      toolchain.confinement?.command(
        program, runs: [toolchain.root] + program.prefix(1),
        reads: folders, writes: writes, seconds: seconds,
        memoryMB: options.memoryMB) ?? ParentDeath.killing(program)
    return try await budget.run { () async throws(CancellationError) in
      try await LeanProcess.run(
        command, input: input, environment: self.toolchain.environment(imported),
        directory: directory, seconds: seconds, memoryMB: self.options.memoryMB,
        outputBytesMax: self.options.outputBytesMax)
    }
  }
}

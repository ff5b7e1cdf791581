import Basics
import Foundation
import LeanText
import Records

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

/// A pool of Lean processes. Work of one call runs side by side and comes back in order, so the same call gives the same
/// answer whatever ran beside it.
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
  private let engine: any TacticEngine
  private let warmHeaders = WarmHeaders()

  /// - Parameter budget: whose places processes take; nil: a new one of `options.processes` places.
  public init(
    toolchain: Toolchain, options: LeanOptions, searchPath: [String] = [],
    budget: LeanBudget? = nil
  ) {
    self.toolchain = toolchain
    self.options = options
    self.searchPath = searchPath
    self.budget = budget ?? LeanBudget(places: options.processes)
    engine = Self.engine(toolchain, options)
  }

  private static func engine(_ toolchain: Toolchain, _ options: LeanOptions) -> any TacticEngine {
    let choice = options.engine
    if choice == .native || choice == .automatic, let tool = toolchain.engine {
      return StateEngine { NativeDialect(tool, $0, $1) }
    }
    if choice == .repl || choice == .automatic, let tool = ReplTool(options.repl) {
      return StateEngine { ReplDialect(tool, $0, $1) }
    }
    return BatchEngine()
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

  /// Milliseconds of processor time of the processes that are open now, by what they went to; empty where the engine does
  /// not know.
  public func spent() async -> [String: Double] { await engine.spent() }

  /// Ends the processes that keep proof states, between two pieces of work: the next call starts new ones, which costs
  /// less than memory for states that nobody asks for again.
  public func rest() async { await engine.close() }

  /// Ends the processes that are kept open between calls.
  public func close() async {
    await engine.close()
    await warmHeaders.close()
  }

  // MARK: Batches

  /// Tries every tactic of every step by itself. Outcomes in the shape of `steps`. What is not tactic text by its
  /// tokens is an error without reaching Lean.
  public func step(_ given: [GoalStep], header: LeanHeader)
    async throws(CancellationError) -> [[TacticOutcome]]
  {
    let steps = given.map { step in
      GoalStep(
        goal: step.goal, restated: step.restated,
        tactics: step.tactics.map { tactic in
          TacticText.objection(to: tactic).map { "fail \"not tactic text: \($0)\"" } ?? tactic
        })
    }
    let count = steps.reduce(0) { $0 + $1.tactics.count }
    budget.count { $0.tactics += count }
    journal?[header, default: []] += steps
    return try await engine.step(steps, header: header, on: launcher)
  }

  /// Runs independent snippets of commands. A snippet must not declare a name that another one declares.
  public func run(_ snippets: [String], header: LeanHeader)
    async throws(CancellationError) -> [SnippetOutcome]
  {
    budget.count { $0.snippets += snippets.count }
    return try await BatchEngine().run(snippets, header: header, on: launcher)
  }

  // MARK: Processes

  /// What starts this pool's Leans, as things stand now.
  private var launcher: LeanLauncher {
    LeanLauncher(
      toolchain: toolchain, options: options, searchPath: searchPath, budget: budget,
      warmHeaders: warmHeaders)
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
    try await launcher.run(
      arguments, input: input, directory: directory, reads: reads, writes: writes, factor: factor)
  }

  /// As `run`, for any program of the toolchain's, or one that loads its library.
  func run(
    program: [String], input: String = "", directory: String? = nil, reads: [String] = [],
    writes: [String] = [], searchPath first: [String] = [], factor: Int = 1
  ) async throws(CancellationError) -> LeanRun {
    try await launcher.run(
      program: program, input: input, directory: directory, reads: reads, writes: writes,
      searchPath: first, factor: factor)
  }

  /// `-D` options of every process.
  nonisolated var definitions: [String] { options.definitions }
}

import Basics
import Records

/// One process that serves one header, and what it keeps. It is started when there is work, and anew where it was ended.
actor StateLane<Dialect: StateDialect> {
  private let dialect: Dialect
  private let lean: LeanLauncher
  /// One call at a time.
  private let turn = Slots(1)
  private var process: InteractiveProcess?
  /// With the process.
  private var conversation: Dialect.Conversation?
  /// Whether the process cannot be used for this header.
  private var isUnusable = false
  /// Calls in a row for which no process could be opened.
  private var failures = 0

  /// Tactics asked for together: little is to do again after a crash.
  private static var blockTactics: Int { 64 }

  init(_ dialect: Dialect, _ lean: LeanLauncher) {
    self.dialect = dialect
    self.lean = lean
  }

  /// Which of the steps are about goals whose states are kept.
  func kept(of steps: [GoalStep]) -> [Int] {
    guard let conversation else { return [] }
    return steps.indices.filter { conversation.keeps(steps[$0].goal) }
  }

  func spent() async -> [String: Double] {
    guard let process, let conversation else { return [:] }
    return
      (try? await turn.run { () async throws(CancellationError) in
        try await conversation.spent(self.bounded(process))
      }) ?? [:]
  }

  func close() async {
    await process?.stop()
    process = nil
    conversation = nil
  }

  /// One tactic at one goal.
  private struct Trial {
    let step: Int
    let tactic: Int
  }

  /// Outcomes in the shape of `steps`; nil where the process cannot serve the header.
  func step(_ steps: [GoalStep]) async throws(CancellationError) -> [[TacticOutcome]]? {
    try await turn.run { () async throws(CancellationError) in try await inTurn(steps) }
  }

  private func inTurn(_ steps: [GoalStep]) async throws(CancellationError) -> [[TacticOutcome]]? {
    var outcomes = steps.map { $0.tactics.map { _ in TacticOutcome.declined("not tried") } }
    var open = steps.indices.flatMap { step in
      steps[step].tactics.indices.map { Trial(step: step, tactic: $0) }
    }[...]
    // What a process ended on is tried once more, first and alone, in a new one.
    var isSuspect = false
    while !open.isEmpty {
      guard let (process, conversation) = try await started() else { return nil }
      let trials = Array(open.prefix(isSuspect ? 1 : Self.blockTactics))
      let given = trials.map { trial in
        let step = steps[trial.step]
        return GoalTrial(goal: step.goal, stated: step.stated, tactic: step.tactics[trial.tactic])
      }
      let (found, ending, next) = try await lean.budget.hold {
        () async throws(CancellationError) in
        var conversation = conversation
        let (found, ending) = try await conversation.apply(given, bounded(process))
        return (found, ending, conversation)
      }
      self.conversation = next
      for (trial, outcome) in zip(trials, found) { outcomes[trial.step][trial.tactic] = outcome }
      lean.budget.count { $0.keptStateTactics += found.count }
      open = open.dropFirst(found.count)
      if let ending {
        lean.budget.count { $0.stopped += 1 }
        await close()
        if isSuspect && found.isEmpty {
          outcomes[trials[0].step][trials[0].tactic] = .declined(ending)
          open = open.dropFirst()
        }
        isSuspect = !isSuspect || !found.isEmpty
      } else {
        isSuspect = false
        if await isLarge(process) { await close() }
      }
    }
    return outcomes
  }

  private func bounded(_ process: InteractiveProcess) -> BoundedProcess {
    BoundedProcess(
      process: process, seconds: lean.options.batchSeconds, memoryMB: lean.options.memoryMB)
  }

  /// Memory that forgetting does not give back ends with the process.
  private func isLarge(_ process: InteractiveProcess) async -> Bool {
    guard let id = await process.processID, let memory = ProcessMemory(of: id) else {
      return false
    }
    return memory.privateMB > lean.options.memoryMB / 2
  }

  private func started() async throws(CancellationError) -> (
    InteractiveProcess, Dialect.Conversation
  )? {
    if isUnusable { return nil }
    if let process, let conversation { return (process, conversation) }
    for _ in 0..<Self.openingsMax {
      lean.budget.count { $0.processes += 1 }
      let new = await dialect.start()
      let opening: Opening<Dialect.Conversation>
      do throws(CancellationError) {
        opening = try await lean.budget.hold { () async throws(CancellationError) in
          try await dialect.open(bounded(new))
        }
      } catch {
        await new.stop()
        throw error
      }
      if case .open(let conversation) = opening {
        process = new
        self.conversation = conversation
        failures = 0
        return (new, conversation)
      }
      await new.stop()
      if case .refused = opening {
        isUnusable = true
        return nil
      }
    }
    // A process may end for reasons that have nothing to do with the header: it gets more than one chance.
    failures += 1
    isUnusable = failures == Self.failuresMax
    return nil
  }

  /// One shortcut may fail.
  private static var openingsMax: Int { 2 }
  private static var failuresMax: Int { 3 }
}

import Basics
import Records

/// One process that serves one header, and what it keeps. It is started when there is work, and anew where it was ended.
actor NativeLane {
  private let tool: EngineTool
  private let header: LeanHeader
  private let lean: LeanLauncher
  /// One call at a time.
  private let turn = Slots(1)
  private var process: InteractiveProcess?
  private var states = KeptStates(limit: 0)
  /// Whether the process cannot be used for this header.
  private var isUnusable = false

  /// Proof states of a process. One takes 17 to 54 kB.
  private static let statesMax = 4000
  /// Requests sent together: an answer less to wait for each, and little to do again after a crash.
  private static let blockTactics = 64

  init(_ tool: EngineTool, _ header: LeanHeader, _ lean: LeanLauncher) {
    self.tool = tool
    self.header = header
    self.lean = lean
  }

  /// Which of the steps are about goals whose states are kept.
  func kept(of steps: [GoalStep]) -> [Int] {
    process == nil ? [] : steps.indices.filter { states.contains(steps[$0].goal) }
  }

  func close() async {
    await process?.stop()
    process = nil
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
      guard let process = try await started() else { return nil }
      var block = Block(steps: steps, states: states)
      let trials = Array(open.prefix(isSuspect ? 1 : Self.blockTactics))
      for trial in trials { block.add(trial.step, steps[trial.step].tactics[trial.tactic]) }
      let reply = try await ask(process, block.text)
      let answered = block.read(reply.text)
      states = block.states
      for (trial, outcome) in zip(trials, answered) {
        outcomes[trial.step][trial.tactic] = outcome
      }
      lean.budget.count { $0.nativeTactics += answered.count }
      open = open.dropFirst(answered.count)
      if let reason = reply.ending {
        lean.budget.count { $0.stopped += 1 }
        await close()
        if isSuspect && answered.isEmpty {
          outcomes[trials[0].step][trials[0].tactic] = .declined(reason)
          open = open.dropFirst()
        }
        isSuspect = !isSuspect || !answered.isEmpty
      } else {
        isSuspect = false
        if await isLarge(process) { await close() }
      }
    }
    return outcomes
  }

  /// The answers that came, and why the process is gone, where it is.
  private func ask(_ process: InteractiveProcess, _ text: String) async throws(CancellationError)
    -> (text: String, ending: String?)
  {
    try await lean.budget.hold { () async throws(CancellationError) in
      let reply = try await process.request(
        text, seconds: lean.options.batchSeconds, memoryMB: lean.options.memoryMB)
      switch reply {
      case .answer(let text): return (text, nil)
      case .ended(let reason): return (await process.unfinished, reason)
      }
    }
  }

  /// Memory that forgetting does not give back ends with the process.
  private func isLarge(_ process: InteractiveProcess) async -> Bool {
    guard let id = await process.processID, let memory = ProcessMemory(of: id) else {
      return false
    }
    return memory.privateMB > lean.options.memoryMB / 2
  }

  private func started() async throws(CancellationError) -> InteractiveProcess? {
    if isUnusable { return nil }
    if let process { return process }
    states = KeptStates(limit: Self.statesMax)
    lean.budget.count { $0.processes += 1 }
    // The library takes its own folder from `lean`, which this is not.
    let imported = ["\(lean.toolchain.root)/lib/lean"] + lean.searchPath
    let new = await InteractiveProcess(
      lean.confined(
        tool.command, imported: imported, reads: [tool.library], seconds: Self.processorSeconds),
      environment: lean.toolchain.environment(imported), framing: .emptyLine)
    let opening = NativeText.line([
      "header", header.imports.joined(separator: " "),
      LeanHeader(opens: header.opens, prelude: header.prelude).text,
      "\(lean.options.heartbeats)", "\(lean.options.maximumRecursionDepth)",
    ])
    let reply = try await ask(new, opening)
    if reply.ending == nil, NativeAnswer.read(reply.text)?.ok == true {
      process = new
      return new
    }
    await new.stop()
    isUnusable = true
    return nil
  }

  /// A bound for what nobody ends: a process is ended at its memory long before.
  private static let processorSeconds = 86_400.0
}

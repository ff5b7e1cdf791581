import Records

/// `lemmaloom-engine` with one header.
struct NativeDialect: StateDialect {
  private let tool: EngineTool
  private let header: LeanHeader
  private let lean: LeanLauncher

  init(_ tool: EngineTool, _ header: LeanHeader, _ lean: LeanLauncher) {
    self.tool = tool
    self.header = header
    self.lean = lean
  }

  func start() async -> InteractiveProcess {
    // The library takes its own folder from `lean`, which this is not.
    let imported = ["\(lean.toolchain.root)/lib/lean"] + lean.searchPath
    return await InteractiveProcess(
      lean.confined(
        tool.command, imported: imported, reads: [tool.library],
        seconds: LeanLauncher.keptProcessorSeconds),
      environment: lean.toolchain.environment(imported), framing: .emptyLine)
  }

  func open(_ process: BoundedProcess) async throws(CancellationError)
    -> Opening<NativeConversation>
  {
    let reply = try await process.ask(
      NativeText.line([
        "header", header.imports.joined(separator: " "),
        LeanHeader(opens: header.opens, prelude: header.prelude).text,
        "\(lean.options.heartbeats)", "\(lean.options.maximumRecursionDepth)",
      ]))
    if reply.ending != nil { return .again }
    return NativeAnswer.read(reply.text)?.ok == true
      ? .open(NativeConversation()) : .refused(reason: reply.text)
  }
}

/// Requests of a block are sent together: an answer less to wait for each.
struct NativeConversation: StateConversation {
  private var states = KeptStates(limit: KeptStates.statesMax)

  func keeps(_ goal: Goal) -> Bool { states.contains(goal) }

  mutating func apply(_ trials: [GoalTrial], _ process: BoundedProcess)
    async throws(CancellationError) -> (outcomes: [TacticOutcome], ending: String?)
  {
    var block = Block(states: states)
    for trial in trials { block.add(trial) }
    let reply = try await process.ask(block.text)
    let outcomes = block.read(reply.text)
    states = block.states
    return (outcomes, reply.ending)
  }

  func spent(_ process: BoundedProcess) async throws(CancellationError) -> [String: Double] {
    NativeStatus.read(try await process.ask("status").text)?.milliseconds ?? [:]
  }
}

import Foundation
import LeanInterface
import Records

/// Judges with any program that reads one JSON object a line and answers with one.
public actor CommandChecker: Checker {
  public nonisolated let name: String
  public nonisolated let version: String
  private let options: CommandOptions
  private let environment: [String: String]
  private let gate: ProofGate
  private let slots: Slots
  private var idle: [InteractiveProcess] = []
  private var asked = 0

  public init(
    name: String = "command", options: CommandOptions, environment: [String: String] = [:],
    gate: ProofGate
  ) throws(CheckersError) {
    guard let program = options.command.first, !program.isEmpty else {
      throw .notConfigured(backend: name, key: "checkers.command.command")
    }
    self.name = name
    self.options = options
    self.environment = environment
    self.gate = gate
    slots = Slots(options.processes)
    version = (program as NSString).lastPathComponent
  }

  deinit {
    let left = idle
    Task { for process in left { await process.stop() } }
  }

  public func check(_ tasks: [ProofTask]) async -> [Verdict] {
    await TaskList.verdicts(tasks) { task in
      await self.slots.run { await self.check(task) }
    }
  }

  /// Ends all processes.
  public func close() async {
    let left = idle
    idle = []
    for process in left { await process.stop() }
  }

  private func check(_ task: ProofTask) async -> Verdict {
    if Task.isCancelled { return .declined(reason: "cancelled") }
    if let rejection = gate.rejection(of: task) { return rejection }
    asked += 1
    let request = request(task, id: "\(asked)")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    guard let data = try? encoder.encode(request) else {
      return .declined(reason: "the task cannot be written as JSON")
    }
    let process: InteractiveProcess
    if let known = idle.popLast() {
      process = known
    } else {
      process = await InteractiveProcess(
        options.command, environment: environment, framing: .line)
    }
    switch await process.request(String(decoding: data, as: UTF8.self), seconds: options.seconds) {
    case .ended(let reason):
      await process.stop()
      return .declined(reason: "no answer from \(version): \(reason)")
    case .answer(let text):
      guard let answer = try? JSONDecoder().decode(CommandAnswer.self, from: Data(text.utf8)),
        answer.id == request.id
      else {
        // Whatever it answers next may belong to this one.
        await process.stop()
        return .declined(reason: "no answer to this task: \(text.prefix(120))")
      }
      idle.append(process)
      return answer.verdict(on: task, allowed: gate.axioms)
    }
  }

  private func request(_ task: ProofTask, id: String) -> CommandRequest {
    CommandRequest(
      id: id, name: task.name, statement: task.statement.signatureText,
      proposition: task.statement.closedProposition, imports: task.imports, opens: task.opens,
      helpers: task.helpers, script: task.script,
      text: task.fileText, axioms: gate.axioms.sorted(), seconds: options.seconds)
  }
}

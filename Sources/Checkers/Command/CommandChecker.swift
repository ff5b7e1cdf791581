import Basics
import Foundation
import LeanInterface
import Records

/// Judges with any program that reads one JSON object a line and answers with one.
public actor CommandChecker: Checker {
  public nonisolated let name = "command"
  public nonisolated let version: String
  private let options: CommandOptions
  private let gate: ProofGate
  private let processes: OpenProcesses<InteractiveProcess>
  private var asked = 0

  public init(
    options: CommandOptions, environment: [String: String] = [:],
    gate: ProofGate
  ) throws(CheckersError) {
    guard let program = options.command.first, !program.isEmpty else {
      throw .notConfigured(backend: "command", key: "checkers.command.command")
    }
    self.options = options
    self.gate = gate
    processes = OpenProcesses(options.processes) {
      await InteractiveProcess(options.command, environment: environment, framing: .line)
    }
    version = (program as NSString).lastPathComponent
  }

  public func check(_ tasks: [ProofTask]) async throws(CancellationError) -> [Verdict] {
    try await tasks.mapConcurrently(self.check)
  }

  /// Ends all processes.
  public func close() async { await processes.close() }

  private func check(_ task: ProofTask) async throws(CancellationError) -> Verdict {
    if let objection = gate.objection(to: task) { return objection }
    asked += 1
    let request = request(task, id: "\(asked)")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    guard let data = try? encoder.encode(request) else {
      return .declined(reason: "the task cannot be written as JSON")
    }
    let line = String(decoding: data, as: UTF8.self)
    return try await processes.use { process async throws(CancellationError) in
      switch try await process.request(line, seconds: self.options.seconds) {
      case .ended(let reason):
        return (.declined(reason: "no answer from \(self.version): \(reason)"), false)
      case .answer(let text):
        guard let answer = try? JSONDecoder().decode(CommandAnswer.self, from: Data(text.utf8)),
          answer.id == request.id
        else {
          // Whatever it answers next may belong to this one.
          return (.declined(reason: "no answer to this task: \(text.prefix(120))"), false)
        }
        return (answer.verdict(on: task, allowed: self.gate.axioms), true)
      }
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

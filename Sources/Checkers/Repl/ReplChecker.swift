import Basics
import Foundation
import LeanInterface
import Records

/// Judges with processes that speak the protocol of leanprover-community/repl, kept open: imports are paid once a
/// process.
public actor ReplChecker: Checker {
  public nonisolated let name = "repl"
  public nonisolated let version: String
  private let gate: ProofGate
  private let judge: SnippetJudge
  private let processes: OpenProcesses<ReplClient>

  /// - Parameter environment: variables of the process beside this one's own, such as LEAN_PATH.
  public init(
    options: ReplOptions, environment: [String: String] = [:],
    gate: ProofGate
  ) throws(CheckersError) {
    guard let program = options.command.first, !program.isEmpty else {
      throw .notConfigured(backend: "repl", key: "checkers.repl.command")
    }
    self.gate = gate
    judge = SnippetJudge(axioms: gate.axioms)
    processes = OpenProcesses(options.processes) {
      await ReplClient(options, environment: environment)
    }
    version = "REPL \((program as NSString).lastPathComponent)"
  }

  public func check(_ tasks: [ProofTask]) async throws(CancellationError) -> [Verdict] {
    try await tasks.mapConcurrently(self.check)
  }

  /// Ends all processes.
  public func close() async { await processes.close() }

  public func check(file text: String) async throws(CancellationError) -> Verdict {
    let snippet = FileSnippet(text, nonce: .random(in: 0 ... .max))
    if let verdict = snippet.settled { return verdict }
    return try await run(header: snippet.header, body: snippet.body) {
      snippet.verdict($0, allowed: self.gate.axioms)
    }
  }

  private func check(_ task: ProofTask) async throws(CancellationError) -> Verdict {
    if let objection = gate.objection(to: task) { return objection }
    let snippet = ComposedSnippet(task, imports: task.imports, nonce: .random(in: 0 ... .max))
    return try await run(header: snippet.header, body: snippet.body) {
      self.judge.verdict($0, on: snippet)
    }
  }

  private func run(
    header: String, body: String, _ verdict: @Sendable (SnippetAnswer) -> Verdict
  ) async throws(CancellationError) -> Verdict {
    try await processes.use { client async throws(CancellationError) in
      switch try await client.run(header: header, body: body) {
      case .answer(let answer): return (verdict(answer), !(await client.isWorn))
      case .nothing(let reason): return (.declined(reason: reason), false)
      }
    }
  }
}

/// One REPL process and the environments that its headers have there.
actor ReplClient: OpenProcess {
  enum Outcome: Sendable {
    case answer(SnippetAnswer)
    /// Nobody said anything about the proof, and the process is not to be asked again: one whose imports failed may go on
    /// with an empty environment.
    case nothing(String)
  }

  private struct Command: Encodable {
    var cmd: String
    var env: Int?
  }

  private let options: ReplOptions
  private let process: InteractiveProcess
  private var headers: [String: Int] = [:]
  private var commands = 0

  init(_ options: ReplOptions, environment: [String: String]) async {
    self.options = options
    process = await InteractiveProcess(
      options.command, environment: environment, directory: options.directory, framing: .emptyLine)
  }

  func stop() async { await process.stop() }

  /// Whether its commands or its memory are used up.
  var isWorn: Bool {
    get async {
      if commands >= options.commandsMax { return true }
      guard commands % Self.memoryLookedAtEvery == 0, let id = await process.processID else {
        return false
      }
      return ProcessGroup.residentMB(of: id) > options.memoryMB
    }
  }

  private static let memoryLookedAtEvery = 10

  func run(header: String, body: String) async throws(CancellationError) -> Outcome {
    let environment: Int
    if let known = headers[header] {
      environment = known
    } else {
      switch try await ask(Command(cmd: header), seconds: options.headerSeconds) {
      case .nothing(let reason): return .nothing(reason)
      case .answer(let answer):
        if let error = answer.message ?? answer.messages?.first(where: \.isError)?.data {
          return .nothing("the header does not work there: \(error.prefix(300))")
        }
        guard let made = answer.env else { return .nothing("the header gave no environment") }
        headers[header] = made
        environment = made
      }
    }
    return try await ask(Command(cmd: body, env: environment), seconds: options.seconds)
  }

  private func ask(_ command: Command, seconds: Double)
    async throws(CancellationError) -> Outcome
  {
    commands += 1
    guard let data = try? JSONEncoder().encode(command) else {
      return .nothing("the text cannot be written as JSON")
    }
    switch try await process.request(String(decoding: data, as: UTF8.self), seconds: seconds) {
    case .ended(let reason): return .nothing("no answer from the REPL: \(reason)")
    case .answer(let text):
      guard let answer = try? JSONDecoder().decode(SnippetAnswer.self, from: Data(text.utf8)) else {
        return .nothing("not the REPL's JSON: \(text.prefix(120))")
      }
      return .answer(answer)
    }
  }
}

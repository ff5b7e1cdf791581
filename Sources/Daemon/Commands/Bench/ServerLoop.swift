import Checkers
import Foundation
import LeanInterface
import Records

/// One warm `lean --server` that is given theorem after theorem by a minimal loop. What it accepts has no error, and
/// that is all: a yardstick, no judge.
struct ServerLoop: Checker {
  let name = "server"
  let version = "lean --server"
  private let processes: OpenProcesses<InteractiveProcess>

  /// - Parameters:
  ///   - program: the loop, for python3.
  ///   - compiled: folder of compiled modules that theorems may import.
  init(_ program: String, _ toolchain: Toolchain, compiled: String) {
    let environment = toolchain.environment([compiled])
    processes = OpenProcesses(1) {
      await InteractiveProcess(
        ["python3", program, toolchain.lean], environment: environment, framing: .line)
    }
  }

  private struct Answer: Decodable {
    var errors: [String]
  }

  func check(_ tasks: [ProofTask]) async throws(CancellationError) -> [Verdict] {
    try await processes.use { process async throws(CancellationError) in
      guard let data = try? JSONEncoder().encode(tasks.map(\.fileText)) else {
        return (tasks.map { _ in Verdict.declined(reason: "no JSON") }, true)
      }
      let reply = try await process.request(
        String(decoding: data, as: UTF8.self), seconds: Self.seconds)
      guard case .answer(let text) = reply,
        let answer = try? JSONDecoder().decode(Answer.self, from: Data(text.utf8)),
        answer.errors.count == tasks.count
      else { return (tasks.map { _ in .declined(reason: "\(reply)") }, false) }
      return (
        answer.errors.map { error in
          error.isEmpty
            ? .accepted(axioms: [])
            : .rejected(
              reason: .leanError,
              messages: [LeanMessage(severity: .error, line: 0, column: 0, text: error)])
        }, true
      )
    }
  }

  private static let seconds = 600.0
}

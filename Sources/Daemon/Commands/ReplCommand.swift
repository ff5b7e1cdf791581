import ArgumentParser
import Foundation
import LeanInterface
import Repl

/// `lemmaloom repl`: the local Lean for programs that drive leanprover-community/repl.
struct ReplCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repl",
    abstract: "Speak the protocol of leanprover-community/repl on standard input and output.",
    discussion: """
      A request is JSON up to a blank line, an answer JSON and a blank line; the end of input is the end. \
      No configuration is read.
      """)

  @Option(help: "The Lean to start; without it LEMMALOOM_LEAN, then lean on PATH.")
  var lean: String?
  @Option(help: "A folder with compiled modules, before those of LEAN_PATH; may be repeated.")
  var path: [String] = []
  @Option(help: "Wall clock of one Lean process, in seconds.") var seconds = 600.0
  @Option(help: "Memory of one Lean process, in megabytes.") var memory = 4096

  func validate() throws {
    guard seconds > 0, seconds <= 1e6 else {
      throw ValidationError("--seconds must be more than 0, and a million at most")
    }
    guard memory > 0 else { throw ValidationError("--memory must be more than 0") }
  }

  func run() async throws {
    let command = lean ?? ""
    let folders = path
    let options = LeanOptions(
      processes: 1, batchSeconds: seconds, heartbeats: LeanOptions.leansHeartbeats, memoryMB: memory
    )
    // Lean is looked for while the client writes its first request.
    let opening = Task { try await ReplCommand.open(command, folders, options) }
    while let request = Self.nextRequest() {
      let session = try await opening.value
      if let answer = try await session.answer(request) { Output.line(answer.text + "\n") }
    }
  }

  private static func open(_ command: String, _ folders: [String], _ options: LeanOptions)
    async throws -> ReplSession
  {
    let toolchain = try await Toolchain.discover(
      command: command, project: "", fetched: ["var/toolchain/lean-mini/bin/lean"])
    return ReplSession(pool: LeanPool(toolchain: toolchain, options: options, searchPath: folders))
  }

  /// The lines up to a blank one or the end, joined as the original joins them; nil at the end.
  private static func nextRequest() -> String? {
    var request = ""
    while let line = readLine() {
      if let last = line.lastIndex(where: { !$0.isWhitespace }) {
        request += line[...last]
      } else if !request.isEmpty {
        return request
      }
    }
    return request.isEmpty ? nil : request
  }
}

import Foundation
import Records

/// A program that speaks the protocol of leanprover-community/repl, with one header.
struct ReplDialect: StateDialect {
  private let tool: ReplTool
  private let header: LeanHeader
  private let lean: LeanLauncher
  private let pickle = HeaderPickle()

  init(_ tool: ReplTool, _ header: LeanHeader, _ lean: LeanLauncher) {
    self.tool = tool
    self.header = header
    self.lean = lean
  }

  func start() async -> InteractiveProcess {
    await pickle.makeFolder()
    var environment = lean.toolchain.environment(lean.searchPath)
    if tool.isOwn {
      return await InteractiveProcess(tool.command, environment: environment, framing: .emptyLine)
    }
    let root = lean.toolchain.root
    if !root.isEmpty {
      // It would start `lean` to ask for its folder, which an isolated process cannot.
      environment["LEAN_SYSROOT"] = root
      let inherited = ProcessInfo.processInfo.environment["LD_LIBRARY_PATH"].map { [$0] } ?? []
      environment["LD_LIBRARY_PATH"] =
        (["\(root)/lib/lean", "\(root)/lib"] + inherited).joined(separator: ":")
    }
    return await InteractiveProcess(
      lean.confined(
        tool.command, imported: lean.searchPath, reads: [tool.folder], writes: [pickle.folder],
        seconds: LeanLauncher.keptProcessorSeconds),
      environment: environment, framing: .emptyLine)
  }

  /// Why a process with this header cannot be had; nil where it can.
  func problem() async throws(CancellationError) -> String? {
    let process = await start()
    let opening: Opening<ReplConversation>
    do throws(CancellationError) {
      opening = try await open(
        BoundedProcess(
          process: process, seconds: lean.options.batchSeconds, memoryMB: lean.options.memoryMB))
    } catch {
      await process.stop()
      throw error
    }
    await process.stop()
    switch opening {
    case .open: return nil
    case .again: return "it ends when it is asked for a pickle"
    case .refused(let reason): return reason
    }
  }

  func open(_ process: BoundedProcess) async throws(CancellationError)
    -> Opening<ReplConversation>
  {
    var imported: Int?
    let use = await pickle.use()
    if case .read(let file) = use {
      let reply = try await process.ask(ReplText.unpickle(file))
      imported = ReplAnswer.read(reply.text).flatMap { $0.message == nil ? $0.env : nil }
      if reply.ending != nil || imported == nil { await pickle.refuse() }
      if reply.ending != nil { return .again }
    }
    if imported == nil {
      let (environment, problem) = try await run(imports, in: nil, process)
      guard let environment else { return .refused(reason: problem) }
      imported = environment
      if case .write(let file) = use {
        let reply = try await process.ask(ReplText.pickle(environment, file))
        let answer = ReplAnswer.read(reply.text)
        let isWritten = reply.ending == nil && answer?.env != nil && answer?.message == nil
        await isWritten ? pickle.finish() : pickle.refuse()
        if reply.ending != nil { return .again }
      }
    }
    // Behind the pickle: what `open scoped` does is not in it.
    if header.opens.isEmpty { return .open(ReplConversation(environment: imported)) }
    let opens = header.opens.map { "open \($0)" }.joined(separator: "\n")
    let (environment, problem) = try await run(opens, in: imported, process)
    guard let environment else { return .refused(reason: problem) }
    return .open(ReplConversation(environment: environment))
  }

  /// Imports and options; those that a Lean may lack come last.
  private var imports: String {
    let limits = lean.options.limits.map { "set_option \($0.name) \($0.value)" }
    let tastes = LeanOptions.tastes.map { "set_option \($0.name) \($0.value)" }
    return (header.imports.map { "import \($0)" } + limits + tastes).joined(separator: "\n")
  }

  /// The environment behind the commands, or why there is none.
  private func run(_ text: String, in environment: Int?, _ process: BoundedProcess)
    async throws(CancellationError) -> (environment: Int?, problem: String)
  {
    let reply = try await process.ask(ReplText.command(text, in: environment))
    if let ending = reply.ending { return (nil, ending) }
    guard let answer = ReplAnswer.read(reply.text) else {
      return (nil, ReplAnswer.garbage(reply.text))
    }
    if let message = answer.message { return (nil, message) }
    let known =
      text.split(separator: "\n").count - (environment == nil ? LeanOptions.tastes.count : 0)
    if let error = answer.errors.first(where: { ($0.pos?.line ?? 0) <= known }) {
      return (nil, error.data)
    }
    return (answer.env, "it gave no environment")
  }
}

/// The file with a header's imports, which one lane writes and later processes read.
actor HeaderPickle {
  enum Use: Sendable {
    case none
    case write(String)
    case read(String)
  }

  private enum Progress { case none, begun, written, refused }

  nonisolated let folder = ProcessFolder.path("pickle")
  private var progress = Progress.none

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func makeFolder() {
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch { progress = .refused }
  }

  /// What the next process does. Nobody waits for a pickle that is being written.
  func use() -> Use {
    let file = "\(folder)/header.olean"
    switch progress {
    case .none:
      progress = .begun
      return .write(file)
    case .begun, .refused: return .none
    case .written: return .read(file)
    }
  }

  func finish() { progress = .written }

  func refuse() { progress = .refused }
}

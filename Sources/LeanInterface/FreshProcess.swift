import Foundation
import Records

/// What Lean made of snippets that were compiled together into one module.
public enum ModuleOutcome: Hashable, Sendable {
  /// One outcome a snippet; the module is written where no message was an error.
  case finished([SnippetOutcome], isWritten: Bool)
  /// What all snippets share does not compile.
  case headerFails(String)
  /// The process was stopped, or crashed.
  case declined(String)
}

extension LeanPool {
  /// Elaborates one file below `root` in a process of its own and, when `output` is given, writes
  /// the compiled module there. A time or memory limit, Lean's own limits, and a crash are
  /// `declined`.
  public func elaborate(file: String, root: String, output: String? = nil)
    async throws(CancellationError) -> SnippetOutcome
  {
    let run = try await elaborating(file: file, root: root, output: output)
    switch run.messages {
    case .failure(let reason): return .declined(reason.text)
    case .success(let messages):
      if let limit = messages.first(where: { $0.isError && $0.isLimit }) {
        return .declined(limit.data)
      }
      return .finished(
        messages: messages.map(\.message), isSorryFree: !messages.contains(where: \.usesSorry))
    }
  }

  /// Compiles snippets of commands, one behind the other, into one module. Each gets its own messages, lines counted
  /// within it; a snippet must not declare a name that another one declares.
  /// - Parameters:
  ///   - source: a file that is written; its name without ending is the module's.
  ///   - output: where the module goes. Its folder is the only one that Lean may write to.
  public func compile(
    _ snippets: [String], header: LeanHeader, source: String, output: String
  ) async throws(CancellationError) -> ModuleOutcome {
    let batch = LeanBatch(header: header)
    let (text, lines) = batch.compose(snippets)
    do {
      try text.write(toFile: source, atomically: false, encoding: .utf8)
    } catch {
      return .declined("cannot write \(source): \(error.localizedDescription)")
    }
    let root = (source as NSString).deletingLastPathComponent
    let run = try await elaborating(file: source, root: root, output: output)
    switch run.messages {
    case .failure(let reason): return .declined(reason.text)
    case .success(let messages):
      let first = lines.first?.lowerBound ?? 1
      if let broken = messages.first(where: { $0.isError && $0.pos.line < first }) {
        return .headerFails("the header does not compile: \(broken.data.prefix(300))")
      }
      return .finished(
        batch.snippetOutcomes(lines: lines, messages: messages),
        isWritten: !messages.contains(where: \.isError))
    }
  }

  private func elaborating(file: String, root: String, output: String?)
    async throws(CancellationError) -> LeanRun
  {
    let folder = output.map { [($0 as NSString).deletingLastPathComponent] } ?? []
    return try await run(
      ["--json", "-R", root] + (output.map { ["-o", $0] } ?? []) + definitions + [file],
      directory: root, writes: folder)
  }

}

import Foundation
import LeanInterface
import Records

/// Compiles texts into modules: one a module or many, each in folders of its own.
struct ModuleMaker: Sendable {
  /// Every text is compiled under this name, which Lean puts into the names of private declarations and instances.
  static let module = "LemmaloomModule"

  let pool: LeanPool
  let scratch: ScratchFolder

  /// A compiled module, and which texts it holds.
  struct Module: Sendable {
    let bytes: [UInt8]
    let members: [Int]
  }

  struct Result: Sendable {
    /// One a text. Those without error are in one of the modules.
    var outcomes: [SnippetOutcome]
    var modules: [Module] = []
  }

  /// Compiles all texts into one module, and again without those that fail; a process that ends without an answer is
  /// blamed on the text that does so alone.
  func make(_ texts: [String], header: LeanHeader) async throws(CancellationError) -> Result {
    var result = Result(outcomes: texts.map { _ in .declined("not compiled") })
    var pending = [Array(texts.indices)]
    while let members = pending.popLast() {
      if members.isEmpty { continue }
      let (outcome, bytes) = try await compile(members.map { texts[$0] }, header: header)
      switch outcome {
      case .headerFails(let reason):
        for member in members { result.outcomes[member] = .declined(reason) }
      case .declined(let reason) where members.count == 1:
        for member in members { result.outcomes[member] = .declined(reason) }
      case .declined:
        let middle = members.count / 2
        pending += [Array(members[..<middle]), Array(members[middle...])]
      case .finished(let outcomes, _):
        for (member, outcome) in zip(members, outcomes) { result.outcomes[member] = outcome }
        if let bytes {
          result.modules.append(Module(bytes: bytes, members: members))
          continue
        }
        let sound = zip(members, outcomes).filter { !$1.hasMessagesOfErrors }.map(\.0)
        if sound.count < members.count {
          pending.append(sound)
        } else {
          // Lean failed on no text in particular.
          for member in members { result.outcomes[member] = .declined("Lean wrote no module") }
        }
      }
    }
    return result
  }

  private func compile(_ texts: [String], header: LeanHeader)
    async throws(CancellationError) -> (ModuleOutcome, [UInt8]?)
  {
    let made = try await inFreshFolders { source, output async throws(CancellationError) in
      try await pool.compile(texts, header: header, source: source, output: output)
    }
    switch made {
    case .failure(let error): return (.headerFails("\(error)"), nil)
    case .success((let outcome, let bytes)):
      guard case .finished(_, isWritten: true) = outcome else { return (outcome, nil) }
      return (outcome, bytes)
    }
  }

  /// The same for a text with a header of its own.
  func make(file text: String)
    async throws(CancellationError) -> (outcome: SnippetOutcome, bytes: [UInt8]?)
  {
    let made = try await inFreshFolders {
      source, output async throws(CancellationError) -> SnippetOutcome in
      do {
        try Data(text.utf8).write(to: URL(fileURLWithPath: source))
      } catch {
        return .declined("cannot write \(source): \(error.localizedDescription)")
      }
      return try await pool.elaborate(
        file: source, root: (source as NSString).deletingLastPathComponent, output: output)
    }
    switch made {
    case .failure(let error): return (.declined("\(error)"), nil)
    case .success((let outcome, let bytes)): return (outcome, bytes)
    }
  }

  /// What `body` makes of a source file, and the bytes of the module that it wrote, if it did; a failure where there are
  /// no folders.
  private func inFreshFolders<Outcome: Sendable>(
    _ body: (_ source: String, _ output: String) async throws(CancellationError) -> Outcome
  ) async throws(CancellationError) -> Swift.Result<(Outcome, [UInt8]?), CheckersError> {
    let source: String
    let output: String
    do throws(CheckersError) {
      (source, output) = (try scratch.fresh(), try scratch.fresh())
    } catch {
      return .failure(error)
    }
    defer {
      for folder in [source, output] { try? FileManager.default.removeItem(atPath: folder) }
    }
    let target = "\(output)/\(Self.module).olean"
    let outcome = try await body("\(source)/\(Self.module).lean", target)
    return .success((outcome, FileManager.default.contents(atPath: target).map { [UInt8]($0) }))
  }

  /// Has the kernel read modules again: one outcome each. What it reads are these bytes, in folders that nothing of the
  /// candidates ever saw.
  func replay(_ modules: [[UInt8]]) async throws(CancellationError) -> [ReplayOutcome] {
    if modules.isEmpty { return [] }
    var files: [CompiledModule] = []
    defer { for file in files { try? FileManager.default.removeItem(atPath: file.folder) } }
    do {
      for bytes in modules {
        let file = CompiledModule(folder: try scratch.fresh(), name: Self.module)
        files.append(file)
        try Data(bytes).write(to: URL(fileURLWithPath: file.path))
      }
    } catch {
      return modules.map { _ in .declined("cannot write below \(scratch.path): \(error)") }
    }
    return try await pool.replay(files)
  }
}

extension SnippetOutcome {
  /// Whether Lean reports an error in it, or gave no answer.
  var hasMessagesOfErrors: Bool {
    guard case .finished(let messages, _) = self else { return true }
    return messages.contains { $0.severity == .error }
  }
}

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
  func make(_ texts: [String], header: LeanHeader) async -> Result {
    var result = Result(outcomes: texts.map { _ in .declined("not compiled") })
    var pending = [Array(texts.indices)]
    while let members = pending.popLast() {
      if members.isEmpty { continue }
      let (outcome, bytes) = await compile(members.map { texts[$0] }, header: header)
      switch outcome {
      case .headerFails(let reason):
        for member in members { result.outcomes[member] = .declined(reason) }
      case .declined(let reason) where members.count == 1 || Task.isCancelled:
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

  private func compile(_ texts: [String], header: LeanHeader) async -> (ModuleOutcome, [UInt8]?) {
    do {
      let (source, output) = (try scratch.fresh(), try scratch.fresh())
      defer {
        for folder in [source, output] { try? FileManager.default.removeItem(atPath: folder) }
      }
      let target = "\(output)/\(Self.module).olean"
      let outcome = await pool.compile(
        texts, header: header, source: "\(source)/\(Self.module).lean", output: target)
      guard case .finished(_, isWritten: true) = outcome else { return (outcome, nil) }
      return (outcome, FileManager.default.contents(atPath: target).map { [UInt8]($0) })
    } catch {
      return (.headerFails("\(error)"), nil)
    }
  }

  /// The same for a text with a header of its own.
  func make(file text: String) async -> (outcome: SnippetOutcome, bytes: [UInt8]?) {
    do {
      let (source, output) = (try scratch.fresh(), try scratch.fresh())
      defer {
        for folder in [source, output] { try? FileManager.default.removeItem(atPath: folder) }
      }
      let target = "\(output)/\(Self.module).olean"
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(source)/\(Self.module).lean"))
      let outcome = await pool.elaborate(
        file: "\(Self.module).lean", root: source, output: target)
      return (outcome, FileManager.default.contents(atPath: target).map { [UInt8]($0) })
    } catch let error as CheckersError {
      return (.declined("\(error)"), nil)
    } catch {
      return (.declined("cannot write below \(scratch.path): \(error.localizedDescription)"), nil)
    }
  }

  /// Has the kernel read modules again: one outcome each. What it reads are these bytes, in folders that nothing of the
  /// candidates ever saw.
  func replay(_ modules: [[UInt8]]) async -> [ReplayOutcome] {
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
    return await pool.replay(files)
  }
}

extension SnippetOutcome {
  /// Whether Lean reports an error in it, or gave no answer.
  var hasMessagesOfErrors: Bool {
    guard case .finished(let messages, _) = self else { return true }
    return messages.contains { $0.severity == .error }
  }
}

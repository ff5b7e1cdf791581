import Basics
import Foundation
import LeanInterface
import Terms

/// Asks Lean what a compiled theory declares.
public struct TheoryReader: Sendable {
  private let pool: LeanPool
  /// Folders with compiled modules.
  private let folders: [String]

  /// - Parameter compiled: the folder that the theory was compiled into; answers are kept there, too.
  public init(_ pool: LeanPool, compiled: String) {
    self.pool = pool
    folders = [compiled]
  }

  /// The theory of a module, from what was kept where the compiled module is still the same: then Lean is not asked.
  public func theory(_ module: String) async throws -> Theory {
    let modules = try closure(of: module)
    let path = folders[0] + "/" + module.replacing(".", with: "/") + ".theory.json"
    let key = try fingerprint(modules)
    if let data = FileManager.default.contents(atPath: path),
      let kept = try? JSONDecoder().decode(Kept.self, from: data), kept.key == key
    {
      return kept.theory
    }
    let theory = try await read(module, modules)
    // What cannot be kept is read again.
    if let data = try? JSONEncoder().encode(Kept(key: key, theory: theory)) {
      try? data.write(to: URL(filePath: path), options: .atomic)
    }
    return theory
  }

  private struct Kept: Codable {
    var key: String
    var theory: Theory
  }

  /// Changes with what is read out of a module.
  private static let version = 1

  /// The module and the modules of its corpus that it imports, what is imported first.
  private func closure(of module: String) throws -> [(module: String, index: ModuleIndex)] {
    var seen: Set<String> = []
    var found: [(module: String, index: ModuleIndex)] = []
    func visit(_ name: String) throws {
      guard seen.insert(name).inserted else { return }
      guard let index = ModuleIndex(module: name, in: folders) else {
        if name == module { throw TheoryError.noIndex(module: module) }
        return
      }
      for other in index.imports { try visit(other) }
      found.append((name, index))
    }
    try visit(module)
    return found
  }

  private func fingerprint(_ modules: [(module: String, index: ModuleIndex)]) throws -> String {
    var text = "\(Self.version) \(pool.toolchain.version)"
    for (module, _) in modules {
      let path = folders[0] + "/" + module.replacing(".", with: "/") + ".olean"
      guard let data = FileManager.default.contents(atPath: path) else {
        throw TheoryError.noIndex(module: module)
      }
      text += " \(module) \(Hash64.hex(data.base64EncodedString()))"
    }
    return Hash64.hex(text)
  }

  private func read(_ module: String, _ modules: [(module: String, index: ModuleIndex)])
    async throws -> Theory
  {
    let questions = Questions(module: module, pool: pool)
    let names = modules.flatMap(\.index.declarations)
    let kinds = try await questions.ask(names.map { "#print \($0)" }).map(LeanAnswers.kind)
    var draft = TheoryDraft(module: module)
    // Types first: what is a constructor decides what is an equation.
    for (name, kind) in zip(names, kinds) {
      if case .inductive(let constructors) = kind { draft.pending[name] = constructors }
    }
    let definitions = zip(names, kinds).filter { $0.1 == .definition }.map(\.0)
    try await draft.define(definitions, isOwn: true, questions)
    let theorems = zip(names, kinds).filter { $0.1 == .theorem }.map(\.0)
    try await draft.state(theorems, questions)
    try await draft.completeTypes(questions)
    try await draft.orient(questions)
    try await draft.completeTypes(questions)
    return draft.theory
  }
}

/// Questions about a module, one command each, answered together.
struct Questions: Sendable {
  let module: String
  let pool: LeanPool

  /// Lean's answers in order; an empty one where Lean knows none.
  func ask(_ commands: [String]) async throws -> [String] {
    if commands.isEmpty { return [] }
    let outcomes = try await pool.run(
      commands, header: LeanHeader(imports: [module], prelude: LeanAnswers.options))
    return try outcomes.map { outcome in
      switch outcome {
      case .declined(let reason): throw TheoryError.noAnswer(module: module, reason: reason)
      case .finished(let messages, _):
        if messages.contains(where: { $0.severity == .error }) { return "" }
        return messages.filter { $0.severity == .information }.map(\.text).joined(separator: "\n")
      }
    }
  }
}

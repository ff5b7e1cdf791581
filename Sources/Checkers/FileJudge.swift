import Foundation
import LeanInterface
import Records

/// Judges whole Lean files: compiled in a fresh process, then every declaration's axioms listed in another one.
public struct FileJudge: Sendable {
  private let pool: LeanPool
  private let axioms: Set<String>

  public init(pool: LeanPool, axioms: [String] = LeanChecker.standardAxioms) {
    self.pool = pool
    self.axioms = Set(axioms)
  }

  public func judge(_ text: String) async -> Verdict {
    if let objection = CandidateGate.objection(to: text) {
      return .rejected(reason: .helpersNotAllowed, messages: [objection])
    }
    let folder =
      FileManager.default.temporaryDirectory.path + "/lemmaloom-file-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let module = "LemmaloomFile"
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(module).lean"))
    } catch {
      return .declined(reason: "cannot write to \(folder): \(error.localizedDescription)")
    }
    let outcome = await pool.elaborate(
      file: "\(module).lean", root: folder, output: "\(folder)/\(module).olean")
    switch outcome {
    case .declined(let reason): return .declined(reason: reason)
    case .finished(let messages, let isSorryFree):
      let errors = messages.filter { $0.severity == .error }
      if !errors.isEmpty { return .rejected(reason: .leanError, messages: errors) }
      if !isSorryFree { return .rejected(reason: .usesSorry, messages: messages) }
    }
    if let name = Self.kernelName(declaredIn: "\(folder)/\(module).olean") {
      let message = LeanMessage(
        severity: .error, line: 1, column: 0,
        text: "declares '\(name)', with which Lean's kernel computes on its own")
      return .rejected(reason: .helpersNotAllowed, messages: [message])
    }
    let names = DeclaredNames.theorems(in: text)
    if names.isEmpty { return .accepted(axioms: []) }
    await pool.addSearchPath(folder)
    let answers = await pool.run(
      names.map { "#print axioms \($0)" }, header: LeanHeader(imports: [module]))
    return verdict(names, answers)
  }

  /// A name that Lean's kernel computes with by rules of its own and that the module declares. Lean's library has them all;
  /// a smaller one may lack some, and then a file can declare them otherwise and prove everything. A module in a format
  /// that is not known here comes from a Lean with the whole library.
  private static func kernelName(declaredIn path: String) -> String? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    var table = TermTable()
    guard let file = try? OleanFile([UInt8](data), into: &table) else { return nil }
    return file.constants.keys.first { Comparison.kernelNames.contains(table[$0]) }
      .map { table.show($0) }
  }

  private func verdict(_ names: [String], _ answers: [SnippetOutcome]) -> Verdict {
    var used: Set<String> = []
    for (name, answer) in zip(names, answers) {
      guard case .finished(let messages, _) = answer else {
        return .declined(reason: "no answer about the axioms of \(name)")
      }
      guard let message = messages.first(where: { $0.severity == .information }),
        let found = Audit.axioms(in: message.text, of: name)
      else {
        return .rejected(reason: .missingTheorem, messages: messages)
      }
      let verdict = Audit.verdict(axioms: found, allowed: axioms, message: message)
      guard case .accepted = verdict else { return verdict }
      used.formUnion(found)
    }
    return .accepted(axioms: used.sorted())
  }
}

/// Full names of a file's theorems, read off its lines.
enum DeclaredNames {
  static func theorems(in text: String) -> [String] {
    var open: [String] = []
    var names: [String] = []
    for line in text.split(separator: "\n") {
      var words = line.split(whereSeparator: \.isWhitespace).map(String.init)[...]
      while let first = words.first, first.hasPrefix("@[") || first == "protected" {
        words = words.dropFirst()
      }
      guard words.count >= 2 || words.first == "end" else { continue }
      switch words.first {
      case "namespace": open.append(words[words.startIndex + 1])
      case "section": open.append("")
      case "end": _ = open.popLast()
      case "theorem", "lemma":
        let name = words[words.startIndex + 1].prefix { !"({[:".contains($0) }
        names.append((open.filter { !$0.isEmpty } + [String(name)]).joined(separator: "."))
      default: break
      }
    }
    return names
  }
}

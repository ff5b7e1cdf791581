import Foundation
import LeanInterface
import LeanText
import Records

/// Judges whether a Lean file proves what a trusted one leaves open, whatever else it declares, redefines, prints or runs.
///
/// A file that imports the candidate cannot be trusted to ask a question: notation, macros and instances of the
/// candidate would have a say in it. So Lean compiles both files in fresh processes, apart from each other; its kernel
/// reads the candidate's module again in a process that runs nothing of it; and what both modules say is compared here
/// term by term, on those same bytes. Nothing depends on reading the candidate's text.
public struct AgainstJudge: Sendable {
  private let judge: KernelJudge
  /// Folders of the run's own modules, which a candidate may import though the trusted file does not.
  private let ownModules: [String]

  /// - Parameters:
  ///   - pool: finds the modules that both files may import.
  ///   - ownModules: folders of compiled modules whose proofs are checked.
  ///   - folder: where files are written for a while; nil: the system's temporary folder.
  public init(
    pool: LeanPool, axioms: [String] = LeanChecker.standardAxioms, ownModules: [String] = [],
    policy: ReplayPolicy = .required, needsIsolation: Bool = false,
    limits: KernelLimits = KernelLimits(), folder: String? = nil
  ) throws(CheckersError) {
    let maker = ModuleMaker(pool: pool, scratch: try ScratchFolder(below: folder))
    judge = KernelJudge(
      maker: maker, axioms: Set(axioms), policy: policy, needsIsolation: needsIsolation,
      limits: limits)
    self.ownModules = ownModules
  }

  init(_ judge: KernelJudge) {
    self.judge = judge
    ownModules = []
  }

  private var maker: ModuleMaker { judge.maker }

  /// - Throws: `AgainstError` when the trusted file is at fault; what is wrong with the candidate is a verdict.
  ///   `CancellationError` for a cancelled task.
  public func judge(trusted: String, candidate: String) async throws -> AgainstReport {
    let trusted = Self.withoutMark(trusted)
    let trustedBytes: [UInt8]
    switch try await maker.make(file: trusted) {
    case (.declined(let reason), _): return .whole(.declined(reason: "the trusted file: \(reason)"))
    case (.finished(let messages, _), let bytes):
      if let error = messages.first(where: { $0.severity == .error }) {
        throw AgainstError.doesNotCompile("line \(error.line): \(error.text)")
      }
      guard let bytes else {
        return .whole(.declined(reason: "the trusted file: Lean wrote no module"))
      }
      trustedBytes = bytes
    }
    var table = TermTable()
    let trustedFile: OleanFile
    do {
      trustedFile = try OleanFile(trustedBytes, into: &table, limits: judge.limits.olean)
    } catch {
      return .whole(.declined(reason: "the trusted file: \(error)"))
    }
    // Faults of the trusted file first, whatever the candidate is.
    let targets = try TrustedTheorems(file: trustedFile, table: table, text: trusted).names()

    let candidateBytes: [UInt8]
    switch try await checked(Self.withoutMark(candidate)) {
    case .verdict(let verdict): return .whole(verdict)
    // What else it leaves open is its own affair.
    case .bytes(let bytes, _): candidateBytes = bytes
    }
    let candidateFile: OleanFile
    switch read(candidateBytes, into: &table) {
    case .success(let file): candidateFile = file
    case .failure(let unread): return .whole(.declined(reason: unread.reason))
    }
    let comparison = Comparison(trusted: trustedFile, candidate: candidateFile, table: table)
    if let objection = comparison.objection(mayImport: isOwnModule) {
      return .whole(KernelJudge.verdict(objection))
    }
    let findings = targets.map(comparison.finding(of:))
    let verdicts = try await judge.verdicts(findings, table, imports: candidateFile.imports)
    return .of(
      zip(findings, verdicts).map { AgainstReport.Target(name: $0.shownName, verdict: $1) })
  }

  /// What of a trusted file is not asked for, though it is open; nil for nothing.
  public static func remark(onTrusted text: String) -> String? {
    let lines = SorryPlaces.find(in: text).compactMap(\.declaration)
      .filter { $0.keyword == "example" }.map { "\($0.line)" }
    if lines.isEmpty { return nil }
    return "the examples left open (line \(Set(lines).sorted().joined(separator: ", "))) are not "
      + "asked for: Lean keeps no example; give them names"
  }

  /// Judges a file by itself: nothing in it is open or assumed, and all of it rests on allowed axioms.
  public func judge(file text: String) async throws(CancellationError) -> Verdict {
    let text = Self.withoutMark(text)
    if let reason = FileText.unjudged(in: text) { return .declined(reason: reason) }
    switch try await checked(text, isReplayed: false) {
    case .verdict(let verdict): return verdict
    case .bytes(_, isSorryFree: false): return .rejected(reason: .usesSorry, messages: [])
    case .bytes(_, isSorryFree: true): break
    }
    // Lean forgets examples: they are looked at under names, and so is whether it read the file to its end.
    let named = NamedFile(text)
    if let doubt = named.doubt { return .declined(reason: doubt) }
    switch try await checked(named.text) {
    case .verdict(.rejected(.leanError, let messages)) where !named.showsErrors:
      let why = messages.first.map { " (line \($0.line): \($0.text))" } ?? ""
      return .declined(reason: "the file cannot be looked at with names for its examples\(why)")
    case .verdict(let verdict): return verdict
    case .bytes(_, isSorryFree: false): return .rejected(reason: .usesSorry, messages: [])
    case .bytes(let bytes, isSorryFree: true):
      var table = TermTable()
      switch read(bytes, into: &table) {
      case .failure(let unread): return .declined(reason: unread.reason)
      case .success(let file): return try await verdict(on: file, table, named)
      }
    }
  }

  private func verdict(on file: OleanFile, _ table: TermTable, _ named: NamedFile)
    async throws(CancellationError) -> Verdict
  {
    let shown = Set(file.constants.keys.map { LeanToken.unquoted(table.show($0)) })
    if let missing = named.expected.first(where: { !shown.contains($0) }) {
      return .declined(
        reason:
          "nobody can tell what the file holds: Lean does not declare \(named.spoken(missing))")
    }
    let counted = file.constants.values.filter {
      !$0.isUnsafe && table.show($0.name) != named.end
    }
    if counted.isEmpty { return .declined(reason: FileText.isEmpty) }
    if let odd = file.constants.values.filter({
      $0.isUnsafe && $0.kind == .definition && !isTwin($0, in: file, table)
    }).min(by: { $0.name.index < $1.name.index }) {
      return .declined(reason: "'\(table.show(odd.name))' is unsafe: nobody checks it")
    }
    let comparison = Comparison(trusted: file.withoutConstants, candidate: file, table: table)
    if let objection = comparison.objection() { return KernelJudge.verdict(objection) }
    let own = file.constants.values.filter { $0.kind == .axiom }
    if let first = own.min(by: { $0.name.index < $1.name.index }) {
      let text = "'\(table.show(first.name))' is an axiom of the file's own"
      return KernelJudge.verdict(.init(reason: .forbiddenAxiom, text: text))
    }
    let findings = counted.map(\.name).sorted { $0.index < $1.index }
      .map(comparison.ownFooting(of:))
    let verdicts = try await judge.verdicts(findings, table, imports: file.imports)
    return AgainstReport.of(
      zip(findings, verdicts).map { AgainstReport.Target(name: $0.shownName, verdict: $1) }
    ).verdict
  }

  /// Whether Lean made it beside a definition by recursion, to run in its place.
  private func isTwin(_ constant: LeanConstant, in file: OleanFile, _ table: TermTable) -> Bool {
    let parts = table[constant.name].parts
    guard parts.last == .text(Array("_unsafe_rec".utf8)),
      let name = table.known(ConstantName(parts: Array(parts.dropLast()))),
      let original = file.constants[name]
    else { return false }
    return original.type == constant.type && !original.isUnsafe
  }

  // MARK: The candidate's module

  private enum Checked {
    case verdict(Verdict)
    case bytes([UInt8], isSorryFree: Bool)
  }

  /// Compiled, and read again by the kernel unless its bytes are not looked at.
  private func checked(_ text: String, isReplayed: Bool = true)
    async throws(CancellationError) -> Checked
  {
    if let obstacle = judge.obstacle { return .verdict(.declined(reason: obstacle)) }
    if text.utf8.count > judge.limits.candidateBytesMax {
      return .verdict(.declined(reason: "over \(judge.limits.candidateBytesMax) bytes"))
    }
    switch try await maker.make(file: text) {
    case (.declined(let reason), _): return .verdict(.declined(reason: reason))
    case (.finished(let messages, let isSorryFree), let bytes):
      let errors = messages.filter { $0.severity == .error }
      if !errors.isEmpty {
        return .verdict(.rejected(reason: .leanError, messages: errors))
      }
      guard let bytes else { return .verdict(.declined(reason: "Lean wrote no module")) }
      if !isReplayed || judge.isExcused(isSearched: false) {
        return .bytes(bytes, isSorryFree: isSorryFree)
      }
      let outcome = try await maker.replay([bytes]).first ?? .declined("no answer")
      if let verdict = KernelJudge.verdict(outcome) { return .verdict(verdict) }
      return .bytes(bytes, isSorryFree: isSorryFree)
    }
  }

  private struct Unread: Error { let reason: String }

  private func read(_ bytes: [UInt8], into table: inout TermTable) -> Result<OleanFile, Unread> {
    do {
      let file = try OleanFile(bytes, into: &table, limits: judge.limits.olean)
      if file.isModule {
        return .failure(
          Unread(reason: "it is written as a 'module', whose proofs Lean keeps elsewhere"))
      }
      return .success(file)
    } catch {
      return .failure(Unread(reason: "\(error)"))
    }
  }

  /// Editors of other systems begin a file with this mark, which says nothing.
  private static func withoutMark(_ text: String) -> String {
    text.unicodeScalars.first == "\u{feff}" ? String(text.unicodeScalars.dropFirst()) : text
  }

  /// Whether a module is one of the run's own.
  private func isOwnModule(_ name: ConstantName) -> Bool {
    var parts: [String] = []
    for part in name.parts {
      guard case .text(let bytes) = part else { return false }
      let text = String(decoding: bytes, as: UTF8.self)
      guard text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) else {
        return false
      }
      parts.append(text)
    }
    let path = parts.joined(separator: "/")
    return !parts.isEmpty
      && ownModules.contains { FileManager.default.fileExists(atPath: "\($0)/\(path).olean") }
  }
}

import LeanInterface
import Records

/// Holds what Lean wrote of a candidate against what it wrote of a trusted file. Pure: nothing of either file is run,
/// and no name, notation or instance of the candidate has a say in what is compared.
struct Comparison {
  /// Why a theorem, or the whole candidate, is rejected.
  struct Objection: Hashable {
    let reason: RejectionReason
    let text: String
  }

  /// What is known of one theorem before Lean is asked about the axioms of what it imports.
  struct Finding {
    /// Without the mark that Lean puts before private names.
    let shownName: String
    var objection: Objection?
    /// The candidate's own axioms that it rests on; the trusted file declares the same ones.
    var ownAxioms: [String] = []
    /// Imported constants that its proof, or what that rests on, mentions.
    var imported: Set<TermTable.NameID> = []
  }

  let trusted: OleanFile
  let candidate: OleanFile
  let table: TermTable
  /// Constants that each of the candidate's declarations mentions.
  private let uses: [TermTable.NameID: Set<TermTable.NameID>]

  init(trusted: OleanFile, candidate: OleanFile, table: TermTable) {
    self.trusted = trusted
    self.candidate = candidate
    self.table = table
    uses = candidate.constants.mapValues(table.uses(of:))
  }

  /// Names that the kernel computes with by rules of its own, whatever their definitions say. Lean's library has them
  /// all; where the library at hand lacks one, declaring it otherwise proves everything.
  static let kernelNames: Set<ConstantName> = Set(
    [
      "Nat.succ", "Nat.add", "Nat.sub", "Nat.mul", "Nat.div", "Nat.mod", "Nat.gcd", "Nat.beq",
      "Nat.ble", "Nat.land", "Nat.lor", "Nat.xor", "Nat.shiftLeft", "Nat.shiftRight", "Nat.pow",
      "Nat.log2", "Nat", "Nat.zero", "Bool", "Bool.true", "Bool.false", "List", "List.nil",
      "List.cons", "Char", "Char.ofNat", "String", "String.mk", "String.ofList", "eagerReduce",
      "Lean.reduceBool", "Lean.reduceNat",
    ].map { ConstantName($0) })

  // MARK: What is found

  /// What keeps the candidate as a whole from being compared.
  /// - Parameter mayImport: whether a module that the trusted file does not import is allowed all the same.
  func objection(mayImport: (ConstantName) -> Bool = { _ in false }) -> Objection? {
    func refused(_ text: String) -> Objection {
      Objection(reason: .helpersNotAllowed, text: text)
    }
    for name in candidate.imports where !trusted.imports.contains(name) && !mayImport(name) {
      return refused("imports \(name), which the trusted file does not")
    }
    if !candidate.imports.contains(ConstantName("Init")) {
      return refused("is written with 'prelude', so that nothing means what it does in Lean")
    }
    let special = candidate.constants.keys.filter { Self.kernelNames.contains(table[$0]) }
    for name in special.sorted(by: { $0.index < $1.index }) where !isTrusteds(name) {
      return Objection(
        reason: .kernelObjects,
        text: "declares '\(table.show(name))', with which Lean's kernel computes on its own")
    }
    return nil
  }

  /// Whether the trusted file has the very same declaration.
  private func isTrusteds(_ name: TermTable.NameID) -> Bool {
    guard let ours = trusted.constants[name], let theirs = candidate.constants[name] else {
      return false
    }
    var match = StatementMatch(trusted: trusted, candidate: candidate, table: table)
    return match.difference(of: ours, theirs) == nil
  }

  /// Whether the candidate proves what the trusted file says under that name.
  func finding(of name: TermTable.NameID) -> Finding {
    func refused(_ reason: RejectionReason, _ text: String) -> Finding {
      let shown = table.show(name)
      return Finding(
        shownName: shown, objection: Objection(reason: reason, text: "'\(shown)' \(text)"))
    }
    guard let ours = trusted.constants[name], let theirs = candidate.constants[name] else {
      return refused(.missingTheorem, "is not declared")
    }
    switch theirs.kind {
    // To the kernel a definition of a proposition's type is as good a proof as a theorem.
    case .theorem, .definition: break
    case .axiom: return refused(.forbiddenAxiom, "is an axiom")
    default: return refused(.missingTheorem, "is \(theirs.kind.article)")
    }
    if theirs.isUnsafe { return refused(.missingTheorem, "is unsafe or partial") }
    var match = StatementMatch(trusted: trusted, candidate: candidate, table: table)
    if let text = match.difference(ofStatements: ours, theirs) {
      return refused(.statementDiffers, "states something else: \(text)")
    }
    return footing(of: name)
  }

  /// What a declaration of the candidate mentions itself: enough where all of the candidate's are looked at.
  func ownFooting(of name: TermTable.NameID) -> Finding {
    let used = uses[name] ?? []
    return finding(
      on: name, own: used.filter { uses[$0] != nil }.sorted { $0.index < $1.index },
      imported: used.filter { uses[$0] == nil })
  }

  /// What a declaration of the candidate rests on, whatever it says.
  func footing(of name: TermTable.NameID) -> Finding {
    let rests = closure(of: name)
    return finding(on: name, own: rests.own, imported: rests.imported)
  }

  private func finding(
    on name: TermTable.NameID, own: [TermTable.NameID], imported: Set<TermTable.NameID>
  ) -> Finding {
    var finding = Finding(shownName: table.show(name))
    func refused(_ reason: RejectionReason, _ text: String) -> Finding {
      finding.objection = Objection(reason: reason, text: "'\(finding.shownName)' \(text)")
      return finding
    }
    finding.imported = imported
    if let sorry = table.known(ConstantName("sorryAx")), imported.contains(sorry) {
      return refused(.usesSorry, "rests on 'sorry'")
    }
    for own in own {
      guard let constant = candidate.constants[own] else { continue }
      if constant.isUnsafe {
        return refused(.leanError, "rests on the unchecked '\(table.show(own))'")
      }
      guard constant.kind == .axiom else { continue }
      if !isTrusteds(own) {
        return refused(.forbiddenAxiom, "rests on the candidate's own axiom '\(table.show(own))'")
      }
      finding.ownAxioms.append(table.show(own))
    }
    return finding
  }

  /// All that a declaration of the candidate rests on.
  private func closure(
    of name: TermTable.NameID
  ) -> (own: [TermTable.NameID], imported: Set<TermTable.NameID>) {
    var own: [TermTable.NameID] = []
    var imported: Set<TermTable.NameID> = []
    var seen: Set<TermTable.NameID> = [name]
    var pending = [name]
    while let name = pending.popLast() {
      guard let used = uses[name] else {
        imported.insert(name)
        continue
      }
      own.append(name)
      for other in used where seen.insert(other).inserted {
        pending.append(other)
      }
    }
    return (own.sorted { $0.index < $1.index }, imported)
  }
}

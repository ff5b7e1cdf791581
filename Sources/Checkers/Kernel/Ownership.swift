import LeanInterface
import LeanText
import Records

/// Which of a module's declarations belong to which of the proofs that were compiled together.
struct Ownership {
  /// A declaration that is no proof's own: a script has ended its theorem. nil for none.
  let stranger: String?
  private let doubtful: Set<String>

  init(_ module: OleanFile, _ table: TermTable, tasks: [ProofTask]) {
    // The longest name first: one task's may stand below another's.
    let owned = tasks.flatMap { task in Self.owned(by: task).map { (task: task.name, parts: $0) } }
      .sorted { $0.parts.count > $1.parts.count }
    var owners: [TermTable.NameID: String] = [:]
    var stranger: String?
    for name in module.constants.keys.sorted(by: { $0.index < $1.index }) {
      let parts = table[name].withoutPrivateMark.parts
      if let owner = owned.first(where: { parts.starts(with: $0.parts) }) {
        owners[name] = owner.task
      } else if !Self.isPieceOfImported(parts) {
        stranger = stranger ?? table.show(name)
      }
    }
    self.stranger = stranger
    // A proof that leans on a neighbour is none by itself.
    var doubtful: Set<String> = []
    for (name, constant) in module.constants {
      guard let owner = owners[name] else { continue }
      for used in table.uses(of: constant) where module.constants[used] != nil {
        if let other = owners[used], other != owner { doubtful.insert(owner) }
      }
    }
    self.doubtful = doubtful
  }

  func isDoubtful(_ name: String) -> Bool { stranger != nil || doubtful.contains(name) }

  /// Names below which a task may declare: its own, and those of its helpers.
  private static func owned(by task: ProofTask) -> [[ConstantName.Part]] {
    let helpers = LeanOutline(task.helpers).commands.map(\.fullName).filter { !$0.isEmpty }
    return ([task.name] + helpers).map { name in
      LeanToken.writtenParts(of: name).map { .text(Array(LeanToken.unquoted($0).utf8)) }
    }
  }

  /// Lean makes pieces of imported declarations, such as their equations, where they are first needed.
  private static func isPieceOfImported(_ parts: [ConstantName.Part]) -> Bool {
    guard parts.count > 1, case .text(let first) = parts[0], case .text(let last) = parts.last
    else { return false }
    let name = String(decoding: last, as: UTF8.self)
    return first.first != UInt8(ascii: "_")
      && ["eq_", "match_", "_", "congr_"].contains { name.hasPrefix($0) }
  }
}

import LeanInterface
import LeanText
import Records

/// Which of a module's declarations belong to which of the proofs that were compiled together.
struct Ownership {
  /// A declaration that is no proof's own: a script has ended its theorem. nil for none.
  let stranger: String?
  private let doubtful: Set<String>

  init(_ module: OleanFile, _ table: TermTable, tasks: [ProofTask]) {
    let tasks = tasks.map { task in (name: task.name, owned: Self.owned(by: task)) }
    var owners: [TermTable.NameID: String] = [:]
    var stranger: String?
    for name in module.constants.keys.sorted(by: { $0.index < $1.index }) {
      let parts = table[name].withoutPrivateMark.parts
      // The longest name: one task's may stand below another's.
      let owner = tasks.flatMap { task in task.owned.map { (task.name, $0) } }
        .filter { parts.starts(with: $0.1) }.max { $0.1.count < $1.1.count }
      if let owner {
        owners[name] = owner.0
      } else if !Self.isImporteds(parts, module, table) {
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
  private static func isImporteds(
    _ parts: [ConstantName.Part], _ module: OleanFile, _ table: TermTable
  ) -> Bool {
    guard parts.count > 1, case .text(let last) = parts.last else { return false }
    let name = String(decoding: last, as: UTF8.self)
    let isPiece = ["eq_", "match_", "_", "congr_"].contains { name.hasPrefix($0) }
    return isPiece
      && !parts.prefix(1).contains(where: { part in
        guard case .text(let first) = part else { return true }
        return first.first == UInt8(ascii: "_")
      })
  }
}

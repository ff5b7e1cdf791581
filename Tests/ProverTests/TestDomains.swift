import Foundation
import LeanInterface
import Records
import Terms

@testable import Prover

/// Small domains for tests, in the shape that the configuration gives them.
enum TestDomains {
  static let logic = Domain(
    name: "logic", module: "Theory.Logic",
    sorts: [Sort(type: "Prop", variables: ["p", "q", "r", "s"], values: ["True", "False"])],
    symbols: [
      Symbol(lean: "→", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(25)),
      Symbol(lean: "∧", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(35)),
      Symbol(lean: "∨", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(30)),
      Symbol(lean: "↔", arguments: ["Prop", "Prop"], result: "Prop", notation: .infix(20)),
      Symbol(
        lean: "¬", arguments: ["Prop"], result: "Prop",
        notation: .prefix(result: 1024, argument: 40)),
      Symbol(lean: "False", arguments: [], result: "Prop", weight: 0),
    ],
    premises: [], simplification: [],
    tactics: [
      TacticTemplate(text: "assumption"),
      TacticTemplate(text: "contradiction"),
      TacticTemplate(text: "intro {+h}", target: ["→", "¬"]),
      TacticTemplate(text: "constructor", target: ["∧", "↔"]),
      TacticTemplate(text: "rcases {h} with ⟨{+h}, {+h}⟩", hypothesis: ["∧", "↔"]),
      TacticTemplate(text: "rcases {h} with {+h} | {+h}", hypothesis: ["∨"]),
      TacticTemplate(text: "apply {h}", hypothesis: ["→", "¬"]),
      TacticTemplate(text: "left", target: ["∨"]),
      TacticTemplate(text: "right", target: ["∨"]),
      TacticTemplate(text: "exfalso"),
      TacticTemplate(text: "apply Classical.byContradiction\nintro {+h}"),
    ], baseline: ["rfl"], grammar: GrammarOptions())

  static let nat = Domain(
    name: "nat", module: "Theory.Nat", opens: ["Loom"],
    sorts: [Sort(type: "Nat", variables: ["a", "b", "c"], values: ["0", "1", "2"])],
    symbols: [
      Symbol(lean: "0", arguments: [], result: "Nat"),
      Symbol(lean: "Nat.succ", arguments: ["Nat"], result: "Nat"),
      Symbol(lean: "+", arguments: ["Nat", "Nat"], result: "Nat", notation: .infixl(65)),
      Symbol(lean: "*", arguments: ["Nat", "Nat"], result: "Nat", notation: .infixl(70)),
      Symbol(lean: "=", arguments: ["Nat", "Nat"], result: "Prop", notation: .infix(50)),
    ],
    premises: ["Loom.add_zero", "Loom.add_succ", "Loom.mul_zero", "Loom.mul_succ"],
    simplification: ["Loom.add_zero", "Loom.add_succ", "Loom.mul_zero", "Loom.mul_succ"],
    tactics: [
      TacticTemplate(text: "rfl"),
      TacticTemplate(text: "assumption"),
      TacticTemplate(text: "simp only [{s}]"),
      TacticTemplate(
        text: "induction {v} using nat_ind with\n| zero => _\n| succ {+n} {+ih} => _",
        variable: "Nat"),
      TacticTemplate(text: "rw [{r}]"),
    ], baseline: ["rfl"], grammar: GrammarOptions())

  static let predicate = Domain(
    name: "predicate", module: "Theory.Logic",
    parameters: [Binder(name: "α", type: "Type")], carriers: ["α": "Bool"],
    sorts: [
      Sort(type: "α", variables: ["x", "y"], values: ["true", "false"]),
      Sort(type: "α → Prop", variables: ["P", "Q"], values: ["(fun _ => True)"]),
    ],
    symbols: [
      Symbol(lean: "→", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(25)),
      Symbol(
        lean: "¬", arguments: ["Prop"], result: "Prop",
        notation: .prefix(result: 1024, argument: 40)),
      Symbol(lean: "∀", arguments: ["α", "Prop"], result: "Prop", isBinder: true),
      Symbol(lean: "∃", arguments: ["α", "Prop"], result: "Prop", isBinder: true),
      Symbol(lean: "@", arguments: ["α → Prop", "α"], result: "Prop"),
    ],
    premises: [], simplification: [], tactics: [TacticTemplate(text: "assumption")],
    baseline: ["rfl"], grammar: GrammarOptions())

  static func nat(_ names: [String], _ target: String) -> Statement {
    nat.statement(
      of: Goal(context: names.map { Binder(name: $0, type: "Nat") }, target: target))
  }

  static func logic(_ names: [String], _ target: String) -> Statement {
    logic.statement(
      of: Goal(context: names.map { Binder(name: $0, type: "Prop") }, target: target))
  }

  /// Removed when the test process ends.
  static let folder =
    FileManager.default.temporaryDirectory.path + "/lemmaloom-\(UUID().uuidString)"

  /// A pool that can import the seed corpus' theories, compiled once into a temporary folder.
  static let pool = Task {
    let pool = LeanPool(
      toolchain: try await Toolchain.discover(command: "", project: "", fetched: []),
      options: LeanOptions())
    atexit { try? FileManager.default.removeItem(atPath: TestDomains.folder) }
    let corpus =
      URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path + "/corpus"
    await pool.addSearchPath(folder)
    for module in ["Theory.Logic", "Theory.Nat", "Theory.List"] {
      try await pool.compile(module: module, root: corpus, into: folder)
    }
    return pool
  }
}

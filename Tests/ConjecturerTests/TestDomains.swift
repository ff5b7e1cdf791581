import Foundation
import LeanInterface
import Records
import Terms

@testable import Conjecturer

enum TestDomains {
  static let logic = Domain(
    name: "logic", module: "Theory.Logic", opens: ["Loom"],
    parameters: [Binder(name: "α", type: "Type")], carriers: ["α": "Bool"],
    sorts: [
      Sort(type: "Prop", variables: ["p", "q", "r", "s"], values: ["True", "False"]),
      Sort(type: "α", variables: ["x", "y", "z"], values: ["true", "false"]),
      Sort(
        type: "α → Prop", variables: ["P", "Q"],
        values: ["fun x => x = true", "fun _ => True", "fun _ => False"]),
    ],
    symbols: [
      Symbol(
        lean: "→", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(25), weight: 4),
      Symbol(
        lean: "∧", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(35), weight: 3),
      Symbol(
        lean: "∨", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(30), weight: 3),
      Symbol(lean: "↔", arguments: ["Prop", "Prop"], result: "Prop", notation: .infix(20)),
      Symbol(
        lean: "¬", arguments: ["Prop"], result: "Prop",
        notation: .prefix(result: 1024, argument: 40), weight: 2),
      Symbol(lean: "∀", arguments: ["α", "Prop"], result: "Prop", isBinder: true),
      Symbol(lean: "∃", arguments: ["α", "Prop"], result: "Prop", isBinder: true),
      Symbol(lean: "@", arguments: ["α → Prop", "α"], result: "Prop"),
    ],
    premises: [], simplification: [], tactics: [],
    baseline: ["exact id", "rfl", "intros; assumption"],
    grammar: GrammarOptions(
      exhaustiveSize: 5, minimumSize: 3, maximumSize: 20, maximumVariables: 4))

  static let nat = Domain(
    name: "nat", module: "Theory.Nat", opens: ["Loom"],
    sorts: [
      Sort(type: "Nat", variables: ["a", "b", "c", "d"], values: ["0", "1", "2", "3"]),
      Sort(type: "Prop", variables: [], isQuantifiable: false),
    ],
    symbols: [
      Symbol(
        lean: "=", arguments: ["Nat", "Nat"], result: "Prop", notation: .infix(50), weight: 4),
      Symbol(lean: "≤", arguments: ["Nat", "Nat"], result: "Prop", notation: .infix(50)),
      Symbol(lean: "→", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(25)),
      Symbol(
        lean: "+", arguments: ["Nat", "Nat"], result: "Nat", notation: .infixl(65), weight: 3),
      Symbol(
        lean: "*", arguments: ["Nat", "Nat"], result: "Nat", notation: .infixl(70), weight: 2),
      Symbol(lean: "Nat.succ", arguments: ["Nat"], result: "Nat"),
      Symbol(lean: "0", arguments: [], result: "Nat"),
    ],
    premises: ["add_zero", "add_succ", "mul_zero", "mul_succ"],
    simplification: ["add_zero", "add_succ", "mul_zero", "mul_succ"], tactics: [],
    baseline: ["rfl", "simp only [{s}]"],
    grammar: GrammarOptions(
      exhaustiveSize: 9, minimumSize: 3, maximumSize: 20, maximumVariables: 4))

  static let list = Domain(
    name: "list", module: "Theory.List", opens: ["Loom"],
    parameters: [Binder(name: "α", type: "Type"), Binder(name: "β", type: "Type")],
    carriers: ["α": "Nat", "β": "Nat"],
    sorts: [
      Sort(
        type: "List α", variables: ["l", "m", "n"], values: ["List.nil", "[0]", "[1, 0]"]),
      Sort(type: "List β", variables: [], values: [], isQuantifiable: false),
      Sort(type: "α", variables: ["x", "y"], values: ["0", "1"]),
      Sort(type: "α → β", variables: ["f", "g"], values: ["Nat.succ", "fun _ => 0"]),
      Sort(type: "Nat", variables: [], isQuantifiable: false),
      Sort(type: "Prop", variables: [], isQuantifiable: false),
    ],
    symbols: [
      Symbol(
        lean: "=", arguments: ["List α", "List α"], result: "Prop", notation: .infix(50),
        weight: 3),
      Symbol(
        lean: "=", arguments: ["List β", "List β"], result: "Prop", notation: .infix(50)),
      Symbol(lean: "=", arguments: ["Nat", "Nat"], result: "Prop", notation: .infix(50)),
      Symbol(lean: "List.nil", arguments: [], result: "List α", weight: 0.5),
      Symbol(lean: "::", arguments: ["α", "List α"], result: "List α", notation: .infixr(67)),
      Symbol(
        lean: "++", arguments: ["List α", "List α"], result: "List α", notation: .infixl(65)),
      Symbol(
        lean: "++", arguments: ["List β", "List β"], result: "List β", notation: .infixl(65)),
      Symbol(lean: "List.reverse", arguments: ["List α"], result: "List α"),
      Symbol(lean: "List.map", arguments: ["α → β", "List α"], result: "List β"),
      Symbol(lean: "List.length", arguments: ["List α"], result: "Nat"),
      Symbol(lean: "+", arguments: ["Nat", "Nat"], result: "Nat", notation: .infixl(65)),
    ],
    premises: [], simplification: [], tactics: [],
    baseline: ["rfl", "simp only [nil_append, cons_append, length_nil, length_cons]"],
    grammar: GrammarOptions(
      exhaustiveSize: 8, minimumSize: 3, maximumSize: 16, maximumVariables: 4))

  static let all = [logic, nat, list]
  static func named(_ name: String) -> Domain? { all.first { $0.name == name } }

  static func header(_ domain: Domain) -> LeanHeader {
    LeanHeader(imports: [domain.module], opens: domain.opens)
  }
}

/// A pool on which the seed corpus's theories can be imported; they are compiled below a temporary
/// folder, which `body` must not outlive.
func withTheories<Result>(
  _ options: LeanOptions = LeanOptions(), _ body: (LeanPool) async throws -> Result
) async throws -> Result {
  var root = URL(filePath: #filePath)
  for _ in 0..<3 { root.deleteLastPathComponent() }
  let folder = FileManager.default.temporaryDirectory
    .appending(path: "conjecturer-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  let pool = LeanPool(
    toolchain: try await Toolchain.discover(command: "", project: "", fetched: []),
    options: options, searchPath: [folder])
  for module in ["Theory.Logic", "Theory.Nat", "Theory.List"] {
    try await pool.compile(module: module, root: root.appending(path: "corpus").path, into: folder)
  }
  return try await body(pool)
}

import Basics
import Records

/// Lean files with theorems left open, in all the ways in which a theorem can be written down. Every goal is one that
/// `rfl`, `assumption`, `intro` and `constructor` prove: what is tested is that the goal and its names get there and back.
struct OpenFileGenerator {
  private var generator: SplitMix64
  private var count = 0
  private var lines: [String] = []
  /// What closes the scopes around the next theorem.
  private var scopes: [String] = []
  /// Variables that sections have bound and every theorem may speak of.
  private var sectionVariables: [[String]] = []

  init(seed: UInt64) { generator = SplitMix64(seed: seed, "open files") }

  mutating func file(theorems: Int) -> String {
    lines = [
      pick([
        "import Theory.Nat", "import Theory.Nat -- naturals", "/- sorry -/ import Theory.Nat",
        "import\n  Theory.Nat",
      ]), pick(["open Loom", "open Loom -- sorry", ""]), "universe u", "",
    ]
    scopes = []
    sectionVariables = []
    for _ in 0..<theorems {
      if chance(0.12) { openScope() }
      if chance(0.1), let end = scopes.popLast() {
        lines.append(end)
        sectionVariables.removeLast()
      }
      if chance(0.15) { lines.append(remark()) }
      lines.append(theorem())
    }
    while let end = scopes.popLast() { lines.append(end) }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Around theorems

  private mutating func openScope() {
    count += 1
    if chance(0.5) {
      let name = pick(["A\(count)", "A\(count).B", "«n \(count)»"])
      lines.append("namespace \(name)")
      scopes.append("end \(name)")
      sectionVariables.append([])
    } else {
      let name = pick(["S\(count)", "«s \(count)»"])
      let isNamed = chance(0.5)
      lines.append(isNamed ? "section \(name)" : "section")
      scopes.append(isNamed ? "end \(name)" : "end")
      let variable = "v\(count)"
      lines.append(
        pick([
          "variable (\(variable) : Nat)", "variable {\(variable) : Nat}",
          "variable (\(variable) : Nat) (h\(variable) : \(variable) = \(variable))",
        ]))
      if chance(0.3) { lines.append("include \(variable)") }
      sectionVariables.append([variable])
    }
  }

  private mutating func remark() -> String {
    count += 1
    return pick([
      "-- a sorry in a comment", "/- theorem x : False := by\n  sorry -/",
      "def quote\(count) : Char := '\"'", "def text\(count) : String := \"sorry -- \\\"\"",
      "/-! by sorry -/", "theorem done\(count) : True := trivial -- sorry",
    ])
  }

  // MARK: Theorems

  private mutating func theorem() -> String {
    count += 1
    let name = pick([
      "t\(count)", "t\(count)'", "«t \(count)»", "Dot.t\(count)", "θ\(count)", "«sorry \(count)»",
    ])
    let isPlain = !name.hasPrefix("Dot")
    let front = pick([
      "", "", "", "/-- Says sorry. -/\n", "set_option maxHeartbeats 300000 in\n", "open Nat in\n",
      isPlain ? "private " : "",
      scopes.contains { $0.hasPrefix("end A") } ? "protected " : "",
    ])
    let (binders, goals) = self.binders()
    let head = chance(0.06) ? "example" : "\(front)theorem \(name)"
    let separator = chance(0.2) ? "\n    " : " "
    let start = ([head] + binders).joined(separator: separator)
    return start + statement(goals)
  }

  /// Something that tactics prove, as it is written, and whether `rfl` does.
  private typealias Goal = (text: String, isEquation: Bool)

  /// Binders of all kinds, and goals about what they bind.
  private mutating func binders() -> ([String], [Goal]) {
    var binders: [String] = []
    var numbers = sectionVariables.flatMap { $0 }
    var goals: [Goal] = []
    for _ in 0..<Int.random(in: 0...5, using: &generator) {
      switch Int.random(in: 0..<12, using: &generator) {
      case 0, 1:
        let name = number()
        binders.append(pick(["(\(name) : Nat)", "{\(name) : Nat}", "⦃\(name) : Nat⦄"]))
        numbers.append(name)
      case 2:
        binders.append("(unused\(count) other\(count) : Nat)")
      case 3: binders.append("(_ : Nat)")
      case 4: binders.append(pick(["(_ : 0 = 0)", "(_ : ∀ _ : Nat, 0 = 0)"]))
      case 5: binders.append(pick(["[Inhabited Nat]", "[inst : Inhabited Nat]"]))
      case 6:
        let type = pick(["Type", "Type u", "Type _"])
        binders.append("{α\(count) : \(type)} [Inhabited α\(count)] (x\(count) : α\(count))")
        goals.append(("x\(count) = x\(count)", true))
      case 7:
        let name = pick(["p", "q", "«the p»"])
        let proof = pick(["hp", "«h p»", "this", "h"])
        // A name that is bound again is another's afterwards.
        goals.removeAll { $0.text.contains(name) }
        binders.append("(\(name) : Prop) (\(proof) : \(name))")
        goals.append((name, false))
      case 8 where !numbers.isEmpty:
        let one = pick(numbers)
        binders.append("(k : \(one) =\(pick([" ", "\n      "]))\(one))")
        goals.append(("\(one) = \(one)", true))
      case 9: binders.append("(n\(count) : Nat := 3)")
      case 10: binders.append("(y : let z := 0\n    z = 0)")
      default:
        if let last = binders.last, last.hasPrefix("("), last.hasSuffix(": Nat)") {
          binders.append(last)
        }
      }
    }
    for name in numbers { goals += [("\(name) + 0 = \(name)", true), ("\(name) = \(name)", true)] }
    return (
      binders, goals + [("0 = 0", true), ("'\"' = '\"'", true), ("\"sorry\" = \"sorry\"", true)]
    )
  }

  private mutating func number() -> String {
    pick(["a", "b", "n'", "«a b»", "x₁", "m", "k\(count)"])
  }

  /// The statement behind its binders, and a proof with holes.
  private mutating func statement(_ goals: [Goal]) -> String {
    let one = pick(goals)
    let colon = chance(0.2) ? " :\n    " : " : "
    switch Int.random(in: 0..<9, using: &generator) {
    case 0:
      return "\(colon)\(one.text) ∧ \(pick(goals).text)" + conjunction()
    case 1 where one.isEquation:
      return
        " :\n    let w := 0\n    w = 0 ∧ \(one.text) := by\n  intro w\n  constructor\n"
        + "  · sorry\n  · sorry"
    case 2 where one.isEquation:
      return " :\n    have w : 0 = 0 := rfl\n    \(one.text)" + pick([" := sorry", " := by sorry"])
    case 3:
      return "\(colon)\(one.text) → \(one.text)"
        + pick([
          " := fun _ => sorry", " := by\n  intro _\n  sorry",
          " := by\n  intro h'\n  have := h'\n  sorry",
          " := by\n  intros\n  sorry", " := fun hyp => by sorry", "\n  | _ => sorry",
        ])
    case 4:
      return "\(colon)∀ _ : Nat, \(one.text)"
        + pick([
          " := by\n  intro _\n  sorry", " := fun _ => sorry",
          "\n  | 0 => sorry\n  | _ + 1 => by sorry",
        ])
    default: return colon + one.text + whole(one.text)
    }
  }

  private mutating func conjunction() -> String {
    pick([
      " := ⟨sorry, sorry⟩", " := by\n  constructor <;> sorry",
      " := by\n  constructor\n  sorry\n  sorry",
      " := by\n  constructor\n  · sorry\n  · sorry -- done",
      " := by\n  refine ⟨?_, ?_⟩\n  all_goals sorry",
      " := And.intro (by sorry) (by\n    sorry)",
      " := by\n  refine ⟨sorry, ?_⟩\n  -- left\n  sorry",
      " := by\n  constructor\n  case left => sorry\n  case right =>\n    sorry",
      " := by exact ⟨by sorry, by sorry⟩",
      " := by\n  refine ⟨?a, ?b⟩\n  case b => sorry\n  exact sorry",
    ])
  }

  private mutating func whole(_ goal: String) -> String {
    pick([
      " := sorry", " := by sorry", " := by\n  sorry", " :=\n  sorry", " :=\n  by sorry",
      " := by -- sorry\n  -- todo\n  sorry", " := by /- sorry -/ sorry", " := (sorry)",
      " := by (sorry)", " := id sorry", " := show _ from sorry", " := by exact sorry",
      " := by\n  have step : 0 = 0 := by sorry\n  sorry",
      " := by\n  have step : 0 = 0 := sorry\n  exact sorry",
      " := by\n  have : 0 = 0 := sorry\n  have : 1 = 1 := by\n    sorry\n  sorry",
      " := by first | sorry", " := by\n  try sorry",
      " := by\n  suffices h : True from sorry\n  trivial",
      " := by\n  show \(goal)\n  sorry -- end", " := have step : 0 = 0 := sorry\n  sorry",
      " := have := aux\n  sorry\nwhere\n  aux : 0 = 0 := by\n    sorry",
      " := by\n  let w : Nat := 2\n  have : w = 2 := by sorry\n  sorry",
      " := by\n  cases (7 : Nat) with\n  | zero => sorry\n  | succ _ => sorry",
      " := by\n  by_cases c : True\n  · sorry\n  · sorry",
      " :=\n  match (7 : Nat) with\n  | 0 => sorry\n  | _ + 1 => by\n    sorry",
    ])
  }

  // MARK: Chance

  private mutating func chance(_ probability: Double) -> Bool { generator.uniform() < probability }

  private mutating func pick<Element>(_ list: [Element]) -> Element {
    list[Int.random(in: 0..<list.count, using: &generator)]
  }
}

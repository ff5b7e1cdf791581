import Records

/// Trusted files and candidates for `AgainstTests`.
struct AgainstCase: Sendable {
  let name: String
  let trusted: String
  let candidate: String
  /// nil: accepted.
  let reason: RejectionReason?
  /// Part of the line that says why.
  let says: String

  init(
    _ name: String, _ trusted: String, _ candidate: String, _ reason: RejectionReason? = nil,
    says: String = ""
  ) {
    self.name = name
    self.trusted = trusted
    self.candidate = candidate
    self.reason = reason
    self.says = says
  }
}

// MARK: Trusted files

private let doubling = """
  def double (n : Nat) : Nat := n + n
  theorem double_zero : double 0 = 0 := sorry
  theorem double_succ (n : Nat) : double (n + 1) = double n + 2 := by
    sorry
  theorem both (n : Nat) : double 0 = 0 ∧ double (n + 1) = double n + 2 :=
    ⟨double_zero, double_succ n⟩
  example : False := sorry
  """

private let points = """
  universe u v
  structure Pt (α : Type u) where
    x : α
    y : α
  namespace Pt
  instance {α : Type u} [Add α] : Add (Pt α) := ⟨fun p q => ⟨p.x + q.x, p.y + q.y⟩⟩
  variable {α : Type u} (p q : Pt α)
  theorem same (hx : p.x = q.x) (hy : p.y = q.y) : p = q := sorry
  theorem add_x [Add α] : (p + q).x = p.x + q.x := sorry
  end Pt
  theorem first {α : Type u} {β : Type v} (a : α) (b : β) : (a, b).1 = a := sorry
  """

private let swap = "theorem swap (p q : Prop) : p ∧ q → q ∧ p := sorry"
private let five = "theorem five : 2 + 2 = 5 := sorry"
private let four = "theorem four : 2 + 2 = 4 := sorry"

private let pieces = """
  def pick (n : Nat) : Nat := match n, n with | 0, _ => 1 | k + 1, _ => k
  def large : {n : Nat // n > 3} := ⟨5, by decide⟩
  inductive Way | left | right (n : Nat)
  private def Way.size : Way → Nat
    | left => 0
    | right n => n
  theorem claim (n : Nat) :
      (match n with | 0 => 1 | k + 1 => k) = pick n ∧ large.val = 5 ∧ Way.left.size = 0 := sorry
  """

private let withAxiom = """
  axiom magic : 2 + 2 = 5
  theorem five : 5 = 2 + 2 := sorry
  """

// MARK: Honest candidates

private let honestDoubling = """
  def double (n : Nat) : Nat := n + n
  theorem double_zero : double 0 = 0 := rfl
  theorem double_succ (n : Nat) : double (n + 1) = double n + 2 := by
    simp only [double, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
  theorem both (n : Nat) : double 0 = 0 ∧ double (n + 1) = double n + 2 :=
    ⟨double_zero, double_succ n⟩
  """

private let honestPoints = """
  universe u v
  structure Pt (α : Type u) where
    x : α
    y : α
  namespace Pt
  instance {α : Type u} [Add α] : Add (Pt α) := ⟨fun p q => ⟨p.x + q.x, p.y + q.y⟩⟩
  variable {α : Type u} (p q : Pt α)
  theorem same (hx : p.x = q.x) (hy : p.y = q.y) : p = q := by
    cases p; cases q; cases hx; cases hy; rfl
  theorem add_x [Add α] : (p + q).x = p.x + q.x := rfl
  end Pt
  theorem first {α : Type u} {β : Type v} (a : α) (b : β) : (a, b).1 = a := rfl
  """

private let honestPieces = pieces.replacing("sorry", with: "⟨by cases n <;> rfl, rfl, rfl⟩")

private let honestSwap = "theorem swap (p q : Prop) : p ∧ q → q ∧ p := fun h => ⟨h.2, h.1⟩"

let honestCases: [AgainstCase] = [
  AgainstCase("as it stands", doubling, honestDoubling),
  AgainstCase(
    "other binder names, and helpers before", doubling,
    """
    theorem zero_left (k : Nat) : 0 + k = k := Nat.zero_add k
    def double (m : Nat) : Nat := m + m
    @[simp] theorem unfold_double (a : Nat) : double a = a + a := rfl
    theorem double_succ (k : Nat) : double (k + 1) = double k + 2 := by
      simp only [unfold_double, Nat.add_assoc, Nat.add_comm, Nat.add_left_comm]
    theorem double_zero : double 0 = 0 := zero_left 0
    theorem both (x : Nat) : double 0 = 0 ∧ double (x + 1) = double x + 2 :=
      And.intro double_zero (double_succ x)
    """),
  AgainstCase(
    "notation, macros and prints", doubling,
    """
    notation "‖" n "‖" => Nat.succ n
    local infixl:65 " ⊞ " => Nat.add
    macro "fin" : tactic => `(tactic| rfl)
    macro "all" t:term : term => `(fun _ => $t)
    syntax "swish" : tactic
    macro_rules
      | `(tactic| swish) =>
        `(tactic| simp only [Nat.add_assoc, Nat.add_comm, Nat.add_left_comm])
    def double (n : Nat) : Nat := n + n
    #check double
    #print axioms double
    #reduce double 2
    theorem double_zero : double 0 = 0 := by fin
    theorem double_succ (n : Nat) : double (n + 1) = double n + 2 := by
      show (n + 1) + (n + 1) = n + n + 2
      swish
    theorem both (n : Nat) : double 0 = 0 ∧ double (n + 1) = double n + 2 :=
      ⟨double_zero, double_succ n⟩
    #print axioms both
    """),
  AgainstCase(
    "a comment and a string may mention anything", swap,
    """
    -- set_option debug.skipKernelTC true, run_cmd, axiom, sorry
    /- elab "x" : tactic => sorry -/
    def text : String := "set_option debug.skipKernelTC true"
    \(honestSwap)
    """),
  AgainstCase("structures, instances, namespaces, universes", points, honestPoints),
  AgainstCase(
    "universes by other names, a section for variables", points,
    honestPoints.replacing("universe u v", with: "universe w z")
      .replacing("Type u", with: "Type w").replacing("Type v", with: "Type z")),
  AgainstCase("matches, proofs within definitions, private names", pieces, honestPieces),
  AgainstCase(
    "pieces that Lean names after a helper", pieces,
    """
    def pick' (n : Nat) : Nat := match n, n with | 0, _ => 1 | k + 1, _ => k
    def large' : {n : Nat // n > 3} := ⟨5, by decide⟩
    theorem helper (n : Nat) : (match n with | 0 => 1 | k + 1 => k) = pick' n := by
      cases n <;> rfl
    \(honestPieces)
    """),
  AgainstCase(
    "what stands behind where is the proof's own affair",
    "theorem t (p : Prop) (h : p) : p ∧ p := ⟨aux, aux⟩\nwhere aux : p := sorry",
    "theorem t (p : Prop) (h : p) : p ∧ p := ⟨h, h⟩"),
  AgainstCase(
    "axioms of Lean's own", "theorem em' (p : Prop) : p ∨ ¬p := sorry",
    "theorem em' (p : Prop) : p ∨ ¬p := Classical.em p"),
  AgainstCase(
    "the trusted file's own axiom", withAxiom,
    "axiom magic : 2 + 2 = 5\ntheorem five : 5 = 2 + 2 := magic.symm"),
  AgainstCase("a definition for a theorem", swap, "def swap" + honestSwap.dropFirst(12)),
  AgainstCase(
    "an abbreviation for a definition", doubling,
    "abbrev" + honestDoubling.dropFirst(3)),
  AgainstCase(
    "a private theorem", "private theorem p : 1 = 1 := sorry", "private theorem p : 1 = 1 := rfl"),
  AgainstCase(
    "sorry where no target rests on it", swap,
    "theorem other : False := sorry\n\(honestSwap)"),
  AgainstCase(
    "an axiom where no target rests on it", swap, "axiom other : False\n\(honestSwap)"),
  AgainstCase(
    "a helper that changes what simp does", four,
    "theorem odd (n : Nat) (h : n = 3) : n + 1 = 4 := by rw [h]\nattribute [simp] odd\n"
      + "theorem four : 2 + 2 = 4 := by decide"),
  AgainstCase(
    "options that change no check", swap,
    "set_option maxHeartbeats 400 in\nset_option pp.all true\nset_option autoImplicit true\n"
      + honestSwap),
]

// MARK: Cheats

let cheatCases: [AgainstCase] = [
  AgainstCase("nothing", swap, "", .missingTheorem, says: "'swap' is not declared"),
  AgainstCase(
    "does not compile", swap, "theorem swap (p q : Prop) : p ∧ q → q ∧ p := id", .leanError,
    says: "line 1"),
  AgainstCase(
    "still open", swap, "theorem swap (p q : Prop) : p ∧ q → q ∧ p := by sorry", .usesSorry),
  AgainstCase(
    "open in a helper", swap,
    "theorem helper : False := sorry\ntheorem swap (p q : Prop) : p ∧ q → q ∧ p := helper.elim",
    .usesSorry),
  AgainstCase(
    "open through a macro", swap,
    "macro \"done!\" : tactic => `(tactic| sorry)\n"
      + "theorem swap (p q : Prop) : p ∧ q → q ∧ p := by done!", .usesSorry),
  AgainstCase(
    "an error that is swallowed", swap,
    "#guard_msgs (drop error, drop warning) in\n"
      + "theorem swap (p q : Prop) : p ∧ q → q ∧ p := by exact nothing", .usesSorry),
  AgainstCase(
    "one of three is missing", doubling,
    "def double (n : Nat) : Nat := n + n\ntheorem double_zero : double 0 = 0 := rfl",
    .missingTheorem, says: "and 1 more"),
  AgainstCase(
    "weaker", swap, "theorem swap (p : Prop) : p ∧ p → p ∧ p := id", .statementDiffers),
  AgainstCase(
    "a hypothesis more", swap,
    "theorem swap (p q : Prop) (h : False) : p ∧ q → q ∧ p := h.elim", .statementDiffers),
  AgainstCase(
    "a hypothesis from a variable", five,
    "variable (h : 2 + 2 = 5)\ninclude h\ntheorem five : 2 + 2 = 5 := h", .statementDiffers),
  AgainstCase(
    "another numeral", five, "theorem five : 2 + 2 = 4 := rfl", .statementDiffers),
  AgainstCase(
    "a changed definition", doubling,
    "def double (_ : Nat) : Nat := 0\ntheorem double_zero : double 0 = 0 := rfl\n"
      + "theorem double_succ (n : Nat) : double (n + 1) = double n + 2 := sorry\n"
      + "theorem both (n : Nat) : double 0 = 0 ∧ double (n + 1) = double n + 2 := sorry",
    .statementDiffers, says: "definition of 'double'"),
  AgainstCase(
    "an opaque definition", "def c : Nat := 1\ntheorem t : c = c := sorry",
    "opaque c : Nat\ntheorem t : c = c := rfl", .statementDiffers, says: "an opaque constant"),
  AgainstCase(
    "an axiom for a definition", "def c : Nat := 1\ntheorem t : c = c := sorry",
    "axiom c : Nat\ntheorem t : c = c := rfl", .statementDiffers, says: "an axiom"),
  AgainstCase(
    "another type of the same name", five,
    "namespace X\ninductive Nat | n\ninstance : OfNat Nat k := ⟨.n⟩\n"
      + "instance : Add Nat := ⟨fun _ _ => .n⟩\nend X\nopen X in\n"
      + "theorem five : (2 + 2 : X.Nat) = 5 := rfl", .statementDiffers),
  AgainstCase(
    "notation that changes ∧", swap,
    "local notation:35 (priority := high) a:36 \" ∧ \" b:35 => a ∨ b ∨ True\n"
      + "theorem swap (p q : Prop) : p ∧ q → q ∧ p := fun _ => .inr (.inr trivial)",
    .statementDiffers),
  AgainstCase(
    "a macro that changes a statement", five,
    "macro_rules | `(2 + 2 = 5) => `(True)\ntheorem five : 2 + 2 = 5 := trivial",
    .statementDiffers),
  AgainstCase(
    "a macro that takes over theorem", five,
    "macro (priority := high) \"theorem\" n:ident \":\" a:term \":=\" b:term : command =>\n"
      + "  `(command| theorem other : True := trivial)\ntheorem five : 2 + 2 = 5 := rfl",
    .missingTheorem),
  AgainstCase(
    "an instance that changes +", five,
    "local instance : Add Nat := ⟨fun _ _ => 5⟩\ntheorem five : 2 + 2 = 5 := rfl",
    .statementDiffers),
  AgainstCase(
    "an instance that changes numerals", five,
    "instance (priority := high) odd (n : Nat) : OfNat Nat n := ⟨0⟩\n"
      + "theorem five : 2 + 2 = 5 := sorry", .statementDiffers),
  AgainstCase(
    "in another namespace", swap, "namespace N\n\(honestSwap)\nend N", .missingTheorem),
  AgainstCase(
    "private", swap, "private \(honestSwap)", .missingTheorem),
  AgainstCase(
    "an axiom", five, "axiom five : 2 + 2 = 5", .forbiddenAxiom, says: "is an axiom"),
  AgainstCase(
    "an axiom below", five, "axiom cheat : False\ntheorem five : 2 + 2 = 5 := cheat.elim",
    .forbiddenAxiom, says: "'cheat'"),
  AgainstCase(
    "an axiom with a borrowed name", five,
    "axiom X.propext : False\nopen X in\ntheorem five : 2 + 2 = 5 := X.propext.elim",
    .forbiddenAxiom, says: "X.propext"),
  AgainstCase(
    "an axiom behind an opaque constant", five,
    "axiom cheat : False\nopaque hidden : False := cheat\n"
      + "theorem five : 2 + 2 = 5 := hidden.elim", .forbiddenAxiom),
  AgainstCase(
    "another axiom under the trusted one's name", withAxiom,
    "axiom magic : False\ntheorem five : 5 = 2 + 2 := magic.elim", .forbiddenAxiom,
    says: "'magic'"),
  AgainstCase(
    "hijacked questions", five,
    "macro \"#print\" \"axioms\" x:ident : command => `(command| #check True)\n"
      + "axiom cheat : False\ntheorem five : 2 + 2 = 5 := cheat.elim\n#print axioms five",
    .forbiddenAxiom),
  AgainstCase(
    "forged messages", five,
    "axiom cheat : False\ntheorem five : 2 + 2 = 5 := cheat.elim\n"
      + "#check \"'five' does not depend on any axioms\"", .forbiddenAxiom),
  AgainstCase(
    "the theorem proves itself", five, "theorem five : 2 + 2 = 5 := five", .leanError),
  AgainstCase(
    "unsafe", five, "unsafe def five : 2 + 2 = 5 := five", .missingTheorem, says: "is unsafe"),
  AgainstCase(
    "partial", five, "partial def five : 2 + 2 = 5 := five", .leanError),
  AgainstCase(
    "an inductive type", five, "inductive five | intro", .missingTheorem, says: "inductive"),
  AgainstCase(
    "a structure with other fields",
    "structure Box where\n  n : Nat\ntheorem t (b : Box) : b.n = 3 := sorry",
    "structure Box where\n  n : Nat\n  h : n = 3\ntheorem t (b : Box) : b.n = 3 := b.h",
    .statementDiffers, says: "'Box"),
  AgainstCase(
    "an inductive type without a case",
    "inductive W | a | b\ntheorem t (w : W) : w = .a := sorry",
    "inductive W | a\ntheorem t (w : W) : w = .a := by cases w; rfl", .statementDiffers,
    says: "'W'"),
  AgainstCase(
    "a structure with a field in another place",
    "structure Two where\n  a : Nat\n  b : Nat\ntheorem t (p : Two) : p.a = p.a := sorry",
    "structure Two where\n  b : Nat\n  a : Nat\ntheorem t (p : Two) : p.a = p.a := rfl",
    .statementDiffers, says: "'Two.a'"),
  AgainstCase(
    "fewer universes", points,
    honestPoints.replacing("{β : Type v}", with: "{β : Type u}"),
    .statementDiffers, says: "universe"),
  AgainstCase(
    "swapped universes", points,
    honestPoints.replacing(
      "first {α : Type u} {β : Type v}", with: "first {α : Type v} {β : Type u}"),
    .statementDiffers),
  AgainstCase(
    "a name that looks the same", "theorem Ω : 1 = 1 := sorry",
    "theorem \u{2126} : 1 = 1 := rfl", .missingTheorem),
  AgainstCase(
    "a string that looks the same", "theorem s : \"\u{e9}\" = \"\u{e9}\" := sorry",
    "theorem s : \"e\u{301}\" = \"e\u{301}\" := rfl", .statementDiffers),
  AgainstCase(
    "prelude", "theorem t (p : Prop) (h : p) : p := sorry",
    "prelude\ntheorem t (p : Prop) (h : p) : p := h", .helpersNotAllowed, says: "prelude"),
  AgainstCase(
    "an import more", swap, "import Init.Nat\n\(honestSwap)", .helpersNotAllowed,
    says: "imports Init.Nat"),
  AgainstCase(
    "what the kernel computes with", five,
    "def Nat.gcd (_ _ : Nat) : Nat := 0\n"
      + "theorem unfolded (a b : Nat) : Nat.gcd a b = 0 := rfl\n"
      + "theorem computed : Nat.gcd 4 6 = 2 := by decide\n"
      + "theorem five : 2 + 2 = 5 := Nat.noConfusion (computed.symm.trans (unfolded 4 6))",
    .kernelObjects, says: "Nat.gcd"),
  // What only the kernel's second reading sees.
  AgainstCase(
    "the kernel switched off", five,
    "set_option debug.skipKernelTC true in\ntheorem five : 2 + 2 = 5 := by decide +kernel",
    .kernelObjects, says: "'five._proof_1'"),
  AgainstCase(
    "the kernel switched off by a tactic", five,
    "theorem five : 2 + 2 = 5 := by\n  set_option debug.skipKernelTC true in decide +kernel",
    .kernelObjects, says: "type mismatch"),
  AgainstCase(
    "the kernel switched off by a name given to a macro", five,
    "macro \"quietly\" n:ident : command => `(set_option $n true)\ndef x := 1\n"
      + "quietly debug.skipKernelTC\ntheorem five : 2 + 2 = 5 := by decide +kernel",
    .kernelObjects, says: "five"),
  AgainstCase(
    "the kernel switched off by a computed name", five,
    """
    macro "quietly" : command =>
      let name := .ident .none ⟨"", ⟨0⟩, ⟨0⟩⟩ (.str (.str .anonymous "debug") "skipKernelTC") .nil
      `(set_option $(⟨name⟩) true)
    quietly
    theorem five : 2 + 2 = 5 := by decide +kernel
    """, .kernelObjects, says: "five"),
  AgainstCase(
    "syntax that hides text", five,
    "notation \"a--\" => True\ntheorem t : a-- := trivial\n\(honestSwap)",
    .missingTheorem, says: "'five' is not declared"),
  AgainstCase(
    "code at elaboration", five, "run_cmd pure ()\ntheorem five : 2 + 2 = 5 := rfl",
    .leanError, says: "line 1"),
  AgainstCase(
    "an elaborator", five, "elab \"x\" : tactic => pure ()\ntheorem five : 2 + 2 = 5 := by x",
    .leanError, says: "line 1"),
  AgainstCase(
    "an attribute that registers code", five,
    "@[tactic foo] def five (_ : Nat) : Nat := 0", .leanError, says: "line 1"),
]

/-
  Theory.Nat: Lean's natural numbers from their recursion equations alone, written with `Nat.succ`
  throughout. Even `0 + a = a` is absent on purpose: it is to be found.
-/
namespace Loom

/-! ## Induction -/

/-- Induction whose goals show `0` and `Nat.succ a`, where Lean's default shows `a + 1`. -/
@[elab_as_elim]
theorem nat_ind {motive : Nat → Prop} (zero : motive 0)
    (succ : ∀ a, motive a → motive (Nat.succ a)) (a : Nat) : motive a :=
  Nat.rec zero succ a

/-- Case distinction: `nat_ind` without the hypothesis. -/
@[elab_as_elim]
theorem nat_cases {motive : Nat → Prop} (zero : motive 0) (succ : ∀ a, motive (Nat.succ a))
    (a : Nat) : motive a :=
  nat_ind zero (fun a _ => succ a) a

/-! ## Constructors -/

theorem succ_inj (a b : Nat) : Nat.succ a = Nat.succ b ↔ a = b :=
  ⟨fun h => by injection h, congrArg Nat.succ⟩

theorem succ_ne_zero (a : Nat) : ¬Nat.succ a = 0 := nofun

theorem zero_ne_succ (a : Nat) : ¬0 = Nat.succ a := nofun

/-! ## Addition and multiplication, by recursion on the second argument -/

theorem add_zero (a : Nat) : a + 0 = a := rfl

theorem add_succ (a b : Nat) : a + Nat.succ b = Nat.succ (a + b) := rfl

theorem mul_zero (a : Nat) : a * 0 = 0 := rfl

theorem mul_succ (a b : Nat) : a * Nat.succ b = a * b + a := rfl

/-! ## Order -/

/-- `a ≤ b` means that something is added to `a` to make `b`. -/
theorem le_def (a b : Nat) : a ≤ b ↔ ∃ c, b = a + c := by
  constructor
  · intro h
    induction h with
    | refl => exact ⟨0, rfl⟩
    | step _ ih =>
      cases ih with
      | intro c h => exact ⟨Nat.succ c, congrArg Nat.succ h⟩
  · intro ⟨c, h⟩
    rw [h]
    exact Nat.le_add_right a c

end Loom

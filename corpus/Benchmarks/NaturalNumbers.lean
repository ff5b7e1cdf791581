import Theory.Nat
/-
  24 facts of the Natural Number Game (K. Buzzard, M. Pedramfar and others), under its names: all of
  Addition and Multiplication World, and what Advanced Addition and ≤ World build on them. 1 and 2
  are written `Nat.succ 0` and `Nat.succ (Nat.succ 0)`, hypotheses as premises of an implication.
-/
namespace Benchmarks.NaturalNumbers

/-! ## Addition -/

theorem zero_add (a : Nat) : 0 + a = a := by sorry

theorem succ_add (a b : Nat) : Nat.succ a + b = Nat.succ (a + b) := by sorry

theorem add_comm (a b : Nat) : a + b = b + a := by sorry

theorem add_assoc (a b c : Nat) : a + b + c = a + (b + c) := by sorry

theorem add_right_comm (a b c : Nat) : a + b + c = a + c + b := by sorry

/-! ## Multiplication -/

theorem mul_one (a : Nat) : a * Nat.succ 0 = a := by sorry

theorem zero_mul (a : Nat) : 0 * a = 0 := by sorry

theorem succ_mul (a b : Nat) : Nat.succ a * b = a * b + b := by sorry

theorem mul_comm (a b : Nat) : a * b = b * a := by sorry

theorem one_mul (a : Nat) : Nat.succ 0 * a = a := by sorry

theorem two_mul (a : Nat) : Nat.succ (Nat.succ 0) * a = a + a := by sorry

theorem mul_add (a b c : Nat) : a * (b + c) = a * b + a * c := by sorry

theorem add_mul (a b c : Nat) : (a + b) * c = a * c + b * c := by sorry

theorem mul_assoc (a b c : Nat) : a * b * c = a * (b * c) := by sorry

/-! ## Cancellation -/

theorem add_left_cancel (a b c : Nat) : c + a = c + b → a = b := by sorry

theorem add_right_cancel (a b c : Nat) : a + c = b + c → a = b := by sorry

theorem add_left_eq_self (a b : Nat) : a + b = b → a = 0 := by sorry

theorem add_right_eq_zero (a b : Nat) : a + b = 0 → a = 0 := by sorry

/-! ## Order -/

theorem le_refl (a : Nat) : a ≤ a := by sorry

theorem zero_le (a : Nat) : 0 ≤ a := by sorry

theorem le_succ_self (a : Nat) : a ≤ Nat.succ a := by sorry

theorem le_trans (a b c : Nat) : a ≤ b → b ≤ c → a ≤ c := by sorry

theorem le_zero (a : Nat) : a ≤ 0 → a = 0 := by sorry

theorem le_antisymm (a b : Nat) : a ≤ b → b ≤ a → a = b := by sorry

end Benchmarks.NaturalNumbers

import Theory
/-
  From the equations of the theories alone, with `rw`, `induction` and `exact`, the first facts of
  arithmetic and of lists are in reach. scripts/check-corpus.sh compiles this; no run ever sees it.
-/
namespace TheorySanity
open Loom

/-! ## Numbers -/

theorem zero_add (a : Nat) : 0 + a = a := by
  induction a using nat_ind with
  | zero => rw [add_zero]
  | succ a ih => rw [add_succ, ih]

theorem succ_add (a b : Nat) : Nat.succ a + b = Nat.succ (a + b) := by
  induction b using nat_ind with
  | zero => rw [add_zero, add_zero]
  | succ b ih => rw [add_succ, add_succ, ih]

theorem add_comm (a b : Nat) : a + b = b + a := by
  induction b using nat_ind with
  | zero => rw [add_zero, zero_add]
  | succ b ih => rw [add_succ, succ_add, ih]

theorem add_assoc (a b c : Nat) : a + b + c = a + (b + c) := by
  induction c using nat_ind with
  | zero => rw [add_zero, add_zero]
  | succ c ih => rw [add_succ, add_succ, add_succ, ih]

theorem zero_mul (a : Nat) : 0 * a = 0 := by
  induction a using nat_ind with
  | zero => rw [mul_zero]
  | succ a ih => rw [mul_succ, ih]

theorem succ_mul (a b : Nat) : Nat.succ a * b = a * b + b := by
  induction b using nat_ind with
  | zero => rw [mul_zero, mul_zero]
  | succ b ih => rw [mul_succ, mul_succ, ih, add_succ, add_succ, add_assoc, add_comm b a, add_assoc]

theorem mul_comm (a b : Nat) : a * b = b * a := by
  induction b using nat_ind with
  | zero => rw [mul_zero, zero_mul]
  | succ b ih => rw [mul_succ, succ_mul, ih]

theorem add_right_eq_zero (a b : Nat) (h : a + b = 0) : b = 0 := by
  cases b using nat_cases with
  | zero => rfl
  | succ b =>
    rw [add_succ] at h
    exact absurd h (succ_ne_zero (a + b))

theorem le_add_right (a b : Nat) : a ≤ a + b := by
  rw [le_def]
  exact ⟨b, rfl⟩

/-! ## Lists -/

variable {α : Type}

theorem append_nil (l : List α) : l ++ [] = l := by
  induction l using list_ind with
  | nil => rw [nil_append]
  | cons a l ih => rw [cons_append, ih]

theorem append_assoc (l m n : List α) : l ++ m ++ n = l ++ (m ++ n) := by
  induction l using list_ind with
  | nil => rw [nil_append, nil_append]
  | cons a l ih => rw [cons_append, cons_append, cons_append, ih]

theorem length_append (l m : List α) : List.length (l ++ m) = List.length l + List.length m := by
  induction l using list_ind with
  | nil => rw [nil_append, length_nil, zero_add]
  | cons a l ih => rw [cons_append, length_cons, length_cons, succ_add, ih]

theorem map_append (f : α → α) (l m : List α) :
    List.map f (l ++ m) = List.map f l ++ List.map f m := by
  induction l using list_ind with
  | nil => rw [nil_append, map_nil, nil_append]
  | cons a l ih => rw [cons_append, map_cons, map_cons, cons_append, ih]

theorem reverse_append (l m : List α) :
    List.reverse (l ++ m) = List.reverse m ++ List.reverse l := by
  induction l using list_ind with
  | nil => rw [nil_append, reverse_nil, append_nil]
  | cons a l ih => rw [cons_append, reverse_cons, reverse_cons, ih, append_assoc]

theorem cons_ne_self (a : α) (l : List α) : ¬a :: l = l := by
  induction l using list_ind generalizing a with
  | nil => exact cons_ne_nil a []
  | cons b l ih =>
    intro h
    rw [cons_inj] at h
    exact ih b h.2

/-! ## Logic -/

theorem peirce (p q : Prop) (h : (p → q) → p) : p := by
  apply of_not_not
  intro hn
  exact hn (h fun hp => absurd hp hn)

theorem drinker (p : α → Prop) (a : α) : ∃ x, p x → ∀ y, p y := by
  rcases em (∃ x, ¬p x) with h | h
  · rcases h with ⟨x, hx⟩
    exact ⟨x, fun hp => absurd hp hx⟩
  · exact ⟨a, fun _ y => of_not_not (p y) fun hy => h ⟨y, hy⟩⟩

example : (∃ x : Bool, ∀ y : Bool, x = y) → False := by decide
example : ¬((∃ x, (fun x : Bool => x = true) x) → ∀ x : Bool, (fun x : Bool => x = true) x) := by
  decide
example : ¬List.map Nat.succ ([0] ++ [1]) = List.map Nat.succ ([1] ++ [0]) := by decide

end TheorySanity

/-! Goals read as the domains write their terms. -/

set_option pp.fieldNotation false

/--
trace: case zero
b : Nat
⊢ Nat.succ 0 * b = 0 * b + b
---
trace: case succ
b a : Nat
ih : Nat.succ a * b = a * b + b
⊢ Nat.succ (Nat.succ a) * b = Nat.succ a * b + b
-/
#guard_msgs in
example (a b : Nat) : Nat.succ a * b = a * b + b := by
  induction a using Loom.nat_ind with
  | zero => trace_state; rw [TheorySanity.succ_mul]
  | succ a ih => trace_state; rw [TheorySanity.succ_mul]

import Benchmarks.Kleene
import Benchmarks.NaturalNumbers
import Benchmarks.Lists
import Benchmarks.Tautologies
/-
  Every benchmark is true: a proof for each, from the theories' equations, of exactly the statement
  in the benchmark file (`type_of%`). scripts/check-corpus.sh compiles this and asks for each name;
  no run ever sees it.
-/

namespace Proofs.Kleene
open Benchmarks.Kleene

theorem k01' : type_of% @k01 := fun _ hp => hp
theorem k02' : type_of% @k02 := fun _ _ _ hpq hqr hp => hqr (hpq hp)
theorem k03' : type_of% @k03 := fun _ _ _ h hq hp => h hp hq
theorem k04' : type_of% @k04 := fun _ _ _ h hpq => h hpq.1 hpq.2
theorem k05' : type_of% @k05 := fun _ _ _ h hp hq => h ⟨hp, hq⟩
theorem k06' : type_of% @k06 := fun _ _ _ hpq hqr hp => hqr (hpq hp)
theorem k07' : type_of% @k07 := fun _ _ _ hpq hrp hr => hpq (hrp hr)
theorem k08a' : type_of% @k08a := fun _ _ _ h hpr => ⟨h hpr.1, hpr.2⟩
theorem k08b' : type_of% @k08b := fun _ _ _ h hrp => ⟨hrp.1, h hrp.2⟩
theorem k09a' : type_of% @k09a := fun _ _ _ h hpr => hpr.elim (fun hp => .inl (h hp)) .inr
theorem k09b' : type_of% @k09b := fun _ _ _ h hrp => hrp.elim .inl fun hp => .inr (h hp)
theorem k10a' : type_of% @k10a := fun _ _ hn hp => absurd hp hn
theorem k10b' : type_of% @k10b := fun _ _ hp hn => absurd hp hn
theorem k11' : type_of% @k11 := fun _ _ hq _ => hq
theorem k12' : type_of% @k12 := fun _ _ h hnq hp => hnq (h hp)
theorem k13' : type_of% @k13 := fun _ _ h hq hp => h hp hq
theorem k14' : type_of% @k14 := fun p _ h hnq => Loom.of_not_not p fun hnp => hnq (h hnp)
theorem k15' : type_of% @k15 := fun p _ h hq => Loom.of_not_not p fun hnp => h hnp hq
theorem k16' : type_of% @k16 := fun _ _ hpq hqp => ⟨hpq, hqp⟩
theorem k17a' : type_of% @k17a := fun _ _ h => h.mp
theorem k17b' : type_of% @k17b := fun _ _ h => h.mpr
theorem k18a' : type_of% @k18a := fun _ _ h => h.mp
theorem k18b' : type_of% @k18b := fun _ _ h => h.mpr
theorem k19' : type_of% @k19 := fun _ => Iff.rfl
theorem k20' : type_of% @k20 := fun _ _ h => h.symm
theorem k21' : type_of% @k21 := fun _ _ _ h h' => h.trans h'
theorem k22' : type_of% @k22 := fun _ _ _ h hp hq hr => hp fun p => hq fun q => hr (h p q)
theorem k23' : type_of% @k23 := fun _ _ h hp hq => h fun pq => hp fun p => hq (pq p)
theorem k24' : type_of% @k24 := fun _ _ _ h h' hn => h fun pq => h' fun qr => hn fun p => qr (pq p)
theorem k25' : type_of% @k25 := fun _ _ =>
  ⟨fun h => ⟨fun hp => h fun pq => hp pq.1, fun hq => h fun pq => hq pq.2⟩,
    fun h hn => h.1 fun p => h.2 fun q => hn ⟨p, q⟩⟩

end Proofs.Kleene

namespace Proofs.NaturalNumbers
open Loom Benchmarks.NaturalNumbers

theorem zero_add' : type_of% @zero_add := by
  intro a
  induction a using nat_ind with
  | zero => rw [add_zero]
  | succ a ih => rw [add_succ, ih]

theorem succ_add' : type_of% @succ_add := by
  intro a b
  induction b using nat_ind with
  | zero => rw [add_zero, add_zero]
  | succ b ih => rw [add_succ, add_succ, ih]

theorem add_comm' : type_of% @add_comm := by
  intro a b
  induction b using nat_ind with
  | zero => rw [add_zero, zero_add']
  | succ b ih => rw [add_succ, succ_add', ih]

theorem add_assoc' : type_of% @add_assoc := by
  intro a b c
  induction c using nat_ind with
  | zero => rw [add_zero, add_zero]
  | succ c ih => rw [add_succ, add_succ, add_succ, ih]

theorem add_right_comm' : type_of% @add_right_comm := by
  intro a b c
  rw [add_assoc', add_comm' b c, add_assoc']

theorem mul_one' : type_of% @mul_one := by
  intro a
  rw [mul_succ, mul_zero, zero_add']

theorem zero_mul' : type_of% @zero_mul := by
  intro a
  induction a using nat_ind with
  | zero => rw [mul_zero]
  | succ a ih => rw [mul_succ, ih]

theorem succ_mul' : type_of% @succ_mul := by
  intro a b
  induction b using nat_ind with
  | zero => rw [mul_zero, mul_zero]
  | succ b ih => rw [mul_succ, mul_succ, ih, add_succ, add_succ, add_right_comm']

theorem mul_comm' : type_of% @mul_comm := by
  intro a b
  induction b using nat_ind with
  | zero => rw [mul_zero, zero_mul']
  | succ b ih => rw [mul_succ, succ_mul', ih]

theorem one_mul' : type_of% @one_mul := by
  intro a
  rw [mul_comm', mul_one']

theorem two_mul' : type_of% @two_mul := by
  intro a
  rw [succ_mul', one_mul']

theorem mul_add' : type_of% @mul_add := by
  intro a b c
  induction c using nat_ind with
  | zero => rw [add_zero, mul_zero, add_zero]
  | succ c ih => rw [add_succ, mul_succ, mul_succ, ih, add_assoc']

theorem add_mul' : type_of% @add_mul := by
  intro a b c
  rw [mul_comm', mul_add', mul_comm' c a, mul_comm' c b]

theorem mul_assoc' : type_of% @mul_assoc := by
  intro a b c
  induction c using nat_ind with
  | zero => rw [mul_zero, mul_zero, mul_zero]
  | succ c ih => rw [mul_succ, mul_succ, ih, mul_add']

theorem add_right_cancel' : type_of% @add_right_cancel := by
  intro a b c h
  induction c using nat_ind with
  | zero => exact h
  | succ c ih =>
    rw [add_succ, add_succ, succ_inj] at h
    exact ih h

theorem add_left_cancel' : type_of% @add_left_cancel := by
  intro a b c h
  rw [add_comm' c a, add_comm' c b] at h
  exact add_right_cancel' a b c h

theorem add_left_eq_self' : type_of% @add_left_eq_self := by
  intro a b h
  apply add_right_cancel' a 0 b
  rw [zero_add', h]

theorem add_right_eq_zero' : type_of% @add_right_eq_zero := by
  intro a b h
  cases b using nat_cases with
  | zero => exact h
  | succ b =>
    rw [add_succ] at h
    exact absurd h (succ_ne_zero (a + b))

theorem le_refl' : type_of% @le_refl := by
  intro a
  rw [le_def]
  exact ⟨0, by rw [add_zero]⟩

theorem zero_le' : type_of% @zero_le := by
  intro a
  rw [le_def]
  exact ⟨a, by rw [zero_add']⟩

theorem le_succ_self' : type_of% @le_succ_self := by
  intro a
  rw [le_def]
  exact ⟨Nat.succ 0, by rw [add_succ, add_zero]⟩

theorem le_trans' : type_of% @le_trans := by
  intro a b c hab hbc
  rw [le_def] at hab hbc
  rcases hab with ⟨x, hx⟩
  rcases hbc with ⟨y, hy⟩
  rw [le_def]
  exact ⟨x + y, by rw [hy, hx, add_assoc']⟩

theorem le_zero' : type_of% @le_zero := by
  intro a h
  rw [le_def] at h
  rcases h with ⟨c, hc⟩
  exact add_right_eq_zero' a c hc.symm

theorem le_antisymm' : type_of% @le_antisymm := by
  intro a b hab hba
  rw [le_def] at hab hba
  rcases hab with ⟨x, hx⟩
  rcases hba with ⟨y, hy⟩
  rw [hx, add_assoc', add_comm'] at hy
  have h := add_left_eq_self' (x + y) a hy.symm
  rw [hx, add_right_eq_zero' x y h, add_zero]

end Proofs.NaturalNumbers

namespace Proofs.Lists
open Loom Benchmarks.Lists

theorem append_nil' : type_of% @append_nil := by
  intro α l
  induction l using list_ind with
  | nil => rw [nil_append]
  | cons a l ih => rw [cons_append, ih]

theorem append_assoc' : type_of% @append_assoc := by
  intro α l m n
  induction l using list_ind with
  | nil => rw [nil_append, nil_append]
  | cons a l ih => rw [cons_append, cons_append, cons_append, ih]

theorem length_append' : type_of% @length_append := by
  intro α l m
  induction l using list_ind with
  | nil => rw [nil_append, length_nil, NaturalNumbers.zero_add']
  | cons a l ih => rw [cons_append, length_cons, length_cons, NaturalNumbers.succ_add', ih]

theorem length_map' : type_of% @length_map := by
  intro α f l
  induction l using list_ind with
  | nil => rw [map_nil]
  | cons a l ih => rw [map_cons, length_cons, length_cons, ih]

theorem map_append' : type_of% @map_append := by
  intro α f l m
  induction l using list_ind with
  | nil => rw [nil_append, map_nil, nil_append]
  | cons a l ih => rw [cons_append, map_cons, map_cons, cons_append, ih]

theorem map_map' : type_of% @map_map := by
  intro α g f l
  induction l using list_ind with
  | nil => rw [map_nil, map_nil, map_nil]
  | cons a l ih => rw [map_cons, map_cons, map_cons, comp_apply, ih]

theorem reverse_append' : type_of% @reverse_append := by
  intro α l m
  induction l using list_ind with
  | nil => rw [nil_append, reverse_nil, append_nil']
  | cons a l ih => rw [cons_append, reverse_cons, reverse_cons, ih, append_assoc']

theorem reverse_reverse' : type_of% @reverse_reverse := by
  intro α l
  induction l using list_ind with
  | nil => rw [reverse_nil, reverse_nil]
  | cons a l ih =>
    rw [reverse_cons, reverse_append', ih, reverse_cons, reverse_nil, nil_append, cons_append]
    rw [nil_append]

theorem length_reverse' : type_of% @length_reverse := by
  intro α l
  induction l using list_ind with
  | nil => rw [reverse_nil]
  | cons a l ih =>
    rw [reverse_cons, length_append', ih, length_cons, length_cons, length_nil, add_succ, add_zero]

theorem map_reverse' : type_of% @map_reverse := by
  intro α f l
  induction l using list_ind with
  | nil => rw [reverse_nil, map_nil, reverse_nil]
  | cons a l ih => rw [reverse_cons, map_append', ih, map_cons, map_cons, reverse_cons, map_nil]

theorem append_cancel_left' : type_of% @append_cancel_left := by
  intro α l m n h
  induction l using list_ind with
  | nil => exact h
  | cons a l ih =>
    rw [cons_append, cons_append, cons_inj] at h
    exact ih h.2

theorem eq_nil_of_append_eq_nil' : type_of% @eq_nil_of_append_eq_nil := by
  intro α l m h
  cases l using list_cases with
  | nil => rfl
  | cons a l =>
    rw [cons_append] at h
    exact absurd h (cons_ne_nil a (l ++ m))

end Proofs.Lists

/-! By truth table. -/

namespace Proofs.Tautologies
open Benchmarks.Tautologies

local macro "table3" : tactic =>
  `(tactic| (intro p q r; by_cases p <;> by_cases q <;> by_cases r <;> simp [*]))
local macro "table4" : tactic =>
  `(tactic| (intro p q r s; by_cases p <;> by_cases q <;> by_cases r <;> by_cases s <;> simp [*]))

theorem t01' : type_of% @t01 := by table3
theorem t02' : type_of% @t02 := by table3
theorem t03' : type_of% @t03 := by table3
theorem t04' : type_of% @t04 := by table3
theorem t05' : type_of% @t05 := by table3
theorem t06' : type_of% @t06 := by table3
theorem t07' : type_of% @t07 := by table3
theorem t08' : type_of% @t08 := by table3
theorem t09' : type_of% @t09 := by table3
theorem t10' : type_of% @t10 := by table3
theorem t11' : type_of% @t11 := by table3
theorem t12' : type_of% @t12 := by table3
theorem t13' : type_of% @t13 := by table3
theorem t14' : type_of% @t14 := by table3
theorem t15' : type_of% @t15 := by table3
theorem t16' : type_of% @t16 := by table3
theorem t17' : type_of% @t17 := by table3
theorem t18' : type_of% @t18 := by table3
theorem t19' : type_of% @t19 := by table3
theorem t20' : type_of% @t20 := by table3
theorem t21' : type_of% @t21 := by table3
theorem t22' : type_of% @t22 := by table4
theorem t23' : type_of% @t23 := by table4
theorem t24' : type_of% @t24 := by table4
theorem t25' : type_of% @t25 := by table3
theorem t26' : type_of% @t26 := by table3
theorem t27' : type_of% @t27 := by table3
theorem t28' : type_of% @t28 := by table3
theorem t29' : type_of% @t29 := by table3
theorem t30' : type_of% @t30 := by table4
theorem t31' : type_of% @t31 := by table4
theorem t32' : type_of% @t32 := by table4
theorem t33' : type_of% @t33 := by table3
theorem t34' : type_of% @t34 := by table3
theorem t35' : type_of% @t35 := by table3
theorem t36' : type_of% @t36 := by table3
theorem t37' : type_of% @t37 := by table4
theorem t38' : type_of% @t38 := by table3
theorem t39' : type_of% @t39 := by table4
theorem t40' : type_of% @t40 := by table4

end Proofs.Tautologies

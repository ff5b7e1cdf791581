import Theory.Logic
/-
  The 30 propositional theorems *1–*25 of S. C. Kleene, Introduction to Metamathematics (1952),
  §§26–27, as listed by Minimo (Poesia et al., Learning Formal Mathematics From Intrinsic
  Motivation, 2024); entries with an a and a b count twice. A premise of Kleene's `⊢` is an
  implication here, so *2 and *6 coincide, and so do *17 and *18. Minimo's *9b repeats its *9a;
  this is Kleene's.
-/
namespace Benchmarks.Kleene

theorem k01 (p : Prop) : p → p := by sorry

theorem k02 (p q r : Prop) : (p → q) → (q → r) → p → r := by sorry

theorem k03 (p q r : Prop) : (p → q → r) → q → p → r := by sorry

theorem k04 (p q r : Prop) : (p → q → r) → p ∧ q → r := by sorry

theorem k05 (p q r : Prop) : (p ∧ q → r) → p → q → r := by sorry

theorem k06 (p q r : Prop) : (p → q) → (q → r) → p → r := by sorry

theorem k07 (p q r : Prop) : (p → q) → (r → p) → r → q := by sorry

theorem k08a (p q r : Prop) : (p → q) → p ∧ r → q ∧ r := by sorry

theorem k08b (p q r : Prop) : (p → q) → r ∧ p → r ∧ q := by sorry

theorem k09a (p q r : Prop) : (p → q) → p ∨ r → q ∨ r := by sorry

theorem k09b (p q r : Prop) : (p → q) → r ∨ p → r ∨ q := by sorry

theorem k10a (p q : Prop) : ¬p → p → q := by sorry

theorem k10b (p q : Prop) : p → ¬p → q := by sorry

theorem k11 (p q : Prop) : q → p → q := by sorry

theorem k12 (p q : Prop) : (p → q) → ¬q → ¬p := by sorry

theorem k13 (p q : Prop) : (p → ¬q) → q → ¬p := by sorry

theorem k14 (p q : Prop) : (¬p → q) → ¬q → p := by sorry

theorem k15 (p q : Prop) : (¬p → ¬q) → q → p := by sorry

theorem k16 (p q : Prop) : (p → q) → (q → p) → (p ↔ q) := by sorry

theorem k17a (p q : Prop) : (p ↔ q) → p → q := by sorry

theorem k17b (p q : Prop) : (p ↔ q) → q → p := by sorry

theorem k18a (p q : Prop) : (p ↔ q) → p → q := by sorry

theorem k18b (p q : Prop) : (p ↔ q) → q → p := by sorry

theorem k19 (p : Prop) : p ↔ p := by sorry

theorem k20 (p q : Prop) : (p ↔ q) → (q ↔ p) := by sorry

theorem k21 (p q r : Prop) : (p ↔ q) → (q ↔ r) → (p ↔ r) := by sorry

theorem k22 (p q r : Prop) : (p → q → r) → ¬¬p → ¬¬q → ¬¬r := by sorry

theorem k23 (p q : Prop) : ¬¬(p → q) → ¬¬p → ¬¬q := by sorry

theorem k24 (p q r : Prop) : ¬¬(p → q) → ¬¬(q → r) → ¬¬(p → r) := by sorry

theorem k25 (p q : Prop) : ¬¬(p ∧ q) ↔ ¬¬p ∧ ¬¬q := by sorry

end Benchmarks.Kleene

import Theory.Logic
/-
  40 random tautologies of 12 to 16 symbols, no part of which is idle; 15 of them need a classical
  step. Written by scripts/tautologies.py, which says how they are chosen.
-/
namespace Benchmarks.Tautologies

/-- 12 symbols, intuitionistic; a tableau of 14 rules with 4 splits. -/
theorem t01 (p q r : Prop) : p ∧ q → ((q ↔ r) ↔ ¬p ∨ r) := by sorry

/-- 12 symbols, intuitionistic; a tableau of 13 rules with 4 splits. -/
theorem t02 (p q r : Prop) : ¬(p ↔ q → (q ↔ p)) → q → r := by sorry

/-- 12 symbols, classical; a tableau of 13 rules with 4 splits. -/
theorem t03 (p q r : Prop) : (p → ((p → q ↔ r) ↔ q)) ∨ ¬r := by sorry

/-- 12 symbols, classical; a tableau of 14 rules with 4 splits. -/
theorem t04 (p q r : Prop) : ((p → q) → ¬r) → (p ↔ p ∨ r) := by sorry

/-- 12 symbols, classical; a tableau of 12 rules with 3 splits. -/
theorem t05 (p q r : Prop) : (p ↔ q) ∨ ((r ↔ p → ¬r) → q) := by sorry

/-- 12 symbols, intuitionistic; a tableau of 14 rules with 4 splits. -/
theorem t06 (p q r : Prop) : (p ∧ q ↔ (p ↔ ¬q)) → p → r := by sorry

/-- 12 symbols, intuitionistic; a tableau of 14 rules with 4 splits. -/
theorem t07 (p q r : Prop) : ((p ↔ q) ∨ r ↔ ¬p) → q → r := by sorry

/-- 12 symbols, intuitionistic; a tableau of 13 rules with 3 splits. -/
theorem t08 (p q r : Prop) : (p → q ↔ p → ¬q) → p → r := by sorry

/-- 13 symbols, classical; a tableau of 13 rules with 3 splits. -/
theorem t09 (p q r : Prop) : ¬p ∨ ((q → r) → p ∧ (¬q ∨ r)) := by sorry

/-- 13 symbols, classical; a tableau of 15 rules with 4 splits. -/
theorem t10 (p q r : Prop) : p → (p → q) → ((q ↔ r) ↔ ¬¬r) := by sorry

/-- 13 symbols, classical; a tableau of 12 rules with 4 splits. -/
theorem t11 (p q r : Prop) : (p → q) → (r ∨ p → p ∧ q) ∨ r := by sorry

/-- 13 symbols, intuitionistic; a tableau of 12 rules with 3 splits. -/
theorem t12 (p q r : Prop) : ((p → q) → p) → ¬r → ¬(p ↔ r) := by sorry

/-- 13 symbols, intuitionistic; a tableau of 19 rules with 5 splits. -/
theorem t13 (p q r : Prop) : p → q → ¬r ↔ r → p → ¬q := by sorry

/-- 13 symbols, intuitionistic; a tableau of 14 rules with 3 splits. -/
theorem t14 (p q r : Prop) : p ∧ (q → r) → ¬((q → r) → ¬p) := by sorry

/-- 13 symbols, intuitionistic; a tableau of 12 rules with 3 splits. -/
theorem t15 (p q r : Prop) : ¬(¬p ∨ p ∧ q) → (r ↔ r ∨ q) := by sorry

/-- 13 symbols, intuitionistic; a tableau of 16 rules with 3 splits. -/
theorem t16 (p q r : Prop) : (p → q) → (¬r ↔ p → q) → ¬r := by sorry

/-- 14 symbols, classical; a tableau of 13 rules with 4 splits. -/
theorem t17 (p q r : Prop) : ((p → q) ∧ (p ↔ r) → ¬r) ∨ (q ↔ r) := by sorry

/-- 14 symbols, intuitionistic; a tableau of 21 rules with 5 splits. -/
theorem t18 (p q r : Prop) : (p ↔ (¬q → r) → ¬p ∧ q) → ¬q := by sorry

/-- 14 symbols, classical; a tableau of 19 rules with 6 splits. -/
theorem t19 (p q r : Prop) : p → (q ↔ r ∧ (r ↔ p)) ∨ (r ↔ ¬q) := by sorry

/-- 14 symbols, intuitionistic; a tableau of 15 rules with 3 splits. -/
theorem t20 (p q r : Prop) : ¬((p ∨ q ↔ p ∨ ¬r) ∨ q) → ¬r := by sorry

/-- 14 symbols, intuitionistic; a tableau of 18 rules with 4 splits. -/
theorem t21 (p q r : Prop) : ((p → q ↔ ¬r) ↔ p ∨ r) → ¬¬p := by sorry

/-- 14 symbols, intuitionistic; a tableau of 21 rules with 5 splits. -/
theorem t22 (p q r s : Prop) : (p → q) → (¬r ↔ (p → q) ∧ r) → s := by sorry

/-- 14 symbols, classical; a tableau of 23 rules with 6 splits. -/
theorem t23 (p q r s : Prop) : (p ↔ (q → r) ∧ ¬p) → (r → s ↔ q) := by sorry

/-- 14 symbols, intuitionistic; a tableau of 15 rules with 3 splits. -/
theorem t24 (p q r s : Prop) : (p → q) ∧ r → (p → q) ∧ (¬r → s) := by sorry

/-- 15 symbols, classical; a tableau of 12 rules with 3 splits. -/
theorem t25 (p q r : Prop) : ¬(p ∨ (q ∨ p ↔ r) ∧ ¬q) ∨ (r → p) := by sorry

/-- 15 symbols, classical; a tableau of 15 rules with 3 splits. -/
theorem t26 (p q r : Prop) : (¬p ∨ q) ∧ ¬r ∨ (p ∨ r) ∧ (q → r) := by sorry

/-- 15 symbols, intuitionistic; a tableau of 20 rules with 6 splits. -/
theorem t27 (p q r : Prop) : (¬p ↔ (q ↔ p) → q) → ¬q ∨ r → r := by sorry

/-- 15 symbols, intuitionistic; a tableau of 21 rules with 6 splits. -/
theorem t28 (p q r : Prop) : ¬p → (p ∨ q ↔ (p → r) → q ∧ ¬p) := by sorry

/-- 15 symbols, intuitionistic; a tableau of 18 rules with 3 splits. -/
theorem t29 (p q r : Prop) : p → q → ((¬r ∨ ¬q) ∨ ¬p ↔ ¬r) := by sorry

/-- 15 symbols, classical; a tableau of 13 rules with 3 splits. -/
theorem t30 (p q r s : Prop) : ((p → ¬q) → (r ↔ ¬p ∧ r)) ∨ (q → s) := by sorry

/-- 15 symbols, intuitionistic; a tableau of 15 rules with 3 splits. -/
theorem t31 (p q r s : Prop) : p ∧ (¬p ↔ q) → (¬(r ∨ q) ↔ r) → s := by sorry

/-- 15 symbols, intuitionistic; a tableau of 14 rules with 3 splits. -/
theorem t32 (p q r s : Prop) : (p ∨ q ↔ q → r) → ¬p → ¬r → s := by sorry

/-- 16 symbols, classical; a tableau of 12 rules with 3 splits. -/
theorem t33 (p q r : Prop) : (p → q) ∨ (r → p ∧ r) ∧ (q ∨ ¬p → q) := by sorry

/-- 16 symbols, intuitionistic; a tableau of 22 rules with 6 splits. -/
theorem t34 (p q r : Prop) : ((p → q ↔ ¬q) ↔ r) → (r ↔ ¬(p ∨ ¬r)) := by sorry

/-- 16 symbols, intuitionistic; a tableau of 21 rules with 5 splits. -/
theorem t35 (p q r : Prop) : p ∧ q → (¬r ∨ ¬p ↔ (q ↔ ¬r ∧ q)) := by sorry

/-- 16 symbols, intuitionistic; a tableau of 16 rules with 4 splits. -/
theorem t36 (p q r : Prop) : (p ∨ q) ∧ r → (r → ¬q) → ¬¬p ∧ p := by sorry

/-- 16 symbols, classical; a tableau of 16 rules with 4 splits. -/
theorem t37 (p q r s : Prop) : (p ∨ (q → ¬r)) ∨ ((r → s) ∨ p ↔ q → s) := by sorry

/-- 16 symbols, classical; a tableau of 20 rules with 7 splits. -/
theorem t38 (p q r : Prop) : ((¬p → p) ∧ (p → q)) ∧ (p → r) → r ∧ q := by sorry

/-- 16 symbols, intuitionistic; a tableau of 27 rules with 8 splits. -/
theorem t39 (p q r s : Prop) : ¬p ∧ (q ∨ r) → ((p → s) ∧ r ↔ q → r) := by sorry

/-- 16 symbols, intuitionistic; a tableau of 12 rules with 3 splits. -/
theorem t40 (p q r s : Prop) : ¬(p ∧ q ∧ (r ↔ q)) → (q ∧ p) ∧ r → s := by sorry

end Benchmarks.Tautologies

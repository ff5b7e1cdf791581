import Theory.Tip
/-
  The 50 theorems and 24 lemmas of TIP's set `prod`, by TIP's numbers (its source names Ireland and Bundy, JAR 1996).
  A premise that TIP tests is `… = true`; TIP's `===` is Lean's `=`.
-/

/-! ### Theorems -/

theorem prod_01 (x : Nat) : Tip.double x = Tip.add x x := by sorry

theorem prod_02 (α : Type) (x y : List α) :
    Tip.len (Tip.append x y) = Tip.len (Tip.append y x) := by sorry

theorem prod_03 (α : Type) (x y : List α) :
    Tip.len (Tip.append x y) = Tip.add (Tip.len y) (Tip.len x) := by sorry

theorem prod_04 (α : Type) (x : List α) :
    Tip.len (Tip.append x x) = Tip.double (Tip.len x) := by sorry

theorem prod_05 (α : Type) (x : List α) : Tip.len (Tip.rev x) = Tip.len x := by sorry

theorem prod_06 (α : Type) (x y : List α) :
    Tip.len (Tip.rev (Tip.append x y)) = Tip.add (Tip.len x) (Tip.len y) := by sorry

theorem prod_07 (α : Type) (x y : List α) :
    Tip.len (Tip.qrev x y) = Tip.add (Tip.len x) (Tip.len y) := by sorry

theorem prod_08 (α : Type) (x y : Nat) (z : List α) :
    Tip.drop x (Tip.drop y z) = Tip.drop y (Tip.drop x z) := by sorry

theorem prod_09 (α : Type) (x y : Nat) (z : List α) (w : Nat) :
    Tip.drop w (Tip.drop x (Tip.drop y z)) = Tip.drop y (Tip.drop x (Tip.drop w z)) := by sorry

theorem prod_10 (α : Type) (x : List α) : Tip.rev (Tip.rev x) = x := by sorry

theorem prod_11 (α : Type) (x y : List α) :
    Tip.rev (Tip.append (Tip.rev x) (Tip.rev y)) = Tip.append y x := by sorry

theorem prod_12 (α : Type) (x y : List α) : Tip.qrev x y = Tip.append (Tip.rev x) y := by sorry

theorem prod_13 (x : Nat) : Tip.half (Tip.add x x) = x := by sorry

theorem prod_14 (x : List Nat) : Tip.sorted (Tip.sort x) = true := by sorry

theorem prod_15 (x : Nat) : Tip.add x (Nat.succ x) = Nat.succ (Tip.add x x) := by sorry

theorem prod_16 (x : Nat) : Tip.even (Tip.add x x) = true := by sorry

theorem prod_17 (α : Type) (x y : List α) :
    Tip.rev (Tip.rev (Tip.append x y)) =
      Tip.append (Tip.rev (Tip.rev x)) (Tip.rev (Tip.rev y)) := by sorry

theorem prod_18 (α : Type) (x y : List α) :
    Tip.rev (Tip.append (Tip.rev x) y) = Tip.append (Tip.rev y) x := by sorry

theorem prod_19 (α : Type) (x y : List α) :
    Tip.append (Tip.rev (Tip.rev x)) y = Tip.rev (Tip.rev (Tip.append x y)) := by sorry

theorem prod_20 (α : Type) (x : List α) :
    Tip.even (Tip.len (Tip.append x x)) = true := by sorry

theorem prod_21 (α : Type) (x y : List α) :
    Tip.rotate (Tip.len x) (Tip.append x y) = Tip.append y x := by sorry

theorem prod_22 (α : Type) (x y : List α) :
    Tip.even (Tip.len (Tip.append x y)) = Tip.even (Tip.len (Tip.append y x)) := by sorry

theorem prod_23 (α : Type) (x y : List α) :
    Tip.half (Tip.len (Tip.append x y)) = Tip.half (Tip.len (Tip.append y x)) := by sorry

theorem prod_24 (x y : Nat) : Tip.even (Tip.add x y) = Tip.even (Tip.add y x) := by sorry

theorem prod_25 (α : Type) (x y : List α) :
    Tip.even (Tip.len (Tip.append x y)) = Tip.even (Tip.add (Tip.len y) (Tip.len x)) := by sorry

theorem prod_26 (x y : Nat) : Tip.half (Tip.add x y) = Tip.half (Tip.add y x) := by sorry

theorem prod_27 (α : Type) (x : List α) : Tip.rev x = Tip.qrev x [] := by sorry

theorem prod_28 (α : Type) (x : List (List α)) : Tip.revflat x = Tip.qrevflat x [] := by sorry

theorem prod_29 (α : Type) (x : List α) : Tip.rev (Tip.qrev x []) = x := by sorry

theorem prod_30 (α : Type) (x : List α) : Tip.rev (Tip.append (Tip.rev x) []) = x := by sorry

theorem prod_31 (α : Type) (x : List α) : Tip.qrev (Tip.qrev x []) [] = x := by sorry

theorem prod_32 (α : Type) (x : List α) : Tip.rotate (Tip.len x) x = x := by sorry

theorem prod_33 (x : Nat) : Tip.fac x = Tip.qfac x (Nat.succ 0) := by sorry

theorem prod_34 (x y : Nat) : Tip.mul x y = Tip.qmul x y 0 := by sorry

theorem prod_35 (x y : Nat) : Tip.exp x y = Tip.qexp x y (Nat.succ 0) := by sorry

theorem prod_36 (x : Nat) (y z : List Nat) :
    Tip.elem x y = true → Tip.elem x (Tip.append y z) = true := by sorry

theorem prod_37 (x : Nat) (y z : List Nat) :
    Tip.elem x z = true → Tip.elem x (Tip.append y z) = true := by sorry

theorem prod_38 (x : Nat) (y z : List Nat) :
    Tip.or (Tip.elem x y) (Tip.elem x z) = true → Tip.elem x (Tip.append y z) = true := by sorry

theorem prod_39 (x y : Nat) (z : List Nat) :
    Tip.elem x (Tip.drop y z) = true → Tip.elem x z = true := by sorry

theorem prod_40 (x y : List Nat) : Tip.subset x y = true → Tip.union x y = y := by sorry

theorem prod_41 (x y : List Nat) : Tip.subset x y = true → Tip.intersect x y = x := by sorry

theorem prod_42 (x : Nat) (y z : List Nat) :
    Tip.elem x y = true → Tip.elem x (Tip.union y z) = true := by sorry

theorem prod_43 (x : Nat) (y z : List Nat) :
    Tip.elem x y = true → Tip.elem x (Tip.union z y) = true := by sorry

theorem prod_44 (x : Nat) (y z : List Nat) :
    Tip.elem x y = true → Tip.elem x z = true → Tip.elem x (Tip.intersect y z) = true := by sorry

theorem prod_45 (x : Nat) (y : List Nat) : Tip.elem x (Tip.insort x y) = true := by sorry

theorem prod_46 (x y : Nat) (z : List Nat) :
    x = y → Tip.elem x (Tip.insort y z) = true := by sorry

theorem prod_47 (x y : Nat) (z : List Nat) :
    Tip.neq x y = true → Tip.elem x (Tip.insort y z) = Tip.elem x z := by sorry

theorem prod_48 (x : List Nat) : Tip.len (Tip.sort x) = Tip.len x := by sorry

theorem prod_49 (x : Nat) (y : List Nat) :
    Tip.elem x (Tip.sort y) = true → Tip.elem x y = true := by sorry

theorem prod_50 (x : Nat) (y : List Nat) : Tip.count x (Tip.sort y) = Tip.count x y := by sorry

/-! ### Lemmas -/

theorem prod_lemma_01 (x y : Nat) : Tip.add x (Nat.succ y) = Nat.succ (Tip.add x y) := by sorry

theorem prod_lemma_02 (α : Type) (xs : List α) (y : α) (ys : List α) :
    Tip.len (Tip.append xs (y :: ys)) = Nat.succ (Tip.len (Tip.append xs ys)) := by sorry

theorem prod_lemma_03 (α : Type) (xs : List α) (y : α) :
    Tip.len (Tip.append xs [y]) = Nat.succ (Tip.len xs) := by sorry

theorem prod_lemma_04 (α : Type) (w x : Nat) (y : α) (zs : List α) :
    Tip.drop (Nat.succ w) (Tip.drop x (y :: zs)) = Tip.drop w (Tip.drop x zs) := by sorry

theorem prod_lemma_05 (α : Type) (v w : Nat) (x y : α) (zs : List α) :
    Tip.drop (Nat.succ v) (Tip.drop (Nat.succ w) (x :: y :: zs)) =
      Tip.drop (Nat.succ v) (Tip.drop w (x :: zs)) := by sorry

theorem prod_lemma_06 (α : Type) (v w x : Nat) (y : α) (z : List α) :
    Tip.drop (Nat.succ v) (Tip.drop w (Tip.drop x (y :: z))) =
      Tip.drop v (Tip.drop w (Tip.drop x z)) := by sorry

theorem prod_lemma_07 (α : Type) (u v w : Nat) (x y : α) (z : List α) :
    Tip.drop (Nat.succ u) (Tip.drop v (Tip.drop (Nat.succ w) (x :: y :: z))) =
      Tip.drop (Nat.succ u) (Tip.drop v (Tip.drop w (x :: z))) := by sorry

theorem prod_lemma_08 (α : Type) (x : List α) (y : α) :
    Tip.rev (Tip.append x [y]) = y :: Tip.rev x := by sorry

theorem prod_lemma_09 (α : Type) (x y : List α) (z : α) :
    Tip.rev (Tip.append x (Tip.append y [z])) = z :: Tip.rev (Tip.append x y) := by sorry

theorem prod_lemma_10 (α : Type) (x : List α) (y : α) :
    Tip.rev (Tip.append (Tip.append x [y]) []) = y :: Tip.rev (Tip.append x []) := by sorry

theorem prod_lemma_11 (α : Type) (x : List α) (y : α) (z : List α) :
    Tip.append (Tip.append x [y]) z = Tip.append x (y :: z) := by sorry

theorem prod_lemma_12 (x : Nat) (y : List Nat) :
    Tip.sorted y = true → Tip.sorted (Tip.insort x y) = true := by sorry

theorem prod_lemma_13 (α : Type) (x y : List α) (z : α) :
    Tip.append (Tip.append x y) [z] = Tip.append x (Tip.append y [z]) := by sorry

theorem prod_lemma_14 (α : Type) (w : List α) (x y : α) (z : List α) :
    Tip.even (Tip.len (Tip.append w z)) =
      Tip.even (Tip.len (Tip.append w (x :: y :: z))) := by sorry

theorem prod_lemma_15 (α : Type) (w : List α) (x y : α) (z : List α) :
    Tip.len (Tip.append w (x :: y :: z)) =
      Nat.succ (Nat.succ (Tip.len (Tip.append w z))) := by sorry

theorem prod_lemma_16 (x y : Nat) :
    Tip.even (Tip.add x y) = Tip.even (Tip.add x (Nat.succ (Nat.succ y))) := by sorry

theorem prod_lemma_17 (x y : Nat) :
    Tip.add x (Nat.succ (Nat.succ y)) = Nat.succ (Nat.succ (Tip.add x y)) := by sorry

theorem prod_lemma_18 (x : Nat) (y : List Nat) :
    Tip.len (Tip.insort x y) = Nat.succ (Tip.len y) := by sorry

theorem prod_lemma_19 (x y : Nat) (z : List Nat) :
    Tip.neq x y = true → Tip.elem x (Tip.insort y z) = true → Tip.elem x z = true := by sorry

theorem prod_lemma_20 (x : Nat) (y : List Nat) :
    Tip.count x (Tip.insort x y) = Nat.succ (Tip.count x y) := by sorry

theorem prod_lemma_21 (x y : Nat) (z : List Nat) :
    Tip.neq x y = true → Tip.count x (Tip.insort y z) = Tip.count x z := by sorry

theorem prod_lemma_22 (α : Type) (xs ys zs : List α) :
    Tip.append (Tip.append xs ys) zs = Tip.append xs (Tip.append ys zs) := by sorry

theorem prod_lemma_23 (x y z : Nat) :
    Tip.mul (Tip.mul x y) z = Tip.mul x (Tip.mul y z) := by sorry

theorem prod_lemma_24 (x y z : Nat) :
    Tip.add (Tip.add x y) z = Tip.add x (Tip.add y z) := by sorry

import Theory.Tip
/-
  The 86 problems of TIP's set `isaplanner`, by TIP's numbers (its source names Johansson, Dixon and Bundy, ITP 2010).
  A premise that TIP tests is `… = true`; TIP's `===` is Lean's `=`.
-/

theorem isaplanner_01 (α : Type) (n : Nat) (xs : List α) :
    Tip.append (Tip.take n xs) (Tip.drop n xs) = xs := by sorry

theorem isaplanner_02 (n : Nat) (xs ys : List Nat) :
    Tip.add (Tip.count n xs) (Tip.count n ys) = Tip.count n (Tip.append xs ys) := by sorry

theorem isaplanner_03 (n : Nat) (xs ys : List Nat) :
    Tip.le (Tip.count n xs) (Tip.count n (Tip.append xs ys)) = true := by sorry

theorem isaplanner_04 (n : Nat) (xs : List Nat) :
    Nat.succ (Tip.count n xs) = Tip.count n (n :: xs) := by sorry

theorem isaplanner_05 (n x : Nat) (xs : List Nat) :
    n = x → Nat.succ (Tip.count n xs) = Tip.count n (x :: xs) := by sorry

theorem isaplanner_06 (n m : Nat) : Tip.sub n (Tip.add n m) = 0 := by sorry

theorem isaplanner_07 (n m : Nat) : Tip.sub (Tip.add n m) n = m := by sorry

theorem isaplanner_08 (k m n : Nat) :
    Tip.sub (Tip.add k m) (Tip.add k n) = Tip.sub m n := by sorry

theorem isaplanner_09 (i j k : Nat) :
    Tip.sub (Tip.sub i j) k = Tip.sub i (Tip.add j k) := by sorry

theorem isaplanner_10 (m : Nat) : Tip.sub m m = 0 := by sorry

theorem isaplanner_11 (α : Type) (xs : List α) : Tip.drop 0 xs = xs := by sorry

theorem isaplanner_12 (α β : Type) (n : Nat) (f : α → β) (xs : List α) :
    Tip.drop n (Tip.map f xs) = Tip.map f (Tip.drop n xs) := by sorry

theorem isaplanner_13 (α : Type) (n : Nat) (x : α) (xs : List α) :
    Tip.drop (Nat.succ n) (x :: xs) = Tip.drop n xs := by sorry

theorem isaplanner_14 (α : Type) (p : α → Bool) (xs ys : List α) :
    Tip.filter p (Tip.append xs ys) = Tip.append (Tip.filter p xs) (Tip.filter p ys) := by sorry

theorem isaplanner_15 (x : Nat) (xs : List Nat) :
    Tip.len (Tip.ins x xs) = Nat.succ (Tip.len xs) := by sorry

theorem isaplanner_16 (x : Nat) (xs : List Nat) :
    xs = [] → Tip.last (x :: xs) = x := by sorry

theorem isaplanner_17 (n : Nat) : Tip.le n 0 = Tip.eqn n 0 := by sorry

theorem isaplanner_18 (i m : Nat) : Tip.lt i (Nat.succ (Tip.add i m)) = true := by sorry

theorem isaplanner_19 (α : Type) (n : Nat) (xs : List α) :
    Tip.len (Tip.drop n xs) = Tip.sub (Tip.len xs) n := by sorry

theorem isaplanner_20 (xs : List Nat) : Tip.len (Tip.sort xs) = Tip.len xs := by sorry

theorem isaplanner_21 (n m : Nat) : Tip.le n (Tip.add n m) = true := by sorry

theorem isaplanner_22 (a b c : Nat) :
    Tip.max (Tip.max a b) c = Tip.max a (Tip.max b c) := by sorry

theorem isaplanner_23 (a b : Nat) : Tip.max a b = Tip.max b a := by sorry

theorem isaplanner_24 (a b : Nat) : Tip.eqn (Tip.max a b) a = Tip.le b a := by sorry

theorem isaplanner_25 (a b : Nat) : Tip.eqn (Tip.max a b) b = Tip.le a b := by sorry

theorem isaplanner_26 (x : Nat) (xs ys : List Nat) :
    Tip.elem x xs = true → Tip.elem x (Tip.append xs ys) = true := by sorry

theorem isaplanner_27 (x : Nat) (xs ys : List Nat) :
    Tip.elem x ys = true → Tip.elem x (Tip.append xs ys) = true := by sorry

theorem isaplanner_28 (x : Nat) (xs : List Nat) :
    Tip.elem x (Tip.append xs [x]) = true := by sorry

theorem isaplanner_29 (x : Nat) (xs : List Nat) : Tip.elem x (Tip.ins1 x xs) = true := by sorry

theorem isaplanner_30 (x : Nat) (xs : List Nat) : Tip.elem x (Tip.ins x xs) = true := by sorry

theorem isaplanner_31 (a b c : Nat) :
    Tip.min (Tip.min a b) c = Tip.min a (Tip.min b c) := by sorry

theorem isaplanner_32 (a b : Nat) : Tip.min a b = Tip.min b a := by sorry

theorem isaplanner_33 (a b : Nat) : Tip.eqn (Tip.min a b) a = Tip.le a b := by sorry

theorem isaplanner_34 (a b : Nat) : Tip.eqn (Tip.min a b) b = Tip.le b a := by sorry

theorem isaplanner_35 (α : Type) (xs : List α) :
    Tip.dropWhile (fun _ => false) xs = xs := by sorry

theorem isaplanner_36 (α : Type) (xs : List α) :
    Tip.takeWhile (fun _ => true) xs = xs := by sorry

theorem isaplanner_37 (x : Nat) (xs : List Nat) :
    Tip.not (Tip.elem x (Tip.delete x xs)) = true := by sorry

theorem isaplanner_38 (n : Nat) (xs : List Nat) :
    Tip.count n (Tip.append xs [n]) = Nat.succ (Tip.count n xs) := by sorry

theorem isaplanner_39 (n x : Nat) (xs : List Nat) :
    Tip.add (Tip.count n [x]) (Tip.count n xs) = Tip.count n (x :: xs) := by sorry

theorem isaplanner_40 (α : Type) (xs : List α) : Tip.take 0 xs = [] := by sorry

theorem isaplanner_41 (α β : Type) (n : Nat) (f : α → β) (xs : List α) :
    Tip.take n (Tip.map f xs) = Tip.map f (Tip.take n xs) := by sorry

theorem isaplanner_42 (α : Type) (n : Nat) (x : α) (xs : List α) :
    Tip.take (Nat.succ n) (x :: xs) = x :: Tip.take n xs := by sorry

theorem isaplanner_43 (α : Type) (p : α → Bool) (xs : List α) :
    Tip.append (Tip.takeWhile p xs) (Tip.dropWhile p xs) = xs := by sorry

theorem isaplanner_44 (α β : Type) (x : α) (xs : List α) (ys : List β) :
    Tip.zip (x :: xs) ys = Tip.zipConcat x xs ys := by sorry

theorem isaplanner_45 (α β : Type) (x : α) (y : β) (xs : List α) (ys : List β) :
    Tip.zip (x :: xs) (y :: ys) = (x, y) :: Tip.zip xs ys := by sorry

theorem isaplanner_46 (α β : Type) (xs : List β) :
    Tip.zip ([] : List α) xs = [] := by sorry

theorem isaplanner_47 (α : Type) (a : Tip.Tree α) :
    Tip.height (Tip.mirror a) = Tip.height a := by sorry

theorem isaplanner_48 (xs : List Nat) :
    Tip.not (Tip.null xs) = true → Tip.append (Tip.butlast xs) [Tip.last xs] = xs := by sorry

theorem isaplanner_49 (α : Type) (xs ys : List α) :
    Tip.butlast (Tip.append xs ys) = Tip.butlastConcat xs ys := by sorry

theorem isaplanner_50 (α : Type) (xs : List α) :
    Tip.butlast xs = Tip.take (Tip.sub (Tip.len xs) (Nat.succ 0)) xs := by sorry

theorem isaplanner_51 (α : Type) (xs : List α) (x : α) :
    Tip.butlast (Tip.append xs [x]) = xs := by sorry

theorem isaplanner_52 (n : Nat) (xs : List Nat) :
    Tip.count n xs = Tip.count n (Tip.rev xs) := by sorry

theorem isaplanner_53 (n : Nat) (xs : List Nat) :
    Tip.count n xs = Tip.count n (Tip.sort xs) := by sorry

theorem isaplanner_54 (n m : Nat) : Tip.sub (Tip.add m n) n = m := by sorry

theorem isaplanner_55 (α : Type) (n : Nat) (xs ys : List α) :
    Tip.drop n (Tip.append xs ys) =
      Tip.append (Tip.drop n xs) (Tip.drop (Tip.sub n (Tip.len xs)) ys) := by sorry

theorem isaplanner_56 (α : Type) (n m : Nat) (xs : List α) :
    Tip.drop n (Tip.drop m xs) = Tip.drop (Tip.add n m) xs := by sorry

theorem isaplanner_57 (α : Type) (n m : Nat) (xs : List α) :
    Tip.drop n (Tip.take m xs) = Tip.take (Tip.sub m n) (Tip.drop n xs) := by sorry

theorem isaplanner_58 (α β : Type) (n : Nat) (xs : List α) (ys : List β) :
    Tip.drop n (Tip.zip xs ys) = Tip.zip (Tip.drop n xs) (Tip.drop n ys) := by sorry

theorem isaplanner_59 (xs ys : List Nat) :
    ys = [] → Tip.last (Tip.append xs ys) = Tip.last xs := by sorry

theorem isaplanner_60 (xs ys : List Nat) :
    Tip.not (Tip.null ys) = true → Tip.last (Tip.append xs ys) = Tip.last ys := by sorry

theorem isaplanner_61 (xs ys : List Nat) :
    Tip.last (Tip.append xs ys) = Tip.lastOfTwo xs ys := by sorry

theorem isaplanner_62 (xs : List Nat) (x : Nat) :
    Tip.not (Tip.null xs) = true → Tip.last (x :: xs) = Tip.last xs := by sorry

theorem isaplanner_63 (n : Nat) (xs : List Nat) :
    Tip.lt n (Tip.len xs) = true → Tip.last (Tip.drop n xs) = Tip.last xs := by sorry

theorem isaplanner_64 (x : Nat) (xs : List Nat) : Tip.last (Tip.append xs [x]) = x := by sorry

theorem isaplanner_65 (i m : Nat) : Tip.lt i (Nat.succ (Tip.add m i)) = true := by sorry

theorem isaplanner_66 (α : Type) (p : α → Bool) (xs : List α) :
    Tip.le (Tip.len (Tip.filter p xs)) (Tip.len xs) = true := by sorry

theorem isaplanner_67 (α : Type) (xs : List α) :
    Tip.len (Tip.butlast xs) = Tip.sub (Tip.len xs) (Nat.succ 0) := by sorry

theorem isaplanner_68 (n : Nat) (xs : List Nat) :
    Tip.le (Tip.len (Tip.delete n xs)) (Tip.len xs) = true := by sorry

theorem isaplanner_69 (n m : Nat) : Tip.le n (Tip.add m n) = true := by sorry

theorem isaplanner_70 (m n : Nat) :
    Tip.le m n = true → Tip.le m (Nat.succ n) = true := by sorry

theorem isaplanner_71 (x y : Nat) (xs : List Nat) :
    Tip.eqn x y = false → Tip.elem x (Tip.ins y xs) = Tip.elem x xs := by sorry

theorem isaplanner_72 (α : Type) (i : Nat) (xs : List α) :
    Tip.rev (Tip.drop i xs) = Tip.take (Tip.sub (Tip.len xs) i) (Tip.rev xs) := by sorry

theorem isaplanner_73 (α : Type) (p : α → Bool) (xs : List α) :
    Tip.rev (Tip.filter p xs) = Tip.filter p (Tip.rev xs) := by sorry

theorem isaplanner_74 (α : Type) (i : Nat) (xs : List α) :
    Tip.rev (Tip.take i xs) = Tip.drop (Tip.sub (Tip.len xs) i) (Tip.rev xs) := by sorry

theorem isaplanner_75 (n m : Nat) (xs : List Nat) :
    Tip.add (Tip.count n xs) (Tip.count n [m]) = Tip.count n (m :: xs) := by sorry

theorem isaplanner_76 (n m : Nat) (xs : List Nat) :
    Tip.eqn n m = false → Tip.count n (Tip.append xs [m]) = Tip.count n xs := by sorry

theorem isaplanner_77 (x : Nat) (xs : List Nat) :
    Tip.sorted xs = true → Tip.sorted (Tip.insort x xs) = true := by sorry

theorem isaplanner_78 (xs : List Nat) : Tip.sorted (Tip.sort xs) = true := by sorry

theorem isaplanner_79 (m n k : Nat) :
    Tip.sub (Tip.sub (Nat.succ m) n) (Nat.succ k) = Tip.sub (Tip.sub m n) k := by sorry

theorem isaplanner_80 (α : Type) (n : Nat) (xs ys : List α) :
    Tip.take n (Tip.append xs ys) =
      Tip.append (Tip.take n xs) (Tip.take (Tip.sub n (Tip.len xs)) ys) := by sorry

theorem isaplanner_81 (α : Type) (n m : Nat) (xs : List α) :
    Tip.take n (Tip.drop m xs) = Tip.drop m (Tip.take (Tip.add n m) xs) := by sorry

theorem isaplanner_82 (α β : Type) (n : Nat) (xs : List α) (ys : List β) :
    Tip.take n (Tip.zip xs ys) = Tip.zip (Tip.take n xs) (Tip.take n ys) := by sorry

theorem isaplanner_83 (α β : Type) (xs ys : List α) (zs : List β) :
    Tip.zip (Tip.append xs ys) zs =
      Tip.append (Tip.zip xs (Tip.take (Tip.len xs) zs))
        (Tip.zip ys (Tip.drop (Tip.len xs) zs)) := by sorry

theorem isaplanner_84 (α β : Type) (xs : List α) (ys zs : List β) :
    Tip.zip xs (Tip.append ys zs) =
      Tip.append (Tip.zip (Tip.take (Tip.len ys) xs) ys)
        (Tip.zip (Tip.drop (Tip.len ys) xs) zs) := by sorry

theorem isaplanner_85 (α β : Type) (xs : List α) (ys : List β) :
    Tip.len xs = Tip.len ys →
      Tip.zip (Tip.rev xs) (Tip.rev ys) = Tip.rev (Tip.zip xs ys) := by sorry

theorem isaplanner_86 (x y : Nat) (xs : List Nat) :
    Tip.lt x y = true → Tip.elem x (Tip.ins y xs) = Tip.elem x xs := by sorry

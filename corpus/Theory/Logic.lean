/-
  Theory.Logic: what propositional and predicate proofs may use beside Lean's own rules for the
  connectives. Peirce's law, De Morgan's laws and the like are absent on purpose: they are to be
  found.
-/
namespace Loom

/-! ## Classical steps -/

/-- Excluded middle: splits a proof in two cases. -/
theorem em (p : Prop) : p ∨ ¬p := Classical.em p

/-- Double negation elimination, for `apply`: proves `p` from the absurdity of `¬p`. -/
theorem of_not_not (p : Prop) (h : ¬¬p) : p := Classical.byContradiction h

/-- Double negation elimination, for `rw`. -/
theorem not_not (p : Prop) : ¬¬p ↔ p := ⟨of_not_not p, fun hp hn => hn hp⟩

/-! ## Quantifiers over a finite carrier

A conjecture over `α : Type` is tried at `α := Bool`; these let `decide` compute its truth value
there. -/

/-- A universal statement over `Bool` is decided at its two values. -/
instance decidableForallBool {p : Bool → Prop} [atFalse : Decidable (p false)]
    [atTrue : Decidable (p true)] : Decidable (∀ x, p x) :=
  match atFalse, atTrue with
  | .isTrue h, .isTrue h' => .isTrue fun | false => h | true => h'
  | .isFalse h, _ => .isFalse fun all => h (all false)
  | _, .isFalse h => .isFalse fun all => h (all true)

/-- An existential statement over `Bool` is decided at its two values. -/
instance decidableExistsBool {p : Bool → Prop} [atFalse : Decidable (p false)]
    [atTrue : Decidable (p true)] : Decidable (∃ x, p x) :=
  match atFalse, atTrue with
  | .isTrue h, _ => .isTrue ⟨false, h⟩
  | _, .isTrue h => .isTrue ⟨true, h⟩
  | .isFalse h, .isFalse h' => .isFalse fun
    | ⟨false, w⟩ => h w
    | ⟨true, w⟩ => h' w

end Loom

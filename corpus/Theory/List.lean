import Theory.Nat
/-
  Theory.List: Lean's lists over one type, from the equations of `++`, `List.length`,
  `List.reverse` and `List.map`. Even `l ++ [] = l` is absent on purpose: it is to be found.
-/
namespace Loom

variable {α : Type}

/-! ## Induction -/

/-- Induction over lists, with explicit names for the parts. -/
@[elab_as_elim]
theorem list_ind {motive : List α → Prop} (nil : motive [])
    (cons : ∀ a l, motive l → motive (a :: l)) (l : List α) : motive l :=
  List.rec nil cons l

/-- Case distinction: `list_ind` without the hypothesis. -/
@[elab_as_elim]
theorem list_cases {motive : List α → Prop} (nil : motive []) (cons : ∀ a l, motive (a :: l))
    (l : List α) : motive l :=
  list_ind nil (fun a l _ => cons a l) l

/-! ## Constructors -/

theorem cons_inj (a b : α) (l m : List α) : a :: l = b :: m ↔ a = b ∧ l = m :=
  ⟨fun h => by injection h with h₁ h₂; exact ⟨h₁, h₂⟩, fun ⟨h₁, h₂⟩ => by rw [h₁, h₂]⟩

theorem cons_ne_nil (a : α) (l : List α) : ¬a :: l = [] := nofun

theorem nil_ne_cons (a : α) (l : List α) : ¬[] = a :: l := nofun

/-! ## Append and length -/

theorem nil_append (l : List α) : [] ++ l = l := rfl

theorem cons_append (a : α) (l m : List α) : a :: l ++ m = a :: (l ++ m) := rfl

theorem length_nil : List.length ([] : List α) = 0 := rfl

theorem length_cons (a : α) (l : List α) : List.length (a :: l) = Nat.succ (List.length l) := rfl

/-! ## Reverse -/

theorem reverse_nil : List.reverse ([] : List α) = [] := rfl

theorem reverse_cons (a : α) (l : List α) :
    List.reverse (a :: l) = List.reverse l ++ (a :: []) := by
  rw [List.reverse_cons]

/-! ## Map -/

theorem map_nil (f : α → α) : List.map f [] = [] := rfl

theorem map_cons (f : α → α) (a : α) (l : List α) : List.map f (a :: l) = f a :: List.map f l := rfl

theorem comp_apply (g f : α → α) (a : α) : (g ∘ f) a = g (f a) := rfl

end Loom

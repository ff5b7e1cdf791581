import Theory.List
/-
  12 facts about append, length, reverse and map, named as in Lean's library.
-/
namespace Benchmarks.Lists

theorem append_nil (α : Type) (l : List α) : l ++ [] = l := by sorry

theorem append_assoc (α : Type) (l m n : List α) : l ++ m ++ n = l ++ (m ++ n) := by sorry

theorem length_append (α : Type) (l m : List α) :
    List.length (l ++ m) = List.length l + List.length m := by sorry

theorem length_map (α : Type) (f : α → α) (l : List α) :
    List.length (List.map f l) = List.length l := by sorry

theorem map_append (α : Type) (f : α → α) (l m : List α) :
    List.map f (l ++ m) = List.map f l ++ List.map f m := by sorry

theorem map_map (α : Type) (g f : α → α) (l : List α) :
    List.map g (List.map f l) = List.map (g ∘ f) l := by sorry

theorem reverse_append (α : Type) (l m : List α) :
    List.reverse (l ++ m) = List.reverse m ++ List.reverse l := by sorry

theorem reverse_reverse (α : Type) (l : List α) : List.reverse (List.reverse l) = l := by sorry

theorem length_reverse (α : Type) (l : List α) :
    List.length (List.reverse l) = List.length l := by sorry

theorem map_reverse (α : Type) (f : α → α) (l : List α) :
    List.map f (List.reverse l) = List.reverse (List.map f l) := by sorry

theorem append_cancel_left (α : Type) (l m n : List α) : l ++ m = l ++ n → m = n := by sorry

theorem eq_nil_of_append_eq_nil (α : Type) (l m : List α) : l ++ m = [] → l = [] := by sorry

end Benchmarks.Lists

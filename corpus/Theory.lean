import Theory.Logic
import Theory.Nat
import Theory.List

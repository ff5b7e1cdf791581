import LeanInterface
import LeanText
import Records
import TestSupport
import Testing

@testable import Checkers

/// Whole files: what holds is accepted with its axioms, and what reaches past Lean's kernel is not.
@Suite struct FileJudgeTests {
  private let cases: [(name: String, text: String, reason: RejectionReason?)] = [
    ("honest", "theorem a (p : Prop) : p → p := id\n", nil),
    ("with notation", "local notation \"⊤₁\" => True\ntheorem a : ⊤₁ := trivial\n", nil),
    ("wrong", "theorem a (p : Prop) : p := id\n", .leanError),
    ("open", "theorem a (p : Prop) : p := by sorry\n", .usesSorry),
    ("an example left open", "theorem a : True := trivial\nexample : 1 = 2 := sorry\n", .usesSorry),
    ("an axiom", "axiom c : False\ntheorem a (p : Prop) : p := c.elim\n", .forbiddenAxiom),
    ("an axiom that nothing rests on", "axiom c : 1 = 2\n", .forbiddenAxiom),
    (
      "a definition left open", "def a : Nat := sorry\ntheorem b : a = a := rfl\n", .usesSorry
    ),
    (
      "an axiom behind a macro that answers for Lean",
      """
      axiom c : False
      theorem a : 1 = 2 := c.elim
      macro (priority := high) "#print" "axioms" x:ident : command => `(#check True)
      """, .forbiddenAxiom
    ),
    (
      "the kernel switched off",
      "set_option debug.skipKernelTC true in\ntheorem a : 2 + 2 = 5 := by decide +kernel\n",
      .kernelObjects
    ),
    (
      "a name of the kernel's declared otherwise",
      """
      def Nat.gcd (_ _ : Nat) : Nat := 0
      theorem one (a b : Nat) : Nat.gcd a b = 0 := rfl
      """, .kernelObjects
    ),
    (
      "an example left open that warns of nothing",
      "theorem a : True := trivial\nset_option warn.sorry false in\nexample : 1 = 2 := sorry\n",
      .usesSorry
    ),
    (
      "an example whose error is hidden",
      "theorem a : True := trivial\n#guard_msgs (drop error) in\nexample : 1 = 2 := by exact x\n",
      .leanError
    ),
    ("honest examples", "example : 1 = 1 := rfl\nexample : Nat := 5\n", nil),
    ("a mark of the byte order", "\u{feff}theorem a (p : Prop) : p → p := id\n", nil),
    ("names that sound bad", "theorem unsafeBound (IO : Prop) (h : IO) : IO := h\n", nil),
    ("strings with braces", "def s : String := \"{x}\"\ntheorem a : True := trivial\n", nil),
    ("a comment right behind :=", "theorem a : True :=-- here\n  trivial\n", nil),
    ("an opaque constant", "opaque a : Nat\ntheorem b : a = a := rfl\n", nil),
  ]

  /// Nobody can tell: there is nothing to judge, or it is not all there.
  @Test func whatCannotBeJudgedIsDeclined() async throws {
    let judge = try AgainstJudge(
      pool: try await testPool())
    for (text, says) in [
      ("", "declares nothing"), ("-- a remark\n", "declares nothing"), ("import Init\n", "nothing"),
      ("theorem a : True := trivial\n#exit\ntheorem b : 1 = 2 := sorry\n", "#exit"),
      ("theorem a : True := trivial\n#exit\nnot Lean", "#exit"),
    ] {
      guard case .declined(let reason) = try await judge.judge(file: text) else {
        Issue.record("\(text) is judged")
        continue
      }
      #expect(reason.contains(says), "\(reason)")
    }
  }

  /// What a file's theorems are called, as Lean is asked for their axioms.
  @Test func theoremsOfAFileAreFound() {
    let text = """
      import Init
      namespace A
      @[simp, grind =] theorem one : True := trivial
      section
      protected theorem
        two : True := trivial
      end
      mutual
      end
      /- theorem three : True := trivial -/
      noncomputable section
      lemma B.four {p : Prop} : True := trivial
      end
      theorem six : True := trivial
      end A
      theorem five : True := trivial
      """
    let names = ["A.one", "A.two", "A.B.four", "A.six", "five"]
    for text in [text, text.replacing("\n", with: "\r\n")] {
      let found = DeclaredNames(in: LeanLines.normalized(text), nonce: "n")
      #expect(found.names.map(\.name) == names)
      #expect(found.unnamed == nil)
    }
    let hidden = DeclaredNames(in: "private theorem x : True := trivial\n" + text, nonce: "n")
    #expect(hidden.names.map(\.name) == ["x"] + names)
    let answer = "'_private.M.0.x' depends on axioms: [propext]"
    #expect(hidden.names[0].axioms(in: answer) == ["propext"])
  }

  @Test func filesAreJudged() async throws {
    let judge = try AgainstJudge(
      pool: try await testPool())
    for item in cases {
      let verdict = try await judge.judge(file: item.text)
      if let reason = item.reason {
        guard case .rejected(let found, _) = verdict else {
          Issue.record("\(item.name): \(verdict)")
          continue
        }
        #expect(found == reason, "\(item.name): \(verdict)")
      } else {
        #expect(verdict == .accepted(axioms: []), "\(item.name): \(verdict)")
      }
    }
  }
}

import LeanText
import Testing

@testable import Prover

/// Habits of models that hide no proof: each table has neighbours of one habit.
@Suite struct AnswerHabitsTests {
  private let statement = TrustedStatement(
    name: "t", signature: "(a b : Nat) (h : a = b) : b = a")
  private static let head = "theorem t (a b : Nat) (h : a = b) : b = a := by"
  private static let proof = head + "\n  exact h.symm"

  private func cut(_ answer: String) throws -> String {
    let draft = ProofCut.draft(
      of: FormalAnswer(answer), for: try #require(statement),
      options: ProofCutOptions(allowsHelpers: true))
    switch draft {
    case .success(let draft):
      return draft.helpers + (draft.helpers.isEmpty ? "" : " | ") + draft.script
    case .failure(let failure): return "! \(failure.problem.rawValue): \(failure.detail)"
    }
  }

  private func cutBlock(_ lean: String) throws -> String { try cut("```lean4\n\(lean)\n```") }

  // MARK: Fences

  @Test(arguments: [
    "```<|im_end|>", "```<|endoftext|>", "``` <|eot_id|>", "```</s>", "```<end_of_turn>",
    "```<｜end▁of▁sentence｜>", "```<|im_end|>\n<|endoftext|>\n", "```\n<|im_end|>", "```</answer>",
    "``` This uses `Eq.symm`.", "```.", "````<|im_end|>", "<|im_end|>", "</s>", "```[/INST]",
    "```<|im_end|>\n<|im_start|>user\nAnd another one?", "<|im_end|>\n<|im_start|>user\nMore?",
    "<end_of_turn>\n<start_of_turn>user\nMore?",
  ])
  func whatFollowsAFenceIsNoPartOfTheProof(_ end: String) throws {
    #expect(try cut("```lean4\n\(Self.proof)\n\(end)") == "exact h.symm")
  }

  @Test(arguments: [
    ("```lean4\n", "```"), ("```lean4\n", "``` "), ("```lean4\n", "```<|im_end|>"),
    ("```lean4\n", " ```</s>"), ("~~~lean4\n", "~~~"), ("```lean4\n", "<|im_end|>"),
    ("```lean4\n", "```\nThe end."), ("````lean4\n", "````"), ("~~~lean\n", "~~~<end_of_turn>"),
    ("The proof: ```lean4\n", "```"), ("<think>\nSo.\n</think>**Proof** ```lean\n", "\n```"),
    ("```lean4 import Theory.Nat\n", "```"), ("<think>x</think>```lean4\n", "```\n```lean4\n```"),
  ])
  func fencesMayBeGluedToCode(_ start: String, _ end: String) throws {
    #expect(try cut(start + Self.proof + end) == "exact h.symm")
  }

  @Test func codeMayBeginOnTheLineOfTheFence() throws {
    #expect(try cut("```lean4 \(Self.proof)\n```") == "exact h.symm")
  }

  /// Back quotes in comments end nothing, and a shorter fence within a longer one does not either.
  @Test func marksWithinCommentsEndNothing() {
    for text in [
      "-- like ```simp```\nexact h", "-- ```\n-- simp\n-- ```\nexact h", "f <| x |> g\nexact h",
    ] {
      #expect(FormalAnswer("```lean4\n\(text)\n```").blocks.map(\.text) == [text], "\(text)")
    }
    let long = "````lean4\nexact h```\nx\n````"
    #expect(FormalAnswer(long).blocks.map(\.text) == ["exact h```\nx"])
  }

  @Test func specialTokensAreNoTextBehindTheProof() throws {
    for end in ["<|im_end|>", "\n</s>", " <end_of_turn>\n"] {
      let answer = FormalAnswer("```lean4\n\(Self.proof)\n```" + end)
      #expect(answer.blocks.map(\.isClosed) == [true])
      #expect(answer.text(behindBlock: 0).isEmpty, "\(end)")
    }
    #expect(FormalAnswer("```lean4\nx\n```\nBye.</s>").text(behindBlock: 0) == "Bye.")
  }

  // MARK: The block that counts

  @Test(arguments: [
    "```lean4\n#check Nat\n```", "```lean\n#print axioms t\n```", "```lean4\n```",
    "```lean4\n\n```",
    "```bash\nlake build\n```", "```\nlean t.lean\n```", "```lean4\nexample : 1 = 1 := rfl\n```",
    "```lean4\n-- no theorem here\n```", "```lean4\ntheorem u : True := trivial\n```",
    "```lean4\n\(Self.head)\n```", "```tactics\nexact h.symm\n```", "```lean4\n\"open\n```",
  ])
  func blocksBehindTheTheoremsDoNotCount(_ block: String) throws {
    let answer = "```lean4\n\(Self.proof)\n```\nThis is `b = a`.\n\(block)\n"
    #expect(try cut(answer) == "exact h.symm")
    #expect(try cut("<think>\n</think>\n" + answer + block) == "exact h.symm")
  }

  @Test func ofTwoProofsTheLastCounts() throws {
    let first = "```lean4\n\(Self.head) rfl\n```\n"
    let last = "```lean4\n\(Self.proof)\n```\n```lean4\n#check t\n```"
    #expect(try cut(first + last) == "exact h.symm")
    // One outside the thought goes before one within it.
    #expect(try cut("<think>\n\(last)\n</think>\n\(first)") == "rfl")
    #expect(try cut("<think>\n\(last)\n</think>\n```lean4\n#check t\n```") == "exact h.symm")
  }

  // MARK: Commands

  @Test(arguments: [
    "#print axioms t", "#check t\n#eval 1", "#check @t", "attribute [simp] t", "end Foo", "end",
    "#reduce t", "#guard_msgs in\n#check t", "axiom cheat : False",
    "instance : Nonempty Nat := ⟨0⟩",
    "notation \"x\" => 1", "open Nat in\n#check t", "set_option pp.all true in\n#print t",
    "run_cmd x", "theorem u : False := t", "/-- The end. -/", "example : 1 = 1 := (rfl",
    "#eval \"open", "macro \"x\" : tactic => `(tactic| rfl)", "alias u := t", "deriving instance X",
  ])
  func whatStandsBehindIsDropped(_ command: String) throws {
    #expect(try cutBlock("\(Self.proof)\n\n\(command)") == "exact h.symm")
  }

  @Test(arguments: [
    "set_option pp.all true", "set_option linter.unusedVariables false",
    "set_option autoImplicit false", "set_option relaxedAutoImplicit false",
    "set_option warningAsError false", "set_option trace.Meta.synthInstance true",
    "set_option maxHeartbeats 0", "set_option maxRecDepth 5000", "set_option weak.linter.all false",
    "set_option synthInstance.maxHeartbeats 100000", "set_option pp.unicode.fun true in",
    "set_option linter.all false in\nopen Nat in", "#check Nat", "#print Nat", "#eval 1",
    "open Nat", "open Nat in", "open scoped Classical", "universe u", "variable (n : Nat)",
    "section", "noncomputable section", "namespace Foo", "import Mathlib", "/-! Proof. -/",
    "example : 1 = 1 := rfl", "set_option diagnostics true",
  ])
  func whatChangesNothingInFrontIsDropped(_ command: String) throws {
    #expect(try cutBlock("\(command)\n\(Self.proof)") == "exact h.symm")
  }

  @Test(arguments: [
    "set_option debug.skipKernelTC true", "axiom cheat : False", "macro \"x\" : tactic => y",
    "attribute [simp] Nat.add_comm", "instance : Nonempty Nat := ⟨0⟩", "run_cmd x", "#exit",
    "set_option debug.skipKernelTC true in\ntheorem u : True := trivial",
  ])
  func whatChangesSomethingInFrontIsRefused(_ command: String) throws {
    #expect(try cutBlock("\(command)\n\n\(Self.proof)").hasPrefix("! forbidden-command"))
  }

  // MARK: Helpers

  private static let aux = "theorem aux (a b : Nat) (h : a = b) : b = a := h.symm"

  private func helped(_ front: String, _ script: String) throws -> String {
    try cutBlock("\(front)\n\n\(Self.head)\n  \(script)")
  }

  @Test func helpersKeepTheirScopes() throws {
    let aux = Self.aux
    let inFoo = "namespace Foo\n\n\(aux)\n\nend Foo"
    let table: [(front: String, script: String, expected: String)] = [
      ("namespace Foo\n\(aux)\nend Foo", "exact Foo.aux a b h", "\(inFoo) | exact Foo.aux a b h"),
      ("namespace Foo\n\(aux)", "exact Foo.aux a b h", "\(inFoo) | exact Foo.aux a b h"),
      (
        "namespace Foo\n\(aux)\nend Foo\nopen Foo", "exact aux a b h",
        "\(inFoo) | open Foo in\nexact aux a b h"
      ),
      (
        "namespace Foo\n\(aux)\nend Foo\nopen Foo Nat in", "exact aux a b h",
        "\(inFoo) | open Foo in\nexact aux a b h"
      ),
      ("namespace Foo\n\(aux)", "exact aux a b h", "\(inFoo) | open Foo in\nexact aux a b h"),
      (
        "namespace A.B\nprivate \(aux)\nend B\nend A\nnamespace C\nend C", "exact A.B.aux a b h",
        "namespace A\n\nnamespace B\n\nprivate \(aux)\n\nend B\n\nend A | exact A.B.aux a b h"
      ),
      (
        "namespace A\nnamespace B\n\(aux)\nend B\nopen B", "exact aux a b h",
        "namespace A\n\nnamespace B\n\n\(aux)\n\nend B\n\nend A | open A.B in\nexact aux a b h"
      ),
      (
        "section Foo\n\(aux)\nend Foo", "exact aux a b h",
        "section Foo\n\n\(aux)\n\nend Foo | exact aux a b h"
      ),
      (
        "noncomputable section\ndef d := 1\nend", "exact h.symm",
        "noncomputable section\n\ndef d := 1\n\nend | exact h.symm"
      ),
      (
        "variable (p q : Prop)\ntheorem aux (h : p ∧ q) : q := h.2\nvariable (x : Nat)", "exact y",
        "section\n\nvariable (p q : Prop)\n\ntheorem aux (h : p ∧ q) : q := h.2\n\nend | exact y"
      ),
      (
        "namespace Foo\n\(aux)\nend Foo\nopen Foo\ntheorem two : 1 = 1 := aux 1 1 rfl", "exact two",
        "section\n\n\(inFoo)\n\nopen Foo\n\ntheorem two : 1 = 1 := aux 1 1 rfl\n\nend | exact two"
      ),
      (
        "set_option linter.all false in\nset_option maxHeartbeats 9 in\nopen Nat in\n\(aux)",
        "exact aux a b h", "set_option maxHeartbeats 9 in\nopen Nat in\n\(aux) | exact aux a b h"
      ),
      (
        "/-- `Foo.aux` -/\n" + aux.replacing("aux", with: "Foo.aux"), "exact Foo.aux a b h",
        "/-- `Foo.aux` -/\n" + aux.replacing("aux", with: "Foo.aux") + " | exact Foo.aux a b h"
      ),
      ("open Nat\n\(aux)", "exact aux a b h", "\(aux) | exact aux a b h"),
    ]
    for (front, script, expected) in table {
      #expect(try helped(front, script) == expected, "\(front)")
    }
  }
}

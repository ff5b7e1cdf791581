import LeanText
import Records
import TestSupport
import Testing

@testable import Checkers

/// Whole files before a backend that takes a text and gives messages.
@Suite struct FileSnippetTests {
  private enum Expected: Equatable {
    case accepted([String])
    case rejected(RejectionReason, line: Int)
    case declined(String)
  }

  private let cases: [(text: String, expected: Expected)] = [
    ("theorem a (p : Prop) : p → p := id\n", .accepted([])),
    // Imports are those that Lean reads, wherever the word stands.
    ("def s : Nat := 5\n/-- Example:\nimport Init\n-/\ntheorem a : True := trivial", .accepted([])),
    (
      "example : 1 = 2 := by rfl\n/-\nimport Init\n-- -/\ntheorem a : True := trivial\n",
      .rejected(.leanError, line: 1)
    ),
    ("/- import A -/ import Init -- so\ntheorem a : 1 = 2 := rfl", .rejected(.leanError, line: 2)),
    ("import Init theorem a : 1 = 2 := rfl\n", .rejected(.leanError, line: 1)),
    ("theorem a : True := trivial\nimport Init\n", .rejected(.leanError, line: 2)),
    ("prelude\ntheorem a : True := trivial", .declined("module system")),
    // Lines end at line feeds alone.
    ("-- a\u{2028}theorem x : 1 = 2 := rfl\ntheorem a : True := trivial\n", .accepted([])),
    ("-- a\u{2028}b\u{85}c\r\ntheorem a : 1 = 2 := rfl\r\n", .rejected(.leanError, line: 2)),
    (
      "-- one\n-- two\nimport Init\n\n-- five\ntheorem a : 1 = 2 := rfl\n",
      .rejected(.leanError, line: 6)
    ),
    ("theorem a : True := by\n  have\n", .rejected(.leanError, line: 3)),
    // Whatever hides it, an open example is one.
    (
      "theorem a : True := trivial\nset_option warn.sorry false\nexample : 1 = 2 := sorry\n",
      .rejected(.usesSorry, line: 3)
    ),
    (
      "theorem a : True := trivial\n#guard_msgs (drop all) in\nexample : 1 = 2 := by simp\n",
      .declined("line 3 failed")
    ),
    (
      "theorem a : True := trivial\n#guard_msgs (drop all) in\ntheorem a : 1 = 2 := by simp\n",
      .declined("line 3 failed")
    ),
    (
      "macro \"t\" : term => `(sorry)\nset_option warn.sorry false\nexample : 1 = 2 := t",
      .rejected(.usesSorry, line: 3)
    ),
    ("instance : Inhabited (1 = 2) := ⟨sorry⟩\n", .rejected(.usesSorry, line: 1)),
    // Axioms of everything, by whatever name.
    (
      "example (p : Prop) : p ∨ ¬p := Classical.em p",
      .accepted(["Classical.choice", "Quot.sound", "propext"])
    ),
    ("def a (p : Prop) [Decidable p] : p = p := propext Iff.rfl", .accepted(["propext"])),
    ("example : 2 ^ 40 % 7 = 2 := by native_decide\n", .rejected(.forbiddenAxiom, line: 1)),
    ("namespace A\nprivate def b : Nat := 1\nexample : b = 1 := rfl\nend A", .accepted([])),
    ("theorem «abc» : True := trivial\ndef «at» : Nat := 1\n", .accepted([])),
    (
      "namespace A.«end»\nprivate theorem «fun».b (p : Prop) : p → p := id\nend A.«end»",
      .accepted([])
    ),
    ("theorem «a b» (p : Prop) [Decidable p] : p = p := propext Iff.rfl", .accepted(["propext"])),
    ("instance (priority := low) : Inhabited Nat := ⟨3⟩\n", .accepted([])),
    ("noncomputable example : Nat := Classical.choice ⟨1⟩", .accepted(["Classical.choice"])),
    ("axiom z : 1 = 2\ntheorem a : True := trivial\n", .rejected(.forbiddenAxiom, line: 1)),
    // What is judged by nobody.
    ("theorem a : True := trivial\n#exit\ntheorem b : False := trivial\n", .declined("#exit")),
    ("", .declined("declares nothing")), ("-- nothing\nopen Nat\n#check 1\n", .declined("nothing")),
  ]

  @Test func filesAreJudgedToTheirEnds() async throws {
    let repl = try Backends.repl(try await testToolchain())
    for (text, expected) in cases {
      let verdict = try await repl.check(file: text)
      switch (verdict, expected) {
      case (.accepted(let axioms), .accepted(let wanted)): #expect(axioms == wanted, "\(text)")
      case (.rejected(let reason, let messages), .rejected(let wanted, let line)):
        #expect(reason == wanted && messages.first?.line == line, "\(text): \(verdict)")
      case (.declined(let reason), .declined(let part)):
        #expect(reason.contains(part), "\(text): \(reason)")
      default: Issue.record("\(text): \(verdict)")
      }
    }
    await repl.close()
  }

  /// Columns are the file's own, though the text before them was changed.
  @Test func columnsAreTheFilesOwn() async throws {
    let repl = try Backends.repl(try await testToolchain())
    for (text, column) in [
      ("example : 1 = 2 := rfl", 19), ("import Init /- so -/ example : 1 = 2 := rfl", 40),
    ] {
      guard case .rejected(_, let messages) = try await repl.check(file: text) else {
        Issue.record("\(text) is wrong")
        continue
      }
      #expect(messages.first?.column == column, "\(text)")
    }
    await repl.close()
  }

  @Test func modulesTravelWithWhatTheyImport() throws {
    let folder = try TemporaryFolder()
    try folder.write("A/B.lean", "import Init -- so\n/- import X -/ import A.C\ndef b := c\n".utf8)
    try folder.write("A/C.lean", "-- import Y\n/-\nimport Z\n-/\r\ndef c := 1\r\n".utf8)
    let parts = ModuleSources(folder: folder.path).split(["A.B", "D"])
    #expect(parts.imports == ["Init", "D"])
    let expected =
      "section\n-- import Y\n/-\nimport Z\n-/\ndef c := 1\n\nend\nsection\n\ndef b := c\n\nend\n"
    #expect(parts.text == expected)
  }
}

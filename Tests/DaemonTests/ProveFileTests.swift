import LeanInterface
import LeanText
import Records
import TestSupport
import Testing

@testable import Configuration
@testable import Daemon
@testable import Evaluation

/// What `prove` makes of files, by what is left of them.
@Suite struct ProveFileTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    /// A piece of what is printed.
    let printed: String
  }

  private static let cases = [
    Case(
      testDescription: "places within terms",
      text: "theorem one (a b : Nat) : a + 0 = a ∧ b + 0 = b := ⟨sorry, sorry⟩\n",
      printed: "(a b : Nat) : a + 0 = a ∧ b + 0 = b := ⟨(by rfl), (by rfl)⟩\n"),
    Case(
      testDescription: "an inner step",
      text: """
        theorem one (a b : Nat) (k : a + 0 = a → a + b = b + a) : a + b = b + a := by
          have h : a + 0 = a := by sorry
          exact k h

        """, printed: "  have h : a + 0 = a := by rfl\n  exact k h\n"),
    Case(
      testDescription: "comments stay",
      text: "theorem one (a : Nat) : a + 0 = a := by\n  -- todo: sorry\n  sorry -- here\n",
      printed: ":= by\n  -- todo: sorry\n  rfl -- here\n"),
    Case(
      testDescription: "a quote as a character",
      text: "def quote : Char := '\"'\ntheorem one (a : Nat) : a + 0 = a := sorry\n",
      printed: "def quote : Char := '\"'\ntheorem one (a : Nat) : a + 0 = a := by rfl\n"),
    Case(
      testDescription: "anonymous, shadowed and unused binders",
      text: "theorem «a b» (a b : Nat) (a : Nat) (_ : b = b) [Inhabited Nat] : a = a := sorry\n",
      printed: "theorem «a b» (a b : Nat) (a : Nat) (_ : b = b) [Inhabited Nat] : a = a := by rfl\n"
    ),
    Case(
      testDescription: "quoted names within the proof",
      text:
        "theorem one («a b» : Nat) («h 1» : «a b» = 0 ∧ 0 = «a b») : «a b» = 0 := by\n  sorry\n",
      printed: "rcases «h 1» with"),
    Case(
      testDescription: "what has no name gets one",
      text: "theorem one (a b : Nat) : a = b ∧ b = a → b = a := by\n  intro _\n  sorry\n",
      printed: "  intro _\n  rename_i "),
    Case(
      testDescription: "a statement of several lines",
      text: "theorem one (a : Nat) :\n  let x := a\n  x = a := by\n  intro x\n  sorry\n",
      printed: ":\n  let x := a\n  x = a := by\n  intro x\n  rfl\n"),
    Case(
      testDescription: "several goals at one place",
      text: "theorem one (a b : Nat) (h : a = b) : a = b ∧ b = b := by\n  constructor <;> sorry\n",
      printed: "constructor <;> (first\n"),
  ]

  @Test(arguments: Self.cases)
  func theFileStaysButForItsSorries(_ one: Case) async throws {
    let bench = try await ProveBench()
    let text = "import Theory.Nat\nopen Loom\n" + one.text
    let (printed, results) = try await bench.prove(text)
    #expect(results.allSatisfy { $0.outcome == .proved }, "\(printed)")
    #expect(printed.contains(one.printed), "\(printed)")
    let report = try await bench.judge.judge(trusted: text, candidate: printed)
    #expect(report.verdict.kind == "accepted", "\(report.reason)")
  }

  @Test func whatIsNotProvedStays() async throws {
    let text = """
      import Theory.Nat
      theorem one : 0 = Nat.succ 0 := sorry
      theorem two (h : 0 = Nat.succ 0) : 0 = 0 ∧ 1 = 2 := ⟨by sorry, sorry⟩
      """
    let (printed, results) = try await ProveBench().prove(text)
    #expect(results.map(\.outcome) == [.failed, .proved, .proved])
    #expect(printed.contains(":= sorry -- not proved in \(results[0].applications) tactic"))
    #expect(!results[0].reports.isEmpty && results[0].filling == nil)
  }

  /// A file without a `sorry` to be seen is still read by Lean, which finds one that a macro holds.
  @Test(arguments: [
    (
      "macro \"open!\" : term => `(sorry)\ntheorem one : 0 = 0 := open!", Failure.rejected,
      "line 3 of x.lean is open"
    ),
    ("theorem one : 0 = 1 := rfl", Failure.rejected, "Lean does not accept it"),
    ("theorem one : 0 = 0 := rfl", Failure.usage, "has no theorem with sorry"),
  ])
  func aFileWithoutASorryIsRead(_ text: String, _ code: Int32, _ part: String) async throws {
    let text = "import Theory.Nat\n" + text + "\n"
    let bench = try await ProveBench()
    let reading = try await bench.reading(text)
    let failure = ProveCommand.nothingToProve(reading, "x.lean")
    #expect(failure.code == code && failure.text.contains(part), "\(failure.text)")
  }

  @Test(arguments: [
    (
      "theorem ok : 0 = 0 := sorry\ndef double (a : Nat) : Nat := sorry", 2,
      "'double' is a definition"
    ),
    ("abbrev n : Nat :=\n  sorry", 2, "'n' is a definition"),
    ("instance : Inhabited Nat := ⟨sorry⟩", 1, "an 'instance'"),
    ("instance inst : Inhabited Nat := ⟨sorry⟩", 1, "'inst' is an 'instance'"),
    ("structure S where\n  x : Nat := sorry", 2, "'S' is a 'structure'"),
    ("theorem ok : (sorry : Prop) := sorry", 1, "the statement of 'ok'"),
    ("theorem ok (h : sorry) : 0 = 0 := rfl", 1, "the statement of 'ok'"),
    ("example : sorry := sorry", 1, "the statement of an example"),
    ("axiom a : sorry", 1, "'a' is an 'axiom'"),
    ("#check (sorry : Nat)", 1, "a '#check'"),
  ])
  func onlyProofsMayBeOpen(_ text: String, _ line: Int, _ part: String) {
    #expect {
      _ = try OpenText(text)
    } throws: { error in
      "\(error)".hasPrefix("line \(line): \(part)") && "\(error)".hasSuffix("may be left open")
    }
  }

  /// No scanner of lines: what Lean reads as an import is one, and further ones go behind it.
  @Test(arguments: [
    ("import A -- naturals\nopen Loom", "import A -- naturals\nimport B\nopen Loom"),
    ("/- header -/ import A\nopen Loom", "/- header -/ import A\nimport B\nopen Loom"),
    ("import\n  A\n\nopen Loom", "import\n  A\nimport B\n\nopen Loom"),
    ("import A open Loom", "import A import B open Loom"),
    ("import B import A\nopen Loom", "import B import A\nopen Loom"),
    ("-- import B\nimport A", "-- import B\nimport A\nimport B"),
  ])
  func importsAreAdded(_ text: String, _ expected: String) throws {
    let open = try OpenText(text)
    #expect(open.filled([], with: [], remarks: [], imports: ["A", "B"]) == expected)
    let configuration = try Configuration.parse(
      try String(contentsOfFile: Project.folder + "/config.yaml", encoding: .utf8))
    let theory = text.replacing("A", with: "Theory.Nat")
    #expect(
      BenchmarkSuite.domains(of: theory, among: configuration.domains).first?.module == "Theory.Nat"
    )
  }
}

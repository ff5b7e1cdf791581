import Checkers
import Foundation
import LeanInterface
import Records
import Terms
import TestSupport
import Testing

@testable import Configuration
@testable import Evaluation
@testable import Workbench

/// Benchmark files over libraries that no configured domain is about.
@Suite struct EvalLoaderTests {
  private static let header =
    #"import Mathlib\nimport Aesop\n\nset_option maxHeartbeats 400000\n\nopen BigOperators Real Nat\n"#

  private static func line(
    _ name: String, _ statement: String, split: String? = "test", header: String = header,
    informal: String? = #"/-- What is $2+2$? Show that it is 4.-/\n"#
  ) -> String {
    var fields = [
      #""name":"\#(name)""#, #""formal_statement":"\#(statement)""#, #""header":"\#(header)""#,
      #""goal":"⊢ ignored""#,
    ]
    if let split { fields.append(#""split":"\#(split)""#) }
    if let informal { fields.append(#""informal_prefix":"\#(informal)""#) }
    return "{" + fields.joined(separator: ",") + "}"
  }

  private static func read(_ text: String) throws -> [EvalSuite] {
    try JSONLinesSuite.read(text, file: "/data/minif2f.jsonl", name: "minif2f")
  }

  @Test func aProblemOfMiniF2FIsRead() throws {
    let statement =
      #"theorem algebra_1 (x y : ℝ) (h₀ : x + y = 7)\n    (h₁ : 0 < x ∧ x < y) : x ^ 2 ≤ 49 := by\n  sorry"#
    let suites = try Self.read(Self.line("algebra_1", statement) + "\n\n")
    let problem = try #require(suites.first?.problems.first)
    #expect(suites.map(\.name) == ["minif2f/test"])
    #expect(problem.name == "algebra_1" && problem.domain == nil && problem.introduction == "")
    #expect(problem.header.imports == ["Mathlib", "Aesop"])
    #expect(problem.header.opens == ["BigOperators Real Nat"])
    #expect(problem.informal == "What is $2+2$? Show that it is 4.")
    #expect(
      problem.statement.binders == [
        Binder(name: "x", type: "ℝ"), Binder(name: "y", type: "ℝ"),
        Binder(name: "h₀", type: "x + y = 7"), Binder(name: "h₁", type: "0 < x ∧ x < y"),
      ])
    #expect(problem.statement.target == "x ^ 2 ≤ 49")
    #expect(problem.signature == "(x y : ℝ) (h₀ : x + y = 7) (h₁ : 0 < x ∧ x < y) : x ^ 2 ≤ 49")
  }

  @Test(arguments: ["", " := sorry", " := by sorry", " := by", " := by\\n  sorry -- to do"])
  func everyOpenEndIsOne(_ end: String) throws {
    let suites = try Self.read(Self.line("t", "theorem t (n : Nat) : n = n" + end))
    #expect(suites.first?.problems.first?.statement.target == "n = n")
  }

  /// A line of JSON ends at a line feed alone: these may stand in a value as they are.
  @Test(arguments: ["\u{2028}", "\u{2029}", "\u{85}", "\u{7F}"])
  func otherLineEndsAreText(_ end: String) throws {
    let line = Self.line("t", "theorem t : True := sorry", informal: "/-- One.\(end)Two. -/")
    let suites = try Self.read(line + "\r\n\n" + Self.line("u", "theorem u : True := sorry"))
    #expect(suites.flatMap(\.problems).map(\.name) == ["t", "u"])
    #expect(suites[0].problems[0].informal == "One.\(end)Two.")
  }

  /// Lean's layout depends on line breaks: a statement of several lines reaches checkers and provers as it is.
  @Test(arguments: [
    (" (a : Nat) :\\n  let x := a\\n  x = a", ":\n  let x := a\n  x = a"),
    (" (h : let y := 1\\n y = 1) : 1 = 1", "let y := 1\n y = 1) : 1 = 1"),
    (" :\\n  have x : 1 = 1 := rfl\\n  1 = 1", "have x : 1 = 1 := rfl\n  1 = 1"),
    (" (f : Nat → Nat := fun\\n  | 0 => 1\\n  | n => n) {a : Nat} :\\n  a = a", "\n  a = a"),
  ])
  func lineBreaksStay(_ statement: String, _ part: String) async throws {
    let line = Self.line("t", "theorem t" + statement + " := by sorry", header: "")
    let problem = try #require(try Self.read(line).first?.problems.first)
    #expect(problem.signature.contains(part), "\(problem.signature)")
    let pool = try await testPool()
    let task = problem.proofTask(
      ProofSample(ordinal: 0, turns: [], script: "first | exact rfl | (intros; rfl)"), imports: [])
    let verdicts = try await LeanChecker(pool: pool).check([task])
    #expect(verdicts.map(\.kind) == ["accepted"], "\(verdicts) \(task.fileText)")
  }

  @Test func splitsAreSuites() throws {
    let text = [("a", "test"), ("b", "valid"), ("c", "test"), ("d", nil)].map {
      Self.line($0.0, "theorem \($0.0) : True := sorry", split: $0.1, informal: nil)
    }.joined(separator: "\n")
    let suites = try Self.read(text)
    #expect(suites.map(\.name) == ["minif2f/test", "minif2f/valid", "minif2f"])
    #expect(suites.map { $0.problems.map(\.name) } == [["a", "c"], ["b"], ["d"]])
    #expect(suites[0].problems[0].informalText == "Prove the theorem below.")
    #expect(suites[0].digest != suites[1].digest)
  }

  @Test func implicitBindersGoUnderTheQuantifier() throws {
    let statement =
      "theorem t (n : Nat) {α : Type} [Group α] (a b : α) ⦃h : a = b⦄ (k : Nat := 3) : b = a := sorry"
    let problem = try #require(try Self.read(Self.line("t", statement)).first?.problems.first)
    #expect(problem.statement.binders == [Binder(name: "n", type: "Nat")])
    #expect(
      problem.statement.target
        == "∀ {α : Type} [Group α] (a b : α) ⦃h : a = b⦄ (k : Nat), b = a")
    #expect(problem.introduction == "intro α _ a b h k")
    let task = problem.proofTask(
      ProofSample(ordinal: 2, turns: [], script: "exact h.symm"), imports: ["Mathlib"])
    #expect(task.script == "intro α _ a b h k\nexact h.symm")
    #expect(task.name == "lemmaloom_eval_t_2")
    #expect(task.opens == ["BigOperators Real Nat"])
  }

  struct Bad: Sendable, CustomTestStringConvertible {
    let line: String
    /// What the error must say.
    let part: String
    var testDescription: String { part }
  }

  private static let bad = [
    Bad(line: "{\"name\": \"x\"}", part: "'formal_statement' is missing"),
    Bad(line: "{\"name\": 3, \"formal_statement\": \"\"}", part: "'name' is no text"),
    Bad(line: "theorem", part: "no JSON object"),
    Bad(line: "[]", part: "no JSON object"),
    Bad(line: line("", "theorem t : True := sorry"), part: "'name' is empty"),
    Bad(line: line("t", "theorem t : True := trivial"), part: "t has a proof"),
    Bad(line: line("t", "def f := 1\\ntheorem t : f = 1 := sorry"), part: "'def'"),
    Bad(line: line("t", "-- nothing"), part: "has 0 theorems"),
    Bad(
      line: line("t", "theorem t : True := sorry\\ntheorem u : True := sorry"),
      part: "has 2 theorems"),
    Bad(
      line: line("t", "theorem t : True := sorry", header: "variable (n : Nat)"), part: "'variable'"
    ),
    Bad(
      line: line("t", "theorem t : True := sorry", header: "set_option autoImplicit true"),
      part: "'set_option autoImplicit'"),
    Bad(line: line("t", "open Nat in\\ntheorem t : True := sorry"), part: "'open … in'"),
    Bad(line: line("t", "theorem t (n : Nat : True := sorry"), part: "it is no Lean"),
    Bad(line: line("t", "theorem t : \\\"open := sorry"), part: "it is no Lean"),
  ]

  @Test(arguments: Self.bad)
  func aBadLineIsNamed(_ bad: Bad) throws {
    let text = Self.line("good", "theorem good : True := sorry") + "\n\n" + bad.line + "\n"
    #expect {
      _ = try Self.read(text)
    } throws: { error in
      "\(error)".contains("/data/minif2f.jsonl:3: ") && "\(error)".contains(bad.part)
        && (error as? WorkbenchError)?.isUsage != true
    }
  }

  @Test func aPlainLeanFileIsReadToo() throws {
    let suite = try EvalSuite.plain(
      """
      import Mathlib
      open scoped BigOperators
      -- a comment with sorry

      /-- Twice. -/
      theorem one (n : ℕ) : 2 * n = n + n := by
        sorry

      example {p : Prop} (h : p) : p := sorry
      """, file: "/data/Mine.lean", name: "Mine")
    #expect(suite.problems.map(\.name) == ["one", "example_2"])
    #expect(suite.problems[0].header.opens == ["scoped BigOperators"])
    #expect(suite.problems[1].statement.target == "∀ {p : Prop} (h : p), p")
    #expect(suite.problems[1].introduction == "intro p h")
    // What is proved is the theorem, however far its file got.
    let begun = try EvalSuite.plain(
      """
      theorem one (p q : Prop) (h : p ∧ q) : q ∧ p := by
        constructor
        · exact h.2
        · sorry
      theorem two (n : Nat) : n = n := match n with
        | 0 => rfl
        | _ + 1 => sorry
      theorem three : (n : Nat) → n = n
        | 0 => sorry
        | _ + 1 => rfl
      """, file: "/data/Mine.lean", name: "Mine")
    #expect(begun.problems.map(\.name) == ["one", "two", "three"])
    #expect(begun.problems[2].statement.target == "(n : Nat) → n = n")
    for (statement, part) in [
      ("(h : sorry) : True := trivial", "statement of t"), (": True := by trivial", "has a proof"),
      (": True := by exact (\"sorry\", trivial).2 -- sorry", "has a proof"),
    ] {
      #expect {
        _ = try EvalSuite.plain("theorem t \(statement)\n", file: "/data/Mine.lean", name: "Mine")
      } throws: { error in
        "\(error)".contains("/data/Mine.lean:1: ") && "\(error)".contains(part)
      }
    }
    // Within it `sqrt` could be another function.
    #expect {
      _ = try EvalSuite.plain(
        "open Real\nnamespace Nat\ntheorem t : sqrt 2 = 1 := sorry\n", file: "/data/Mine.lean",
        name: "Mine")
    } throws: { error in
      "\(error)".contains("/data/Mine.lean:2: ") && "\(error)".contains("'namespace'")
    }
    #expect {
      _ = try EvalSuite.plain(
        "import Mathlib\n\nlocal notation \"x\" => 1\n", file: "/data/Mine.lean", name: "Mine")
    } throws: { error in
      "\(error)".contains("/data/Mine.lean:3: ") && "\(error)".contains("'notation'")
    }
  }

  /// The shipped configuration with a Lean that has its theories.
  private static func shipped(_ folder: TemporaryFolder) async throws -> (Configuration, LeanPool) {
    let text = try String(contentsOfFile: Project.folder + "/config.yaml", encoding: .utf8)
    let configuration = try Configuration.parse(text)
    let pool = try await SeedModules.lean(
      configuration, corpus: Project.folder + "/corpus", compiled: folder.path + "/compiled")
    return (configuration, pool)
  }

  /// With a theory of a configured domain in the header Lean states the problem, all binders in the context: the search
  /// can begin with it whatever the brackets.
  @Test func aConfiguredTheoryMakesADomain() async throws {
    let folder = try TemporaryFolder()
    let (configuration, pool) = try await Self.shipped(folder)
    let statements = [
      ("comm", "theorem comm (x y : Nat) : x + y = y + x"),
      ("implicit", "theorem implicit {x : Nat} : x = x"),
      ("anonymous", "theorem anonymous {x y : Nat} (_ : x = y) ⦃_ : y = y⦄ : y = x"),
      ("shadowed", "theorem shadowed (x : Nat) (h : x = 0) {x : Nat} (k : x = 0) : x = 0"),
      ("instances", "theorem instances {α : Type} [Inhabited α] [Inhabited α] (a : α) : a = a"),
      ("quoted", "theorem quoted («a b» : Nat) {«c» : Nat} : «a b» + «c» = «a b» + c"),
      ("letters", "theorem letters.{u} {α : Type u} (a : α) :\\n  let b := a\\n  b = a"),
      ("unused", "theorem unused {p : Prop} (n : Nat) : n = n"),
    ]
    let lines = statements.map {
      Self.line($0.0, $0.1 + " := by sorry", header: "import Theory.Nat", informal: nil)
    }
    let file = try folder.write("f.jsonl", lines.joined(separator: "\n").utf8)
    let suites = try await EvalSuite.load(
      [file], root: "", domains: configuration.domains, pool: pool)
    let problems = try #require(suites.first?.problems)
    #expect(problems.map(\.name) == statements.map(\.0))
    for problem in problems {
      #expect(problem.domain?.module == "Theory.Nat", "\(problem.name)")
      #expect(problem.header == LeanHeader(imports: ["Theory.Nat"], opens: ["Loom"]))
      #expect(problem.introduction.isEmpty)
    }
    #expect(problems[0].statement.size > 0)
    #expect(problems[1].informalText == "Prove the theorem below about natural numbers.")
    let tasks = problems.dropFirst().map {
      $0.proofTask(
        ProofSample(
          ordinal: 0, turns: [],
          script: "first | rfl | exact Eq.symm (by assumption) | assumption | (intros; rfl)"),
        imports: ["Theory.Nat"])
    }
    let verdicts = try await LeanChecker(pool: pool).check(tasks)
    for (task, verdict) in zip(tasks, verdicts) {
      #expect(verdict.kind == "accepted", "\(verdict) \(task.fileText)")
    }
  }

  /// A problem that Lean cannot read is said before anybody searches it.
  @Test func aProblemThatIsNoLeanIsNamed() async throws {
    let folder = try TemporaryFolder()
    let (configuration, pool) = try await Self.shipped(folder)
    let line = Self.line(
      "odd", "theorem odd (n : Nat) : n + Nat.missing = n := sorry", header: "import Theory.Nat")
    let file = try folder.write("f.jsonl", line.utf8)
    await #expect {
      _ = try await EvalSuite.load([file], root: "", domains: configuration.domains, pool: pool)
    } throws: { error in
      "\(error)".contains("f.jsonl") && "\(error)".contains("odd")
        && "\(error)".contains("Nat.missing") && (error as? WorkbenchError)?.isUsage != true
    }
  }

  @Test(arguments: [
    ("/-- a b -/\n", "a b"), ("  /- a -/", "a"), ("-- a", "a"), ("a", "a"), ("", ""),
    ("/-- -/", ""), ("/--", ""), ("-/", ""),
  ])
  func commentsLoseTheirMarks(_ comment: String, _ words: String) {
    #expect(JSONLinesSuite.plain(comment) == words)
  }

  @Test func theoremNamesAreLeans() {
    #expect(WholeProofEvalProver.theoremName("mathd_algebra_1") == "mathd_algebra_1")
    #expect(WholeProofEvalProver.theoremName("1983 p1/é'") == "problem_1983_p1__'")
    #expect(WholeProofEvalProver.theoremName("") == "problem_")
  }
}

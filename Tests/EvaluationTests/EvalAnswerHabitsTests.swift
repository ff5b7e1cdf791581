import Basics
import Checkers
import Completion
import LeanInterface
import LeanText
import Prover
import Records
import TestSupport
import Testing

@testable import Configuration
@testable import Evaluation
@testable import Workbench

/// Gives each problem the answer written down for it.
private struct WritingModel: CompletionModel {
  let name = "writing"
  let answers: [String: String]

  func complete(_ request: CompletionRequest) async -> ModelAnswer<CompletionBatch> {
    guard case .chat(let messages) = request.prompt,
      let answer = answers.first(where: { name, _ in
        messages.contains { $0.content.contains("theorem \(name) ") }
      })?.value
    else { return .declined(reason: "no such problem") }
    return .answer(
      CompletionBatch(
        completions: (0..<request.count).map { _ in Completion(text: answer, finish: .stop) },
        usage: TokenUsage(prompt: 1, completion: request.count)))
  }

  func stream(_ request: CompletionRequest) -> AsyncThrowingStream<CompletionPiece, any Error> {
    AsyncThrowingStream { $0.finish() }
  }

  func score(_ continuations: [String], after prompt: Prompt) async -> ModelAnswer<[Float]> {
    .declined(reason: "does not score")
  }
}

/// Answers as models write them, from the answer's text to the checker's verdict.
@Suite struct EvalAnswerHabitsTests {
  private static let statement = "(a b : Nat) (h : a = b) : b = a := by"
  private static let aux = "theorem aux (a b : Nat) (h : a = b) : b = a := h.symm"

  /// What stands in front of the theorem and its script.
  private static let helped: [(front: String, script: String)] = [
    ("namespace Foo\n\(aux)\nend Foo", "exact Foo.aux a b h"),
    ("namespace Foo\n\(aux)\nend Foo\nopen Foo", "exact aux a b h"),
    ("namespace Foo\nprivate \(aux)\nend Foo\nopen Foo in", "exact aux a b h"),
    ("namespace A\nnamespace B\n\(aux)\nend B\nopen B", "exact aux a b h"),
    ("namespace A.B\n\(aux)\nend B\nend A", "skip\n  exact A.B.aux a b h"),
    ("theorem Foo.aux (a b : Nat) (h : a = b) : b = a := h.symm", "exact Foo.aux a b h"),
    (
      "section\nvariable (n m : Nat)\ntheorem aux (h : n = m) : m = n := h.symm\nend",
      "exact aux a b h"
    ),
    (
      "variable {n m : Nat} (k : n = m)\ninclude k in\ntheorem aux : m = n := k.symm",
      "exact aux h"
    ),
    ("noncomputable section\ndef twice (n : Nat) := n + n", "exact (show a = b from h).symm"),
    ("set_option linter.all false in\n\(aux)\n#check aux", "exact aux a b h"),
    (
      "universe u\ntheorem aux {α : Type u} (a b : α) (h : a = b) : b = a := h.symm",
      "exact aux a b h"
    ),
  ]

  @Test func honestAnswersAreProofs() async throws {
    var answers: [String: String] = [:]
    for (index, helper) in Self.helped.enumerated() {
      answers["h\(index)"] =
        "```lean4\n\(helper.front)\n\ntheorem h\(index) \(Self.statement)\n  \(helper.script)\n```"
    }
    let plain = { (name: String) in "theorem \(name) \(Self.statement)\n  exact h.symm" }
    answers["glued"] = "```lean4\n\(plain("glued"))```"
    answers["token"] = "```lean4\n\(plain("token"))\n```<|im_end|>"
    answers["shown"] =
      "```lean4\n\(plain("shown"))\n\n#print axioms shown\n```\n```lean4\n#check shown\n```"
    try await expectProofs(
      answers, of: Dictionary(answers.keys.map { ($0, Self.statement) }, uniquingKeysWith: { $1 }))
  }

  /// Lean's layout depends on line breaks, in the problem and in the answer.
  @Test func statementsOfSeveralLinesAreRestated() async throws {
    let statements = [
      "l01": "(a : Nat) :\n  let x := a + 1\n  x = a + 1 := by",
      "l02": "(a : Nat) (h : let y := a\n y = 2) : a = a := by",
      "l03": "(a : Nat) :\n  have x : a = a := rfl\n  a = a := by",
      "l04":
        "{a : Nat} [Inhabited Nat] :\n  match a with\n  | 0 => 0 = 0\n  | _ + 1 => 1 = 1 := by",
      "l05": "(f : Nat → Nat) (_ : f = fun\n  | 0 => 0\n  | n + 1 => n) :\n  f = f := by",
    ]
    let script = "  first\n  | exact rfl\n  | (intros; rfl)\n  | (cases a <;> rfl)\n  | simp"
    let answers = Dictionary(
      statements.map { name, statement in
        (name, "```lean4\ntheorem \(name) \(statement)\n\(script)\n```")
      }, uniquingKeysWith: { $1 })
    try await expectProofs(answers, of: statements)
  }

  /// - Parameters:
  ///   - answers: by the name of the problem.
  ///   - statements: by the same name, up to `:= by`.
  private func expectProofs(_ answers: [String: String], of statements: [String: String])
    async throws
  {
    let lines = try statements.sorted { $0.key < $1.key }.map { name, statement in
      try ["name": name, "formal_statement": "theorem \(name) \(statement) sorry"].jsonLine()
    }
    let suites = try JSONLinesSuite.read(lines.joined(separator: "\n"), file: "f.jsonl", name: "f")
    let folder = try TemporaryFolder()
    let toolchain = try await testToolchain()
    let text = try String(contentsOfFile: Project.folder + "/config.yaml", encoding: .utf8)
    let configuration = try Configuration.parse(text)
    let pool = configuration.proofPool(
      LeanPool(toolchain: toolchain, options: configuration.lean.options), compiled: "")
    let prover = WholeProofEvalProver(
      prover: WholeProofProver(
        model: WritingModel(answers: answers),
        reviewer: LeanReviewer(pool: pool, lint: ProofLintOptions()),
        options: WholeProofOptions(samples: 1, corrections: 0, allowsHelpers: true)), settings: [:])
    let file = try SampleFile(
      folder: folder.path, settings: EvalSettings(common: [:], provers: [:], suites: [:]))
    let runner = EvalRunner(
      suites: suites, panel: Panel(checkers: [try LeanChecker(pool: pool)], quorum: .all),
      file: file, samples: 1, retryDeclined: false)
    try await runner.run(prover)
    for name in answers.keys {
      let key = SampleFile.Key(prover: "whole-proof", suite: "f", problem: name)
      let sample = try #require(await file.samples[key]?[0])
      #expect(sample.outcome == .proved, "\(answers[name] ?? ""): \(sample)")
    }
  }
}

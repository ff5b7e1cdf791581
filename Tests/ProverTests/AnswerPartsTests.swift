import LeanText
import Testing

@testable import Prover

/// Small answers, taken apart.
@Suite struct AnswerPartsTests {
  private let statement = TrustedStatement(name: "t", signature: "(p : Prop) : p → p")

  private func kinds(_ text: String) -> [String] {
    FormalAnswer(text).blocks.map {
      "\($0.kind)\($0.isClosed ? "" : " open")\($0.isInThought ? " thought" : "") \($0.line): \($0.text)"
    }
  }

  @Test func blocksAreFoundByTheirFences() {
    let table: [(String, [String])] = [
      ("```lean4\na\n\nb\n```", ["lean 1: a\n\nb"]),
      ("```LEAN \n```", ["lean 1: "]),
      ("```lean4\n", ["lean open 1: "]),
      ("x\n~~~~ tactics more words\n~~~\na\n~~~~~", ["tactics 2: ~~~\na"]),
      ("```lean4x\na\n```", ["other 1: a"]),
      ("``lean4\na\n``", []),
      ("text ```lean4\na\n```", ["lean 1: a"]), ("a ```lean4 b\na\n```", ["other open 3: "]),
      ("``` a `b` c\n```", ["other open 2: "]),
      ("  ```lean4\n    a\n b\n\tc\n  ```", ["lean 1:   a\nb\nc"]),
      ("```lean4\na\n     ```\nb\n```", ["lean 1: a\n     ```\nb"]),
      ("```lean4\r\na\r\n```\r\n", ["lean 1: a"]),
      ("```tactics\na\n```lean\nb\n```", ["tactics open 1: a", "lean 3: b"]),
      ("```tactics\na\n```text\nb\n```", ["tactics 1: a\n```text\nb"]),
      ("<think>```tactics\na\n</think>\nb", ["tactics open thought 1: a"]),
      ("```tactics\na\n```\n</think>```lean4\nb", ["tactics thought 1: a", "lean open 4: b"]),
      ("<think></think>```lean4\n</think>\n```", ["lean 1: </think>"]),
      ("", []), ("\n\n", []), ("\u{0}```\u{0}", []),
    ]
    for (text, expected) in table { #expect(kinds(text) == expected, "\(text)") }
  }

  @Test func thoughtsAreFoundByTheirTags() {
    let table: [(String, [String], Int)] = [
      ("<think> a </think> b", ["a"], 0),
      ("a</think>b", ["a"], 0),
      ("<think>a", ["a open"], 0),
      ("<think>a<think>b</think>c</think>", ["a open", "b"], 1),
      ("</think>a<think>b", ["", "b open"], 0),
      ("<think>a</think></think>", ["a"], 1),
      ("<think>\n```tactics\n<think>\n```\n</think>", ["```tactics\n<think>\n```"], 0),
      ("a < think> <thinking> </ think>", [], 0),
      ("<<think>a<</think>>", ["a<"], 0),
      ("", [], 0),
    ]
    for (text, expected, strays) in table {
      let answer = FormalAnswer(text)
      let thoughts = answer.thoughts.map { $0.text + ($0.isClosed ? "" : " open") }
      #expect(thoughts == expected, "\(text)")
      #expect(answer.strayEnds == strays, "\(text)")
    }
  }

  @Test func theFinalBlockIsTheLastBehindTheThought() throws {
    let answer = FormalAnswer(
      "<think>\n```lean\na\n```\n</think>\n```lean\nb\n```\n c \n<think>\n```lean\nd\n```")
    #expect(try final(answer) == "b")
    #expect(answer.text(behindBlock: 1) == "c \n<think>\n```lean\nd\n```")
    #expect(try final(FormalAnswer("<think>```lean\na\n```")) == "a")
    #expect(try final(FormalAnswer("```tactics\na\n```")) == nil)
    #expect(FormalAnswer("<think>x</think><think>y").thought == "x\n\ny")
  }

  private func final(_ answer: FormalAnswer) throws -> String? {
    answer.final(for: try #require(statement), blockBytesMax: 4096).map { answer.blocks[$0].text }
  }

  /// One pass, whatever the shape of the line.
  @Test(arguments: [
    "a", "`", "```", "~~~", "<", "<think>", "</think>", "<think>```", "<think>```x`", "```\n",
    "```lean\n", "\u{0}", " ", "🧵", "\r", "~~~lean\n<think>\n",
  ])
  func longAnswersAreReadInOnePass(_ piece: String) {
    let size = 1 << 16
    let text = String(repeating: piece, count: size / piece.utf8.count)
    let answer = FormalAnswer(text)
    #expect(answer.blocks.reduce(0) { $0 + $1.text.utf8.count } <= size)
    #expect(answer.thoughts.reduce(0) { $0 + $1.text.utf8.count } <= size)
    let ended = FormalAnswer("```lean4\n" + text)
    let statement = TrustedStatement(name: "t", signatureTokens: [])
    let draft = ProofCut.draft(of: ended, for: statement)
    if case .success = draft { Issue.record("there is no theorem of that name") }
    let errors = AnswerFormat.errors(in: ended, statement: statement)
    #expect(errors.contains(.tacticsBlocks))
  }

  /// The same of many short lines: what is added to a block or a thought must not copy it.
  @Test(arguments: ["```lean4\n", "<think>\n", ""])
  func answersOfManyLinesAreReadInOnePass(_ start: String) {
    let lines = 1 << 18
    let answer = FormalAnswer(start + String(repeating: "x\n", count: lines))
    let block = answer.blocks.first
    let size = (block?.text ?? answer.thoughts.first?.prose ?? "").utf8.count
    #expect(size == (start.isEmpty ? 0 : block == nil ? 2 * lines + 1 : 2 * lines - 1))
  }

  // MARK: Format

  private func errors(
    _ text: String, options: AnswerFormatOptions = AnswerFormatOptions()
  ) throws -> [String] {
    AnswerFormat.errors(
      in: FormalAnswer(text), statement: try #require(statement), options: options
    ).map(\.rawValue)
  }

  private func answer(tactics: [String], _ lean: String) -> String {
    let blocks = tactics.map { "```tactics\n\($0)\n```\n" }.joined()
    return "<think>\n\(blocks)</think>\n```lean4\n\(lean)\n```"
  }

  @Test func thresholdsAreWhereTheySay() throws {
    let proof = (0..<10).map { "  have h\($0) : p → p := id" }
    let lean = (["theorem t (p : Prop) : p → p := by"] + proof).joined(separator: "\n")
    func covered(_ count: Int) -> [String] {
      [
        proof.prefix(count / 2).joined(separator: "\n"),
        proof[(count / 2)..<count].joined(separator: "\n"),
      ]
    }
    #expect(try errors(answer(tactics: covered(7), lean)) == [])
    #expect(try errors(answer(tactics: covered(6), lean)) == ["tactics-coverage"])
    let paper = AnswerFormatOptions(tacticsBlocksMin: 1, coverageMin: 0.6)
    #expect(try errors(answer(tactics: covered(6), lean), options: paper) == [])
    // 11 lines in the final block: 0.95 of them are 10.
    let whole = (["-- so"] + proof).joined(separator: "\n")
    #expect(try errors(answer(tactics: ["x", proof.joined(separator: "\n")], lean)) == [])
    #expect(try errors(answer(tactics: ["x", whole], lean)) == ["tactics-too-long"])
    // Five lines are never too many.
    let short = "theorem t (p : Prop) : p → p := id"
    #expect(try errors(answer(tactics: ["id", "a\nb\nc\nd\n\ne"], short)) == [])
    #expect(try errors(answer(tactics: ["id", "a\nb\nc\nd\ne\nf"], short)) == ["tactics-too-long"])
  }

  @Test func linesAreComparedByTheirTokens() throws {
    let lean = "theorem t (p : Prop) : p → p := by\n  intro h -- take it\n  exact   h"
    #expect(try errors(answer(tactics: ["intro h", "/- so -/ exact h -- done"], lean)) == [])
    #expect(try errors(answer(tactics: ["intro g", "exact g"], lean)) == ["tactics-coverage"])
  }

  @Test func theStatementIsFoundByStructure() throws {
    let tactics = ["fun h => h", "id"]
    let spaced = "theorem t(p:Prop) :\n  p → /- so -/ p :=\n  fun h => h"
    #expect(try errors(answer(tactics: tactics, spaced)) == [])
    for other in [
      "theorem u (p : Prop) : p → p := fun h => h", "theorem t (q : Prop) : q → q := fun h => h",
      "example (p : Prop) : p → p := fun h => h", "theorem t {p : Prop} : p → p := fun h => h",
    ] {
      #expect(try errors(answer(tactics: tactics, other)) == ["statement-missing"], "\(other)")
    }
  }

  // MARK: Cut

  private func cut(_ lean: String, helpers: Bool = false) throws -> String {
    let options = ProofCutOptions(allowsHelpers: helpers, blockBytesMax: 4096)
    switch ProofCut.draft(ofLean: lean, for: try #require(statement), options: options) {
    case .success(let draft):
      return draft.helpers + (draft.helpers.isEmpty ? "" : " | ") + draft.script
    case .failure(let failure): return "! " + failure.problem.rawValue
    }
  }

  private let head = "theorem t (p : Prop) : p → p := "

  @Test func proofsAreCutByStructure() throws {
    let table: [(String, String)] = [
      ("\(head)id", "exact (id)"), ("\(head)id -- so", "exact (\nid -- so\n)"),
      ("\(head)by\n    intro h\n    exact h", "intro h\nexact h"),
      ("\(head)by intro h; exact h", "intro h; exact h"),
      ("@[simp] protected \(head)id", "exact (id)"),
      ("\(head)by sorry\n\(head)id", "exact (id)"),
      ("\(head)id\ntheorem t : True", "exact (id)"),
      ("example : True := trivial\n\(head)id", "exact (id)"),
      ("\(head)id\ntheorem u : True := trivial", "exact (id)"),
      ("theorem u (p : Prop) : p → p := id", "exact (id)"),
      ("example (q : Prop) : q := id", "exact (id)"),
      ("universe u\nvariable (x : Nat)\nopen Nat\n\(head)id", "exact (id)"),
      ("/-! Proof -/\n\(head)id", "exact (id)"), ("\(head)id\n/-- the end -/", "exact (id)"),
      ("\(head)by\n  exact h.prefix.end", "exact h.prefix.end"),
      ("\(head)", "! no-proof"), ("\(head)by", "! no-proof"), ("\(head)by -- so", "! no-proof"),
      ("theorem t (p : Prop) : p → p", "! no-proof"),
      ("", "! no-theorem"), ("theorem", "! no-theorem"), ("example", "! no-theorem"),
      ("theorem u : True := trivial\nlemma v : True := trivial", "! no-theorem"),
      ("\(head)by\n  exact (id", "! unreadable"), ("\(head)id)", "! unreadable"),
      ("intro h\n\(head)id", "! unreadable"), ("\(head)\"", "! unreadable"),
      ("\(head)id\u{2028}", "! unreadable"), ("\(head)id\r", "! unreadable"),
      ("\(head)by\n    exact (\n    theorem u : False := x)", "! forbidden-command"),
      ("\(head)by\n    exact (\n    #check u)", "! forbidden-command"),
      ("\(head)id\nset_option pp.all true", "exact (id)"),
      ("set_option debug.skipKernelTC true\n\(head)id", "! forbidden-command"),
      ("instance : Nonempty Nat := x\n\(head)id", "! forbidden-command"),
      ("\(head)by\n  exact u\n  where u := id", "! where-clause"),
      ("\(head)by\n  exact u\n  termination_by u", "! where-clause"),
      ("def u := 1\n\(head)id", "! helpers-not-allowed"),
      (String(repeating: "-", count: 5000), "! too-long"),
    ]
    for (lean, expected) in table { #expect(try cut(lean) == expected, "\(lean)") }
  }

  @Test func helpersAreWhatStandsInFront() throws {
    let table: [(String, String)] = [
      (
        "def u := 1\n\n/-- v -/\nprivate lemma v : True :=\n  trivial\n" + head
          + "id\nabbrev w := 2",
        "def u := 1\n\n/-- v -/\nprivate lemma v : True :=\n  trivial | exact (id)"
      ),
      (
        "open Classical in\ndef u := 1\n\(head)id",
        "open Classical in\ndef u := 1 | exact (id)"
      ),
      ("@[reducible] def u := 1\n\(head)id", "! forbidden-command"),
      ("unsafe def u := 1\n\(head)id", "! forbidden-command"),
    ]
    for (lean, expected) in table { #expect(try cut(lean, helpers: true) == expected, "\(lean)") }
  }
}

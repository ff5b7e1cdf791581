import Basics
import Completion
import LanguageModel
import LeanInterface
import LeanText
import Records
import Testing

@testable import Conjecturer

/// An answer as models give them, and what is to be read in it.
struct RecordedAnswer: Sendable, CustomTestStringConvertible {
  enum Asked: Sendable { case stp, chat }
  var name: String
  var asked: Asked
  var text: String
  var finish = CompletionFinish.stop
  var signatures: [String] = []
  var faults: [AnswerFault] = []

  var testDescription: String { name }

  var prompt: Prompt {
    switch asked {
    case .stp:
      .text(
        "Complete the following Lean 4 code:\n\n```lean4\n<lemma>\ntheorem true: True\n<easy theorem>\n"
          + "theorem t (a : Nat) : a = a := by\n  rfl\n<hard theorem>\n theorem")
    case .chat:
      .chat([
        ChatMessage(role: .system, content: "You are an expert."),
        ChatMessage(role: .user, content: "State one theorem in a ```lean4 block."),
      ])
    }
  }

  static func stp(
    _ name: String, _ text: String, _ signatures: String..., faults: [AnswerFault] = [],
    cut: Bool = false
  ) -> RecordedAnswer {
    RecordedAnswer(
      name: name, asked: .stp, text: text, finish: cut ? .length : .stop, signatures: signatures,
      faults: faults)
  }

  static func chat(
    _ name: String, _ text: String, _ signatures: String..., faults: [AnswerFault] = [],
    cut: Bool = false
  ) -> RecordedAnswer {
    RecordedAnswer(
      name: name, asked: .chat, text: text, finish: cut ? .length : .stop, signatures: signatures,
      faults: faults)
  }
}

extension RecordedAnswer {
  static let continued: [RecordedAnswer] = [
    .stp(
      "the plain form", " add_swap (a b c : Nat) : a + b + c = c + b + a",
      "(a b c : Nat) : a + b + c = c + b + a"),
    .stp(
      "the end tag, and the model goes on",
      " t1 (a : Nat) :\n  0 + a = a</hard theorem>\n```\n<lemma>\ntheorem x : 1 = 1",
      "(a : Nat) : 0 + a = a"),
    .stp(
      "another task behind it", " t1 (a : Nat) : 0 + a = a\n<easy theorem>\ntheorem x : 1 = 1",
      "(a : Nat) : 0 + a = a"),
    .stp(
      "a proof behind it",
      " t2 (a b : Nat) : a * b = b * a := by\n  induction a with\n  | zero => simp\n  | succ n ih => simp [ih]",
      "(a b : Nat) : a * b = b * a"),
    .stp("sorry behind it", " t3 (a : Nat) : a * 0 = 0 := by sorry", "(a : Nat) : a * 0 = 0"),
    .stp("a term behind it", " t4 (a : Nat) : a + 0 = a := rfl", "(a : Nat) : a + 0 = a"),
    .stp(
      "a default value", " t5 (a : Nat) (n : Nat := 0) : a + n = n + a",
      "(a : Nat) (n : Nat) : a + n = n + a"),
    .stp(
      "a default proof", " t6 (a b : Nat) (h : a = b := by rfl) : b = a := h.symm",
      "(a b : Nat) (h : a = b) : b = a"),
    .stp(
      "every kind of bracket",
      " t7 {α : Type} [DecidableEq α] ⦃l : List α⦄ (m : List α) : (l ++ m).length = (m ++ l).length",
      "{α : Type} [DecidableEq α] ⦃l : List α⦄ (m : List α) : (l ++ m).length = (m ++ l).length"),
    .stp(
      ":= in brackets of the statement", " t8 (a : Nat) : (let b := a + a; b) = 2 * a := by omega",
      "(a : Nat) : (let b := a + a; b) = 2 * a"),
    .stp(
      ":= of a let without brackets",
      " t9 (a : Nat) : let b := a + a; b + 0 = b := by\n  intro b\n  rfl",
      "(a : Nat) : let b := a + a; b + 0 = b"),
    .stp(
      ":= in a hypothesis", " t10 (a : Nat) (h : let b := a; b = 0) : a = 0 := by exact h",
      "(a : Nat) (h : let b := a; b = 0) : a = 0"),
    .stp("no name", " (a b : Nat) : a * b = b * a", "(a b : Nat) : a * b = b * a"),
    .stp("no name and no binders", " : 0 + 0 = 0", ": 0 + 0 = 0"),
    .stp(
      "the keyword once more", "\ntheorem t11 (a : Nat) : a = a + 0", "(a : Nat) : a = a + 0"),
    .stp("no space", "t12 (a : Nat) : 0 * a = 0", "(a : Nat) : 0 * a = 0"),
    .stp(
      "lines and comments", " t13 -- swaps\n    (a b : Nat) -- two\n    (h : a = b) :\n    b = a",
      "(a b : Nat) (h : a = b) : b = a"),
    .stp(
      "two theorems",
      " x (a : Nat) : 0 + a = a := by simp\n\ntheorem y (a : Nat) : 0 * a = 0 := by\n  simp",
      "(a : Nat) : 0 + a = a", "(a : Nat) : 0 * a = 0"),
    .stp(
      "one whole, one cut", " x (a : Nat) : 0 + a = a := by simp\n\ntheorem y (a : Nat) : 0 *",
      "(a : Nat) : 0 + a = a", faults: [.cut], cut: true),
    .stp("cut in the statement", " t14 (a b : Nat) : a + b =", faults: [.cut], cut: true),
    .stp("cut in a binder", " t15 (a b : Na", faults: [.cut], cut: true),
    .stp(
      "cut right behind :=", " t16 (a : Nat) : a * 0 = 0 :=", "(a : Nat) : a * 0 = 0", cut: true),
    .stp(
      "cut in the proof", " t17 (a b : Nat) : a + b = b + a := by\n  simp [Nat.add_comm",
      "(a b : Nat) : a + b = b + a", cut: true),
    .stp(
      "cut in a comment", " t18 (a : Nat) : a + 0 = a := by\n  /- the induction",
      "(a : Nat) : a + 0 = a", cut: true),
    .stp(
      "a closed block and prose", " t19 (a : Nat) : a * 0 = 0\n```\nThis theorem is easy.",
      "(a : Nat) : a * 0 = 0"),
    .stp(
      "a fence at the end of the statement", " t20 (a : Nat) : a * 0 = 0```\nThis is easy.",
      "(a : Nat) : a * 0 = 0"),
    .stp(
      "a fence and a special token", " t21 (a : Nat) : a * 0 = 0\n```<|im_end|>",
      "(a : Nat) : a * 0 = 0"),
    .stp("a special token", " t22 (a : Nat) : a * 0 = 0</s>", "(a : Nat) : a * 0 = 0"),
    .stp(
      "a print behind it", " t23 (a : Nat) : a * 0 = 0 := by simp\n\n#print axioms t23",
      "(a : Nat) : a * 0 = 0"),
    .stp("nothing", "", faults: [.noStatement]),
    .stp("prose", " is left to the reader.", faults: [.noStatement]),
    .stp("an open bracket", " t20 (a b : Nat : a + b = b + a", faults: [.noStatement]),
    .stp("sorry in the statement", " t21 (a : Nat) : a = sorry", faults: [.forbidden]),
    .stp("a string", " t22 : \"a\" = \"a\"", faults: [.forbidden]),
    .stp("a command", " t23 (a : Nat) : a = 0 #eval 3", faults: [.forbidden]),
    .stp(
      "an axiom behind it", " t24 (a : Nat) : 0 + a = a\naxiom bad : False",
      "(a : Nat) : 0 + a = a"),
    .stp(
      "names with subscripts and quantifiers",
      " t25 {P Q : Nat → Prop} (h₁ : ∀ x, P x → Q x) (n' : Nat) : P n' → ∃ y, Q y",
      "{P Q : Nat → Prop} (h₁ : ∀ x, P x → Q x) (n' : Nat) : P n' → ∃ y, Q y"),
    .stp(
      "far too long", " t26 (a : Nat) : a = a" + String(repeating: " + 0", count: 600),
      faults: [.tooLong]),
  ]

  static let conversations: [RecordedAnswer] = [
    .chat(
      "one block",
      "Here it is:\n\n```lean4\ntheorem t1 (a b : Nat) : a + b = b + a := by sorry\n```\n",
      "(a b : Nat) : a + b = b + a"),
    .chat(
      "a special token behind the fence",
      "```lean4\ntheorem s1 (a : Nat) : 0 + a = a := by sorry\n```<|im_end|>",
      "(a : Nat) : 0 + a = a"),
    .chat(
      "a fence at the end of the code",
      "So: ```lean4\ntheorem s2 (a : Nat) : 0 + a = a := by sorry```\nAnd no more.",
      "(a : Nat) : 0 + a = a"),
    .chat(
      "a fence at the end of a statement alone, tildes",
      "~~~lean\ntheorem s3 (a : Nat) : 0 + a = a~~~</s>", "(a : Nat) : 0 + a = a"),
    .chat(
      "no fence but the turn's end", "theorem s4 (a : Nat) : 0 + a = a<end_of_turn>",
      "(a : Nat) : 0 + a = a"),
    .chat(
      "harmless commands around it",
      "```lean4\nset_option pp.all true\ntheorem s5 (a : Nat) : 0 + a = a := by sorry\n#check s5\n```",
      "(a : Nat) : 0 + a = a"),
    .chat(
      "thought before",
      "<think>\nWhat about `theorem x : 1 = 2`? No.\n</think>\n```lean4\ntheorem t2 (a : Nat) : 0 * a = 0 := by sorry\n```",
      "(a : Nat) : 0 * a = 0"),
    .chat(
      "thought that began in the prompt",
      "Let me see.\n```lean4\ntheorem wrong : 1 = 2 := by sorry\n```\n</think>\n\n```lean4\ntheorem t3 (a : Nat) : 0 + a = a := by sorry\n```",
      "(a : Nat) : 0 + a = a"),
    .chat(
      "thought without an end", "<think>\n```lean4\ntheorem x : 1 = 1 := by sorry\n```",
      faults: [.unfinishedReasoning], cut: true),
    .chat(
      "three statements",
      "```lean4\ntheorem a1 (a : Nat) : 0 + a = a := by sorry\nlemma a2 : 0 * 0 = 0 := by sorry\n\nexample (a b : Nat) (h : a = b) : b = a := by\n  sorry\n```",
      "(a : Nat) : 0 + a = a", ": 0 * 0 = 0", "(a b : Nat) (h : a = b) : b = a"),
    .chat(
      "two blocks",
      "First:\n```lean4\ntheorem a1 : 0 = 0 := by sorry\n```\nSecond:\n```lean\nlemma a2 : 1 = 1 := by sorry\n```",
      ": 0 = 0", ": 1 = 1"),
    .chat(
      "a block of another language first",
      "```python\nprint(1)\n```\n```Lean\ntheorem a1 : 0 = 0 := by sorry\n```", ": 0 = 0"),
    .chat("a block without a mark", "```\ntheorem a1 : 0 = 0 := by sorry\n```", ": 0 = 0"),
    .chat(
      "no block", "Sure. Consider this:\n\ntheorem a1 (a : Nat) : a = a := by sorry",
      "(a : Nat) : a = a"),
    .chat(
      "a block that is cut",
      "```lean4\ntheorem a1 (a : Nat) : 0 + a = a := by sorry\ntheorem a2 (a b : Na",
      "(a : Nat) : 0 + a = a", faults: [.cut], cut: true),
    .chat(
      "a header in the block",
      "```lean4\nimport Mathlib\nopen Nat\nset_option maxHeartbeats 400000\n\n/-- Zero. -/\n@[simp] private theorem a1 (a : Nat) : 0 + a = a := by sorry\n```",
      "(a : Nat) : 0 + a = a"),
    .chat(
      "a definition in front",
      "```lean4\ndef double (a : Nat) : Nat := a + a\n\ntheorem a1 (a : Nat) : double a = a + a := rfl\n```",
      "(a : Nat) : double a = a + a"),
    .chat(
      "a namespace around it",
      "```lean4\nnamespace Foo\ntheorem a1 : 0 = 0 := by sorry\nend Foo\n```",
      ": 0 = 0"),
    .chat(
      "equations",
      "```lean4\ntheorem a1 : ∀ n : Nat, n + 0 = n\n  | 0 => rfl\n  | n + 1 => rfl\n```",
      ": ∀ n : Nat, n + 0 = n"),
    .chat(
      "tags of another format",
      "```lean4\n<hard theorem>\ntheorem a1 : 0 = 0 := by sorry\n</hard theorem>\n```", ": 0 = 0"),
    .chat("prose alone", "I cannot think of any theorem today.", faults: [.noStatement]),
    .chat("an empty block", "```lean4\n```", faults: [.noStatement]),
    .chat(
      "line ends of another system",
      "```lean4\r\ntheorem a1 (a : Nat) :\r\n    a = a := by\r\n  sorry\r\n```\r\n",
      "(a : Nat) : a = a"),
    .chat(
      "one is refused, one is not",
      "```lean4\ntheorem a1 : 0 = sorry := by sorry\ntheorem a2 : 0 = 0 := by sorry\n```",
      ": 0 = 0",
      faults: [.forbidden]),
  ]
}

@Suite struct PromptedAnswerTests {
  @Test(arguments: RecordedAnswer.continued + RecordedAnswer.conversations)
  func statementsAreCutOutByStructure(_ recorded: RecordedAnswer) {
    let answer = ConjectureAnswer(
      Completion(text: recorded.text, finish: recorded.finish), to: recorded.prompt)
    #expect(answer.statements.map(\.signature) == recorded.signatures)
    #expect(answer.faults == recorded.faults)
  }

  @Test func anAssistantsBeginningIsContinued() {
    let prompt = Prompt.chat([
      ChatMessage(role: .user, content: "State a theorem."),
      ChatMessage(role: .assistant, content: "```lean4\ntheorem"),
    ])
    let answer = ConjectureAnswer(
      Completion(text: " x (a : Nat) : 0 + a = a := by sorry\n```", finish: .stop), to: prompt)
    #expect(answer.statements == [ProposedStatement(name: "x", signature: "(a : Nat) : 0 + a = a")])
  }

  @Test func anAnswerIsReadNoFurtherThanItsLimit() {
    let text = "```lean4\n" + String(repeating: "theorem x : 0 = 0\n", count: 5000) + "```"
    let answer = ConjectureAnswer(
      Completion(text: text, finish: .stop), to: RecordedAnswer.chat("", "").prompt)
    #expect(answer.statements.count == ConjectureAnswer.statementsMax)
  }

  /// Whatever a model writes, no statement holds a line break or a word that would be more than a statement.
  @Test func mutatedAnswersGiveStatementsOrFaults() {
    let all = RecordedAnswer.continued + RecordedAnswer.conversations
    let pieces = [
      "```", "<think>", "</think>", "</hard theorem>", ":=", ":", "(", ")", "{", "⦄", "/-", "-/",
      "--", "\"", "«", "'", "\\", "theorem", "by", "sorry", "\n", "\r\n", "\u{0}", "\u{301}", "🧵",
      "|", "#", "`", "let",
    ]
    for seed: UInt64 in 0..<3000 {
      var generator = SplitMix64(seed: seed, "mutated answers")
      let recorded = all[Int.random(in: all.indices, using: &generator)]
      var characters = Array(recorded.text.unicodeScalars)
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let at = Int.random(in: 0...characters.count, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: characters.removeSubrange(at..<min(characters.count, at + 4))
        case 1:
          let piece = pieces[Int.random(in: pieces.indices, using: &generator)]
          characters.insert(contentsOf: Array(piece.unicodeScalars), at: at)
        default:
          let other = all[Int.random(in: all.indices, using: &generator)]
          characters.insert(contentsOf: Array(other.text.unicodeScalars.prefix(40)), at: at)
        }
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: characters)
      let answer = ConjectureAnswer(
        Completion(text: String(text), finish: seed % 3 == 0 ? .length : .stop),
        to: recorded.prompt)
      #expect(!answer.statements.isEmpty || !answer.faults.isEmpty, "seed \(seed)")
      for statement in answer.statements {
        #expect(!statement.signature.contains { $0.isNewline }, "seed \(seed)")
        #expect(TacticText.objection(to: statement.signature) == nil, "seed \(seed)")
        #expect(statement.signature.contains(":"), "seed \(seed)")
      }
    }
  }
}

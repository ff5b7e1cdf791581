import Basics
import Foundation
import LeanInterface
import LeanText
import Records
import Testing

@testable import Prover

/// Recorded answers, damaged at random.
@Suite struct AnswerFuzzTests {
  private static let count =
    ProcessInfo.processInfo.environment["LEMMALOOM_FUZZ"].flatMap { Int($0) } ?? 8000
  private static let parts = 8

  @Test func damagedAnswersAreTakenApartWithinBounds() async throws {
    let recorded = try RecordedAnswer.all()
    let texts = try recorded.map { Array(try $0.text().unicodeScalars) }
    let statements = try recorded.map { try #require(TrustedStatement($0.statement)) }
    let drafts = try await withThrowingTaskGroup(of: Int.self) { group in
      for part in 0..<Self.parts {
        group.addTask {
          var drafts = 0
          for number in stride(from: part, to: Self.count, by: Self.parts) {
            var mutator = AnswerMutator(seed: UInt64(number), texts: texts)
            let index = Int(mutator.random.next() % UInt64(texts.count))
            let text = mutator.mutated(index)
            let seen = Self.check(text, statements[index], "mutation \(number)")
            drafts += seen ? 1 : 0
          }
          return drafts
        }
      }
      return try await group.reduce(0, +)
    }
    // Most damage leaves a proof to be cut, or there would be little to check.
    #expect(drafts > Self.count / 20)
    #expect(drafts < Self.count)
  }

  /// Whether there was a proof.
  private static func check(_ text: String, _ statement: TrustedStatement, _ label: String) -> Bool
  {
    let size = text.utf8.count
    let answer = FormalAnswer(text)
    let blocks = answer.blocks.reduce(0) { $0 + $1.text.utf8.count }
    let prose = answer.thoughts.reduce(0) { $0 + $1.prose.utf8.count }
    let thoughts = answer.thoughts.reduce(0) { $0 + $1.text.utf8.count }
    // Prose and blocks share no byte; each line of prose ends with a line feed, the answer's last too.
    #expect(blocks + prose <= size + 1, "\(label)")
    let final = answer.final(for: statement, blockBytesMax: 256 << 10)
    let remainder = final.map { answer.text(behindBlock: $0) } ?? ""
    #expect(thoughts <= size && remainder.utf8.count <= size, "\(label)")
    #expect(answer.blocks.allSatisfy { text.utf8.count >= $0.line }, "\(label)")
    let errors = AnswerFormat.errors(in: answer, statement: statement)
    #expect(Set(errors).count == errors.count, "\(label)")
    if answer.thoughts.count != 1 { #expect(errors.contains(.thinkBlocks), "\(label)") }
    if final == nil { #expect(errors.contains(.leanBlocks), "\(label)") }

    switch ProofCut.draft(
      of: answer, for: statement, options: ProofCutOptions(allowsHelpers: true))
    {
    case .failure(let failure):
      #expect((final == nil) == (failure.problem == .noLeanBlock), "\(label)")
      return false
    case .success(let draft):
      check(draft, final.map { answer.blocks[$0].text } ?? "", label)
      return true
    }
  }

  private static func check(_ draft: ProofDraft, _ block: String, _ label: String) {
    // A first line may be indented to its column.
    #expect(draft.script.utf8.count <= 2 * block.utf8.count + 16, "\(label)")
    #expect(draft.helpers.utf8.count <= block.utf8.count, "\(label)")
    let read = LeanTokens(draft.script)
    #expect(!read.tokens.isEmpty && read.problem == nil, "\(label)")
    for token in read.tokens where token.column == 0 {
      #expect(!commands.contains(token.text), "\(label): \(token.text)")
    }
    // Below the trusted statement the script is the body of one theorem, and no command of its own.
    let indented = draft.script.split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\n  ")
    let outline = LeanOutline("theorem t : True := by\n  " + indented)
    #expect(outline.commands.count == 1 && outline.problem == nil, "\(label): \(draft.script)")
    for helper in LeanOutline(draft.helpers).commands {
      #expect(helperCommands.contains(helper.keyword), "\(label): \(helper.keyword)")
    }
  }

  private static let helperCommands: Set<String> = [
    "theorem", "lemma", "def", "abbrev", "namespace", "section", "end", "variable", "universe",
    "open", "include", "omit",
  ]
  private static let commands: Set<String> = [
    "theorem", "lemma", "def", "axiom", "import", "namespace", "end", "instance", "macro",
    "notation", "attribute", "variable",
  ]
}

/// Damages a text in one to four places; the same seed does the same damage.
private struct AnswerMutator {
  var random: SplitMix64
  let texts: [[Unicode.Scalar]]

  init(seed: UInt64, texts: [[Unicode.Scalar]]) {
    random = SplitMix64(seed: seed, "answers")
    self.texts = texts
  }

  private static let pieces: [[Unicode.Scalar]] = [
    "<think>", "</think>", "```", "```lean4\n", "```tactics\n", "\n```\n", "~~~", "`", "\r\n", "\n",
    "theorem ", "axiom ", "#eval ", "sorry", ":= by", ":=", " | ", "/-", "-/", "--", "\"", "(", ")",
    "⟨", "«", "import Theory.Nat\n", "end", "where", "open Nat in ", "set_option x ", "@[simp] ",
    "example : ", "\u{0}", "\u{feff}", "🧵", "e\u{301}", "\t", "      ",
  ].map { Array($0.unicodeScalars) }

  mutating func mutated(_ index: Int) -> String {
    var text = texts[index]
    for _ in 0...below(4) { damage(&text) }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: text)
    return String(view)
  }

  private mutating func below(_ bound: Int) -> Int {
    bound <= 0 ? 0 : Int(random.next() % UInt64(bound))
  }

  private mutating func span(_ text: [Unicode.Scalar]) -> Range<Int> {
    let start = below(text.count + 1)
    return start..<min(text.count, start + below(1 << below(9)))
  }

  private mutating func damage(_ text: inout [Unicode.Scalar]) {
    switch below(8) {
    case 0: text.removeSubrange(span(text))
    case 1: text.insert(contentsOf: text[span(text)], at: below(text.count + 1))
    case 2:
      let first = span(text)
      let taken = Array(text[first])
      text.removeSubrange(first)
      text.insert(contentsOf: taken, at: below(text.count + 1))
    case 3, 4:
      text.insert(contentsOf: Self.pieces[below(Self.pieces.count)], at: below(text.count + 1))
    case 5: text.removeSubrange(below(text.count + 1)...)
    case 6:
      let other = texts[below(texts.count)]
      text = Array(text[..<below(text.count + 1)]) + other[below(other.count + 1)...]
    default:
      let bytes = (0..<below(24)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      text.insert(
        contentsOf: String(decoding: bytes, as: UTF8.self).unicodeScalars, at: below(text.count + 1)
      )
    }
  }
}

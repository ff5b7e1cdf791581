import Completion
import LeanInterface
import Records
import Terms
import TestSupport
import Testing

@testable import Conjecturer

@Suite struct PromptedPromptTests {
  private let request = ConjectureRequest(
    domain: "nat", count: 1, sizes: 5...12, level: 3, bucket: 4, round: 1, seed: 1)

  private func statement(_ target: String) -> Statement {
    let nat = ["a", "b"].map { Binder(name: $0, type: "Nat") }
    return TestDomains.nat.statement(of: Goal(context: nat, target: target))
  }

  private func prompt(_ template: PromptTemplate, _ seed: PromptSeed?, count: Int = 1) -> Prompt {
    ConjecturePrompt.prompt(
      template, seed: seed, count: count, request: request, domain: TestDomains.nat,
      header: TestDomains.nat.header)
  }

  private var seed: PromptSeed {
    PromptSeed(
      theorem: SeedTheorem(
        name: "t1", statement: statement("0 + a = a"),
        script: "induction a with\n| zero => rfl\n| succ a h => rw [add_succ, h]"),
      lemma: SeedTheorem(
        name: "add_succ", statement: statement("a + Nat.succ b = Nat.succ (a + b)")))
  }

  @Test func theTextForBaseModelsIsTheOneThatTheyWereTrainedOn() throws {
    let text = prompt(try ConjecturePrompt.builtIn(.stp), seed)
    #expect(
      text
        == .text(
          """
          Complete the following Lean 4 code:

          ```lean4
          <lemma>
          theorem add_succ (a b : Nat) : a + Nat.succ b = Nat.succ (a + b)
          <easy theorem>
          theorem t1 (a : Nat) : 0 + a = a := by
            induction a with
            | zero => rfl
            | succ a h => rw [add_succ, h]
          <hard theorem>
           theorem
          """))
    #expect(ConjecturePrompt.stops(.stp) == ["</hard theorem>"])
  }

  @Test func withoutALemmaTheTrivialOneStandsThere() throws {
    let without = prompt(try ConjecturePrompt.builtIn(.stp), PromptSeed(theorem: seed.theorem))
    guard case .text(let text) = without else {
      Issue.record("a text was expected")
      return
    }
    #expect(text.contains("<lemma>\ntheorem true: True\n<easy theorem>\ntheorem t1 "))
  }

  @Test func conversationsSayWhatIsWanted() throws {
    guard case .chat(let messages) = prompt(try ConjecturePrompt.builtIn(.chat), seed, count: 3)
    else {
      Issue.record("a conversation was expected")
      return
    }
    #expect(messages.map(\.role) == [.system, .user])
    let user = messages[1].content
    for part in [
      "domain `nat`", "State 3 other theorem(s)", "4 of 9 (medium", "5 to 12 symbols",
      "theorem t1 (a : Nat) : 0 + a = a := by", "import Theory.Nat\nopen Loom\n```",
      "= : Nat → Nat → Prop", "Nat.succ : Nat → Nat",
    ] {
      #expect(user.contains(part), "\(part)")
    }
    #expect(!user.contains("{{"))
    #expect(ConjecturePrompt.stops(.chat) == [])
  }

  @Test func everyVariableCanBeUsedAndNoOther() throws {
    let text = ConjecturePrompt.variables.map { "\($0.name): {{\($0.name)}}" }.joined(
      separator: "\n")
    let own = try ConjecturePrompt.template(text, source: "own.txt")
    guard case .text(let filled) = prompt(own, seed) else {
      Issue.record("a text was expected")
      return
    }
    for variable in ConjecturePrompt.variables {
      let value = filled.firstRange(of: "\(variable.name): ").map {
        filled[$0.upperBound...].prefix(1)
      }
      #expect(value?.first?.isNewline == false, "\(variable.name) is filled")
      #expect(!variable.note.isEmpty)
    }
    do {
      _ = try ConjecturePrompt.template("one\n{{lemmas}}", source: "own.txt")
      Issue.record("an unknown variable was accepted")
    } catch {
      #expect(error.line == 2 && error.source == "own.txt")
      #expect(error.description.contains("lemmas") && error.description.contains("difficulty"))
    }
  }

  @Test func difficultiesGetHarderWords() {
    let words = (0...9).map { ConjecturePrompt.difficulty(bucket: $0, sizes: 3...9) }
    #expect(Set(words).count == 10)
    #expect(words[0].contains("very easy") && words[9].contains("very hard"))
    #expect(ConjecturePrompt.difficulty(bucket: 99, sizes: 3...9) == words[9])
  }

  @Test func symbolsForProofsAloneAreNotNamed() {
    let logic = ConjecturePrompt.symbols(of: TestDomains.logic)
    #expect(logic.contains("∀ x : α, …") && logic.contains("¬ : Prop → Prop"))
    var domain = TestDomains.list
    #expect(ConjecturePrompt.symbols(of: domain).contains("List.map : (α → β) → List α → List β"))
    domain.signature = Signature([
      Symbol(lean: "List.map", arguments: ["α → β", "List α"], result: "List β", weight: 0)
    ])
    #expect(ConjecturePrompt.symbols(of: domain) == "")
  }
}

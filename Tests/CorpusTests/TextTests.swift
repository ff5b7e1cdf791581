import Foundation
import Records
import Testing

@testable import Corpus

@Suite struct TextTests {
  @Test func aTheoremWithItsDocumentation() {
    var theorem = Make.usesIt
    theorem.axioms = ["propext", "Quot.sound"]
    #expect(
      ModuleText.theorem(theorem) == """
        /-- Asked for at level 2; found with 12 tactic applications, 2 in the proof.
        Source: model. Checked by lean under Lean 4.35.0; axioms: propext, Quot.sound.
        Uses `Loom.Nat.t1`. -/
        theorem Loom.Nat.t2 (a : Nat) : 0 + (0 + a) = a := by
          rw [Loom.Nat.t1, Loom.Nat.t1]
        """)
  }

  @Test func aModuleSetsTheOptionsThatItsProofsNeed() {
    let name = ModuleName(domain: "nat", round: 2)
    func lines(_ options: [String]) -> [Substring] {
      ModuleText.module(
        name, domain: Make.nat, imports: [], options: options, theorems: [Make.usesIt]
      ).split(separator: "\n")
    }
    let set = lines(["maxHeartbeats 400000"])
    #expect(set.filter { $0 == "set_option maxHeartbeats 400000" }.count == 1)
    #expect(set.filter { $0 != "set_option maxHeartbeats 400000" } == lines([]))
  }

  @Test func longStatementsAreBroken() {
    let target = Array(repeating: "a", count: 21).joined(separator: " + ") + " = 0"
    let text = ModuleText.declaration(of: Make.theorem("Loom.Nat.long", target))
    #expect(text == "theorem Loom.Nat.long\n    (a : Nat) :\n    \(target) := by\n  rfl")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func scriptsKeepTheirShape() {
    #expect(ModuleText.indented("rfl") == "  rfl")
    #expect(
      ModuleText.indented("\n    constructor\n    · rfl\n\n      simp\n  \n")
        == "  constructor\n  · rfl\n\n    simp")
    #expect(ModuleText.indented("cases h with\n| a => rfl") == "  cases h with\n  | a => rfl")
  }

  @Test func textCannotEndAComment() {
    var theorem = Make.zeroAdd
    theorem.checker = "lean -/ axiom no : False /- "
    theorem.knownAs = "/-/"
    let text = ModuleText.theorem(theorem)
    #expect(text.components(separatedBy: "-/").count == 2)
    #expect(text.components(separatedBy: "/-").count == 2)
  }

  @Test func moduleNames() {
    let name = ModuleName(domain: "boolean algebra", round: 12)
    #expect(name.module == "Lemmaloom.BooleanAlgebra.Round0012")
    #expect(name.file == "Lemmaloom/BooleanAlgebra/Round0012.lean")
    #expect(name.traces == "traces/BooleanAlgebra/Round0012.md")
    #expect(
      ModuleName(domain: "2-groups", round: 12345).module == "Lemmaloom.Domain2Groups.Round12345")
    #expect(ModuleName.records(round: 7) == "data/round-0007.jsonl")
    #expect(ModuleName.round(ofRecords: "data/round-0007.jsonl") == 7)
    #expect(ModuleName.round(ofRecords: "data/notes.jsonl") == nil)
  }

  @Test func lemmasComeFirst() {
    let uses = ["a": ["c"], "b": ["theory"], "c": ["d", "d"], "d": []]
    #expect(
      LemmaOrder.sorted(["a", "b", "c", "d"], name: { $0 }, uses: { uses[$0] ?? [] })
        == ["b", "d", "c", "a"])
    #expect(LemmaOrder.sorted(["a", "b"], name: { $0 }, uses: { [$0 == "a" ? "b" : "a"] }) == nil)
  }

  @Test func browsing() async throws {
    let place = try Workplace()
    let corpus = try place.create()
    let list = Make.theorem("Loom.List.t1", domain: "list", steps: 3, round: 2)
    _ = try await corpus.commitRound(Make.commit(1, [Make.zeroAdd]))
    _ = try await corpus.commitRound(Make.commit(2, [Make.usesIt, list]))
    let log = try await corpus.log()
    #expect(log.map(\.round) == [2, 1, 0])
    #expect(log.map(\.commit).joined(separator: "\n") == (try place.git("log", "--format=%H")))
    #expect(log[0].date == Make.start.addingTimeInterval(120))
    #expect(log[0].summary == "Round 2: 2 theorems (list 1, nat 1), up to 3 steps")
    #expect(try await corpus.log(limit: 1).count == 1)
    let page = try await corpus.show("Loom.Nat.t2")
    #expect(page.theorem == Make.usesIt)
    #expect(page.module == "Lemmaloom.Nat.Round0002")
    #expect(try await corpus.file(page.file)?.contains(page.lean) == true)
    #expect(try await corpus.file("no/such/file") == nil)
    await #expect(throws: CorpusError.unknownTheorem("x")) { try await corpus.show("x") }
    let statistics = try await corpus.statistics()
    #expect(statistics.rounds == 2)
    #expect(statistics.theorems == ["nat": 2, "list": 1])
    #expect(statistics.total == 3)
    #expect(statistics.steps == [3: 2, 2: 1])
    #expect(statistics.known == ["zero_add": "Loom.Nat.t1"])
    #expect(try await corpus.theorems() == [Make.zeroAdd, list, Make.usesIt])
  }
}

import Records
import TestSupport
import Testing

@testable import LeanInterface

@Suite struct DraftReviewTests {
  private func review(_ drafts: [ProofDraft], of signature: String) async throws -> [DraftReview] {
    try await testPool().review(drafts, of: signature, header: LeanHeader())
  }

  @Test func errorsComeWithTheirGoals() async throws {
    let reviews = try await review(
      [
        ProofDraft(script: "intro hq\nexact ⟨hp, hq⟩"),
        ProofDraft(script: "intro hq\nconstructor\n· exact hq\n· exact hq"),
        ProofDraft(script: "intro hq; exact hp"),
        ProofDraft(script: "intro hq\nconstructor"),
        ProofDraft(script: "exact nothing"),
      ], of: "(p q : Prop) (hp : p) : q → p ∧ q")
    #expect(reviews[0] == .closed)
    let second = try errors(reviews[1])
    #expect(second.count == 1)
    #expect(second[0].line == 4)
    #expect(second[0].goals.contains("hq : q") && second[0].goals.contains("⊢ p"), "\(second)")
    let third = try errors(reviews[2])
    #expect(third[0].goals.contains("⊢ p ∧ q"), "\(third)")
    let fourth = try errors(reviews[3])
    #expect(fourth[0].message.hasPrefix("unsolved goals"))
    #expect(fourth[0].goals.contains("⊢ q"))
    #expect(try errors(reviews[4])[0].goals.contains("⊢ q → p ∧ q"))
  }

  private func errors(_ review: DraftReview) throws -> [DraftError] {
    guard case .errors(let errors) = review else {
      Issue.record("\(review)")
      return []
    }
    return try #require(errors.isEmpty ? nil : errors)
  }

  @Test func draftsDoNotMeet() async throws {
    let helper = "theorem aux (p : Prop) (h : p) : p := h"
    let wrong = "theorem aux (p : Prop) (h : ¬p) : p := h"
    let reviews = try await review(
      [
        ProofDraft(script: "intro h\nexact aux p h", helpers: helper),
        ProofDraft(script: "intro h\nexact aux p h", helpers: wrong),
        ProofDraft(script: "intro h\nexact aux p h"),
        ProofDraft(script: "intro h\nsorry"),
      ], of: "(p : Prop) : p → p")
    #expect(reviews[0] == .closed)
    #expect(try errors(reviews[1])[0].line == 1)
    #expect(try errors(reviews[2])[0].message.contains("aux"))
    #expect(try errors(reviews[3])[0].message.contains("sorry"))
  }

  /// Lean says nothing of what stands behind imports that fail.
  @Test func nothingIsClosedBehindAMissingImport() async throws {
    let reviews = try await testPool().review(
      [ProofDraft(script: "skip")], of: ": False",
      header: LeanHeader(imports: ["Nowhere.At.All"]))
    guard case .declined(let reason) = try #require(reviews.first) else {
      return #expect(Bool(false), "\(reviews)")
    }
    #expect(reason.contains("Nowhere"))
  }

  @Test func goalsWithinBranches() async throws {
    let script = """
      cases h with
      | inl hp => exact hp
      | inr hq => first | exact hq | (constructor)
      """
    let reviews = try await review(
      [ProofDraft(script: script)], of: "(p q : Prop) (h : p ∨ q) : q ∨ p")
    let found = try errors(reviews[0])
    #expect(found[0].goals.contains("hp : p") && found[0].goals.contains("⊢ q ∨ p"), "\(found)")
  }

  // MARK: Sketches

  @Test func aSketchIsFilled() throws {
    let sketch = try #require(
      ProofSketch(
        script: """
          have h1 : p := by sorry
          have h2 : q := sorry
          constructor
          · sorry
          · exact h2
          """))
    #expect(sketch.openSteps == 3)
    #expect(
      sketch.filled(with: ["exact a\n  b", nil, "intro x\nexact x"]) == """
        have h1 : p := by
          exact a
            b
        have h2 : q := sorry
        constructor
        · intro x
          exact x
        · exact h2
        """)
    #expect(ProofSketch(script: "exact h") == nil)
    #expect(ProofSketch(script: "exact f (sorry)")?.filled(with: ["x"]) == "exact f ((by x))")
    #expect(ProofSketch(script: "-- sorry\nexact \"sorry\"") == nil)
  }

  @Test func openGoalsHoldWhatCameBefore() async throws {
    let sketch = try #require(
      ProofSketch(
        script: """
          intro h
          have h1 : q := by sorry
          have h2 : p := by
            sorry
          exact ⟨h2, h1⟩
          """))
    let pool = try await testPool()
    let review = try await pool.openGoals(
      of: sketch, signature: "(p q : Prop) : q ∧ p → p ∧ q", header: LeanHeader())
    guard case .goals(let goals) = review else { return #expect(Bool(false), "\(review)") }
    #expect(goals.map(\.target) == ["q", "p"])
    #expect(goals[1].context.map(\.name) == ["p", "q", "h", "h1"])
    let wrong = try #require(ProofSketch(script: "have h1 : r := by sorry\nexact h1"))
    guard
      case .errors = try await pool.openGoals(of: wrong, signature: ": True", header: LeanHeader())
    else { return #expect(Bool(false), "an unknown name was accepted") }
  }
}

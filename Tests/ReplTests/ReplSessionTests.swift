import Foundation
import LeanInterface
import LeanText
import TestSupport
import Testing

@testable import Repl

/// A session under Lean's own limit of heartbeats.
private func testSession(seconds: Double = 60, heartbeats: Int = 200_000) async throws
  -> ReplSession
{
  ReplSession(
    pool: try await testPool(
      LeanOptions(processes: 1, batchSeconds: seconds, heartbeats: heartbeats)))
}

extension ReplSession {
  fileprivate func run(_ text: String, env: Int? = nil) async throws -> ReplResponse {
    try await respond(to: ReplRequest(cmd: text, env: env))
  }

  fileprivate func apply(_ tactic: String, to state: Int) async throws -> ReplResponse {
    try await respond(to: ReplRequest(tactic: tactic, proofState: state))
  }
}

/// The last line of each goal.
private func targets(_ goals: [String]?) -> [String] {
  (goals ?? []).map { String($0.split(separator: "\n").last ?? "") }
}

private func place(_ line: Int, _ column: Int) -> ReplResponse.Position {
  ReplResponse.Position(line: line, column: column)
}

@Suite struct ReplSessionTests {
  @Test func environmentsBuildOnEachOther() async throws {
    let session = try await testSession()
    #expect(try await session.run("import Init") == ReplResponse(env: 0))
    let lemma = "theorem one : 1 = 1 := rfl\nopen Nat in"
    #expect(try await session.run(lemma, env: 0).messages?.map(\.severity) == ["error"])
    let declared = try await session.run("theorem two (n : Nat) : n = n := rfl", env: 0)
    #expect(declared == ReplResponse(env: 2))
    let used = try await session.run("#check two\nexample : 3 = 3 := two 3", env: 2)
    let message = try #require(used.messages?.first)
    #expect(used.env == 3 && used.messages?.count == 1)
    #expect(message.severity == "info" && message.pos == place(1, 0))
    #expect(message.endPos == place(1, 6) && message.data.contains("two (n : Nat)"))
    let hidden = try await session.run("example : 3 = 3 := two 3", env: 0)
    #expect(hidden.messages?.map(\.severity) == ["error"])
    let late = try await session.run("import Init", env: 0)
    #expect(late.messages?.first?.data.contains("invalid 'import' command") == true)
  }

  @Test func aWrongTheoremIsAnErrorAtItsPlace() async throws {
    let session = try await testSession()
    _ = try await session.run("import Init")
    let answer = try await session.run("\ntheorem x : 1 = 2 := by\n  exact True.intro", env: 0)
    let message = try #require(answer.messages?.first)
    #expect(answer.env == 1 && answer.sorries == nil && answer.messages?.count == 1)
    #expect(message.severity == "error" && message.pos.line == 3 && message.endPos?.line == 3)
  }

  /// The original's answers, from its own tests.
  @Test(arguments: [
    ("def f : Nat := by sorry", 18, "⊢ Nat"), ("def f : Nat := sorry", 15, "⊢ Nat"),
    ("theorem my_theorem (x : Nat) : x = x := by sorry", 43, "x : Nat\n⊢ x = x"),
    ("/- ⟨α⟩ -/ theorem t (𝔸 : Nat) : 𝔸 = 𝔸 := sorry", 41, "𝔸 : Nat\n⊢ 𝔸 = 𝔸"),
  ])
  func aSorryHasItsGoal(_ text: String, _ column: Int, _ goal: String) async throws {
    let answer = try await testSession().run(text)
    #expect(
      answer.sorries == [
        ReplResponse.Sorry(
          pos: place(1, column), endPos: place(1, column + 5), goal: goal, proofState: 0)
      ])
    #expect(answer.messages?.map(\.severity) == ["warning"])
    #expect(answer.messages?.first?.data == "declaration uses `sorry`")
  }

  @Test func everyPositionOfASorryIsFound() async throws {
    let text = """
      theorem a (p q : Prop) (h : p) (n : Nat) : p ∧ (q → q) := by
        cases n with
        | zero => sorry
        | succ n =>
          have z : p := sorry
          exact ⟨id sorry, by intro k
                              exact k⟩ -- sorry
      theorem b : 1 = 1 ∧ 2 = 2 := by
        constructor <;> sorry
      theorem c (p : Prop) : p → p := fun h =>
        sorry
      """
    let sorries = try await testSession().run(text).sorries ?? []
    #expect(sorries.map(\.pos?.line) == [3, 5, 6, 9, 11])
    #expect(
      targets(sorries.map(\.goal)) == ["⊢ p ∧ (q → q)", "⊢ p", "⊢ p", "⊢ 1 = 1", "⊢ p"])
    #expect(sorries.map(\.proofState) == [0, 1, 2, 3, 4])
  }

  @Test func tacticsGoOnFromASorry() async throws {
    let session = try await testSession()
    let text = """
      theorem t (p q : Prop) (h : p) (k : q) : p ∧ q := by
        have z : p := by sorry
        sorry
      """
    #expect(try await session.run(text).sorries?.count == 2)
    let split = try await session.apply("constructor", to: 1)
    #expect(split.proofState == 2 && split.proofStatus == "Incomplete: open goals remain")
    #expect(targets(split.goals) == ["⊢ p", "⊢ q"])
    let half = try await session.apply("exact h", to: 2)
    #expect(half.goals?.count == 1)
    let done = try await session.apply("exact k", to: 3)
    #expect(
      done == ReplResponse(proofState: 4, proofStatus: "Completed", goals: []))
    let unknown = try await session.apply("exact nothing", to: 0)
    #expect(unknown.proofStatus == "Incomplete: contains sorry")
    #expect(unknown.messages?.map(\.severity) == ["error"])
    let nested = try await session.apply("have y : q := sorry\nexact h", to: 0)
    #expect(nested.proofStatus == "Incomplete: contains sorry")
    #expect(targets(nested.sorries?.map(\.goal)) == ["⊢ q"])
    for bad in ["exat h", "rw [h]", "exact h)\nsorry (", ""] {
      #expect(try await session.apply(bad, to: 0).message?.hasPrefix("Lean error:") == true)
    }
    #expect(try await session.apply("trivial", to: 99).message == "Unknown proof state.")
  }

  @Test func whatWasNotReadIsNoSuccess() async throws {
    let session = try await testSession()
    let failed = try await session.run("import NoSuchModule\ntheorem x : True := trivial")
    #expect(failed.messages?.map(\.severity) == ["error"])
    #expect(failed.messages?.first?.data.contains("NoSuchModule") == true)
    #expect(failed.messages?.first?.endPos == nil)
    for unread in ["#exit", "/- open", "def s := \"open"] { _ = try await session.run(unread) }
    for environment in 0...3 {
      let answer = try await session.run("theorem y : False := trivial", env: environment)
      #expect(answer.env == nil && answer.messages == nil)
      #expect(answer.message?.hasPrefix("Environment \(environment) cannot") == true)
    }
  }

  @Test func timeIsNoVerdictAndTheSessionGoesOn() async throws {
    let session = try await testSession(seconds: 4, heartbeats: 0)
    _ = try await session.run("theorem one : 1 = 1 := rfl")
    let endless = "theorem x : True := by\n  repeat (have : True := trivial)\n  trivial"
    let answer = try await session.run(endless, env: 0)
    #expect(answer.env == nil && answer.message?.contains("stopped") == true)
    #expect(try await session.run("example : 1 = 1 := one", env: 0) == ReplResponse(env: 1))
  }

  @Test func otherRequestsAreAnsweredToo() async throws {
    let session = try await testSession()
    func message(_ request: String) async throws -> String {
      try await session.answer(request)?.message ?? ""
    }
    #expect(try await message(#"{"cmd": "def f"#).hasPrefix("Could not parse JSON"))
    #expect(try await message("[1]").hasPrefix("Could not parse as a valid JSON command"))
    #expect(try await message(#"{"cmd": 5}"#).hasPrefix("Could not parse as a valid JSON command"))
    #expect(try await message(#"{"env": 0}"#).hasPrefix("Could not parse as a valid JSON command"))
    #expect(try await message(#"{"cmd": "def f := 1", "env": 5}"#) == "Unknown environment.")
    #expect(try await message(#"{"path": "/nowhere/x.lean"}"#).contains("/nowhere/x.lean"))
    #expect(try await session.answer("-- a comment") == nil)
    let ignored = #"{"cmd": "def f := 2", "env": null, "infotree": "full", "gc": true}"#
    #expect(try await session.answer(ignored) == ReplResponse(env: 0))
  }
}

@Suite struct ReplTextTests {
  @Test func answersHaveNoBlankLine() throws {
    let message = ReplResponse.Message(
      severity: "error", pos: place(1, 0), endPos: nil, data: "a\n\nb")
    let text = ReplResponse(messages: [message], proofState: 1, goals: []).text
    #expect(!text.split(separator: "\n", omittingEmptySubsequences: false).contains(""))
    #expect(text.contains("null"))
    let read = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(Set(read.keys) == ["messages", "proofState", "goals"])
  }

  @Test(arguments: [
    "-- sorry", "/- a /- sorry -/ sorry -/", "\"sorry \\\" sorry\"", "r#\"sorry \" sorry\"# x",
    "«sorry»", "sorryAx x.sorry sorry' `sorry Nat.sorry.x sorry₁", "/-- open sorry",
    "'\"' \"sorry\"",
  ])
  func noSorryIsFound(in text: String) { #expect(SorryPlaces.find(in: text).isEmpty) }

  @Test func whatFollowsABlockKeepsItsColumn() throws {
    let text = "def 𝔸 := f h' '\"' sorry (sorry)\nrest"
    let tokens = SorryPlaces.find(in: text)
    #expect(tokens.map(\.column) == [18, 25])
    let filling = SorryFilling.bracketed(tokens, in: text) { _ in "(by\nskip" }
    let blocks = filling.blocks
    let lines = filling.text.split(separator: "\n").map { Array($0.unicodeScalars) }
    #expect(lines.count == 6)
    #expect(lines.dropLast().last.map { $0.count } == text.unicodeScalars.count - "\nrest".count)
    #expect(blocks.map(\.line) == [1, 3] && blocks.map(\.lastLine) == [3, 5])
    #expect(blocks.map(\.column) == [18, 25])
  }
}

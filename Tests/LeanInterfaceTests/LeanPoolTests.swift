import Foundation
import LeanText
import Records
import Terms
import TestSupport
import Testing

@testable import LeanInterface

@Suite struct LeanPoolTests {
  private let sum = Goal(
    context: [Binder(name: "a", type: "Nat"), Binder(name: "b", type: "Nat")],
    target: "Nat.succ a + b = Nat.succ (a + b)")

  @Test func everyKindOfOutcome() async throws {
    let pool = try await testPool()
    let trivial = Goal(context: [Binder(name: "p", type: "Prop")], target: "p → p")
    let outcomes = try await pool.step(
      [
        GoalStep(
          goal: sum,
          tactics: ["rw [Nat.add_zero]", "induction b with\n| zero => _\n| succ n ih => _", "skip"]),
        GoalStep(goal: trivial, tactics: ["intro h\nexact h", "exact id", "cases p", "intro h"]),
      ], header: LeanHeader())
    #expect(outcomes.map(\.count) == [3, 4])
    guard case .error = outcomes[0][0] else { return #expect(Bool(false), "\(outcomes[0][0])") }
    guard case .goals(let cases) = outcomes[0][1] else {
      return #expect(Bool(false), "\(outcomes[0][1])")
    }
    #expect(cases.map { $0.caseName?.hasSuffix("zero") } == [true, false])
    #expect(cases[1].context.map(\.name) == ["a", "n", "ih"])
    #expect(cases[1].target == "Nat.succ a + (n + 1) = Nat.succ (a + (n + 1))")
    #expect(outcomes[0][2] == .goals([sum].map { named($0, outcomes[0][2]) }))
    #expect(outcomes[1][0] == .closed)
    #expect(outcomes[1][1] == .closed)
    guard case .error = outcomes[1][2] else { return #expect(Bool(false), "\(outcomes[1][2])") }
    guard case .goals(let left) = outcomes[1][3] else { return #expect(Bool(false)) }
    #expect(left[0].context.last == Binder(name: "h", type: "p"))
  }

  private func named(_ goal: Goal, _ outcome: TacticOutcome) -> Goal {
    guard case .goals(let goals) = outcome, let first = goals.first else { return goal }
    var copy = goal
    copy.caseName = first.caseName
    return copy
  }

  /// Variables with values, and line breaks of the goal's own.
  @Test func goalsAreRestatedWhole() async throws {
    let pool = try await testPool()
    let valued = Goal(
      context: [
        Binder(name: "a", type: "Nat"), Binder(name: "w", type: "Nat", value: "a"),
        Binder(name: "h", type: "w = 2"),
      ], target: "a = 2")
    let broken = Goal(context: [], target: "\n    let x := 1\n    x = 1")
    let outcomes = try await pool.step(
      [
        GoalStep(goal: valued, tactics: ["exact h", "rfl", "skip"]),
        GoalStep(goal: broken, tactics: ["exact 3", "intro y\nrfl", "intro y"]),
        GoalStep(goal: valued, tactics: ["exact h"]),
      ], header: LeanHeader(prelude: ["variable (v : Nat)\ninclude v"]))
    #expect(outcomes[0][0] == .closed && outcomes[1][1] == .closed && outcomes[2] == [.closed])
    for outcome in [outcomes[0][1], outcomes[1][0]] {
      guard case .error = outcome else { return #expect(Bool(false), "\(outcome)") }
    }
    guard case .goals(let left) = outcomes[1][2] else { return #expect(Bool(false)) }
    #expect(left.first?.context.last == Binder(name: "y", type: "Nat", value: "1"))
  }

  /// An unparsable, an endless and a crashing candidate each fail alone.
  @Test func aBadCandidateLeavesItsNeighboursAlone() async throws {
    let pool = try await testPool(LeanOptions(processes: 2, batchSeconds: 10))
    let goal = Goal(context: [Binder(name: "p", type: "Prop")], target: "p → p")
    let good = ["exact id", "intro h\nexact h", "exact fun h => h"]
    let bad = ["exact (", "rw [] ]", "repeat (first | skip | skip) ; intro", "exact"]
    let outcomes = try await pool.step(
      [
        GoalStep(goal: goal, tactics: [good[0], bad[0], good[1], bad[1], good[2]]),
        GoalStep(goal: goal, tactics: [bad[3], good[0], bad[2], good[1]]),
        GoalStep(goal: goal, tactics: [good[2]]),
      ], header: LeanHeader())
    #expect([0, 2, 4].map { outcomes[0][$0] } == [.closed, .closed, .closed])
    #expect([1, 3].map { outcomes[1][$0] } == [.closed, .closed])
    #expect(outcomes[2] == [.closed])
    for outcome in [outcomes[0][1], outcomes[0][3], outcomes[1][0], outcomes[1][2]] {
      #expect(outcome != .closed)
    }
  }

  @Test func theSameBatchGivesTheSameAnswer() async throws {
    let pool = try await testPool()
    let tactics = [
      "rfl", "simp", "induction a with | zero => _ | succ n ih => _", "exact h", "rw [h]",
    ]
    let steps = (0..<40).map { index in
      GoalStep(
        goal: Goal(
          context: [Binder(name: "a", type: "Nat"), Binder(name: "h", type: "a = \(index)")],
          target: "0 + a = \(index)"), tactics: tactics)
    }
    let first = try await pool.step(steps, header: LeanHeader())
    let second = try await pool.step(steps, header: LeanHeader())
    #expect(first == second)
    #expect(first.flatMap { $0 }.contains(.closed))
  }

  @Test func snippetsReportTheirOwnLines() async throws {
    let pool = try await testPool()
    let outcomes = try await pool.run(
      [
        "theorem a1 : True := trivial", "\ntheorem a2 : False := trivial",
        "theorem a3 : False := sorry",
      ],
      header: LeanHeader())
    #expect(outcomes[0] == .finished(messages: [], isSorryFree: true))
    guard case .finished(let messages, _) = outcomes[1] else { return #expect(Bool(false)) }
    #expect(messages.map(\.line) == [2])
    #expect(outcomes[2].hasErrors)
  }

  @Test func timeIsDeclinedAndNothingIsLeftBehind() async throws {
    let pool = try await testPool(
      LeanOptions(processes: 1, batchSeconds: 5, heartbeats: 0))
    let outcomes = try await pool.step(
      [
        GoalStep(
          goal: Goal(context: [], target: "True"),
          tactics: ["(repeat (have : True := trivial)) ; trivial", "trivial"])
      ], header: LeanHeader())
    guard case .declined = outcomes[0][0] else { return #expect(Bool(false), "\(outcomes[0])") }
    #expect(outcomes[0][1] == .closed)
    #expect(await pool.statistics.stopped >= 1)
  }

  /// Lean's own bound is looked at by its kernel alone: what only elaborates could take all that the machine has.
  @Test func memoryIsDeclinedBeforeTheMachineHasNone() async throws {
    let pool = try await testPool(
      LeanOptions(processes: 1, batchSeconds: 60, heartbeats: 0, memoryMB: 300))
    let greedy = """
      def twice (p : Prop) : Nat → Prop | 0 => p | n+1 => twice (p ∧ p) n
      theorem t (p : Prop) (h : p) : twice p 30 := by
        simp only [twice]
        repeat (first | assumption | constructor)
      """
    let outcomes = try await pool.run(
      [greedy, "theorem u : True := trivial"], header: LeanHeader())
    guard case .declined(let reason) = outcomes[0] else {
      return #expect(Bool(false), "\(outcomes[0])")
    }
    #expect(reason.contains("over its 300 MB"))
    #expect(outcomes[1] == .finished(messages: [], isSorryFree: true))
  }

  @Test func toolchainSaysWhatWasTried() async throws {
    await #expect(throws: LeanError.noToolchain(tried: ["lean on PATH", "/nowhere/lean"])) {
      _ = try await Toolchain.discover(
        command: "", project: "", fetched: ["/nowhere/lean"], environment: ["PATH": "/nowhere"])
    }
    await #expect(throws: LeanError.self) {
      _ = try await Toolchain.discover(command: "/bin/true", project: "", fetched: [])
    }
  }
}

@Suite struct TextTests {
  @Test func aProjectNeedsLake() async throws {
    await #expect(throws: LeanError.noLake(project: "/p")) {
      try await Toolchain.discover(
        command: "", project: "/p", fetched: [], environment: ["PATH": "/nowhere:/none"])
    }
    #expect("\(LeanError.noLake(project: "/p"))".contains("lean.command"))
  }

  @Test func foldersGoBeforeTheInheritedPath() {
    let lean = Toolchain(lean: "lean", searchPath: ["/project"], version: "4", origin: "")
    #expect(
      lean.environment(["/own", "/b"], inherited: ["LEAN_PATH": "/set:/b:/own"]) == [
        "LEAN_PATH": "/own:/b:/project:/set"
      ])
    let plain = Toolchain(lean: "lean", searchPath: [], version: "4", origin: "")
    #expect(plain.environment([], inherited: [:]).isEmpty)
    #expect(plain.environment([], inherited: ["LEAN_PATH": "/set"]) == ["LEAN_PATH": "/set"])
  }

  /// Folders of processes that are gone go; of others, and whatever else has such a name, nothing is touched.
  @Test func whatKilledProcessesLeftIsSwept() throws {
    let parent = try TemporaryFolder()
    let left = "lemmaloom-123-\(UUID().uuidString)"
    let held = "lemmaloom-124-\(UUID().uuidString)"
    let others = ["lemmaloom-\(UUID().uuidString)", "lemmaloom-1-x", "other"]
    for name in [left, held] + others { try parent.write("\(name)/file", "x".utf8) }
    let descriptor = open("\(parent.path)/\(held)", O_RDONLY | O_DIRECTORY)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    ProcessFolder.sweep(parent.path)
    let found = try FileManager.default.contentsOfDirectory(atPath: parent.path)
    #expect(Set(found) == Set([held] + others))
    #expect(ProcessFolder.path("x") != ProcessFolder.path("x"))
  }

  @Test func goalsAreReadAsLeanPrintsThem() {
    let goals = GoalText.parse(
      """
      unsolved goals
      case succ
      a n : Nat
      ih : a + n =
          n + a
      ⊢ a + Nat.succ n =
        Nat.succ n + a

      ⊢ True
      """)
    #expect(goals.count == 2)
    #expect(goals[0].caseName == "succ")
    #expect(goals[0].context.map(\.name) == ["a", "n", "ih"])
    #expect(goals[0].context[2].type == "a + n = n + a")
    #expect(goals[0].target == "a + Nat.succ n = Nat.succ n + a")
    #expect(goals[1] == Goal(context: [], target: "True"))
  }

  @Test func valuesAreNoTypes() {
    let goals = GoalText.parse(
      """
      «a b» c : Nat
      z w : Nat := «a b» + 1
      h :
        let y := c;
        y = 2
      k : have y := 1; y = 1 := trivial
      g : { x := 1 } = p
      ⊢ z = w
      case next
      ⊢ «a b» = 1
      """)
    #expect(goals.count == 2)
    #expect(goals[0].context.map(\.name) == ["«a b»", "c", "z", "w", "h", "k", "g"])
    #expect(
      goals[0].context.map(\.value) == [nil, nil, "«a b» + 1", "«a b» + 1", nil, "trivial", nil])
    #expect(goals[0].context[4].type == "let y := c; y = 2")
    #expect(goals[0].context[5].type == "have y := 1; y = 1")
    #expect(goals[1] == Goal(caseName: "next", context: [], target: "«a b» = 1"))
    #expect(GoalText.states("⊢ a\n\ncase x\n⊢ b\nh : c\n⊢ d").map(\.count) == [2, 1])
    #expect(goals[0].restated.introduced == ["z", "w", "h", "k", "g"])
  }

  @Test(arguments: [
    "exact h", "rcases h with ⟨h1, h2⟩", "simp only [Loom.add_zero]", "intro h -- see axiom",
    "induction a using f with\n| zero => _", "exact (fun sorry_free => sorry_free)",
  ])
  func tacticTextPasses(_ text: String) { #expect(TacticText.objection(to: text) == nil) }

  @Test(arguments: [
    "", "sorry", "exact sorry", "exact (h", "rw [a]]", "skip\ntheorem x : True", "/- hidden",
    "exact Lean.sorryAx _", "#eval 1", "set_option x true in simp", "exact \"s\"", "native_decide",
    "skip\nend", "open Nat in rfl",
  ])
  func otherTextIsRefused(_ text: String) { #expect(TacticText.objection(to: text) != nil) }
}

@Suite struct OpenTheoremTests {
  @Test func leanSaysWhatASorryStates() async throws {
    let text = """
      /- theorem hidden : False := sorry -/
      theorem one (a b : Nat) :
          a + b = b + a := by sorry
      theorem done : True := trivial -- sorry
      theorem two (p : Prop) (h : p) : p ∨ "sorry" = "x" := sorry
      """
    let pool = try await testPool()
    let open = try await pool.openTheorems(in: text, file: "x.lean")
    let carriageReturns = text.replacing("\n", with: "\r\n")
    #expect(try await pool.openTheorems(in: carriageReturns, file: "x.lean") == open)
    #expect(open.map(\.name) == ["one", "two"])
    #expect(open.map(\.line) == [3, 5])
    #expect(open[0].goal.target == "a + b = b + a")
    #expect(open[1].goal.context.map(\.name) == ["p", "h"])
  }

  @Test func theoremsKnowTheirNamespaces() async throws {
    let text = """
      namespace A.B
      section
      theorem one (p : Prop) : p → p := by sorry
      end
      section Named
      theorem two (p : Prop) : p → p := by sorry
      end Named
      end A.B
      theorem three (p : Prop) : p → p := by sorry
      namespace A
      namespace C
      mutual
      theorem four (p : Prop) : p → p := by sorry
      end
      end C
      theorem five (p : Prop) : p → p := by sorry
      end A
      """
    let open = try await testPool().openTheorems(in: text, file: "x.lean")
    #expect(open.map(\.fullName) == ["A.B.one", "A.B.two", "three", "A.C.four", "A.five"])
  }

  @Test func eachLeanHasItsOwnCompiledModules() async throws {
    let one = Toolchain(lean: "/a/lean", searchPath: [], version: "4.35.0 (abc)", origin: "")
    let moved = Toolchain(lean: "/b/lean", searchPath: [], version: "4.35.0 (abc)", origin: "")
    let newer = Toolchain(lean: "/a/lean", searchPath: [], version: "4.36.0 (abc)", origin: "")
    #expect(Set([one, moved, newer].map { $0.folder(in: "/x") }).count == 3)
    #expect(one.folder(in: "/x").hasPrefix("/x/4.35.0-"))
  }

  @Test func limitsBeyondLeansOwnAreNamed() {
    #expect(LeanOptions().beyondDefaults.isEmpty)
    #expect(
      LeanOptions(heartbeats: 400_000, maximumRecursionDepth: 600).beyondDefaults == [
        "maxHeartbeats 400000", "maxRecDepth 600",
      ])
  }

  @Test func aBrokenFileSaysWhere() async throws {
    let pool = try await testPool()
    await #expect {
      _ = try await pool.openTheorems(in: "theorem x : Nope := by sorry", file: "x.lean")
    } throws: { error in "\(error)".contains("x.lean:1:") }
  }
}

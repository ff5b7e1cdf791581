import Foundation
import Records
import Terms
import TestSupport
import Testing

@testable import LeanInterface

/// One suite for all engines: what they say of a tactic, within which limits, and that tactics do not touch one another.
@Suite(.serialized) struct EngineTests {
  private static let engines: [EngineChoice] = [.native, .repl, .batch]

  private func pool(_ engine: EngineChoice, _ change: (inout LeanOptions) -> Void = { _ in })
    async throws -> LeanPool
  {
    let toolchain = try await testToolchain()
    try #require(toolchain.engine != nil, "\(toolchain.engineProblem)")
    var options = LeanOptions(
      engine: engine, repl: [try Project.program(), "repl", "--lean", toolchain.lean])
    change(&options)
    return LeanPool(toolchain: toolchain, options: options)
  }

  private static func goal(_ target: String, _ context: [(String, String)] = []) -> Goal {
    Goal(context: context.map { Binder(name: $0, type: $1) }, target: target)
  }

  private static let natural = goal("a + b = b + a", [("a", "Nat"), ("b", "Nat")])

  @Test(arguments: engines) func everyKindOfOutcome(_ engine: EngineChoice) async throws {
    let pool = try await pool(engine) { $0.heartbeats = 2000 }
    let outcomes = try await pool.step(
      [
        GoalStep(
          goal: Self.natural,
          tactics: [
            "exact Nat.add_comm a b", "induction b with\n| zero => _\n| succ n ih => _",
            "rw [Nat.mul_comm]", "exact (", "skip", "repeat (have : True := trivial)",
          ])
      ], header: LeanHeader())[0]
    #expect(outcomes[0] == .closed)
    guard case .goals(let cases) = outcomes[1] else { return #expect(Bool(false), "\(outcomes)") }
    #expect(cases.map(\.context.count) == [1, 3])
    #expect(cases[1].context.map(\.name) == ["a", "n", "ih"])
    for index in [2, 3] {
      guard case .error = outcomes[index] else { return #expect(Bool(false), "\(outcomes)") }
    }
    guard case .goals(let same) = outcomes[4] else { return #expect(Bool(false), "\(outcomes)") }
    #expect(same.map(\.key) == [Self.natural.key])
    guard case .declined = outcomes[5] else { return #expect(Bool(false), "\(outcomes)") }
    await pool.close()
  }

  private static let openings = [
    "intro h", "intro h\nintro k", "constructor", "cases h", "induction a", "rfl", "simp",
    "induction a with\n| zero => _\n| succ n ih => _", "exact h", "simp only [Nat.add_comm]",
    "simp only [Nat.add_zero, Nat.zero_add]", "rw [Nat.add_comm]", "refine ⟨?_, ?_⟩", "omega",
    "rcases h with ⟨x, y⟩", "apply Or.inl", "apply Or.inr", "exact ⟨h, h⟩", "decide", "assumption",
    "have k : 0 = 0 := rfl", "exact absurd rfl h", "simp only [h]", "simp_all", "trivial", "intro",
    "unfold Nat.add", "exact (h : Nat)", "show _", "exact fun x => x",
    "simp only [h, Nat.add_assoc]",
  ]
  private static let goals = [
    goal("p → p", [("p", "Prop")]), goal("p ∧ q → q ∧ p", [("p", "Prop"), ("q", "Prop")]),
    goal("q ∨ p", [("p", "Prop"), ("q", "Prop"), ("h", "p ∨ q")]),
    goal("a + 0 = a", [("a", "Nat")]), goal("0 + a = a", [("a", "Nat")]), natural,
    goal("a + b + c = a + (b + c)", [("a", "Nat"), ("b", "Nat"), ("c", "Nat")]),
    goal("a = 3", [("a", "Nat"), ("h", "a = 3")]),
    goal("l ++ [] = l", [("α", "Type"), ("l", "List α")]),
    goal("∀ (n : Nat), n < n + 1"), goal("∃ n, n = 5"), goal("10 < 5"), goal("True ∧ 2 + 2 = 4"),
  ]

  /// Two tactics deep: the others go on from the states they have kept, the batch from goals stated anew. What answers
  /// for a REPL starts a Lean for every request, and gets every seventh tactic.
  @Test(arguments: [(EngineChoice.native, 1, 1000), (.repl, 7, 60)])
  func anEngineAgreesWithLean(_ engine: EngineChoice, every: Int, atLeast: Int) async throws {
    let other = try await pool(engine)
    let batch = try await pool(.batch)
    var goals = Self.goals
    var compared = 0
    for depth in 0..<2 {
      if depth > 0, every > 1 { goals = goals.enumerated().filter { $0.0 % 8 == 0 }.map(\.1) }
      let steps = goals.enumerated().map { index, goal in
        let tactics = Self.openings.enumerated().filter { (index + $0.0) % every == 0 }
        return GoalStep(goal: goal, tactics: tactics.map(\.1))
      }
      let found = try await other.step(steps, header: LeanHeader())
      let expected = try await batch.step(steps, header: LeanHeader())
      var next: [String: Goal] = [:]
      for (step, pair) in zip(steps, zip(found, expected)) {
        for (tactic, outcomes) in zip(step.tactics, zip(pair.0, pair.1)) {
          compared += 1
          #expect(
            outcomes.0.kind == outcomes.1.kind,
            "depth \(depth), \(step.goal.key)\n\(tactic)\n\(outcomes.0)\n\(outcomes.1)")
          guard case .goals(let left) = outcomes.0, case .goals(let right) = outcomes.1 else {
            continue
          }
          #expect(
            left.map(\.key) == right.map { Self.withoutForks($0.key) },
            "\(step.goal.key)\n\(tactic)")
          // Where one goal's text does not say everything, the others are no statements of their own.
          if left.allSatisfy(\.isRestatable) { for goal in left { next[goal.key] = goal } }
        }
      }
      goals = next.sorted { $0.key < $1.key }.map(\.value)
    }
    print("\(engine) and batch agree on \(compared) tactics")
    #expect(compared > atLeast)
    #expect(await other.statistics.keptStateTactics == other.statistics.tactics)
    #expect(await batch.statistics.keptStateTactics == 0)
    await other.close()
  }

  /// Each goal of a state is worked on by itself, whichever it is.
  @Test(arguments: engines) func goalsOfAStateAreApart(_ engine: EngineChoice) async throws {
    let pool = try await pool(engine)
    let header = LeanHeader()
    let whole = Self.goal("p ∧ q ∧ (p → q)", [("p", "Prop"), ("q", "Prop"), ("h", "p ∧ q")])
    let split = try await pool.step(
      [GoalStep(goal: whole, tactics: ["refine ⟨?_, ?_, ?_⟩"])], header: header)[0][0]
    guard case .goals(let goals) = split else { return #expect(Bool(false), "\(split)") }
    #expect(goals.map(\.target) == ["p", "q", "p → q"])
    let steps = goals.map {
      GoalStep(goal: $0, tactics: ["exact h.1", "exact h.2", "intro k\nexact h.right"])
    }
    let found = try await pool.step(steps, header: header)
    #expect(
      found.map { $0.map(\.kind) } == [
        ["closed", "error", "error"], ["error", "closed", "error"], ["error", "error", "closed"],
      ])
    // The middle one is taken apart, and then the last of what it leaves.
    let deeper = try await pool.step(
      [GoalStep(goal: goals[1], tactics: ["rcases h with ⟨x, y⟩\nrefine (fun k => ?_) 0\nskip"])],
      header: header)[0][0]
    guard case .goals(let left) = deeper, left.count == 1 else {
      return #expect(Bool(false), "\(deeper)")
    }
    #expect(left[0].target == "q")
    let last = try await pool.step(
      [GoalStep(goal: left[0], tactics: ["assumption", "rfl"])], header: header)[0]
    #expect(last.map(\.kind) == ["closed", "error"])
    await pool.close()
  }

  /// Without the names that the batch's own splitting of a goal gives.
  private static func withoutForks(_ text: String) -> String {
    text.replacing(#/\?refine_\d+\./#, with: "?")
  }

  /// A tactic changes neither the state that it is tried on nor the header, nor what its neighbours see.
  @Test(arguments: engines) func tacticsDoNotTouchOneAnother(_ engine: EngineChoice) async throws {
    let pool = try await pool(engine)
    let wild = [
      "set_option maxRecDepth 3 in skip", "simp only [Nat.add_comm]", "decide", "omega",
      "have := Classical.em (a = b); simp_all", "exfalso", "clear b", "subst_vars",
    ]
    let probe = ["exact Nat.add_comm a b", "exact Nat.add_comm b a", "skip"]
    func keys(_ outcomes: some Sequence<TacticOutcome>) -> [String] {
      outcomes.map { if case .goals(let goals) = $0 { "\(goals.map(\.key))" } else { "\($0)" } }
    }
    let alone = try await pool.step(
      [GoalStep(goal: Self.natural, tactics: probe)], header: LeanHeader())[0]
    for _ in 0..<(engine == .repl ? 1 : 3) {
      let mixed = try await pool.step(
        [GoalStep(goal: Self.natural, tactics: wild + probe)], header: LeanHeader())[0]
      #expect(keys(mixed.suffix(probe.count)) == keys(alone))
    }
    await pool.close()
  }

  /// What takes its process along is declined alone; kept states come back as statements.
  @Test(arguments: engines) func whatEndsTheProcessIsDeclined(_ engine: EngineChoice) async throws {
    let pool = try await pool(engine) {
      $0.batchSeconds = 3
      $0.heartbeats = 0
      $0.memoryMB = 1200
    }
    let bad = "repeat (have : True := trivial)"
    let step = GoalStep(
      goal: Self.natural, tactics: ["skip", bad, "exact Nat.add_comm a b", "rw [Nat.add_comm]"])
    for _ in 0..<2 {
      let outcomes = try await pool.step([step], header: LeanHeader())[0]
      guard case .declined = outcomes[1] else { return #expect(Bool(false), "\(outcomes)") }
      #expect(outcomes[2] == .closed && outcomes[3] == .closed)
    }
    await pool.close()
  }

  @Test(arguments: engines) func aHeaderThatFailsIsDeclined(_ engine: EngineChoice) async throws {
    let pool = try await pool(engine)
    let outcomes = try await pool.step(
      [GoalStep(goal: Self.natural, tactics: ["rfl"])],
      header: LeanHeader(imports: ["No.Such.Module"]))
    guard case .declined(let reason) = outcomes[0][0] else {
      return #expect(Bool(false), "\(outcomes)")
    }
    #expect(reason.contains("No"), "\(reason)")
    await pool.close()
  }

  @Test(arguments: engines) func cancelledWorkLeavesNoProcess(_ engine: EngineChoice) async throws {
    let pool = try await pool(engine) { $0.heartbeats = 0 }
    let others = Self.children
    let task = Task {
      try await pool.step(
        [GoalStep(goal: Self.natural, tactics: ["repeat (have : True := trivial)"])],
        header: LeanHeader())
    }
    try await Task.sleep(for: .seconds(1))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    await pool.close()
    #expect(Self.children.subtracting(others) == [])
  }

  /// Processes that this one has started, other tests' among them.
  static var children: Set<Int32> {
    Set(ProcessGroup.descendants(of: ProcessInfo.processInfo.processIdentifier).map(\.id))
  }
}

extension TacticOutcome {
  var kind: String {
    switch self {
    case .closed: "closed"
    case .goals: "goals"
    case .error: "error"
    case .declined: "declined"
    }
  }
}

import Basics
import Records

/// Processes that keep proof states: a header is imported once, a statement is elaborated once, and a tactic goes on from
/// the state in which its goal came about.
///
/// Each header has as many lanes as the budget has places. A goal whose state is kept is worked on in the lane that keeps
/// it, another one in the lane with the least to do. So the same calls give the same outcomes, however long each takes.
actor StateEngine<Dialect: StateDialect>: TacticEngine {
  private struct Session {
    let lanes: [StateLane<Dialect>]
    var used: Int
  }

  private let dialect: @Sendable (LeanHeader, LeanLauncher) -> Dialect
  private var sessions: [SessionKey: Session] = [:]
  private var calls = 0
  /// For headers that it cannot open: Lean itself says what is wrong with them.
  private let batch = BatchEngine()

  private struct SessionKey: Hashable {
    let header: LeanHeader
    let searchPath: [String]
  }

  /// Headers whose processes are kept; the one that was used longest ago goes first.
  private static var sessionsMax: Int { 8 }

  /// - Parameter dialect: how the processes of a header are started and spoken with.
  init(_ dialect: @escaping @Sendable (LeanHeader, LeanLauncher) -> Dialect) {
    self.dialect = dialect
  }

  func step(_ steps: [GoalStep], header: LeanHeader, on lean: LeanLauncher)
    async throws(CancellationError) -> [[TacticOutcome]]
  {
    let others = steps.indices.filter { !Self.serves(steps[$0], header) }
    if others.isEmpty { return try await keptStep(steps, header: header, on: lean) }
    let own = steps.indices.filter { Self.serves(steps[$0], header) }
    let kept =
      own.isEmpty ? [] : try await keptStep(own.map { steps[$0] }, header: header, on: lean)
    let stated = try await batch.step(others.map { steps[$0] }, header: header, on: lean)
    var outcomes = steps.map { _ in [TacticOutcome]() }
    for (index, found) in zip(own + others, kept + stated) { outcomes[index] = found }
    return outcomes
  }

  private func keptStep(_ steps: [GoalStep], header: LeanHeader, on lean: LeanLauncher)
    async throws(CancellationError) -> [[TacticOutcome]]
  {
    let lanes = await lanes(header, lean)
    var load = lanes.map { _ in 0 }
    var shares = lanes.map { _ in [Int]() }
    var keeper: [Int: Int] = [:]
    for (number, lane) in lanes.enumerated() {
      for index in await lane.kept(of: steps) where keeper[index] == nil { keeper[index] = number }
    }
    for (index, step) in steps.enumerated() where keeper[index] != nil {
      load[keeper[index] ?? 0] += step.tactics.count
    }
    for (index, step) in steps.enumerated() {
      let least = load.indices.min { load[$0] < load[$1] } ?? 0
      let number = keeper[index] ?? least
      if keeper[index] == nil { load[number] += step.tactics.count + Self.statementCost }
      shares[number].append(index)
    }
    let parts = try await zip(lanes, shares).filter { !$1.isEmpty }.map { $0 }
      .mapConcurrently { part async throws(CancellationError) in
        let (lane, indices) = part
        let own = indices.map { steps[$0] }
        guard let outcomes = try await lane.step(own) else {
          return (indices, try await self.batch.step(own, header: header, on: lean))
        }
        return (indices, outcomes)
      }
    var outcomes = steps.map { _ in [TacticOutcome]() }
    for (indices, found) in parts {
      for (index, outcome) in zip(indices, found) { outcomes[index] = outcome }
    }
    return outcomes
  }

  func spent() async -> [String: Double] {
    var total: [String: Double] = [:]
    for lane in sessions.values.flatMap(\.lanes) {
      total.merge(await lane.spent()) { $0 + $1 }
    }
    return total
  }

  func close() async {
    let all = sessions.values.flatMap(\.lanes)
    sessions = [:]
    for lane in all { await lane.close() }
  }

  /// Whether a goal says all that it rests on. Behind other commands it may need variables and sections, and a theorem
  /// binds universes by itself, which a term does not.
  private static func serves(_ step: GoalStep, _ header: LeanHeader) -> Bool {
    let isPlain = header.prelude.allSatisfy { line in
      !line.contains("\n") && ["open ", "set_option "].contains { line.hasPrefix($0) }
    }
    return isPlain && !step.stated.hasUniverses
  }

  /// To state a goal takes about as long as a tactic.
  private static var statementCost: Int { 1 }

  private func lanes(_ header: LeanHeader, _ lean: LeanLauncher) async -> [StateLane<Dialect>] {
    calls += 1
    let key = SessionKey(header: header, searchPath: lean.searchPath)
    if sessions[key] != nil {
      sessions[key]?.used = calls
      return sessions[key]?.lanes ?? []
    }
    let spoken = dialect(header, lean)
    let lanes = (0..<lean.budget.places).map { _ in StateLane(spoken, lean) }
    sessions[key] = Session(lanes: lanes, used: calls)
    if sessions.count > Self.sessionsMax,
      let eldest = sessions.min(by: { $0.value.used < $1.value.used })?.key
    {
      let old = sessions.removeValue(forKey: eldest)
      for lane in old?.lanes ?? [] { await lane.close() }
    }
    return lanes
  }
}

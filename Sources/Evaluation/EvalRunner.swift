import Checkers
import Foundation
import LeanInterface
import Records

/// Draws the samples that a folder lacks, has their proofs judged and keeps them.
struct EvalRunner: Sendable {
  let suites: [EvalSuite]
  let panel: Panel
  let file: SampleFile
  /// Samples of each problem.
  let samples: Int
  /// Draw again what nobody could judge.
  let retryDeclined: Bool

  func run(_ prover: any EvalProver) async throws {
    let judge = SampleJudge(prover: prover, panel: panel, file: file)
    for (ordinals, problems) in await missing(prover) {
      do {
        try await prover.sample(problems, ordinals: ordinals) { index, sample in
          try await judge.add(sample, of: problems[index])
        }
      } catch {
        // What was drawn before the fault is kept.
        if !Task.isCancelled { try await judge.flush() }
        throw error
      }
      try await judge.flush()
    }
  }

  /// Problems by the run of samples that they lack, so that those of one batch can be drawn together.
  private func missing(_ prover: any EvalProver) async -> [(Range<Int>, [EvalProblem])] {
    let known = await file.samples
    var groups: [Range<Int>: [EvalProblem]] = [:]
    for problem in suites.flatMap(\.problems) {
      let key = SampleFile.Key(prover: prover.name, suite: problem.suite, problem: problem.name)
      let kept = (known[key] ?? [:]).filter { !retryDeclined || $0.value.outcome != .declined }
      for range in Self.gaps(Set(kept.keys), below: samples) {
        groups[range, default: []].append(problem)
      }
    }
    return groups.sorted {
      ($0.key.lowerBound, $0.key.upperBound) < ($1.key.lowerBound, $1.key.upperBound)
    }.map { ($0.key, $0.value) }
  }

  /// Runs of numbers below `count` that are not in `known`.
  static func gaps(_ known: Set<Int>, below count: Int) -> [Range<Int>] {
    var gaps: [Range<Int>] = []
    var start: Int?
    for number in 0..<max(0, count) + 1 {
      let isMissing = number < count && !known.contains(number)
      if isMissing, start == nil { start = number }
      if !isMissing, let first = start {
        gaps.append(first..<number)
        start = nil
      }
    }
    return gaps
  }
}

/// Holds what a prover calls a proof against the configured checkers, some at a time: only what they accept is proved.
actor SampleJudge {
  private let prover: any EvalProver
  private let panel: Panel
  private let file: SampleFile
  private var waiting: [(problem: EvalProblem, sample: ProofSample)] = []

  /// Proofs judged together.
  private static let batch = 16

  init(prover: any EvalProver, panel: Panel, file: SampleFile) {
    self.prover = prover
    self.panel = panel
    self.file = file
  }

  func add(_ sample: ProofSample, of problem: EvalProblem) async throws {
    guard sample.outcome == .proved else { return try await save([(problem, sample)]) }
    waiting.append((problem, sample))
    if waiting.count >= Self.batch { try await flush() }
  }

  func flush() async throws {
    let entries = waiting
    waiting = []
    if entries.isEmpty { return }
    let tasks = entries.map { entry in
      entry.problem.proofTask(entry.sample, imports: prover.imports(for: entry.problem))
    }
    var decisions = try await panel.check(tasks)
    // A checker that was busy or away is asked once more.
    let open = decisions.indices.filter { decisions[$0].isOpen }
    let again = try await panel.check(open.map { tasks[$0] })
    for (index, decision) in zip(open, again) {
      decisions[index] = panel.merged(decisions[index], decision)
    }
    try await save(
      zip(entries, decisions).map { entry, decision in
        (entry.problem, Self.judged(entry.sample, decision.verdict))
      })
  }

  /// The sample as the checkers see it.
  static func judged(_ sample: ProofSample, _ verdict: Verdict) -> ProofSample {
    guard let turn = sample.solvedAtTurn else { return sample }
    var judged = sample
    switch verdict {
    case .accepted: break
    case .rejected(let reason, let messages):
      judged.turns[turn - 1].outcome = .rejected
      judged.turns[turn - 1].reason =
        "checkers: \(reason.rawValue)" + (messages.first.map { ": \($0.text.prefix(300))" } ?? "")
    case .declined(let reason):
      judged.turns[turn - 1].outcome = .declined
      judged.turns[turn - 1].reason = "checkers: \(reason)"
    }
    return judged
  }

  private func save(_ entries: [(EvalProblem, ProofSample)]) async throws {
    try await file.append(
      entries.map { problem, sample in
        EvalSample(
          suite: problem.suite, problem: problem.name, prover: prover.name, sample: sample)
      })
  }
}

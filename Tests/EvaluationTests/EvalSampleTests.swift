import Checkers
import Foundation
import LeanInterface
import Records
import TestSupport
import Testing

@testable import Evaluation
@testable import Prover

/// Accepts the script `right`, says nothing about `unclear`, and rejects the rest.
private struct ScriptChecker: Checker {
  let name = "script"
  let version = "1"

  func check(_ tasks: [ProofTask]) async -> [Verdict] {
    tasks.map { task in
      // The canary that is true.
      if task.statement.target == "(p → q) → ¬q → ¬p" { return .accepted(axioms: []) }
      switch task.script {
      case "right": return .accepted(axioms: [])
      case "unclear": return .declined(reason: "out of time")
      default: return .rejected(reason: .leanError, messages: [])
      }
    }
  }
}

/// Claims a proof wherever the plan has a script, and counts what it was asked for.
private actor PlannedProver: EvalProver {
  nonisolated let name = "planned"
  nonisolated let settings = ["plan": "1"]
  /// Scripts of each problem's samples; empty for none.
  private let plan: [String: [String]]
  private(set) var asked: [String] = []
  /// Samples after which it breaks off.
  private let stopsAfter: Int

  struct Stopped: Error {}

  init(_ plan: [String: [String]], stopsAfter: Int = .max) {
    self.plan = plan
    self.stopsAfter = stopsAfter
  }

  nonisolated func imports(for problem: EvalProblem) -> [String] { [] }

  func sample(
    _ problems: [EvalProblem], ordinals: Range<Int>,
    finished: @escaping @Sendable (Int, ProofSample) async throws -> Void
  ) async throws {
    for (index, problem) in problems.enumerated() {
      for ordinal in ordinals {
        if asked.count == stopsAfter { throw Stopped() }
        asked.append("\(problem.name) \(ordinal)")
        let script = plan[problem.name]?[ordinal] ?? ""
        let turn = ProofTurn(outcome: script.isEmpty ? .rejected : .proved, length: 10)
        try await finished(index, ProofSample(ordinal: ordinal, turns: [turn], script: script))
      }
    }
  }
}

@Suite struct EvalSampleTests {
  private static let suite = EvalSuite(
    name: "s",
    problems: ["a", "b"].map { name in
      EvalProblem(
        suite: "s", name: name, domain: nil,
        statement: .text("True", domain: ""),
        signature: ": True", introduction: "", header: LeanHeader(), informal: "")
    })
  private static let settings = EvalSettings(
    common: ["lean": "4"], provers: ["planned": ["plan": "1"]], suites: ["s": suite.digest])

  private static func runner(_ file: SampleFile, samples: Int = 4, retryDeclined: Bool = false)
    -> EvalRunner
  {
    EvalRunner(
      suites: [suite], panel: Panel(checkers: [ScriptChecker()], quorum: .all), file: file,
      samples: samples, retryDeclined: retryDeclined)
  }

  private static func outcomes(_ file: SampleFile, _ problem: String) async -> [AttemptOutcome] {
    let key = SampleFile.Key(prover: "planned", suite: "s", problem: problem)
    return await (file.samples[key] ?? [:]).sorted { $0.key < $1.key }.map(\.value.outcome)
  }

  private static let plan = [
    "a": ["right", "wrong", "unclear", ""], "b": ["", "", "", "right"],
  ]

  @Test func onlyWhatTheCheckersAcceptIsProved() async throws {
    let folder = try TemporaryFolder()
    let file = try SampleFile(folder: folder.path, settings: Self.settings)
    try await Self.runner(file).run(PlannedProver(Self.plan))
    #expect(await Self.outcomes(file, "a") == [.proved, .failed, .declined, .failed])
    #expect(await Self.outcomes(file, "b") == [.failed, .failed, .failed, .proved])
    let key = SampleFile.Key(prover: "planned", suite: "s", problem: "a")
    let samples = await file.samples[key] ?? [:]
    #expect(samples[1]?.turns.first?.reason == "checkers: Lean reports an error")
    #expect(samples[2]?.turns.first?.reason.contains("out of time") == true)
    #expect(samples[0]?.script == "right")
  }

  @Test func whatWasInterruptedGoesOn() async throws {
    let folder = try TemporaryFolder()
    let first = PlannedProver(Self.plan, stopsAfter: 3)
    do {
      let file = try SampleFile(folder: folder.path, settings: Self.settings)
      await #expect(throws: PlannedProver.Stopped.self) { try await Self.runner(file).run(first) }
    }
    let path = folder.path + "/samples.jsonl"
    // A kill in the middle of a line.
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(#"{"suite":"s","pro"#.utf8))
    try handle.close()
    let second = PlannedProver(Self.plan)
    let again = try SampleFile(folder: folder.path, settings: Self.settings)
    try await Self.runner(again).run(second)
    #expect(await first.asked == ["a 0", "a 1", "a 2"])
    #expect(await second.asked == ["b 0", "b 1", "b 2", "b 3", "a 3"])
    #expect(await Self.outcomes(again, "a") == [.proved, .failed, .declined, .failed])
    #expect(await Self.outcomes(again, "b") == [.failed, .failed, .failed, .proved])
    let third = PlannedProver(Self.plan)
    try await Self.runner(again).run(third)
    #expect(await third.asked.isEmpty)
    try await Self.runner(again, samples: 4, retryDeclined: true).run(third)
    #expect(await third.asked == ["a 2"])
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasPrefix("{") && $0.hasSuffix("}") })
  }

  @Test func moreSamplesAreAdded() async throws {
    let folder = try TemporaryFolder()
    let file = try SampleFile(folder: folder.path, settings: Self.settings)
    let prover = PlannedProver(Self.plan)
    try await Self.runner(file, samples: 2).run(prover)
    try await Self.runner(file, samples: 3).run(prover)
    #expect(await prover.asked == ["a 0", "a 1", "b 0", "b 1", "a 2", "b 2"])
  }

  @Test func gapsAreRunsOfMissingNumbers() {
    #expect(EvalRunner.gaps([], below: 3) == [0..<3])
    #expect(EvalRunner.gaps([0, 1, 2], below: 3) == [])
    #expect(EvalRunner.gaps([1, 4], below: 6) == [0..<1, 2..<4, 5..<6])
    #expect(EvalRunner.gaps([9], below: 2) == [0..<2])
    #expect(EvalRunner.gaps([], below: 0) == [])
  }

  // MARK: The folder

  private func expectError(
    _ part: String, _ folder: TemporaryFolder, _ settings: EvalSettings = Self.settings
  ) {
    #expect {
      _ = try SampleFile(folder: folder.path, settings: settings)
    } throws: { error in
      "\(error)".contains(part) && "\(error)".contains("--output")
    }
  }

  @Test func otherSettingsAreRefused() throws {
    let folder = try TemporaryFolder()
    _ = try SampleFile(folder: folder.path, settings: Self.settings)
    var other = Self.settings
    other.common["lean"] = "5"
    expectError("lean is '5', was '4'", folder, other)
    other = Self.settings
    other.provers["planned"] = ["plan": "2"]
    expectError("planned: plan is '2', was '1'", folder, other)
    other = Self.settings
    other.suites["s"] = "0"
    expectError("the problems of s are others", folder, other)
    // Another prover and another suite are no contradiction, and nothing is forgotten.
    other = Self.settings
    other.provers = ["second": [:]]
    other.suites = ["t": "1"]
    _ = try SampleFile(folder: folder.path, settings: other)
    other.provers = ["planned": ["plan": "2"]]
    expectError("planned: plan is '2', was '1'", folder, other)
  }

  @Test func twoAtOnceAreRefused() throws {
    let folder = try TemporaryFolder()
    let file = try SampleFile(folder: folder.path, settings: Self.settings)
    expectError("another evaluation writes", folder)
    withExtendedLifetime(file) {}
  }

  @Test func whatIsNoSampleIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write("samples.jsonl", "{}\n".utf8)
    expectError("samples.jsonl:1", folder)
    let other = try TemporaryFolder()
    try other.write("settings.json", "[]".utf8)
    expectError("settings.json", other)
  }

  // MARK: Perturbed rankings

  private static func request(_ key: String) -> RankingRequest {
    RankingRequest(
      goal: [],
      candidates: (0..<3).map {
        Candidate(text: "t\($0)", template: $0, tokens: [], relations: [])
      }, key: key)
  }

  private struct HalfRanker: CandidateRanker {
    let name = "half"
    /// Probabilities 1/2, 1/4, 1/4.
    func rank(_ requests: [RankingRequest]) async -> [Ranking] {
      requests.map { _ in Ranking(scores: [-0.6931, -1.3863, -1.3863], stepsLeft: 4) }
    }
  }

  @Test func noiseIsTheSamplesOwn() async throws {
    func scores(_ sample: Int, _ keys: String...) async throws -> [[Float]] {
      try await GumbelRanker(HalfRanker(), seed: 3, sample: sample)
        .rank(keys.map(Self.request)).map(\.scores)
    }
    let both = try await scores(1, "x", "y")
    #expect(both[0] != both[1])
    let noisy = try await GumbelRanker(HalfRanker(), seed: 3, sample: 1).rank([Self.request("x")])
    #expect(noisy[0].stepsLeft == 4)
    #expect(try await scores(1, "y") == [both[1]])
    #expect(try await scores(2, "x") != [both[0]])
  }

  /// With Gumbel noise the first of the order is drawn from the ranker's probabilities.
  @Test func theFirstIsDrawnFromTheProbabilities() async throws {
    var first = [0, 0, 0]
    for sample in 1...3000 {
      let row = try await GumbelRanker(HalfRanker(), seed: 5, sample: sample)
        .rank([Self.request("goal")])[0].scores
      first[try #require(row.indices.max { row[$0] < row[$1] })] += 1
    }
    // Five standard deviations of the first are 137.
    #expect(abs(first[0] - 1500) < 140, "\(first)")
    #expect(abs(first[1] - 750) < 120, "\(first)")
  }
}

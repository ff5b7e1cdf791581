import Basics
import Foundation
import LeanInterface
import Records
import TestSupport
import Testing

@testable import Configuration
@testable import Evaluation
@testable import Workbench

@Suite struct EvalReportTests {
  private static func suite(_ names: String...) -> EvalSuite {
    EvalSuite(
      name: "s",
      problems: names.map { name in
        EvalProblem(
          suite: "s", name: name, domain: nil,
          statement: .text("True", domain: ""),
          signature: ": True", introduction: "", header: LeanHeader(), informal: "")
      })
  }

  private static func sample(_ ordinal: Int, _ turns: ProofTurn...) -> ProofSample {
    ProofSample(ordinal: ordinal, turns: turns)
  }

  /// Two problems with four samples each, one of them declined.
  private static let samples: [String: [ProofSample]] = [
    "a": [
      sample(0, ProofTurn(outcome: .proved, length: 100)),
      sample(
        1, ProofTurn(outcome: .malformed, length: 200, isCut: true, formatErrors: ["x", "y"])),
      sample(
        2, ProofTurn(outcome: .rejected, length: 300, formatErrors: ["x"]),
        ProofTurn(outcome: .proved, length: 50, feedbackTooLong: true)),
      sample(3, ProofTurn(outcome: .rejected, length: 400)),
    ],
    "b": [
      sample(
        0, ProofTurn(outcome: .rejected, length: 10), ProofTurn(outcome: .proved, length: 30)),
      sample(1, ProofTurn(outcome: .rejected, length: 10)),
      sample(2, ProofTurn(outcome: .rejected, length: 10)),
      sample(3, ProofTurn(outcome: .declined, reason: "no answer")),
      // Beyond the number asked for.
      sample(4, ProofTurn(outcome: .proved, length: 1)),
    ],
  ]

  private static let report = EvalReport(
    samples: 4, ks: [1, 4],
    settings: EvalSettings(
      common: ["lean": "4 | 5"], provers: ["p": ["seed": "1"]], suites: ["s": "d"]),
    runs: [(prover: "p", suite: suite("a", "b"), samples: samples)])

  @Test func ratesAreBeforeAndAfterCorrection() throws {
    let result = try #require(Self.report.results.first)
    #expect(result.problems == 2 && result.drawn == 8 && result.declined == 1)
    #expect(result.solved == ["a", "b"])
    try #require(result.turns.count == 2)
    let before = result.turns[0]
    // a: 1 of 4; b: 0 of 3, too few for pass@4.
    #expect(before.pass[0].value == 0.125 && before.pass[0].problems == 2)
    #expect(before.pass[1].value == 1 && before.pass[1].leftOut == 1)
    #expect(before.solved == 1)
    let after = result.turns[1]
    // a: 2 of 4; b: 1 of 3.
    #expect(abs((after.pass[0].value ?? 0) - (0.5 + 1.0 / 3) / 2) < 1e-12)
    #expect(after.solved == 2)
  }

  @Test func answersAreCountedByTurn() throws {
    let result = try #require(Self.report.results.first)
    let first = result.turns[0]
    #expect(first.answers == 7)
    #expect(abs((first.meanLength ?? 0) - 1030.0 / 7) < 1e-9)
    #expect(abs((first.valid ?? 0) - 6.0 / 7) < 1e-12)
    #expect(first.outcomes == ["proved": 1, "malformed": 1, "rejected": 5, "declined": 1])
    #expect(first.cut == 1 && first.feedbackTooLong == 0)
    #expect(first.formatErrors == ["x": 2, "y": 1])
    let second = result.turns[1]
    #expect(second.answers == 2 && second.meanLength == 40 && second.feedbackTooLong == 1)
    #expect(second.outcomes == ["proved": 2])
  }

  @Test func theTablesSayTheSame() throws {
    let text = Self.report.markdown
    for part in [
      "| suite | prover | turns | solved | pass@1 | pass@4 |",
      "| s | p | 1 (before correction) | 1 of 2 | 12.5% [",
      "| s | p | 2 (after correction) | 2 of 2 | 41.7% [",
      "- s, p: pass@4 leaves out 1 of 2 problems, which have fewer than 4 judged samples.",
      "| s | p | 1 | 7 | 147.1 | 85.7% | 1 | 5 | 1 | 1 | 1 | 0 |",
      "| s | p | 1 | x | 2 |", "| lean | 4 \\| 5 |", "| p: seed | 1 |",
    ] {
      #expect(text.contains(part), "\(part) is not in\n\(text)")
    }
  }

  @Test func nothingJudgedIsNoRate() throws {
    let report = EvalReport(
      samples: 1, ks: [1], settings: EvalSettings(common: [:], provers: [:], suites: [:]),
      runs: [(prover: "p", suite: Self.suite("a"), samples: [:])])
    let turn = try #require(report.results.first?.turns.first)
    #expect(turn.pass.first?.value == nil && turn.meanLength == nil && turn.valid == nil)
    #expect(report.markdown.contains("| s | p | 1 | 0 of 1 | – |"))
  }

  @Test func theReportIsReadAsItWasWritten() throws {
    let text = try Self.report.jsonLine()
    #expect(try JSONDecoder().decode(EvalReport.self, from: Data(text.utf8)) == Self.report)
  }

  // MARK: Options

  private func sampling(
    prover: String = "search", samples: Int? = nil, k: [Int] = [], output: String? = "out",
    rankers: [SearchSettings.Ranker] = []
  ) throws -> EvalSampling {
    try EvalSampling(
      prover: prover, samples: samples, k: k, output: output, rankers: rankers, budget: 1,
      withLibrary: true, retryDeclined: false)
  }

  @Test func theNumbersOfPassAtKHaveDefaults() throws {
    #expect(try sampling(samples: 16).ks == [1, 8, 16])
    #expect(try sampling(samples: 4).ks == [1, 4])
    #expect(try sampling().samples == 1)
    #expect(try sampling(k: [4, 2, 4]).ks == [2, 4])
    #expect(try sampling(k: [4, 2]).samples == 4)
  }

  @Test func optionsThatDoNotGoTogetherAreRefused() {
    func expect(_ part: String, _ make: () throws -> EvalSampling) {
      #expect {
        _ = try make()
      } throws: { error in
        "\(error)".contains(part) && (error as? WorkbenchError)?.isUsage == true
      }
    }
    expect("--prover 'magic' is none of search, whole-proof") { try sampling(prover: "magic") }
    expect("--samples 0") { try sampling(samples: 0) }
    expect("-k 9") { try sampling(samples: 8, k: [9]) }
    expect("-k 0") { try sampling(samples: 8, k: [0]) }
    expect("--output") { try sampling(samples: 8, output: nil) }
    expect("--ranker") { try sampling(prover: "whole-proof", rankers: [.uniform]) }
  }
}

import Basics
import Foundation
import Records
import Testing

@testable import Corpus

@Suite struct ExportTests {
  // MARK: Examples to imitate

  @Test func anExampleIsPromptAndReasoning() throws {
    var silent = Make.theorem("t3")
    silent.trace = ""
    let set = ImitationSet([Make.zeroAdd, Make.usesIt, silent]) { theorem in
      [TrainingMessage(role: "user", content: "prove \(theorem.name)")]
    }
    // `zeroAdd` is a benchmark problem.
    #expect(set.known == 1 && set.withoutTrace == 1)
    let lines = String(decoding: try set.jsonLines(), as: UTF8.self).split(separator: "\n")
    try #require(lines.count == 1)
    #expect(
      lines[0] == """
        {"domain":"nat","messages":[{"content":"prove Loom.Nat.t2","role":"user"},\
        {"content":"<think>\\nTry it.\\n</think>","role":"assistant"}],"name":"Loom.Nat.t2","round":2}
        """)
  }

  // MARK: Prompts

  private static func record(
    _ name: String, group: String? = nil, judged: Int = 4, proved: Int = 1
  ) -> PromptRecord {
    PromptRecord(
      name: name, domain: "nat", group: group ?? name,
      tally: SampleTally(judged: judged, proved: proved),
      prompt: [TrainingMessage(role: "user", content: "prove \(name)")],
      formalStatement: "theorem \(name) : True := by sorry")
  }

  @Test func weightsFallWithSuccess() {
    func weight(_ judged: Int, _ proved: Int) -> Double {
      Self.record("x", judged: judged, proved: proved).weight
    }
    // Never tried, never proved, half of the time: full weight.
    #expect(weight(0, 0) == 1 && weight(8, 0) == 1 && weight(8, 4) == 1)
    #expect(weight(1, 1) == 0.5)
    #expect(abs(weight(8, 8) - 1.0 / 9) < 1e-12)
    #expect(weight(8, 5) > weight(8, 6) && weight(8, 8) > weight(64, 64))
    #expect(Self.record("x", judged: 0, proved: 0).successRate == nil)
    #expect(Self.record("x", judged: 4, proved: 1).successRate == 0.25)
  }

  @Test func aStatementIsInOneSplitAlone() {
    let records = (0..<400).flatMap { index in
      [
        Self.record("a\(index)", group: "g\(index)"), Self.record("b\(index)", group: "g\(index)"),
      ]
    }
    let set = PromptSet(records, testShare: 0.2, seed: 7)
    #expect(set.train.count + set.test.count == records.count)
    let both = Set(set.train.map(\.group)).intersection(set.test.map(\.group))
    #expect(both.isEmpty)
    // 80 are expected, five standard deviations are 40.
    #expect((40...120).contains(set.test.count / 2), "\(set.test.count)")
  }

  @Test func aStatementStaysWhereItIsWhileTheRunGrows() {
    let early = (0..<50).map { Self.record("t\($0)") }
    let late = (0..<200).map { Self.record("t\($0)") }
    let before = PromptSet(early, testShare: 0.3, seed: 1)
    let after = PromptSet(late.reversed(), testShare: 0.3, seed: 1)
    let tested = Set(after.test.map(\.name))
    #expect(!before.test.isEmpty)
    #expect(before.test.allSatisfy { tested.contains($0.name) })
    #expect(before.train.allSatisfy { !tested.contains($0.name) })
    let other = PromptSet(late, testShare: 0.3, seed: 2)
    #expect(Set(other.test.map(\.name)) != tested)
  }

  @Test func ofFewStatementsOneIsTested() {
    let few = (0..<3).map { Self.record("t\($0)") }
    #expect(PromptSet(few, testShare: 1e-9, seed: 1).test.count == 1)
    #expect(PromptSet(Array(few.prefix(1)), testShare: 1e-9, seed: 1).test.isEmpty)
    #expect(PromptSet(few, testShare: 0, seed: 1).test.isEmpty)
    #expect(PromptSet(few, testShare: 1, seed: 1).train.isEmpty)
    #expect(PromptSet([], testShare: 0.5, seed: 1).test.isEmpty)
  }

  @Test func aRowHasTheColumnsOfTheRecipe() {
    let row = PromptSet.row(Self.record("t1"), index: 3, split: "train")
    #expect(
      PromptSet.fields.map(\.name) == [
        "prompt", "data_source", "ability", "reward_model", "extra_info",
      ])
    var columns = ParquetColumns(PromptSet.fields)
    let isTaken = columns.append(row)
    #expect(isTaken)
    #expect(
      row[3] == .structure([.text("rule"), .text("theorem t1 : True := by sorry")]))
    #expect(
      row[4]
        == .structure([
          .text("theorem t1 : True := by sorry"), .integer(3), .text("train"), .text("t1"),
          .double(1), .double(0.25), .integer(4),
        ]))
  }

  /// What `pyarrow` and `datasets` have read as these very rows; another byte needs another look.
  @Test func theFileIsTheOneThatOthersHaveRead() {
    let records = [
      Self.record("t1"), Self.record("t2", judged: 0, proved: 0),
      Self.record("é∀", judged: 8, proved: 8),
    ]
    let files = PromptSet(records, testShare: 0, seed: 1).parquet()
    let hash = Hash64.hex(String(files.train.map { Character(UnicodeScalar($0)) }))
    #expect(hash == "ca2c6e49409e997a", "\(files.train.count) bytes")
  }
}

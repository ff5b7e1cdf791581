import Corpus
import Foundation
import Records
import Testing

@testable import Daemon
@testable import Evaluation

extension EndToEnd {
  @Suite(.serialized) struct Evaluations {
    private static let suite = """
      import Theory.Nat
      namespace Benchmarks.Toy

      theorem zero_add (a : Nat) : 0 + a = a := by sorry

      theorem add_succ_zero (a b : Nat) : a + Nat.succ b + 0 = Nat.succ (a + b) := by sorry

      theorem wrong (a b : Nat) : a + b = a := by sorry

      end Benchmarks.Toy

      """

    private func report(_ ended: Ended) throws -> EvalReport {
      try #require(ended.code == 0, "\(ended.errors)")
      return try JSONDecoder().decode(EvalReport.self, from: Data(ended.output.utf8))
    }

    @Test func passAtKOfTheSearchIsCheckedAndResumable() async throws {
      let run = try ToyRun(change: ToyRun.hasten)
      let file = try run.folder.write("Toy.lean", Self.suite.utf8)
      let output = run.folder.path + "/eval"
      func eval(_ more: [String]) async throws -> Ended {
        let arguments = ["eval", file, "--ranker", "fixed-order", "--output", output, "--json"]
        return try await run.start(arguments + more).end(within: 240)
      }
      let options = ["--samples", "3", "-k", "1", "-k", "3", "--budget", "24"]
      let first = try report(
        try await eval(options))
      let result = try #require(first.results.first)
      #expect(result.suite == "Toy" && result.prover == "search/fixed-order")
      #expect(result.problems == 3 && result.drawn == 9)
      #expect(result.solved.contains("zero_add"), "\(result)")
      #expect(!result.solved.contains("wrong"))
      let pass = try #require(result.turns.first?.pass)
      #expect(pass.map(\.k) == [1, 3])
      #expect((pass[1].value ?? 0) >= (pass[0].value ?? 1))
      let lines = try String(contentsOfFile: output + "/samples.jsonl", encoding: .utf8)
      #expect(lines.split(separator: "\n").count == 9)
      // Half of it is lost: only that is drawn again, and comes out the same.
      let half = lines.split(separator: "\n").prefix(4).map { $0 + "\n" }.joined()
      try half.write(toFile: output + "/samples.jsonl", atomically: true, encoding: .utf8)
      let second = try report(
        try await eval(options))
      #expect(second == first)
      let again = try String(contentsOfFile: output + "/samples.jsonl", encoding: .utf8)
      #expect(again.hasPrefix(half))
      #expect(Set(again.split(separator: "\n")) == Set(lines.split(separator: "\n")))
      let markdown = try String(contentsOfFile: output + "/report.md", encoding: .utf8)
      #expect(markdown.contains("| Toy | search/fixed-order | 1 |"), "\(markdown)")
      let other = try await eval(["--samples", "3", "--budget", "25"])
      #expect(other.code == Failure.usage)
      #expect(other.complaint.contains("budget is '25', was '24'"), "\(other.complaint)")
    }

    @Test func jsonLinesOverAConfiguredTheoryAreSearched() async throws {
      let run = try ToyRun(change: ToyRun.hasten)
      let line =
        #"{"name":"zero_add","header":"import Theory.Nat\n","split":"valid","formal_statement":"theorem zero_add (a : Nat) : 0 + a = a := sorry"}"#
      let file = try run.folder.write("toy.jsonl", (line + "\n").utf8)
      let ended = try await run.lemmaloom(
        "eval", file, "--ranker", "fixed-order", "--samples", "1", "--budget", "24", "--output",
        run.folder.path + "/eval", "--json")
      let result = try #require(try report(ended).results.first)
      #expect(result.suite == "toy/valid" && result.solved == ["zero_add"], "\(result)")
      let model = try await run.lemmaloom(
        "eval", file, "--prover", "whole-proof", "--output", run.folder.path + "/other")
      #expect(model.code == Failure.usage)
      #expect(model.complaint.contains("prover.whole_proof.model"), "\(model.complaint)")
      let plain = try await run.lemmaloom("eval", file)
      #expect(plain.code == Failure.usage)
      #expect(plain.complaint.contains("--samples"), "\(plain.complaint)")
    }

    @Test func aRunIsExported() async throws {
      let run = try ToyRun()
      try await run.run(rounds: 1)
      let file = run.folder.path + "/sft.jsonl"
      let sft = try await run.lemmaloom("corpus", "export", "--format", "sft", "--output", file)
      try #require(sft.code == 0, "\(sft.errors)")
      let rows = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        .map { try JSONDecoder().decode(ImitationRow.self, from: Data($0.utf8)) }
      let theorems = try await GitCorpus(opening: run.runFolder.corpus).theorems()
      #expect(!rows.isEmpty)
      #expect(sft.output.hasPrefix("\(rows.count) examples in \(file)"), "\(sft.output)")
      for row in rows {
        let theorem = try #require(theorems.first { $0.name == row.name })
        #expect(row.messages.map(\.role) == ["system", "user", "assistant"])
        let module = row.domain == "nat" ? "Theory.Nat" : "Theory.Logic"
        #expect(
          row.messages[0].content
            == "You are an expert in mathematics and proving theorems in Lean 4.")
        let user = row.messages[1].content
        #expect(
          user.hasPrefix(
            """
            Think about and solve the following problems step by step in Lean 4.

            # Problem:
            \(theorem.statement.informalText)

            # Formal Statement:
            ```lean4
            import \(module)

            """), "\(user)")
        #expect(
          user.contains("theorem \(row.name) \(theorem.statement.signatureText) := by\n```"),
          "\(user)")
        let answer = row.messages[2].content
        #expect(answer.hasPrefix("<think>\n"))
        #expect(answer.contains("```lean4\ntheorem \(row.name) "), "\(answer)")
      }
      let folder = run.folder.path + "/verl"
      let verl = try await run.lemmaloom(
        "corpus", "export", "--format", "verl", "--output", folder, "--test-share", "0.2")
      try #require(verl.code == 0, "\(verl.errors)")
      for name in ["train", "test"] {
        let bytes = try #require(FileManager.default.contents(atPath: "\(folder)/\(name).parquet"))
        #expect(bytes.prefix(4) == Data("PAR1".utf8) && bytes.suffix(4) == Data("PAR1".utf8))
        #expect(bytes.range(of: Data("lemmaloom/".utf8)) != nil, "\(name) has no row")
      }
      let wrong = try await run.lemmaloom("corpus", "export", "--format", "csv", "--output", file)
      #expect(wrong.code == Failure.usage)
    }
  }
}

import Completion
import Foundation
import LanguageModel
import LeanInterface
import Records
import RunStore
import TestSupport
import Testing

@testable import Configuration
@testable import Daemon
@testable import Rounds

extension EndToEnd {
  /// Runs whose statements and proofs come from a language model.
  @Suite(.serialized) struct LargeModels {
    /// A recorded answer, and what must become of it.
    struct Recorded: Decodable {
      let file: String
      let name: String
      let signature: String
      let helpersAllowed: Bool
      let formatErrors: [String]
      let problem: String?
      let lean: String?
    }

    /// Recorded answers that the server leaves out: an empty completion is none to a client, and in the other one lines
    /// stand below each other, which they no longer do when the theorem gets another name.
    private static let unserved = ["empty.md", "term-with-tactics-inside.md"]

    private func recorded() throws -> [String: [Recorded]] {
      let path = Project.folder + "/Tests/Fixtures/answers/expected.json"
      let all = try JSONDecoder().decode(
        [Recorded].self, from: Data(contentsOf: URL(filePath: path)))
      return Dictionary(grouping: all.filter { !Self.unserved.contains($0.file) }, by: \.signature)
    }

    private func server() throws -> (ServerProcess, url: String) {
      let script = Project.folder + "/Tests/Fixtures/answers/scripted_server.py"
      let server = try ServerProcess(["python3", script])
      return (server, "http://127.0.0.1:\(server.firstLine)/v1")
    }

    /// Everything that is recorded comes to its end in a round: what is right enters the corpus with its trace, the
    /// rest is refused by the name of its fault.
    @Test func recordedAnswersComeToTheirEnds() async throws {
      let (server, url) = try server()
      let answers = try recorded()
      let drawn = answers.values.map(\.count).max() ?? 1
      let run = try ToyRun {
        let model = CompletionModelSettings(server: RemoteModelOptions(url: url, model: "recorded"))
        $0.prover.method = .wholeProof
        $0.prover.wholeProof.model = model
        $0.prover.wholeProof.options.samples = drawn
        $0.conjecturer.shares = .init(
          model: 0, grammar: 0, enumeration: 0, pairing: 0, mutation: 0, prompted: 1)
        $0.conjecturer.prompted.model = model
        $0.conjecturer.prompted.asking.samples = 20
        $0.library.generalise = false
      }
      try await run.run(rounds: 1)
      let store = try RunStore(path: run.runFolder.database, mode: .reading)
      let samples = try await store.samples(round: 1)
      var seen: Set<String> = []
      for record in samples {
        let shapes = try #require(answers[record.statement.signatureText])
        let shape = shapes[record.sample.ordinal % shapes.count]
        let turn = try #require(record.sample.turns.first)
        seen.insert(shape.file)
        #expect(turn.formatErrors == shape.formatErrors, "\(shape.file)")
        if let problem = shape.problem ?? (shape.helpersAllowed ? "helpers-not-allowed" : nil) {
          #expect(turn.outcome == .malformed && turn.reason == problem, "\(shape.file) \(turn)")
        } else {
          let expected: ProofTurn.Outcome = shape.lean == "proved" ? .proved : .rejected
          #expect(turn.outcome == expected, "\(shape.file) \(turn)")
        }
        // The same answer comes again as a correction.
        let isFinal = turn.outcome == .proved || turn.isCut
        #expect(record.sample.turns.count == (isFinal ? 1 : 2), "\(shape.file)")
      }
      #expect(seen.count >= 40, "\(seen.count) shapes were asked for")

      let theorems = try await run.expectSound(rounds: 1)
      let proved = Set(samples.filter { $0.sample.outcome == .proved }.map(\.statement))
      #expect(Set(theorems.map(\.statement)) == proved && !proved.isEmpty)
      for theorem in theorems {
        let author = try #require(theorem.author)
        #expect(author.model == "recorded" && author.turn == 1 && author.judged == drawn)
        #expect(author.proved <= drawn)
        #expect(theorem.checker == "lean")
        #expect(theorem.trace.contains("theorem \(theorem.name) "), "\(theorem.trace)")
      }
      #expect(theorems.contains { $0.author.map { $0.proved < drawn } ?? false })
      let page = try await run.lemmaloom("corpus", "show", theorems[0].name)
      #expect(page.output.contains("Written by recorded, first answer"))
      try await metrics(of: store, samples: samples)
      withExtendedLifetime(server) {}
    }

    private func metrics(of store: RunStore, samples: [SampleRecord]) async throws {
      let metrics = try #require(try await store.round(1)).metrics
      #expect(metrics[.samples] == Double(samples.count))
      #expect((metrics[.responseLength(1)] ?? 0) > 0)
      #expect((metrics[.formatErrors(1, "lean-blocks")] ?? 0) > 0)
      #expect((metrics[.turnAnswers(2)] ?? 0) > 0)
      let valid = try #require(metrics[.valid(1)])
      #expect(valid > 0 && valid < 1)
      let before = try #require(metrics[.best(1, of: 8)])
      #expect(before > 0 && before == metrics[.best(2, of: 8)])
      #expect((metrics[.conjectureCompletionTokens] ?? 0) > 0)
    }

    /// The configuration that docs/LARGE_MODELS.md gives, with stand-ins behind its addresses.
    @Test func theDocumentedConfiguration() async throws {
      let (server, url) = try server()
      let lean = try await testToolchain().lean
      let kimina = try KiminaStandIn(repl: [try Project.program(), "repl", "--lean", lean])
      let page = try String(
        contentsOfFile: Project.folder + "/docs/LARGE_MODELS.md", encoding: .utf8)
      let block = try #require(page.firstMatch(of: #/```yaml\n((?:.*\n)*?)```/#)).output.1
      let shipped = try String(contentsOfFile: Project.folder + "/config.yaml", encoding: .utf8)
      let own = try #require(shipped.range(of: "\ndomains:\n"))
      let documented = try Configuration.parse(
        String(block) + shipped[own.lowerBound...],
        environment: [
          "PROVER_URL": url, "CONJECTURER_URL": url, "LEAN_SERVER_API_URL": kimina.url,
        ])
      let run = try ToyRun {
        ToyRun.hasten(&$0)
        $0.prover.method = documented.prover.method
        $0.prover.wholeProof = documented.prover.wholeProof
        $0.conjecturer.shares = documented.conjecturer.shares
        $0.conjecturer.prompted = documented.conjecturer.prompted
        $0.checkers = documented.checkers
      }
      try await run.run(rounds: 2)
      let theorems = try await run.expectSound(rounds: 2)
      #expect(!theorems.isEmpty && theorems.allSatisfy { $0.checker == "kimina+lean" })
      let store = try RunStore(path: run.runFolder.database, mode: .reading)
      let prompted = try await store.filterCounts(round: 1).filter { $0.source == "prompted" }
      #expect(prompted.contains { $0.count > 0 })
      #expect(!(try await store.samples(round: 1)).isEmpty)
      kimina.stop()
      withExtendedLifetime(server) {}
    }

    /// A real model that knows nothing: rounds end, its format errors are counted, nothing is accepted.
    @Test func aRandomModelProvesNothing() async throws {
      let folder = try TemporaryFolder()
      let program = try Project.program()
      let made = try await Child(
        [
          program, "model", "new", folder.path + "/model", "--layers", "1", "--width", "32",
          "--heads", "2", "--kv-heads", "1", "--head-size", "16", "--feed-forward", "64",
          "--tokenizer-from", Project.folder + "/README.md",
        ], folder: folder.path, environment: ProcessInfo.processInfo.environment
      ).end(within: 120)
      try #require(made.code == 0, "\(made.errors)")
      let run = try ToyRun {
        ToyRun.hasten(&$0)
        $0.prover.method = .wholeProof
        $0.prover.wholeProof.model.checkpoint = folder.path + "/model"
        $0.prover.wholeProof.options.samples = 2
        $0.prover.wholeProof.options.maximumTokens = 24
        $0.library.generalise = false
      }
      try await run.run(rounds: 2)
      try await expectNothing(of: run, rounds: 2)
    }

    /// The same against a real server from PyPI: see RemoteRealServerTests.
    @Test(
      .enabled(
        if: ProcessInfo.processInfo.environment["LEMMALOOM_REAL_MODEL_SERVER"] != nil,
        "SKIP: a real server is hundreds of megabytes; set LEMMALOOM_REAL_MODEL_SERVER=1 to run it"
      )) func aRandomModelBehindARealServer() async throws
    {
      let environment = ProcessInfo.processInfo.environment
      let temporary = try TemporaryFolder()
      let given = environment["LEMMALOOM_REAL_MODEL_SERVER"] ?? "1"
      let server = try ServerProcess([
        "python3", Project.fixture(remote: "real_server.py"),
        environment["LEMMALOOM_REAL_MODEL_SERVER_KIND"] ?? "transformers",
        given == "1" ? temporary.path : given,
      ])
      let line = server.firstLine.split(separator: " ", maxSplits: 1).map(String.init)
      try #require(line.count == 2)
      let run = try ToyRun {
        ToyRun.hasten(&$0)
        let model = CompletionModelSettings(
          server: RemoteModelOptions(
            url: "http://127.0.0.1:\(line[0])/v1", model: line[1], concurrent: 1))
        $0.prover.method = .both
        $0.prover.wholeProof.model = model
        $0.prover.wholeProof.options.samples = 2
        $0.prover.wholeProof.options.maximumTokens = 24
        $0.conjecturer.shares.model = 0.15
        $0.conjecturer.shares.prompted = 0.1
        $0.conjecturer.prompted.model = model
        $0.conjecturer.prompted.asking.maximumTokens = 24
      }
      try await run.run(rounds: 2)
      try await expectNothing(of: run, rounds: 2)
      withExtendedLifetime(server) {}
    }

    private func expectNothing(of run: ToyRun, rounds: Int) async throws {
      let store = try RunStore(path: run.runFolder.database, mode: .reading)
      var errors = 0.0
      for round in 1...rounds {
        let samples = try await store.samples(round: round)
        #expect(!samples.isEmpty)
        #expect(samples.allSatisfy { $0.sample.outcome == .failed })
        #expect(samples.allSatisfy { $0.sample.turns[0].outcome == .malformed })
        let metrics = try #require(try await store.round(round)).metrics
        errors += metrics[.formatErrors(1, "lean-blocks")] ?? 0
        #expect(metrics[.valid(1)] == 0)
        #expect(try await store.theorems(round: round).allSatisfy { $0.author == nil })
      }
      #expect(errors > 0)

    }

    /// A server that is not there is no failure of the prover: nothing is judged, nothing is lost.
    @Test func aServerThatIsAway() async throws {
      let run = try ToyRun {
        ToyRun.hasten(&$0)
        $0.prover.method = .wholeProof
        $0.prover.wholeProof.model = CompletionModelSettings(
          server: RemoteModelOptions(url: "http://127.0.0.1:9/v1", model: "nobody", retries: 0))
        $0.prover.wholeProof.options.samples = 2
        $0.library.generalise = false
      }
      try await run.run(rounds: 1)
      let store = try RunStore(path: run.runFolder.database, mode: .reading)
      let samples = try await store.samples(round: 1)
      #expect(!samples.isEmpty && samples.allSatisfy { $0.sample.outcome == .declined })
      #expect(try await store.attempts(round: 1).allSatisfy { $0.attempt.outcome != .failed })
      #expect(!(try await store.conjectures(round: 1, status: .open)).isEmpty)
    }
  }
}

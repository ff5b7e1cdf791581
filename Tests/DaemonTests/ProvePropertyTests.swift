import Checkers
import Foundation
import LeanInterface
import LeanText
import Prover
import Records
import TestSupport
import Testing

@testable import Configuration
@testable import Daemon
@testable import Workbench

/// Whatever a file's theorems look like: what `prove` prints states the same, and `check --against` accepts it.
@Suite struct ProvePropertyTests {
  /// Theorems in all; `LEMMALOOM_PROVE_THEOREMS` asks for more.
  private static let theorems =
    ProcessInfo.processInfo.environment["LEMMALOOM_PROVE_THEOREMS"].flatMap { Int($0) } ?? 200
  private static let theoremsOfAFile = 40

  @Test func whatIsPrintedProvesWhatTheFileHolds() async throws {
    let bench = try await ProveBench()
    var places = 0
    let files = (Self.theorems + Self.theoremsOfAFile - 1) / Self.theoremsOfAFile
    for seed in 1...files {
      var generator = OpenFileGenerator(seed: UInt64(seed))
      let text = generator.file(theorems: Self.theoremsOfAFile)
      let printed: String
      let results: [FileProver.Result]
      do {
        (printed, results) = try await bench.prove(text)
      } catch {
        Issue.record("file \(seed): \(error)\n\(text)")
        continue
      }
      places += results.count
      for result in results where result.outcome != .proved {
        Issue.record("file \(seed), line \(result.place.place.line): \(result.reason)\n\(text)")
      }
      let (before, after) = (LeanOutline(text), LeanOutline(printed))
      #expect(
        before.commands.map { $0.theorem?.signatureTokens }
          == after.commands.map { $0.theorem?.signatureTokens }, "\(seed)")
      let report = try await bench.judge.judge(trusted: text, candidate: printed)
      let rejected = report.targets.filter { $0.verdict.kind != "accepted" }
      #expect(
        report.verdict.kind == "accepted",
        "file \(seed): \(report.reason) \(rejected.map(\.name))\n\(printed)")
    }
    #expect(places > Self.theorems)
  }
}

/// What `prove` works with, over the theory of natural numbers and without a run.
struct ProveBench {
  let judge: AgainstJudge
  private let folder: TemporaryFolder
  private let pool: LeanPool
  private let work: DomainContext
  private let configuration: Configuration

  init(domain name: String = "nat") async throws {
    let text = try String(contentsOfFile: Project.folder + "/config.yaml", encoding: .utf8)
    configuration = try Configuration.parse(text)
    folder = try TemporaryFolder()
    pool = try await SeedModules.lean(
      configuration, corpus: Project.folder + "/corpus", compiled: folder.path)
    judge = try AgainstJudge(pool: pool)
    let domain = try #require(configuration.domains.first { $0.name == name })
    let theory = try await Premise.theory(
      of: domain, pool: pool, header: LeanHeader(imports: [domain.module], opens: domain.opens))
    work = try await DomainContext.make(
      domain, theory: theory, store: nil, libraryLimit: 0, corpus: Project.folder + "/corpus",
      compiled: folder.path, pool: pool)
  }

  func reading(_ text: String) async throws -> FileReading { try await pool.reading(of: text) }

  func prove(_ text: String) async throws -> (printed: String, results: [FileProver.Result]) {
    let open = try OpenText(text)
    let prover = FileProver(
      pool: pool, work: work, open: open,
      places: try await pool.openPlaces(of: open, file: "x.lean")
    ) { [pool, configuration] work in
      work.engine(
        pool, configuration, FixedOrderRanker(),
        options: configuration.evaluationOptions(budget: 64))
    }
    let results = try await prover.prove().results
    return (prover.text(with: results), results)
  }
}

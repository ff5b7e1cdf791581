import ArgumentParser
import Configuration
import Evaluation
import Foundation
import LeanInterface
import LeanText
import Prover
import Records
import Workbench

/// `lemmaloom prove`: search proofs for given statements.
struct ProveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract:
      "Search proofs for what a file leaves as sorry, or for one theorem given as text.",
    discussion: """
      lemmaloom prove corpus/Benchmarks/Lists.lean
      lemmaloom prove 'theorem x (a b : Nat) : a + b = b + a' --domain nat
      Prints the file with each sorry replaced by the proof found. 'lemmaloom check --against FILE -' judges it.
      Uses the model and lemma library of the run when there is one. Exit code 0: all proved, 1: some not.
      """)

  @OptionGroup var common: CommonOptions
  @Argument(help: "A Lean file, or a theorem without its proof.") var input: String
  @Option(help: "Domain of a theorem given as text.") var domain = "nat"
  @Option(help: "Tactic applications a statement.") var budget = 256
  @Option(help: "ensemble, transformer, log-linear, fixed-order or uniform.") var ranker: String?
  @Flag(help: "One JSON object a sorry.") var json = false
  @Flag(help: "Show how each proof was found, on standard error.") var trace = false

  struct Answer: Encodable {
    let name: String
    /// Of the theorem, as the file has it.
    let statement: String
    /// 1-based line of the `sorry`.
    let line: Int
    let outcome: AttemptOutcome
    let script: String
    let imports: [String]
    let applications: Int
    let reason: String
  }

  func validate() throws {
    if budget < 1 { throw ValidationError("--budget \(budget) is below 1") }
  }

  func run() async throws {
    let configuration = try common.load()
    let kind = try ranker.map(Self.kind) ?? configuration.prover.search.ranker
    let (text, file) = try source(configuration)
    let open: OpenText
    do {
      open = try OpenText(text)
    } catch {
      throw WorkbenchError.usage("\(file): \(error)")
    }
    let domains = BenchmarkSuite.domains(of: text, among: configuration.domains)
    guard let entry = domains.first(where: { $0.name == self.domain }) ?? domains.first else {
      throw WorkbenchError.usage(
        "\(file) imports no theory of a configured domain ("
          + Set(configuration.domains.map(\.module)).sorted().joined(separator: ", ") + ")")
    }
    let bench = try await Workbench.open(configuration)
    defer { bench.close() }
    if open.theorems.isEmpty {
      throw Self.nothingToProve(try await bench.pool.reading(of: text), file)
    }
    let domain = bench.domain(entry.name) ?? entry
    // Lean looks at the theory meanwhile.
    async let places = bench.pool.openPlaces(of: open, file: file)
    async let work = bench.context(domain)
    let prover = FileProver(
      pool: bench.pool, work: try await work, open: open, places: try await places
    ) { [budget] work in await bench.engine(work, ranker: kind, budget: budget) }
    let outcome = try await prover.prove()
    let results = outcome.results
    if !json { Output.text(prover.text(with: results)) }
    for result in results { try show(result, open.theorems[result.place.theorem], prover.work) }
    let proved = results.count { $0.outcome == .proved }
    if !json { Output.error("\(proved) of \(results.count) proved") }
    if proved < results.count {
      let declined = results.contains { $0.outcome == .declined }
      throw Failure("", code: declined ? Failure.declined : Failure.rejected)
    }
    if let line = outcome.openLine {
      throw Failure(
        "line \(line) of the file with its proofs is still open: a macro holds the sorry",
        code: Failure.rejected)
    }
  }

  /// Why nothing is searched for in a file without a `sorry` to be seen.
  static func nothingToProve(_ reading: FileReading, _ file: String) -> Failure {
    if let line = reading.openLine {
      return Failure(
        "line \(line) of \(file) is open, but no sorry stands there: a macro holds it",
        code: Failure.rejected)
    }
    if !reading.isAccepted {
      return Failure(
        "\(file) has no sorry, and Lean does not accept it; 'lemmaloom check' says why",
        code: Failure.rejected)
    }
    return Failure("\(file) has no theorem with sorry", code: Failure.usage)
  }

  static func kind(_ name: String) throws -> SearchSettings.Ranker {
    guard let kind = SearchSettings.Ranker(rawValue: name) else {
      let known = SearchSettings.Ranker.allCases.map(\.rawValue).joined(separator: ", ")
      throw WorkbenchError.usage("--ranker '\(name)' is none of \(known)")
    }
    return kind
  }

  private func source(_ configuration: Configuration) throws -> (text: String, file: String) {
    if FileManager.default.fileExists(atPath: input) {
      do {
        let text = try String(contentsOfFile: input, encoding: .utf8)
        // Lean reads no byte order mark, and what is printed needs none.
        let body =
          text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        return (LeanLines.normalized(body), input)
      } catch {
        throw WorkbenchError.usage("cannot read \(input): \(error.localizedDescription)")
      }
    }
    guard let theorem = LeanOutline(input).commands.compactMap(\.theorem).last else {
      throw WorkbenchError.usage("'\(input)' is neither a file nor 'theorem NAME … : …'")
    }
    guard let domain = configuration.domains.first(where: { $0.name == domain }) else {
      throw WorkbenchError.usage(
        "--domain '\(domain)' is none of "
          + configuration.domains.map(\.name).joined(separator: ", "))
    }
    let header = "import \(domain.module)\n" + domain.opens.map { "open \($0)\n" }.joined()
    let proof =
      switch theorem.body {
      case .missing: " := by sorry"
      case .tactics(""): " sorry"
      default: ""
      }
    return (header + input + proof + "\n", "the given theorem")
  }

  private func show(
    _ result: FileProver.Result, _ theorem: OpenText.Theorem, _ work: DomainContext
  ) throws {
    let script = result.filling?.script ?? ""
    if json {
      return Output.line(
        try Answer(
          name: theorem.name, statement: theorem.signature, line: result.place.place.line,
          outcome: result.outcome, script: script,
          imports: result.filling == nil ? work.imports(for: []) : result.imports,
          applications: result.applications, reason: result.reason
        ).jsonLine())
    }
    // Beside the file, which it is no part of.
    guard trace else { return }
    for report in result.reports {
      Output.error(report.trace(script: script, name: theorem.name) + "\n")
    }
  }
}

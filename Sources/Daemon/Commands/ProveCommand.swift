import ArgumentParser
import Foundation
import LeanInterface
import Prover
import Records

/// `lemmaloom prove`: search proofs for given statements.
struct ProveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prove",
    abstract:
      "Search proofs for the theorems that a file leaves as sorry, or for one given as text.",
    discussion: """
      lemmaloom prove corpus/Benchmarks/Lists.lean
      lemmaloom prove 'theorem x (a b : Nat) : a + b = b + a' --domain nat
      Prints a Lean file, which 'lemmaloom check -' judges.
      Uses the model and lemma library of the run when there is one. Exit code 0: all proved, 1: some not.
      """)

  @OptionGroup var common: CommonOptions
  @Argument(help: "A Lean file, or a theorem without its proof.") var input: String
  @Option(help: "Domain of a theorem given as text.") var domain = "nat"
  @Option(help: "Tactic applications a statement.") var budget = 256
  @Option(help: "ensemble, transformer, log-linear, fixed-order or uniform.") var ranker: String?
  @Flag(help: "One JSON object a statement.") var json = false
  @Flag(help: "Show how each proof was found, on standard error.") var trace = false

  struct Answer: Encodable {
    let name: String
    let statement: String
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
    let bench = try await Bench.open(configuration)
    defer { bench.close() }
    let (text, file) = try source(configuration)
    let domains = BenchmarkSuite.domains(of: text, among: configuration.domains)
    guard let domain = domains.first(where: { $0.name == self.domain }) ?? domains.first else {
      throw DaemonError.usage(
        "\(file) imports no theory of a configured domain ("
          + Set(configuration.domains.map(\.module)).sorted().joined(separator: ", ") + ")")
    }
    let open = try await bench.pool.openTheorems(in: text, file: file)
    if open.isEmpty { throw DaemonError.usage("\(file) has no theorem with sorry") }
    let work = try await bench.context(domain)
    let engine = await bench.engine(work, ranker: kind, budget: budget)
    // What is to be proved is no lemma for itself, though the corpus may have one of that name.
    let tasks = open.map { SearchTask(goal: $0.goal, domain: domain, excluded: [$0.fullName]) }
    let reports = try await engine.prove(tasks)
    let proofs = await Minimiser(pool: bench.pool, header: work.header).minimise(
      reports.compactMap { report in report.proof.map { (report.task.statement, $0) } })
    if !json {
      // What is printed is a Lean file, to be checked or kept.
      let header = LeanHeader(
        imports: work.imports(for: proofs.map(\.script)), opens: domain.opens)
      Output.line(header.text)
    }
    var next = 0
    for (theorem, report) in zip(open, reports) {
      var script = ""
      if report.proof != nil {
        script = proofs[next].script
        next += 1
      }
      // A name that the corpus has is taken where its modules are imported.
      let isTaken = try await bench.store?.theorem(named: theorem.fullName) != nil
      try show(theorem, isTaken: isTaken, report, script, work)
    }
    let proved = reports.count { $0.outcome == .proved }
    if !json { Output.error("\(proved) of \(reports.count) proved") }
    if proved < reports.count {
      let declined = reports.contains { $0.outcome == .declined }
      throw Failure("", code: declined ? Failure.declined : Failure.rejected)
    }
  }

  static func kind(_ name: String) throws -> SearchSettings.Ranker {
    guard let kind = SearchSettings.Ranker(rawValue: name) else {
      let known = SearchSettings.Ranker.allCases.map(\.rawValue).joined(separator: ", ")
      throw DaemonError.usage("--ranker '\(name)' is none of \(known)")
    }
    return kind
  }

  private func source(_ configuration: Configuration) throws -> (text: String, file: String) {
    if input.hasPrefix("theorem ") || input.hasPrefix("example ") {
      guard let domain = configuration.domains.first(where: { $0.name == domain }) else {
        throw DaemonError.usage(
          "--domain '\(domain)' is none of "
            + configuration.domains.map(\.name).joined(separator: ", "))
      }
      let header = "import \(domain.module)\n" + domain.opens.map { "open \($0)\n" }.joined()
      let proof = input.contains("sorry") ? "" : " := by sorry"
      return (header + input + proof + "\n", "the given theorem")
    }
    guard FileManager.default.fileExists(atPath: input) else {
      throw DaemonError.usage("'\(input)' is neither a file nor 'theorem NAME … : …'")
    }
    do {
      return (try String(contentsOfFile: input, encoding: .utf8), input)
    } catch {
      throw DaemonError.usage("cannot read \(input): \(error.localizedDescription)")
    }
  }

  private func show(
    _ theorem: OpenTheorem, isTaken: Bool, _ report: SearchReport, _ script: String,
    _ work: DomainContext
  ) throws {
    let statement = report.task.statement
    if json {
      return Output.line(
        try Output.json(
          Answer(
            name: theorem.name, statement: statement.signatureText, outcome: report.outcome,
            script: script, imports: work.imports(for: [script]),
            applications: report.applications, reason: report.reason)))
    }
    // Beside the file, which it is no part of.
    if trace { Output.error(report.trace(script: script, name: theorem.name) + "\n") }
    let start =
      isTaken || theorem.name == "example" ? "example" : "theorem \(theorem.fullName)"
    let header = "\(start) \(statement.signatureText)"
    if script.isEmpty {
      Output.line(
        "-- not proved in \(report.applications) tactic applications\n\(header) := by\n  sorry\n")
    } else {
      let body = script.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
      Output.line("\(header) := by\n\(body)\n")
    }
  }
}

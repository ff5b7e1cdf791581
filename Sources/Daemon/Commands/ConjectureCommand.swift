import ArgumentParser
import Conjecturer
import Curriculum
import Records
import Workbench

/// `lemmaloom conjecture`: what the conjecturer proposes, and what the filters dropped.
struct ConjectureCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conjecture",
    abstract: "Show what the conjecturer proposes, and what its filters dropped.")

  @OptionGroup var common: CommonOptions
  @Option(help: "Domain.") var domain: String
  @Option(help: "Conjectures wanted.") var count = 20
  @Option(help: "Level asked for.") var level = 5
  @Option(help: "Seed of the sampling.") var seed: UInt64 = 1
  @Flag(help: "JSON: one object a conjecture, then one with the counts.") var json = false

  private static let countMax = 100_000

  func run() async throws {
    let configuration = try common.load()
    guard let entry = configuration.domains.first(where: { $0.name == self.domain }) else {
      throw WorkbenchError.usage(
        "--domain '\(self.domain)' is none of "
          + configuration.domains.map(\.name).joined(separator: ", "))
    }
    guard (1...configuration.curriculum.options.levelMax).contains(level),
      (1...Self.countMax).contains(count)
    else {
      throw WorkbenchError.usage(
        "--level goes from 1 to \(configuration.curriculum.options.levelMax), --count from 1 to \(Self.countMax)"
      )
    }
    let bench = try await Workbench.open(configuration)
    defer { bench.close() }
    let domain = bench.domain(entry.name) ?? entry
    let work = try await bench.context(domain)
    let conjecturer = try Conjecturer(
      domains: bench.configuration.domains, pool: bench.pool,
      filters: configuration.conjecturer.filters)
    var known = KnownStatements(try Grammar(domain))
    for theorem in try await bench.store?.theorems(domain: domain.name) ?? [] {
      known.insert(theorem: theorem.statement)
    }
    // Hundreds of samples go through the filters, some of them by Lean.
    Output.error("looking for \(count) conjectures of level \(level) about \(domain.name)")
    let scale = configuration.curriculumOptions.scale
    let plan = LevelPlan(
      level: level, share: 1, conjectures: count,
      sizeWindow: scale.sizeWindow(level: level, grammar: domain.grammar),
      difficultyBucket: scale.bucket(level: level))
    // As many samples for each conjecture as a round draws, and no fewer than one round's in all.
    let total = min(count, configuration.conjecturer.perRound)
    let prompting = try await bench.prompting(configuration.conjecturerModel())
    let seeds = try await prompting?.seeds(work) ?? []
    let proposal = try await conjecturer.propose(
      await bench.request(plan, of: total, in: work, round: 1, seed: seed), known: known,
      model: await bench.models.productionModel, header: work.header,
      prompted: prompting?.source(seeds, plan))
    try show(proposal)
  }

  private func show(_ proposal: Proposal) throws {
    for conjecture in proposal.conjectures {
      Output.line(
        json
          ? try conjecture.jsonLine()
          : "\(conjecture.statement.signatureText)  -- \(conjecture.source.rawValue)")
    }
    var counts: [String: [String: Int]] = [:]
    for (source, outcomes) in proposal.counts {
      for (outcome, count) in outcomes {
        counts[source.rawValue, default: [:]][outcome.rawValue] = count
      }
    }
    if json { return Output.line(try counts.jsonLine()) }
    for (source, outcomes) in counts.sorted(by: { $0.key < $1.key }) {
      let text = outcomes.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
      Output.error("\(source): \(text.joined(separator: ", "))")
    }
    Output.error("\(proposal.conjectures.count) of \(count) found")
  }
}

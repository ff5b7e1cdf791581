import Basics
import LeanInterface
import Records

/// How a request's candidates are divided among the sources, in proportion.
public struct SourceShares: Hashable, Codable, Sendable {
  public var model: Double
  public var grammar: Double
  public var enumeration: Double
  public var pairing: Double
  public var mutation: Double
  /// Asked of a model in words.
  public var prompted: Double

  public init(
    model: Double = 0.25, grammar: Double = 0.1, enumeration: Double = 0.15,
    pairing: Double = 0.35, mutation: Double = 0.15, prompted: Double = 0
  ) {
    self.model = model
    self.grammar = grammar
    self.enumeration = enumeration
    self.pairing = pairing
    self.mutation = mutation
    self.prompted = prompted
  }

  private var total: Double {
    max(
      model + grammar + enumeration + pairing + mutation + prompted, .leastNonzeroMagnitude)
  }

  /// Candidates of one source among `samples` of all.
  func part(_ share: KeyPath<SourceShares, Double>, of samples: Int) -> Int {
    Int((Double(samples) * max(0, self[keyPath: share]) / total).rounded())
  }
}

/// What one round asks of the conjecturer in one domain.
public struct ConjectureRequest: Hashable, Sendable {
  public var domain: String
  /// Conjectures wanted.
  public var count: Int
  /// Candidates made at most to find them.
  public var samples: Int
  /// Tokens (symbols) of sampled and mutated statements; enumeration keeps the domain's own bound.
  public var sizes: ClosedRange<Int>
  public var level: Int
  /// Difficulty bucket 0…9 that conditions the model.
  public var bucket: Int
  public var round: Int
  /// The round that the newest lemma in play comes from, 0 for none: what failed before may succeed with it.
  public var libraryRound: Int
  public var checkpoint: String
  public var shares: SourceShares
  public var temperature: Double
  /// Tactics that decide triviality, in place of the domain's own: those know the theory's rules alone, not what the
  /// run has proved.
  public var baseline: [String]?
  public var seed: UInt64

  public init(
    domain: String, count: Int, samples: Int = 600, sizes: ClosedRange<Int>, level: Int,
    bucket: Int, round: Int, libraryRound: Int = 0, checkpoint: String = "",
    shares: SourceShares = SourceShares(), temperature: Double = 1, baseline: [String]? = nil,
    seed: UInt64
  ) {
    self.domain = domain
    self.count = count
    self.samples = samples
    self.sizes = sizes
    self.level = level
    self.bucket = bucket
    self.round = round
    self.libraryRound = libraryRound
    self.checkpoint = checkpoint
    self.shares = shares
    self.temperature = temperature
    self.baseline = baseline
    self.seed = seed
  }
}

/// What came of a request.
public struct Proposal: Sendable {
  public var conjectures: [Conjecture] = []
  /// False candidates with a counterexample each.
  public var refutations: [Refutation] = []
  /// Candidates by source and outcome; every candidate is counted once.
  public var counts: [ConjectureSource: [FilterOutcome: Int]] = [:]
  public var wanted = 0
  /// Candidates that were dropped for good; given to `KnownStatements`, they cost Lean nothing again.
  public var dropped: [DroppedStatement] = []
  /// What asking a model in words came to.
  public var prompts = PromptReport()

  public init(wanted: Int = 0) { self.wanted = wanted }

  /// Books one wave of filtered candidates.
  mutating func add(
    _ candidates: [Candidate], _ result: FilterChain.Result,
    _ asConjecture: (Candidate) -> Conjecture
  ) {
    refutations += result.refutations
    for (candidate, outcome) in zip(candidates, result.outcomes) {
      counts[candidate.source, default: [:]][outcome, default: 0] += 1
      switch outcome {
      case .kept, .keptUndecided: conjectures.append(asConjecture(candidate))
      case .duplicate, .special: break
      default: dropped.append(DroppedStatement(statement: candidate.statement, outcome: outcome))
      }
    }
  }
}

/// A statement and the filter that dropped it.
public struct DroppedStatement: Hashable, Sendable {
  public var statement: Statement
  public var outcome: FilterOutcome
}

/// Invents statements: samples through the grammar by the model or by the grammar's weights, all small statements,
/// sides of samples put together anew, changed theorems, a model asked in words. The same request, models and known
/// statements give the same proposal.
public actor Conjecturer {
  private let grammars: [String: Grammar]
  private let pool: LeanPool
  private let filters: FilterOptions
  private let enumeration: EnumerationOptions
  /// All small statements by domain, once made.
  private var enumerated: [String: Enumerator.Small] = [:]

  /// Throws when a domain's grammar has no statement.
  public init(
    domains: [Domain], pool: LeanPool, filters: FilterOptions = FilterOptions(),
    enumeration: EnumerationOptions = EnumerationOptions()
  ) throws(ConjecturerError) {
    var grammars: [String: Grammar] = [:]
    for domain in domains { grammars[domain.name] = try Grammar(domain) }
    self.grammars = grammars
    self.pool = pool
    self.filters = filters
    self.enumeration = enumeration
  }

  /// Candidates that Lean is asked about at once; more than a wave holds are made only while
  /// conjectures lack.
  private static let waveSize = 200
  /// One in so many conjectures may be an old one, where new ones lack.
  private static let againShare = 2
  /// Sides of samples that Lean evaluates, a conjecture wanted: a few make many pairs.
  private static let sidesPerConjecture = 3

  /// At most `request.count` conjectures of the domain that pass all filters. Without a model the
  /// grammar's own weights draw the model's share; without an answer to the prompts the other sources share theirs.
  /// `header` makes the domain's theory available.
  public func propose(
    _ request: ConjectureRequest, known: KnownStatements, model: (any ProductionModel)?,
    header: LeanHeader, prompted: PromptedSource? = nil
  ) async throws -> Proposal {
    var proposal = Proposal(wanted: request.count)
    guard let grammar = grammars[request.domain], request.count > 0 else { return proposal }
    let (candidates, harvest) = try await candidates(
      request, grammar, known, model, prompted, header)
    proposal.prompts = harvest.report
    if !harvest.counts.isEmpty { proposal.counts[.prompted] = harvest.counts }
    let chain = FilterChain(
      pool: pool, header: header, domain: grammar.domain, options: filters,
      baseline: request.baseline)
    var seen: Set<String> = []
    let names = [ConjectureSource.model: request.checkpoint, .prompted: prompted?.model.name ?? ""]
    try await fill(&proposal, with: candidates, chain, grammar, known, request, names, &seen)
    if proposal.conjectures.count < request.count, request.shares.enumeration > 0 {
      let again = try await triedStatements(grammar, known, header, request)
        .filter { candidate in !candidate.normalForms.contains(where: seen.contains) }
        .prefix(max(1, request.count / Self.againShare))
      try await fill(
        &proposal, with: Array(again), chain, grammar, known, request, names, &seen,
        evenIfTried: true)
    }
    proposal.conjectures = Array(proposal.conjectures.prefix(request.count))
    return proposal
  }

  /// Filters candidates wave by wave until the proposal has what the request wants.
  private func fill(
    _ proposal: inout Proposal, with candidates: [Candidate], _ chain: FilterChain,
    _ grammar: Grammar, _ known: KnownStatements, _ request: ConjectureRequest,
    _ models: [ConjectureSource: String], _ seen: inout Set<String>, evenIfTried: Bool = false
  ) async throws {
    var next = 0
    var kept: [Candidate] = []
    while next < candidates.count, proposal.conjectures.count < request.count {
      let wave = Array(candidates[next..<min(candidates.count, next + Self.waveSize)])
      next += wave.count
      var result = try await chain.run(
        wave, known: known, round: evenIfTried ? .max : request.round, seen: &seen)
      // Among those that will be proposed only: what says more must not be cut off afterwards.
      let room = request.count - proposal.conjectures.count
      var chosen: [Int] = []
      var special: [Int] = []
      repeat {
        chosen = Array(wave.indices.filter { result.outcomes[$0].isKept }.prefix(room))
        special = known.specialCases(among: chosen.map { wave[$0] }, beside: kept)
        for position in special { result.outcomes[chosen[position]] = .special }
      } while !special.isEmpty
      kept += chosen.map { wave[$0] }
      proposal.add(wave, result) { candidate in
        Conjecture(
          statement: grammar.statement(candidate.typed), source: candidate.source,
          round: request.round, checkpoint: models[candidate.source] ?? "",
          // What resisted before says nothing about the level asked for.
          level: known.timesTried(candidate.statement, before: request.round) == nil
            ? request.level : 0, parents: candidate.parents)
      }
    }
  }

  /// Small statements that nobody could prove so far: where nothing new is left, the library and the prover may have
  /// grown enough for them. First those not tried since the library grew, the small ones before the large ones, where each
  /// vain try counts like a place twice as far behind.
  private func triedStatements(
    _ grammar: Grammar, _ known: KnownStatements, _ header: LeanHeader, _ request: ConjectureRequest
  ) async throws(CancellationError) -> [Candidate] {
    let tried = try await small(grammar, header).statements.enumerated().compactMap {
      place, typed -> (candidate: Candidate, key: (Int, Int, Int))? in
      let candidate = Candidate(typed, in: grammar, source: .enumeration)
      guard let (times, last) = known.timesTried(candidate.statement, before: request.round) else {
        return nil
      }
      let isStale = last <= request.libraryRound
      return (
        candidate, (isStale ? 0 : 1, (place + 1) << min(times, Self.timesCounted), place)
      )
    }
    return tried.sorted { $0.key < $1.key }.map(\.candidate)
  }

  private static let timesCounted = 20

  /// Filters statements made elsewhere (generalisations, seeds) like the conjecturer's own.
  public func filter(
    _ statements: [(statement: Statement, parents: [String])], source: ConjectureSource,
    domain: String, level: Int, round: Int, known: KnownStatements, header: LeanHeader,
    baseline: [String]? = nil
  ) async throws(CancellationError) -> Proposal {
    var proposal = Proposal(wanted: statements.count)
    guard let grammar = grammars[domain] else { return proposal }
    let candidates = statements.compactMap { entry in
      grammar.read(entry.statement).map {
        Candidate($0, in: grammar, source: source, parents: entry.parents)
      }
    }
    let chain = FilterChain(
      pool: pool, header: header, domain: grammar.domain, options: filters,
      baseline: baseline)
    var seen: Set<String> = []
    let result = try await chain.run(candidates, known: known, round: round, seen: &seen)
    proposal.add(candidates, result) { candidate in
      Conjecture(
        statement: grammar.statement(candidate.typed), source: source, round: round, checkpoint: "",
        level: level, parents: candidate.parents)
    }
    return proposal
  }

  // MARK: Sources

  private func candidates(
    _ request: ConjectureRequest, _ grammar: Grammar, _ known: KnownStatements,
    _ model: (any ProductionModel)?, _ prompted: PromptedSource?, _ header: LeanHeader
  ) async throws -> ([Candidate], PromptedSource.Harvest) {
    var shares = request.shares
    // Statements that are known already cost nothing and take no part of the share.
    let small =
      shares.enumeration + shares.pairing > 0
      ? try await small(grammar, header) : Enumerator.Small(statements: [])
    let enumerated = small.statements.lazy.map { Candidate($0, in: grammar, source: .enumeration) }
      .filter { candidate in
        let forms = [candidate.statement.normalForm, candidate.turnedForm].compactMap { $0 }
        return !forms.contains { known.contains($0, round: request.round) }
      }
    if known.theoremCount == 0 { shares.mutation = 0 }
    if enumerated.isEmpty { shares.enumeration = 0 }
    let table = ValueTable(grammar, enumeration, filters)
    let pairing = table.flatMap { Pairing($0, classes: small.classes) }
    if pairing == nil { shares.pairing = 0 }
    var harvest = PromptedSource.Harvest()
    if let prompted, shares.prompted > 0 {
      harvest = try await prompted.harvest(
        wanted: shares.part(\.prompted, of: request.samples), request,
        StatementReader(grammar: grammar, pool: pool, header: header))
      shares.prompted *= harvest.report.answeredShare
    } else {
      shares.prompted = 0
    }
    func part(_ share: KeyPath<SourceShares, Double>) -> Int {
      shares.part(share, of: request.samples)
    }

    let sampled = try await sample(part(\.model), request, grammar, model)
    let plain = try await sample(part(\.grammar), request, grammar, nil)
    var generator = SplitMix64(
      seed: request.seed, "pairing", request.domain, "\(request.round)")
    let paired =
      try await pairing?.statements(
        from: (sampled + plain).shuffled(using: &generator),
        sides: Self.sidesPerConjecture * request.count,
        count: part(\.pairing),
        sizes: max(1, request.sizes.lowerBound - 2)...request.sizes.upperBound, pool: pool,
        header: header, generator: &generator)
      ?? []
    generator = SplitMix64(seed: request.seed, "mutation", request.domain, "\(request.round)")
    let mutated = Mutator(grammar: grammar).mutations(
      of: known, count: part(\.mutation), sizes: 1...request.sizes.upperBound,
      generator: &generator)
    let chosen = Array(enumerated.prefix(part(\.enumeration) + request.samples))
    // Small statements beyond their share come last: they make up for what the other sources lack.
    let merged = Self.merged([
      sampled.map { Candidate($0, in: grammar, source: .model) },
      plain.map { Candidate($0, in: grammar, source: .grammar) },
      Array(chosen.prefix(part(\.enumeration))),
      paired.map { Candidate($0, in: grammar, source: .pairing) },
      mutated.map { Candidate($0.typed, in: grammar, source: .mutation, parents: $0.parents) },
      harvest.candidates,
    ])
    return (merged + chosen.dropFirst(part(\.enumeration)), harvest)
  }

  private func small(_ grammar: Grammar, _ header: LeanHeader)
    async throws(CancellationError) -> Enumerator.Small
  {
    let name = grammar.domain.name
    if let known = enumerated[name] { return known }
    let made = try await Enumerator(
      grammar: grammar, options: enumeration, filters: filters, pool: pool, header: header
    ).statements()
    enumerated[name] = made
    return made
  }

  private func sample(
    _ count: Int, _ request: ConjectureRequest, _ grammar: Grammar,
    _ model: (any ProductionModel)?
  ) async throws -> [TypedTerm] {
    guard count > 0 else { return [] }
    var generator = SplitMix64(
      seed: request.seed, model == nil ? "grammar sizes" : "sizes", request.domain,
      "\(request.round)")
    let sizes = (0..<count).map { _ in Int.random(in: request.sizes, using: &generator) }
    let source = model ?? GrammarSampler(grammar: grammar, sizes: sizes)
    let least = request.sizes.lowerBound
    let tokens = try await source.sample(
      count: count, prefix: grammar.prefix(bucket: request.bucket),
      maximumLength: request.sizes.upperBound, temperature: request.temperature,
      seed: generator.next()
    ) { index, tokens in
      // A window that ends at the sample's own size: sizes stay spread whatever the model prefers.
      let size = sizes[index]
      return grammar.allowed(after: tokens, sizes: max(least, size - 2)...size)
    }
    return tokens.compactMap(grammar.decode)
  }

  /// One list in which every beginning holds the sources in about the proportion of the whole.
  private static func merged(_ lists: [[Candidate]]) -> [Candidate] {
    let placed = lists.enumerated().flatMap { list, candidates in
      candidates.enumerated().map { position, candidate in
        (Double(position) / Double(candidates.count), list, candidate)
      }
    }
    return placed.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
  }
}

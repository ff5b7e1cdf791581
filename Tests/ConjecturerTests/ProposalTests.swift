import LeanInterface
import Records
import TestSupport
import Testing

@testable import Conjecturer

@Suite struct ProposalTests {
  private func request(_ domain: Domain, seed: UInt64 = 1) -> ConjectureRequest {
    ConjectureRequest(
      domain: domain.name, count: 24, samples: 240, sizes: 5...12, level: 2, bucket: 2, round: 1,
      checkpoint: "c1", seed: seed)
  }

  @Test(arguments: ["logic", "nat", "list"])
  func proposalsAreNewAndRepeatable(_ name: String) async throws {
    var domain = try #require(TestDomains.named(name))
    domain.grammar.exhaustiveSize = 5
    let grammar = try Grammar(domain)
    let pool = try await SeedTheories.pool
    let header = domain.header
    var known = KnownStatements(grammar)
    let first = try await Conjecturer(domains: [domain], pool: pool).propose(
      request(domain), known: known, model: nil, header: header)
    let again = try await Conjecturer(domains: [domain], pool: pool).propose(
      request(domain), known: known, model: nil, header: header)
    #expect(first.conjectures == again.conjectures)
    #expect(first.counts == again.counts && first.refutations == again.refutations)
    #expect(!first.conjectures.isEmpty && first.conjectures.count <= 24)
    #expect(Set(first.conjectures.map(\.statement.normalForm)).count == first.conjectures.count)

    for conjecture in first.conjectures { known.insert(theorem: conjecture.statement) }
    for dropped in first.dropped { known.insert(dropped: dropped.statement, round: 1) }
    let next = try await Conjecturer(domains: [domain], pool: pool).propose(
      request(domain, seed: 2), known: known, model: nil, header: header)
    let old = Set(first.conjectures.map(\.statement))
    #expect(old.isDisjoint(with: next.conjectures.map(\.statement)))
    #expect(next.counts[.mutation]?.isEmpty == false)
    for conjecture in next.conjectures where conjecture.source == .mutation {
      #expect(!conjecture.parents.isEmpty)
    }
  }

  /// The well-known small equations are found by enumeration alone.
  @Test func enumerationFindsTheLaws() async throws {
    let wanted = [
      "nat": [
        ["=", "+", "0", "v0", "v0"],
        ["=", "+", "v0", "v1", "+", "v1", "v0"],
        ["=", "+", "Nat.succ", "v0", "v1", "Nat.succ", "+", "v0", "v1"],
        ["=", "*", "0", "v0", "0"], ["=", "*", "v0", "v1", "*", "v1", "v0"],
      ],
      "list": [["=:Listα,Listα,Prop", "List.reverse", "List.reverse", "v0", "v0"]],
    ]
    let pool = try await SeedTheories.pool
    for domain in [TestDomains.nat, TestDomains.list] {
      let grammar = try Grammar(domain)
      let found = try await Enumerator(
        grammar: grammar, options: EnumerationOptions(), filters: FilterOptions(), pool: pool,
        header: domain.header
      ).statements().statements
      let known = found.map { domain.statement($0.term, sortOf: $0.sortOf) }
      #expect(known.map(\.size) == known.map(\.size).sorted())
      for tokens in wanted[domain.name] ?? [] {
        let law = try #require(grammar.decode(tokens))
        let turned = law.term.turned.map {
          TypedTerm(term: $0, sortOf: law.sortOf)
        }
        let spellings = [law, turned ?? law].map { domain.statement($0.term, sortOf: $0.sortOf) }
        #expect(known.contains { spellings.contains($0) }, "\(spellings[0])")
      }
    }
  }

  /// Sides put together anew agree at small values, where sampled equations do not.
  @Test(arguments: ["logic", "nat", "list"])
  func pairedSidesFit(_ name: String) async throws {
    let domain = try #require(TestDomains.named(name))
    let pool = try await SeedTheories.pool
    let proposal = try await Conjecturer(domains: [domain], pool: pool).propose(
      ConjectureRequest(
        domain: name, count: 200, samples: 200, sizes: 7...11, level: 4, bucket: 4, round: 1,
        shares: SourceShares(model: 0, grammar: 0.6, enumeration: 0, pairing: 0.4, mutation: 0),
        seed: 1),
      known: KnownStatements(try Grammar(domain)), model: nil,
      header: domain.header)
    func share(_ outcome: FilterOutcome, of source: ConjectureSource) throws -> Double {
      let counts = try #require(proposal.counts[source])
      return Double(counts[outcome, default: 0]) / Double(counts.values.reduce(0, +))
    }
    #expect(proposal.counts[.pairing]?.values.reduce(0, +) ?? 0 > 20)
    let refuted = try share(.refuted, of: .pairing)
    #expect(refuted < (name == "logic" ? 0.1 : 0.2), "\(proposal.counts)")
    #expect(try share(.refuted, of: .grammar) > 2 * refuted)
    #expect(try share(.kept, of: .pairing) > share(.kept, of: .grammar))
    for conjecture in proposal.conjectures where conjecture.source == .pairing {
      #expect((5...11).contains(conjecture.statement.size), "\(conjecture.statement)")
      #expect(["=", "↔", "→"].contains { conjecture.statement.closedProposition.contains($0) })
    }
  }

  /// A model's samples are drawn through the grammar and labelled with its checkpoint.
  @Test func modelsAreAskedThroughTheGrammar() async throws {
    struct First: ProductionModel {
      func sample(
        count: Int, prefix: [String], maximumLength: Int, temperature: Double, seed: UInt64,
        allowed: @escaping @Sendable (Int, [String]) -> [String]
      ) async throws -> [[String]] {
        #expect(prefix == ["<domain:nat>", "<level:2>"])
        return (0..<count).map { index in
          var tokens: [String] = []
          while let token = allowed(index, tokens).first { tokens.append(token) }
          return tokens
        }
      }
    }
    let pool = try await SeedTheories.pool
    let proposal = try await Conjecturer(domains: [TestDomains.nat], pool: pool).propose(
      ConjectureRequest(
        domain: "nat", count: 5, samples: 10, sizes: 5...9, level: 2, bucket: 2, round: 1,
        checkpoint: "c1",
        shares: SourceShares(model: 1, grammar: 0, enumeration: 0, pairing: 0, mutation: 0),
        seed: 1),
      known: KnownStatements(try Grammar(TestDomains.nat)), model: First(),
      header: TestDomains.nat.header)
    #expect(proposal.counts[.model]?.values.reduce(0, +) == 10)
    #expect(proposal.conjectures.allSatisfy { $0.checkpoint == "c1" })
  }

  @Test func whereNothingIsNewTheUnprovedComesBack() async throws {
    let pool = try await SeedTheories.pool
    let header = TestDomains.nat.header
    let conjecturer = try Conjecturer(
      domains: [TestDomains.nat], pool: pool, enumeration: EnumerationOptions(termsMax: 60))
    func propose(_ round: Int, _ known: KnownStatements, libraryRound: Int = 0) async throws
      -> [Statement]
    {
      try await conjecturer.propose(
        ConjectureRequest(
          domain: "nat", count: 40, samples: 400, sizes: 5...9, level: 1, bucket: 1, round: round,
          libraryRound: libraryRound,
          shares: SourceShares(model: 0, grammar: 0, enumeration: 1, pairing: 0, mutation: 0),
          seed: 1),
        known: known, model: nil, header: header
      ).conjectures.map(\.statement)
    }
    func known() throws -> KnownStatements {
      KnownStatements(try Grammar(TestDomains.nat), retryAfterRounds: 100)
    }
    var tried = try known()
    var waves: [[Statement]] = []
    while true {
      let wave = try await propose(1, tried)
      if wave.isEmpty || waves.count > 60 { break }
      waves.append(wave)
      for statement in wave { tried.insert(open: statement, round: 1) }
    }
    let all = waves.flatMap { $0 }
    #expect(waves.count > 1, "in one round each comes once")
    #expect(Set(all).count == all.count)
    // Nothing is due and nothing is new: the first one comes again, and others when it has been in vain.
    var again: [Statement] = []
    for round in 2...3 {
      let next = try await propose(round, tried)
      #expect(next.count == 20)
      again += next
      for statement in next { tried.insert(open: statement, round: round) }
    }
    #expect(again.first == all[0])
    #expect(Set(again).count > 20)
    // What the newest lemma has not been tried on comes before all others.
    var late = try known()
    let old = try #require(all.last)
    for statement in all { late.insert(open: statement, round: statement == old ? 3 : 5) }
    #expect(try await propose(6, late, libraryRound: 4).first == old)
  }

  @Test func withoutLeanNothingIsRefuted() async throws {
    let toolchain = try await testToolchain()
    let pool = LeanPool(
      toolchain: toolchain, options: LeanOptions(batchSeconds: 0.001), searchPath: [])
    let proposal = try await Conjecturer(domains: [TestDomains.nat], pool: pool).propose(
      ConjectureRequest(
        domain: "nat", count: 3, samples: 3, sizes: 5...9, level: 1, bucket: 1, round: 1,
        shares: SourceShares(model: 1, grammar: 0, enumeration: 0, pairing: 0, mutation: 0), seed: 1
      ),
      known: KnownStatements(try Grammar(TestDomains.nat)), model: nil,
      header: TestDomains.nat.header)
    #expect(proposal.refutations.isEmpty)
    #expect(
      Set(proposal.counts[.model, default: [:]].keys).isSubset(of: [.keptUndecided, .duplicate]))
  }
}

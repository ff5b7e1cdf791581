import Completion
import LeanInterface
import Records
import Terms
import TestSupport
import Testing

@testable import Conjecturer

/// From a model's answers to conjectures, with a real Lean.
@Suite struct PromptedConjectureTests {
  private static let only = SourceShares(
    model: 0, grammar: 0, enumeration: 0, pairing: 0, mutation: 0, prompted: 1)

  private func request(
    _ domain: Domain, shares: SourceShares = Self.only, samples: Int = 1, count: Int = 50
  ) -> ConjectureRequest {
    ConjectureRequest(
      domain: domain.name, count: count, samples: samples, sizes: 3...12, level: 2, bucket: 2,
      round: 1, checkpoint: "c1", shares: shares, seed: 1)
  }

  private func source(
    _ model: any CompletionModel, style: PromptStyle = .chat, seeds: [SeedTheorem] = [],
    samples: Int = 1, statements: Int = 1
  ) throws -> PromptedSource {
    PromptedSource(
      model: model, template: try ConjecturePrompt.builtIn(style), seeds: seeds,
      options: PromptedOptions(style: style, samples: samples, statements: statements))
  }

  private func block(_ statements: [String]) -> String {
    let lines = statements.enumerated().map { "theorem t\($0) \($1) := by sorry" }
    return "```lean4\n" + lines.joined(separator: "\n") + "\n```"
  }

  private func proposal(_ domain: Domain, _ statements: [String]) async throws -> Proposal {
    let source = try source(ScriptedModel(saying: block(statements)))
    return try await Conjecturer(domains: [domain], pool: SeedTheories.pool).propose(
      request(domain), known: KnownStatements(try Grammar(domain)), model: nil,
      header: domain.header, prompted: source)
  }

  @Test func statementsGoThroughTheSameFilters() async throws {
    let proposal = try await proposal(
      TestDomains.nat,
      [
        "(a b : Nat) : a + b = b + a",
        // Lean cannot parse it, and reads its neighbours all the same.
        "(a : Nat) : a + + a = a",
        "(x y : Nat) : x + y = y + x",
        "(a b : Nat) : a + b = a",
        "(a : Nat) : a + List.nil = a",
        "(a : Nat) : a + 0 = a",
        ": ∀ a b c : Nat, a * (b + c) = a * b + a * c",
        "{n m : Nat} (h : n + m = 0) : n = 0",
        "(p : Prop) : p → p",
        // A name that is not known is no type variable.
        "(a b : Quux) : a = b → b = a",
        "(a : Nat) : a + 7 = 7 + a",
        "(add_zero : Nat) : 0 * add_zero = 0",
        "(a b : Nat) : a + b = b + a",
        "(a : Nat) (n : Nat := 0) : n * a = a * n",
      ])
    #expect(
      proposal.counts == [
        .prompted: [.kept: 4, .duplicate: 2, .refuted: 1, .trivial: 1, .illFormed: 6]
      ])
    #expect(
      proposal.prompts.faults == [.elaboration: 3, .outsideGrammar: 2, .shadowing: 1],
      "\(proposal.prompts)")
    // Equations are oriented, as for all conjectures.
    #expect(
      Set(proposal.conjectures.map(\.statement.signatureText)) == [
        "(a b : Nat) : a + b = b + a", "(a b c : Nat) : a * (b + c) = a * b + a * c",
        "(a b : Nat) : a + b = 0 → a = 0", "(a b : Nat) : a * b = b * a",
      ])
    #expect(proposal.refutations.map(\.statement.target) == ["a + b = a"])
    for conjecture in proposal.conjectures {
      #expect(conjecture.source == .prompted && conjecture.checkpoint == "scripted")
      #expect(conjecture.level == 2 && conjecture.round == 1)
    }
    #expect(proposal.prompts.requests == 1 && proposal.prompts.statements == 7)
    #expect(proposal.prompts.usage == TokenUsage(prompt: 100, completion: 10))
    #expect(proposal.prompts.faults[.shadowing] == 1)
  }

  @Test func typeVariablesAreTheDomainsParameters() async throws {
    let proposal = try await proposal(
      TestDomains.list,
      [
        "{β : Type _} (l m : List β) : List.reverse (l ++ m) = List.reverse m ++ List.reverse l",
        "{γ δ : Type} (g : γ → δ) (k : List γ) (x : γ) : List.length (List.map g k) = List.length k",
        "{α β γ : Type} (f : α → β) (l : List α) : List.length (List.map f l) = List.length l",
      ])
    #expect(
      proposal.conjectures.map(\.statement.signatureText) == [
        "(α : Type) (l m : List α) : List.reverse (l ++ m) = List.reverse m ++ List.reverse l"
      ])
    #expect(proposal.prompts.faults[.outsideGrammar] == 2, "\(proposal.prompts)")
  }

  @Test func quantifiersAndConnectivesAreRead() async throws {
    let proposal = try await proposal(
      TestDomains.logic,
      [
        "(p q : Prop) (h : p → q) : ¬q → ¬p",
        "(α : Type) (P : α → Prop) (h : ∀ x, P x) : ¬ ∃ x, ¬ P x",
        "(p q : Prop) : p ∨ q",
      ])
    #expect(proposal.counts == [.prompted: [.kept: 2, .refuted: 1]], "\(proposal.prompts)")
  }

  @Test func promptsComeFromSeedsAndAreTheParents() async throws {
    let nat = TestDomains.nat
    func statement(_ target: String) -> Statement {
      nat.statement(of: Goal(context: [Binder(name: "a", type: "Nat")], target: target))
    }
    let lemma = SeedTheorem(
      name: "add_succ", statement: statement("a + Nat.succ a = Nat.succ (a + a)"))
    let theorem = SeedTheorem(
      name: "t1", statement: statement("0 + a = a"), script: "simp only [add_succ]")
    // Continues the statement with another one for every answer.
    let model = ScriptedModel { request in
      .answer(
        CompletionBatch(
          completions: (0..<request.count).map { _ in
            Completion(text: " x (a b : Nat) : a * b = b * a", finish: .stop)
          }, usage: TokenUsage(prompt: 1, completion: 2)))
    }
    let source = try source(model, style: .stp, seeds: [lemma, theorem], samples: 3)
    let proposal = try await Conjecturer(domains: [nat], pool: SeedTheories.pool).propose(
      request(nat, samples: 7), known: KnownStatements(try Grammar(nat)), model: nil,
      header: nat.header, prompted: source)
    // Seven answers are three prompts, the last of which asks for one.
    #expect(model.requests.map(\.count).sorted() == [1, 3, 3])
    #expect(Set(model.requests.map(\.seed)).count == 3)
    #expect(model.requests.allSatisfy { $0.stop == ["</hard theorem>"] })
    #expect(proposal.prompts.completions == 7 && proposal.prompts.usage.completion == 6)
    #expect(proposal.counts == [.prompted: [.kept: 1, .duplicate: 6]])
    let parents = try #require(proposal.conjectures.first?.parents)
    #expect(parents.first == theorem.statement.id)
    #expect(Set(parents).isSubset(of: [theorem.statement.id, lemma.statement.id]))
  }

  /// What a model would have written comes from the other sources instead, as if it had had no share.
  @Test func aDeclinedShareGoesToTheOthers() async throws {
    var nat = TestDomains.nat
    nat.grammar.exhaustiveSize = 5
    let model = ScriptedModel { _ in .declined(reason: "connection refused") }
    let source = try source(model)
    var shares = SourceShares()
    shares.prompted = 0.5
    let pool = try await SeedTheories.pool
    let known = KnownStatements(try Grammar(nat))
    let header = nat.header
    func propose(_ shares: SourceShares, _ source: PromptedSource?) async throws -> Proposal {
      try await Conjecturer(domains: [nat], pool: pool).propose(
        request(nat, shares: shares, samples: 120, count: 12), known: known, model: nil,
        header: header, prompted: source)
    }
    let declined = try await propose(shares, source)
    #expect(declined.prompts.declined == 8 && declined.prompts.notSent > 8)
    #expect(declined.prompts.reason == "connection refused")
    #expect(declined.prompts.declined == 8)
    #expect(declined.counts[.prompted] == nil)
    #expect(!declined.conjectures.isEmpty)

    // With no share the model is not asked, and everything is as if it were not there.
    let asked = model.requests.count
    let without = try await propose(SourceShares(), source)
    let absent = try await propose(SourceShares(), nil)
    #expect(model.requests.count == asked)
    #expect(without.prompts == PromptReport())
    for other in [without, absent] {
      #expect(other.conjectures == declined.conjectures)
      #expect(other.counts == declined.counts && other.refutations == declined.refutations)
    }
  }

  @Test func aModelThatAnswersHalfTheTimeKeepsHalfItsShare() async throws {
    var nat = TestDomains.nat
    nat.grammar.exhaustiveSize = 5
    let answers = ScriptedModel(saying: block(["(a b : Nat) : a * b = b * a"]))
    let model = ScriptedModel { request in
      guard let seed = request.seed, seed % 2 == 0 else { return .declined(reason: "busy") }
      return .answer(
        CompletionBatch(
          completions: [
            Completion(text: "```lean4\ntheorem t (a : Nat) : a = a + 0\n```", finish: .stop)
          ], usage: TokenUsage(prompt: 5, completion: 5)))
    }
    var shares = SourceShares(model: 0, grammar: 0.5, enumeration: 0, pairing: 0, mutation: 0)
    shares.prompted = 0.5
    let pool = try await SeedTheories.pool
    func propose(_ model: ScriptedModel) async throws -> Proposal {
      try await Conjecturer(domains: [nat], pool: pool).propose(
        request(nat, shares: shares, samples: 60, count: 60),
        known: KnownStatements(try Grammar(nat)), model: nil, header: nat.header,
        prompted: try source(model))
    }
    func total(_ proposal: Proposal, _ source: ConjectureSource) -> Int {
      proposal.counts[source]?.values.reduce(0, +) ?? 0
    }
    let full = try await propose(answers)
    #expect(total(full, .prompted) == 30 && total(full, .grammar) <= 30)
    let half = try await propose(model)
    let answered = half.prompts.answered
    #expect((5...25).contains(answered) && half.prompts.declined == 30 - answered)
    #expect(total(half, .prompted) == answered)
    #expect(total(half, .grammar) > total(full, .grammar))
  }
}

import Foundation
import LeanInterface
import Records
import Terms
import TestSupport
import Testing

@testable import Configuration
@testable import Evaluation
@testable import Prover
@testable import Workbench

/// The shipped benchmarks as a real Lean states them.
@Suite struct BenchmarkSuiteTests {
  @Test func everyProblemOfTheSuitesIsFoundAndCanBeSearched() async throws {
    let text = try String(contentsOfFile: Project.folder + "/config.yaml", encoding: .utf8)
    let configuration = try Configuration.parse(text)
    let folder = try TemporaryFolder()
    let pool = try await SeedModules.lean(
      configuration, corpus: Project.folder + "/corpus", compiled: folder.path)
    var sizes: [String: Int] = [:]
    for path in configuration.evaluation.suites {
      let suite = try await BenchmarkSuite.load(
        path, root: Project.folder + "/corpus", domains: configuration.domains, pool: pool)
      sizes[suite.name] = suite.problems.count
      #expect(Set(suite.problems.map(\.name)).count == suite.problems.count)
      for (domain, problems) in suite.byDomain {
        try await expectCandidates(for: problems, in: domain, pool, configuration)
      }
    }
    #expect(sizes == ["Kleene": 30, "NaturalNumbers": 24, "Lists": 12, "Tautologies": 40])
    withExtendedLifetime(folder) {}
  }

  private func expectCandidates(
    for problems: [BenchmarkSuite.Problem], in domain: Domain, _ pool: LeanPool,
    _ configuration: Configuration
  ) async throws {
    let premises = try await Premise.theory(
      of: domain, pool: pool,
      header: LeanHeader(imports: [domain.module], opens: domain.opens))
    // A premise outside the grammar is offered by no `{p}` and `{r}`.
    let missing = Set(domain.premises).subtracting(premises.map(\.name))
    #expect(missing.isEmpty, "\(domain.name): \(missing)")
    let generator = CandidateGenerator(
      domain: domain, premises: premises,
      candidatesMax: configuration.prover.search.options.candidates,
      hypothesesMax: configuration.prover.search.options.hypotheses)
    for problem in problems {
      let statement = problem.statement
      // Size 0 says that the statement is outside the domain's grammar.
      #expect(statement.size > 0, "\(problem.name) \(statement)")
      let goal = Goal(context: statement.binders, target: statement.target)
      #expect(domain.statement(of: goal) == statement, "\(problem.name)")
      let candidates = generator.candidates(of: goal, excluded: []).list
      #expect(!candidates.isEmpty, "\(problem.name) \(statement)")
      #expect(Set(candidates.map(\.text)).count == candidates.count, "\(problem.name)")
    }
  }

  @Test func aPremiseWithAnOrderIsOpenedAndAWitnessGiven() async throws {
    let text = try String(contentsOfFile: Project.folder + "/config.yaml", encoding: .utf8)
    let configuration = try Configuration.parse(text)
    let domain = try #require(configuration.domains.first { $0.name == "order" })
    let folder = try TemporaryFolder()
    let pool = try await SeedModules.lean(
      configuration, corpus: Project.folder + "/corpus", compiled: folder.path)
    let header = LeanHeader(imports: [domain.module], opens: domain.opens)
    let generator = CandidateGenerator(
      domain: domain, premises: try await Premise.theory(of: domain, pool: pool, header: header),
      candidatesMax: configuration.prover.search.options.candidates,
      hypothesesMax: configuration.prover.search.options.hypotheses)
    var goal = Goal(
      context: ["a", "b"].map { Binder(name: $0, type: "Nat") }
        + [Binder(name: "h1", type: "a ≤ b")], target: "a ≤ Nat.succ b")
    for tactic in [
      "rw [Loom.le_def] at h1\nrcases h1 with ⟨c1, rfl⟩",
      "rw [Loom.le_def]\nrefine ⟨(Nat.succ c1), ?_⟩",
    ] {
      let texts = generator.candidates(of: goal, excluded: []).list.map(\.text)
      #expect(texts.contains(tactic), "\(texts)")
      let outcome = try await pool.step([GoalStep(goal: goal, tactics: [tactic])], header: header)
      guard case .goals(let left) = outcome[0][0], left.count == 1 else {
        Issue.record("\(outcome)")
        return
      }
      goal = left[0]
    }
    #expect(goal.target == "Nat.succ (a + c1) = a + Nat.succ c1")
    withExtendedLifetime(folder) {}
  }

  @Test func aSuiteOfNoDomainIsRefused() async throws {
    let text = try String(contentsOfFile: Project.folder + "/config.yaml", encoding: .utf8)
    var configuration = try Configuration.parse(text)
    let folder = try TemporaryFolder()
    let path = try folder.write("Other.lean", "import Theory.Sets\n".utf8)
    let pool = try await testPool()
    let twice = try folder.write(
      "Twice.lean",
      "import Init\nexample : 1 = 1 := by sorry\nexample : 2 = 2 := by sorry\n".utf8)
    configuration.domains[0].module = "Init"
    for (path, part) in [
      (path, "no theory"), (folder.path + "/None.lean", "None.lean"),
      (twice, "'example' (line 3)"),
    ] {
      await #expect {
        _ = try await BenchmarkSuite.load(
          path, root: "", domains: configuration.domains, pool: pool)
      } throws: { error in
        "\(error)".contains(part) && (error as? WorkbenchError)?.isUsage != true
      }
    }
  }
}

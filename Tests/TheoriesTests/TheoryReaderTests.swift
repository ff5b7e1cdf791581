import LeanInterface
import Terms
import TestSupport
import Testing

@testable import Theories

/// What the reader makes of compiled theories of the seed corpus.
struct TheoryReaderTests {
  static func theory(_ module: String) async throws -> Theory {
    let pool = try await SeedTheories.pool
    return try await TheoryReader(pool, compiled: SeedTheories.folder).theory(module)
  }

  @Test func functionsHaveTheirTypesAndEquations() async throws {
    let theory = try await Self.theory("Theory.Tip")
    let take = try #require(theory.function("Tip.take"))
    #expect(take.parameters == ["α"])
    #expect(take.arguments.map(\.description) == ["Nat", "List α"])
    #expect(take.result.description == "List α")
    #expect(take.equations.map(\.name) == ["Tip.take.eq_1", "Tip.take.eq_2", "Tip.take.eq_3"])
    #expect(take.equations.last?.left.prefixText == "(Tip.take (Nat.succ n) (:: x_2 xs))")
    #expect(take.matchedPositions == [0, 1])
    #expect(take.isRecursive)
    #expect(take.induction?.cases.map(\.fields.count) == [1, 1, 4])
    let elem = try #require(theory.function("Tip.elem"))
    #expect(elem.isTest)
    #expect(
      elem.equations.last?.right.prefixText
        == "(ite (= (Tip.eqn n y) true) true (Tip.elem n ys))")
    #expect(theory.functions.count { $0.isOwn } == 53)
    #expect(theory.functions.allSatisfy { !$0.equations.isEmpty })
  }

  @Test func typesAreReadThoughAnotherModuleDefinesThem() async throws {
    let theory = try await Self.theory("Theory.Tip")
    #expect(Set(theory.types.map(\.name)) == ["Tip.Tree", "List", "Nat", "Bool", "Prod"])
    #expect(theory.type("List")?.constructors.map(\.name) == ["List.nil", "::"])
    #expect(theory.type("Nat")?.constructors.map(\.name) == ["0", "Nat.succ"])
    #expect(theory.type("Bool")?.constructors.map(\.name) == ["false", "true"])
    let node = try #require(theory.type("Tip.Tree")?.constructors.last)
    #expect(node.arguments.map(\.description) == ["Tip.Tree α", "α", "Tip.Tree α"])
    #expect(theory.type("Prod")?.isRecursive == false)
  }

  @Test func aTheoryMayStateTheEquationsOfLeansOwnFunctions() async throws {
    let theory = try await Self.theory("Theory.List")
    let names = theory.functions.map(\.name)
    #expect(Set(["+", "*", "++", "List.length", "List.reverse", "List.map"]).isSubset(of: names))
    #expect(theory.function("+")?.arguments.map(\.description) == ["Nat", "Nat"])
    #expect(theory.function("++")?.result.description == "List α")
    #expect(
      theory.function("*")?.equations.map(\.name) == ["Loom.mul_zero", "Loom.mul_succ"])
    let principles = theory.principles
    #expect(
      principles.filter(\.isInduction).map(\.name).sorted() == ["Loom.list_ind", "Loom.nat_ind"])
    #expect(principles.first { $0.name == "Loom.nat_ind" }?.cases.map(\.name) == ["zero", "succ"])
    #expect(theory.theorems.contains { $0.name == "Loom.cons_inj" })
  }

  @Test func aTheoryThatIsKeptIsNotReadAgain() async throws {
    let first = try await Self.theory("Theory.Tip")
    let pool = try await SeedTheories.pool
    let before = await pool.statistics.snippets
    let second = try await Self.theory("Theory.Tip")
    #expect(first == second)
    #expect(await pool.statistics.snippets == before)
  }
}

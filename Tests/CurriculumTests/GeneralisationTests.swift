import Basics
import Records
import Terms
import TestSupport
import Testing

@testable import Curriculum

@Suite struct GeneralisationTests {
  private func texts(_ text: String, _ domain: Domain = TestDomains.nat, limit: Int = 16)
    -> [String]
  {
    domain.generalisations(of: Fixture.schema(text, domain), limit: limit)
      .map { domain.signature.print($0.term) }
  }

  @Test func repeatedVariablesAreTakenApart() {
    #expect(texts("a + a * b = a * b + a").contains("a + b = b + a"))
    #expect(texts("a + a = a + a").contains("a + b = b + a"))
  }

  @Test func constantsGiveWayToVariables() {
    #expect(
      texts("Nat.succ 0 + a = Nat.succ (0 + a)").contains("Nat.succ a + b = Nat.succ (a + b)"))
    #expect(texts("0 + 0 = 0").contains("0 + a = a"))
    #expect(texts("a + b + 0 = a + (b + 0)").contains("a + b + c = a + (b + c)"))
  }

  @Test func compoundTermsGiveWayToVariables() {
    #expect(texts("0 + Nat.succ a = Nat.succ a").contains("0 + a = a"))
    #expect(texts("0 * (a + b) = 0").contains("0 * a = 0"))
  }

  @Test func formulasGiveWayToPropositions() {
    #expect(texts("¬¬(p ∧ q) ↔ p ∧ q", TestDomains.logic).contains("¬¬p ↔ p"))
    #expect(texts("p ∧ ¬q → p", TestDomains.logic).first == "p ∧ q → p")
  }

  @Test func mostGeneralFirstAndNothingThatIsFalseByShape() throws {
    let found = texts("0 + Nat.succ a = Nat.succ a", limit: 50)
    #expect(!found.contains("a = b"))
    #expect(!found.contains("a + b = c"))
    #expect(!found.contains("0 + Nat.succ a = Nat.succ a"))
    let direct = try #require(found.firstIndex(of: "0 + a = a"))
    let narrow = try #require(found.firstIndex(of: "a + b = b"))
    #expect(narrow < direct)
    #expect(texts("a + b = b + a").allSatisfy { $0 != "a + b = b + a" })
  }

  @Test func boundsHold() {
    let large = "a * b + a * b + a * b = a * b + a * b + a * b"
    #expect(texts(large, limit: 5).count == 5)
    #expect(texts(large, limit: 0).isEmpty)
    let one = GrammarOptions(maximumVariables: 1)
    var narrow = TestDomains.nat
    narrow.grammar = one
    #expect(texts("0 + 0 = 0", narrow).contains("0 + a = a"))
    #expect(texts("a + a = a + a", narrow).isEmpty)
  }

  @Test func termsOfUnquantifiableOrUnknownSortStay() {
    // `Prop` is not quantifiable in `nat`.
    for found in TestDomains.nat.generalisations(of: Fixture.schema("a = b → b = a"), limit: 50) {
      #expect(found.variables.allSatisfy { $0.type == "Nat" })
    }
    let foreign = SchematicTerm(
      .apply("=", [.apply("odd", []), .apply("odd", [])]), sortOf: [:])
    #expect(TestDomains.nat.generalisations(of: foreign).isEmpty)
  }

  @Test func partsUnderABinderStayBound() throws {
    let term = try TestDomains.nat.signature.parse("∀ d : Nat, d + 0 = 0 + d", locals: [])
    for found in TestDomains.nat.generalisations(of: SchematicTerm(term, sortOf: [:]), limit: 50) {
      #expect(SchematicTerm(term, sortOf: [:]).isInstance(of: found, in: TestDomains.nat.signature))
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
  func theStatementIsAnInstanceOfEach(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let signature = TestDomains.nat.signature
    for _ in 0..<6 {
      let statement = SchematicTerm(
        .apply("=", [RandomTerm.nat(&random, depth: 3), RandomTerm.nat(&random, depth: 3)]),
        sortOf: TestDomains.nat.sortOfVariable)
      let found = TestDomains.nat.generalisations(of: statement, limit: 30, effort: 200)
      for general in found {
        #expect(
          statement.isInstance(of: general, in: signature),
          "seed \(seed): \(signature.print(statement.term)) of \(signature.print(general.term))")
        #expect(!general.isVariant(of: statement, in: signature), "seed \(seed)")
      }
      for (index, first) in found.enumerated() {
        for later in found[(index + 1)...] {
          #expect(
            !first.isInstance(of: later, in: signature)
              || later.isInstance(of: first, in: signature),
            "seed \(seed): \(signature.print(later.term)) is more general and comes later")
        }
      }
    }
  }
}

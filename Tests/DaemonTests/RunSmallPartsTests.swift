import Corpus
import Curriculum
import Foundation
import LeanInterface
import Prover
import Records
import Terms
import Testing

@testable import Daemon

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct DurationTests {
  @Test(arguments: [("90s", 90), ("20m", 1200), ("2h", 7200), ("1d", 86400), ("007m", 420)])
  func durationsAreRead(_ text: String, _ seconds: Int) throws {
    #expect(try RunCommand.seconds(text) == seconds)
  }

  @Test(arguments: [
    "", "s", "5", "5x", "-5m", "0s", "5 m", "1.5h", "100000d", "99999999999999999999s", "h5", "5mm",
    "５m",
  ]) func whatIsNoDurationIsAUsageError(_ text: String) {
    #expect {
      try RunCommand.seconds(text)
    } throws: { error in
      Failure(error).code == 64 && "\(error)".contains("'\(text)'") && "\(error)".contains("90s")
    }
  }
}

@Suite struct GateTests {
  private func gate(_ before: Double, _ after: Double, share: Double = 0.9) -> Bool {
    Round.gate(before: (before, 1), after: (after, 1), share: share).holds
  }

  @Test func betterAndAboutEqualWeightsArePromoted() {
    #expect(gate(0.5, 0.8))
    #expect(gate(0.5, 0.5))
    #expect(gate(0.5, 0.46))
    #expect(gate(0, 0))
    #expect(gate(0.5, 0, share: 0))
  }

  @Test func worseWeightsAreRolledBack() {
    #expect(!gate(0.5, 0.44))
    #expect(!gate(0.5, 0.49, share: 1))
    #expect(!gate(1, 0))
  }

  @Test func withoutHeldOutExamplesNothingSpeaksAgainst() {
    let verdict = Round.gate(before: nil, after: nil, share: 1)
    #expect(verdict.holds)
    #expect(verdict.reason.contains("too few examples are held out yet"))
    #expect(Round.gate(before: nil, after: (0.1, 3), share: 1).holds)
  }

  @Test func theReasonSaysTheFigures() {
    #expect(
      Round.gate(before: (0.501, 1), after: (0.3, 2), share: 0.9).reason
        == "rolled back: held-out top-1 50% → 30%")
    #expect(
      Round.gate(before: (0.3, 1), after: (0.506, 2), share: 0.9).reason
        == "promoted: held-out top-1 30% → 51%")
  }
}

@Suite struct SearchSettingsTests {
  /// Only then do measurements at one budget compare.
  @Test func evaluationsDoNotWidenTheirSteps() {
    let configuration = Configuration()
    #expect(configuration.searchOptions.stepTactics == 240)
    let options = configuration.evaluationOptions(budget: 77)
    #expect(options.stepTactics == 0 && options.budget == 77 && options.exploration == 0.02)
  }

  @Test func theMedianIsTheMiddle() {
    #expect(SearchBench.median([0.9, 0.7, 0.8]) == 0.8)
    #expect(SearchBench.median([0.5, 1, 0.75, 0.25]) == 0.625)
    #expect(SearchBench.median([2]) == 2)
  }
}

@Suite struct RetryTests {
  @Test func whatResistedBothRankersGetsALargerBudget() {
    let work = DomainContext(
      domain: Domain(
        name: "nat", module: "Theory.Nat", sorts: [], symbols: [], premises: [], simplification: [],
        tactics: [], baseline: [], grammar: GrammarOptions()),
      header: LeanHeader(), premises: [], entries: [], libraryLimit: 0)
    let statement = Statement(
      domain: "nat", binders: [], target: "0 = 0", normalForm: "0 = 0", size: 3)
    let tasks = (0..<8).map { work.task(for: statement, timesTried: $0) }
    #expect(tasks.map(\.effort) == [1, 1, 2, 2, 4, 4, 4, 4])
    #expect(
      tasks.map(\.usesAlternative) == [false, true, false, true, false, true, false, true])
    #expect(tasks.allSatisfy { $0.statement == statement && $0.excluded.isEmpty })
  }
}

@Suite struct ImportTests {
  @Test func aScriptImportsTheModulesOfItsLemmas() throws {
    let domain = Domain(
      name: "nat", module: "Theory.Nat", sorts: [],
      symbols: [
        Symbol(lean: "0", arguments: [], result: "Nat"),
        Symbol(lean: "=", arguments: ["Nat", "Nat"], result: "Prop", notation: .infix(50)),
      ], premises: [], simplification: [], tactics: [], baseline: [], grammar: GrammarOptions())
    let names = ["nat_0002_001", "nat_0001_001", "nat_0001_0011", "nat_0003_001"]
    let statement = Statement(
      domain: "nat", binders: [], target: "0 = 0", normalForm: "0 = 0", size: 3)
    let work = DomainContext(
      domain: domain, header: LeanHeader(),
      premises: try names.map {
        try #require(Premise(name: $0, statement: statement, domain: domain, simplification: nil))
      }, entries: [], libraryLimit: 0,
      modules: [
        "nat_0002_001": ModuleName(domain: "nat", round: 2),
        "nat_0001_001": ModuleName(domain: "nat", round: 1),
        "nat_0001_0011": ModuleName(domain: "nat", round: 1),
        "nat_0003_001": ModuleName(domain: "nat", round: 3),
      ])
    #expect(work.imports(for: []) == ["Theory.Nat"])
    #expect(work.imports(for: ["rfl", "exact other_0003_001"]) == ["Theory.Nat"])
    #expect(
      work.imports(for: ["simp only [nat_0002_001, nat_0001_0011]", "exact nat_0001_001"])
        == ["Theory.Nat", "Lemmaloom.Nat.Round0001", "Lemmaloom.Nat.Round0002"])
  }
}

@Suite struct ExclusionTests {
  /// A lemma that says what a benchmark asks is withheld, whether the benchmark has its hypotheses as binders or before
  /// arrows.
  @Test func whatStatesTheProblemIsWithheld() throws {
    let nat = Sort(type: "Nat", variables: ["a", "b", "c"], values: ["0"])
    let domain = Domain(
      name: "order", module: "Theory.Nat", sorts: [nat],
      symbols: [
        Symbol(lean: "0", arguments: [], result: "Nat"),
        Symbol(lean: "≤", arguments: ["Nat", "Nat"], result: "Prop", notation: .infix(50)),
        Symbol(lean: "→", arguments: ["Prop", "Prop"], result: "Prop", notation: .infixr(25)),
        Symbol(lean: "∀", arguments: ["Nat", "Prop"], result: "Prop", isBinder: true),
      ], premises: [], simplification: [], tactics: [], baseline: [], grammar: GrammarOptions())
    func statement(_ hypotheses: [String], _ target: String) -> Statement {
      Statement(
        domain: "order",
        binders: ["a", "b", "c"].map { Binder(name: $0, type: "Nat") }
          + hypotheses.enumerated().map { Binder(name: "h\($0)", type: $1) },
        target: target, normalForm: "", size: 0)
    }
    let lemmas = ["trans": "a ≤ b → b ≤ c → a ≤ c", "self": "a ≤ a", "all": "∀ a : Nat, 0 ≤ a"]
      .mapValues {
        statement([], $0)
      }
    let work = DomainContext(
      domain: domain, header: LeanHeader(),
      premises: try lemmas.map {
        try #require(
          Premise(name: $0.key, statement: $0.value, domain: domain, simplification: nil))
      },
      entries: try lemmas.map {
        LemmaEntry(
          name: $0.key, domain: "order", statement: $0.value,
          schema: try #require(SchematicTerm($0.value, in: domain)), kind: .implication,
          orientation: .none, addedRound: 1)
      }, libraryLimit: 10)
    #expect(work.excluded(for: statement([], "b ≤ c")) == [])
    #expect(work.excluded(for: statement([], "b ≤ a → a ≤ c → b ≤ c")) == ["trans"])
    #expect(work.excluded(for: statement(["b ≤ a"], "a ≤ c → b ≤ c")) == ["trans"])
    #expect(work.excluded(for: statement(["b ≤ a", "a ≤ c"], "b ≤ c")) == ["trans"])
    #expect(work.excluded(for: statement([], "∀ b : Nat, 0 ≤ b")) == ["all"])
    #expect(work.excluded(for: statement([], "0 ≤ b")) == ["all"])
  }
}

@Suite struct EvaluationChartTests {
  private func parse(_ svg: String) -> Elements? {
    let reader = Elements()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    return parser.parse() ? reader : nil
  }

  @Test func aChartIsWellFormedWithEveryPointInside() throws {
    let chart = EvaluationChart(
      title: "Lists: \"a\" < b & c > 'd' ∀∃ ]]>",
      lines: [
        .init(name: "transformer <1>", points: [(1, 0), (5, 0.52), (10, 1)]),
        .init(name: "log-linear & more", points: [(1, 0.25)]),
      ])
    let read = try #require(parse(chart.svg()))
    #expect(read.texts.contains(chart.title))
    #expect(read.texts.contains("log-linear & more"))
    #expect(read.texts.contains("round 10"))
    let circles = read.elements.filter { $0.name == "circle" }.map(\.attributes)
    #expect(circles.count == 4)
    let root = try #require(read.elements.first)
    #expect(root.name == "svg")
    let width = try #require(root.attributes["width"].flatMap(Double.init))
    let height = try #require(root.attributes["height"].flatMap(Double.init))
    for circle in circles {
      let x = try #require(circle["cx"].flatMap(Double.init))
      let y = try #require(circle["cy"].flatMap(Double.init))
      #expect(x > 0 && x < width && y > 0 && y < height)
    }
    // More solved stands higher.
    let heights = circles.prefix(3).compactMap { $0["cy"].flatMap(Double.init) }
    #expect(heights.count == 3 && heights[0] > heights[1] && heights[1] > heights[2])
    #expect(read.elements.count { $0.name == "polyline" } == 2)
  }

  @Test func anEmptyChartIsWellFormedToo() throws {
    let read = try #require(parse(EvaluationChart(title: "none", lines: []).svg()))
    #expect(read.elements.count { $0.name == "circle" } == 0)
    let one = EvaluationChart(title: "one", lines: [.init(name: "x", points: [(0, 0.5)])])
    #expect(try #require(parse(one.svg())).elements.count { $0.name == "circle" } == 1)
  }

  /// What an XML parser found.
  private final class Elements: NSObject, XMLParserDelegate {
    var elements: [(name: String, attributes: [String: String])] = []
    var texts: Set<String> = []
    private var text = ""

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String] = [:]
    ) {
      elements.append((name, attributes))
      text = ""
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      texts.insert(text)
      text = ""
    }
  }
}

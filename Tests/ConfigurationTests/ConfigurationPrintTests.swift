import Basics
import Foundation
import Records
import Terms
import TestSupport
import Testing

@testable import Configuration

@Suite struct ConfigurationPrintTests {
  /// Every construct of a domain, spelled in more than one way.
  private static let rich = """
    run: {name: "a-b.c", directory: "weird: # $${dir} \\u00A0\\u202E\\"quoted\\"", seed: 9223372036854775807}
    model: {prover: &shape {width: 32, heads: 2}, conjecturer: *shape}
    training: {learning_rate: 1e-5, weight_decay: 0}
    prover: {search: {ranker: log-linear, exploration: .5}}
    curriculum:
      band: [0, 1]
      stages:
        - {name: first, domains: [predicates], until: {level: 3, success: 0.5}}
        - name: "zwei: 2"
    checkers: {kimina: {url: "http://localhost:8000", key: "k#:'*"}}
    domains:
      predicates:
        theory: Theory.Logic
        open: [Loom, List]
        parameters: [{name: α, carrier: Bool}]
        sorts:
          - {type: Prop, variables: [p, q]}
          - {type: α, variables: [x, y], values: ["true", no], quantify: false}
          - {type: "(α->Prop)", variables: [P, Q]}
        symbols:
          - {lean: "∀", binder: true, type: "α → Prop → Prop"}
          - {lean: "@", type: "(α → Prop) → α → Prop", weight: 0.5}
          - {lean: "→", type: Prop -> Prop -> Prop, notation: infixr 25}
          - {lean: "+", type: α → α → α, notation: infixl 65, weight: 0}
          - {lean: "-", type: α → α → α, notation: infix 65 65 66}
          - {lean: "%", type: α → α → α, notation: infix 70 72 75}
          - {lean: "¬", type: Prop → Prop, notation: prefix 1024 40}
        premises: [em, Nat.add_comm]
        simplification: [em]
        tactics:
          - "intro {+h}"
          - {text: "{h}: \\"#\\" $${ x } { a := 1 }", target: ["→"], hypothesis: ["∀", "¬"]}
          - {text: "cases {v}; exact {t}", variable: α, term: Prop}
        baseline: ["simp only [{s}]"]
        grammar: {exhaustive_size: 2, variables_max: 0}
      other:
        theory: T
        sorts: [{type: Prop, variables: [p]}]
        symbols: [{lean: "True", type: Prop}]
        tactics: [trivial]
    """

  @Test func aPrintedConfigurationLoadsToTheSameValue() throws {
    let configuration = try Configuration.parse(Self.rich)
    for commented in [false, true] {
      let text = configuration.yaml(revealing: true, commented: commented)
      #expect(try Configuration.parse(text) == configuration)
      #expect(try Configuration.parse(text).yaml(revealing: true, commented: commented) == text)
    }
    var defaults = Configuration()
    defaults.domains = configuration.domains
    #expect(try Configuration.parse(defaults.yaml()) == defaults)
  }

  @Test func aliasesAndSpellingsMeanWhatTheySay() throws {
    let configuration = try Configuration.parse(Self.rich)
    #expect(configuration.model.conjecturer == configuration.model.prover)
    #expect(configuration.model.prover.width == 32)
    #expect(configuration.run.directory == "weird: # ${dir} \u{A0}\u{202E}\"quoted\"")
    #expect(configuration.training.options.learningRate == 1e-5)
    #expect(configuration.domains.map(\.name) == ["predicates", "other"])
    let domain = configuration.domains[0]
    #expect(domain.parameters == [Binder(name: "α", type: "Type")])
    #expect(domain.carriers == ["α": "Bool"])
    #expect(domain.sorts[1].values == ["true", "no"])
    #expect(domain.sorts[2].type == "α → Prop")
    #expect(domain.signature.byName["@"]?.arguments == ["α → Prop", "α"])
    #expect(domain.signature.byName["@"]?.result == "Prop")
    #expect(domain.signature.byName["→"]?.notation == .infixr(25))
    #expect(domain.signature.byName["%"]?.notation == .infix(result: 70, left: 72, right: 75))
    #expect(domain.signature.byName["True"] == nil)
    #expect(domain.tactics[1].hypothesis == ["∀", "¬"])
    #expect(domain.tactics[1].text == "{h}: \"#\" $${ x } { a := 1 }")
    #expect(domain.tactics[2].variable == "α")
    #expect(domain.grammar == GrammarOptions(exhaustiveSize: 2, maximumVariables: 0))
  }

  /// Texts made of what YAML could misread come back as they were.
  @Test(arguments: [UInt64(1), 2, 3])
  func anyTextComesBack(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let pieces = [
      "a", " ", "#", ": ", "- ", "'", "\"", "\\", "\n", "\t", "[", "&", "*", "!", "|", ">",
      "%", "@", "`", "~", "null", "true", "0", "1e3", "é", "α → β", "\u{85}", "\u{2028}", "\u{7F}",
      "\u{1}", "\u{FEFF}", "😀", "\u{E000}", "e\u{301}", "${", "$$", "}", ",", "?", "<<", "=", "---",
    ]
    for _ in 0..<100 {
      let text = (0..<Int.random(in: 1...6, using: &generator))
        .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      var configuration = try Configuration.parse(smallDomain)
      configuration.lean.command = text
      configuration.domains[0].sorts[0].values = [text]
      let loaded = try Configuration.parse(configuration.yaml())
      #expect(loaded == configuration, "seed \(seed), text \(text.debugDescription)")
    }
  }

  @Test func theEnvironmentFillsTexts() throws {
    func url(_ text: String, _ environment: [String: String]) throws -> String {
      try Configuration.parse(
        "checkers: {kimina: {url: \"\(text)\"}}\n" + smallDomain, environment: environment
      ).checkers.kimina.url
    }
    #expect(try url("${URL}", ["URL": "http://a"]) == "http://a")
    #expect(try url("http://${HOST}:${PORT:-80}/x", ["HOST": "b"]) == "http://b:80/x")
    #expect(try url("${URL:-http://c}", [:]) == "http://c")
    #expect(try url("${URL:-http://c}", ["URL": ""]) == "http://c")
    #expect(try url("http://d/$${x}", [:]) == "http://d/${x}")
    #expect(try url("${URL}", ["URL": "http://${X}"]) == "http://${X}")
    // The key may be left out: these variables are a convention.
    let environment = ["LEAN_SERVER_API_URL": "https://e", "LEAN_SERVER_API_KEY": "k"]
    let kimina = try Configuration.parse(smallDomain, environment: environment).checkers.kimina
    #expect(kimina.url == "https://e")
    #expect(kimina.key.reveal() == "k")
    #expect(try Configuration.parse(smallDomain).checkers.kimina == .init())
  }

  @Test func aSecretNeverShows() throws {
    var configuration = try Configuration.parse(smallDomain)
    configuration.checkers.kimina.key = "sesame"
    configuration.prover.wholeProof.model.server.key = "sesame"
    configuration.conjecturer.prompted.model.server.key = "sesame"
    var dumped = ""
    dump(configuration, to: &dumped)
    let json = try configuration.checkers.kimina.key.jsonLine()
    let texts = [
      dumped, json, "\(configuration)", String(reflecting: configuration), configuration.yaml(),
      "\(configuration.checkers.kimina.key)",
    ]
    for text in texts { #expect(!text.contains("sesame")) }
    #expect(configuration.yaml().contains("key: \"***\""))
    #expect(configuration.yaml(revealing: true).contains("key: sesame"))
    let error = #expect(throws: ConfigurationError.self) {
      try Configuration.parse(configuration.yaml())
    }
    #expect(error?.description.contains("stands for a hidden secret") == true)
  }

  @Test func theSchemaDescribesEveryKey() throws {
    let data = Data(Configuration.jsonSchema().utf8)
    let schema = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let sections = try #require(schema["properties"] as? [String: [String: Any]])
    #expect(sections.count == 12)
    #expect(schema["required"] as? [String] == ["domains"])
    let prover = try #require(sections["prover"]?["properties"] as? [String: [String: Any]])
    let search = try #require(prover["search"]?["properties"] as? [String: [String: Any]])
    #expect(search["budget"]?["maximum"] as? Int == 1_000_000)
    #expect(search["budget"]?["description"] as? String == "Tactic applications an attempt.")
    #expect(prover["search"]?["additionalProperties"] as? Bool == false)
  }
}

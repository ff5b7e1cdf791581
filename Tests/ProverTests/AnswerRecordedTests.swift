import Foundation
import LeanInterface
import LeanText
import TestSupport
import Testing

@testable import Prover

/// An answer as a model gives it, in a file of its own, and what is to become of it.
struct RecordedAnswer: Decodable, Sendable {
  enum Judgement: String, Decodable { case proved, rejected }

  let file: String
  let about: String
  let domain: String
  let name: String
  let signature: String
  /// The theorem up to its proof, as a prompt shows it.
  let statement: String
  /// Whether the model was stopped at the largest length.
  let cut: Bool
  let helpersAllowed: Bool
  let formatErrors: [String]
  /// nil where there is a proof for Lean to judge.
  let problem: String?
  let script: String?
  let helpers: String
  /// What Lean says to script and helpers below the trusted statement.
  let lean: Judgement?

  static let folder =
    Project.folder + "/Tests/Fixtures/answers"

  static func all() throws -> [RecordedAnswer] {
    let data = try Data(contentsOf: URL(filePath: folder + "/expected.json"))
    return try JSONDecoder().decode([RecordedAnswer].self, from: data)
  }

  func text() throws -> String {
    try String(contentsOfFile: "\(Self.folder)/\(file)", encoding: .utf8)
  }

  var options: ProofCutOptions { ProofCutOptions(allowsHelpers: helpersAllowed) }
}

@Suite struct AnswerRecordedTests {
  @Test func everyFileIsExpectedAndEveryExpectationHasAFile() throws {
    let recorded = try RecordedAnswer.all()
    let files = try FileManager.default.contentsOfDirectory(atPath: RecordedAnswer.folder)
    #expect(Set(files.filter { $0.hasSuffix(".md") }) == Set(recorded.map(\.file)))
    #expect(recorded.count >= 45)
    #expect(Set(recorded.map(\.file)).count == recorded.count)
  }

  @Test func everyNameOfAFaultOccurs() throws {
    let recorded = try RecordedAnswer.all()
    let errors = Set(recorded.flatMap(\.formatErrors))
    #expect(errors == Set(FormatError.allCases.map(\.rawValue)))
    // A block over the limit is too long for a file; see AnswerPartsTests.
    let problems = Set(recorded.compactMap(\.problem) + [CutProblem.tooLong.rawValue])
    #expect(problems == Set(CutProblem.allCases.map(\.rawValue)))
  }

  @Test func formatErrorsAndProofsAreAsRecorded() throws {
    for recorded in try RecordedAnswer.all() {
      let statement = try #require(TrustedStatement(recorded.statement), "\(recorded.file)")
      #expect(
        statement == TrustedStatement(name: recorded.name, signature: recorded.signature),
        "\(recorded.file)")
      let answer = FormalAnswer(try recorded.text(), isCut: recorded.cut)
      let errors = AnswerFormat.errors(in: answer, statement: statement)
      #expect(errors.map(\.rawValue) == recorded.formatErrors, "\(recorded.file)")
      switch ProofCut.draft(of: answer, for: statement, options: recorded.options) {
      case .success(let draft):
        #expect(recorded.problem == nil, "\(recorded.file) has a proof")
        #expect(draft.script == recorded.script, "\(recorded.file)")
        #expect(draft.helpers == recorded.helpers, "\(recorded.file)")
      case .failure(let failure):
        #expect(failure.problem.rawValue == recorded.problem, "\(recorded.file): \(failure)")
        #expect(!failure.detail.isEmpty)
      }
    }
  }

  /// Every recorded proof below its trusted statement, each in a namespace of its own.
  @Test func leanAgreesWithEveryRecordedProof() async throws {
    let pool = try await SeedTheories.pool
    let modules = ["nat": "Theory.Nat", "logic": "Theory.Logic", "list": "Theory.List"]
    let recorded = try RecordedAnswer.all().filter { $0.lean != nil }
    #expect(Set(recorded.map(\.domain)) == Set(modules.keys))
    for (domain, module) in modules {
      let group = recorded.filter { $0.domain == domain }
      var snippets: [String] = []
      for (index, answer) in group.enumerated() {
        let statement = try #require(TrustedStatement(answer.statement))
        let draft = try ProofCut.draft(
          of: FormalAnswer(answer.text(), isCut: answer.cut), for: statement,
          options: answer.options
        ).get()
        let script = draft.script.split(separator: "\n", omittingEmptySubsequences: false)
        snippets.append(
          """
          namespace Answer\(index)
          \(draft.helpers)
          \(answer.statement)
            \(script.joined(separator: "\n  "))
          end Answer\(index)
          """)
      }
      let header = LeanHeader(imports: [module], opens: ["Loom"])
      let outcomes = try await pool.run(snippets, header: header)
      for (answer, outcome) in zip(group, outcomes) {
        #expect(answer.lean == judgement(outcome), "\(answer.file): \(outcome)")
      }
    }
  }

  /// nil when Lean did not judge.
  private func judgement(_ outcome: SnippetOutcome) -> RecordedAnswer.Judgement? {
    if case .declined = outcome { return nil }
    return outcome.hasErrors ? .rejected : .proved
  }
}

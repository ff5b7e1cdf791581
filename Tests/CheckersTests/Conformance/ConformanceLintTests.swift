import LeanText
import Testing

@testable import Checkers

@Suite struct ConformanceLintTests {
  /// The lint lets through what Lean is to judge, and no more: the conformance suite's own cases.
  @Test func conformanceCasesMeetTheLint() {
    for item in ConformanceCases.all {
      let helpers = ProofLint.objection(toHelpers: item.task.helpers)
      let script = ProofLint.objection(
        toScript: item.task.script, namespaces: ProofLint.namespaces(ofHelpers: item.task.helpers))
      let text = "\(item.name): \((helpers ?? script)?.description ?? "passes")"
      switch item.expected {
      case .accepted, .rejected([.leanError]): #expect(helpers == nil && script == nil, "\(text)")
      case .rejected([.helpersNotAllowed]): #expect(helpers != nil, "\(text)")
      case .rejected([.notTacticText]) where !item.name.hasPrefix("statement/a name"):
        #expect(helpers == nil && script != nil, "\(text)")
      case .rejected, .notAccepted: continue
      }
    }
  }

  @Test func conformanceCasesHaveNamesOfTheirOwn() {
    let cases = ConformanceCases.all
    #expect(Set(cases.map(\.name)).count == cases.count)
    #expect(Set(cases.map(\.task.name)).count == cases.count)
    #expect(ConformanceCases.honest.count >= 25 && ConformanceCases.wrong.count >= 12)
    #expect(ConformanceCases.cheats.count >= 60)
  }
}

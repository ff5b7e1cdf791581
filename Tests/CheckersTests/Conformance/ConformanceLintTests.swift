import LeanText
import Testing

@testable import Checkers

@Suite struct ConformanceLintTests {
  /// The lint lets through what Lean is to judge: the conformance suite's own cases.
  @Test func conformanceCasesMeetTheLint() {
    for item in ConformanceCases.all {
      switch item.expected {
      case .accepted, .rejected([.leanError]): break
      case .rejected, .notAccepted: continue
      }
      let helpers = ProofLint.objection(toHelpers: item.task.helpers)
      let script = ProofLint.objection(toScript: item.task.script)
      let text = "\(item.name): \((helpers ?? script)?.description ?? "passes")"
      #expect(helpers == nil && script == nil, "\(text)")
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

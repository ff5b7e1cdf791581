import Completion
import Conjecturer
import Foundation
import TestSupport
import Testing

@testable import Configuration
@testable import Workbench

@Suite struct PromptedSettingsTests {
  private func complaint(_ conjecturer: String) -> String {
    do {
      _ = try Configuration.parse("conjecturer: \(conjecturer)\n" + smallDomain)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func aShareNeedsAModel() {
    let shares = "shares: {model: 0, prompted: 0.25}"
    #expect(
      complaint("{\(shares)}").contains(
        "conjecturer.shares.prompted is 0.25, but conjecturer.prompted.model names no model"))
    #expect(complaint("{\(shares), prompted: {model: {checkpoint: x}}}") == "")
    #expect(complaint("{shares: {prompted: 0.25}}").contains("adds up to 1.25"))
  }

  @Test func oneStatementIsAskedForInTheTextToBeContinued() {
    #expect(
      complaint("{prompted: {statements: 3}}").contains(
        "conjecturer.prompted.statements is 3, but style stp asks for one statement"))
    #expect(complaint("{prompted: {style: chat, statements: 3}}") == "")
    #expect(complaint("{prompted: {style: text}}").contains("stp, chat"))
  }

  @Test func aTemplateOfTheUsersTakesTheBuiltInOnesPlace() throws {
    let folder = try TemporaryFolder()
    var settings = PromptedSettings()
    #expect(try settings.promptTemplate() == ConjecturePrompt.builtIn(.stp))
    settings.template = try folder.write("own.txt", "About {{domain}}: theorem".utf8)
    #expect(
      try settings.promptTemplate().prompt(["domain": "nat"]) == .text("About nat: theorem"))
    settings.template = try folder.write("bad.txt", "--- user\n{{lemon}}".utf8)
    #expect(throws: PromptTemplateError.self) { try settings.promptTemplate() }
    settings.template = folder.path + "/none.txt"
    #expect(throws: WorkbenchError.self) { try settings.promptTemplate() }
  }

  @Test func optionsCarryTheSettings() {
    var settings = PromptedSettings()
    settings.asking.style = .chat
    settings.asking.statements = 4
    settings.asking.sampling.topP = 0.5
    settings.model.server.concurrent = 3
    let options = settings.options
    #expect(options.style == .chat && options.statements == 4 && options.concurrent == 3)
    #expect(options.sampling.topP == 0.5 && options.maximumTokens == settings.asking.maximumTokens)
  }
}

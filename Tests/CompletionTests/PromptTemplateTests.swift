import LanguageModel
import Testing

@testable import Completion

@Suite struct PromptTemplateTests {
  @Test func aConversation() throws {
    let template = try PromptTemplate(
      "--- system\nBe brief.\n--- user\nProve {{x}}\n\nwith {y} and {{x}}.\n", variables: ["x"],
      source: "file")
    #expect(
      template.prompt(["x": "{{x}} = 1"])
        == .chat([
          ChatMessage(role: .system, content: "Be brief."),
          ChatMessage(role: .user, content: "Prove {{x}} = 1\n\nwith {y} and {{x}} = 1."),
        ]))
  }

  @Test func aTextToBeContinued() throws {
    let template = try PromptTemplate("<a>\n{{x}}\n</a>\n theorem", variables: ["x"], source: "f")
    #expect(template.prompt(["x": "1"]) == .text("<a>\n1\n</a>\n theorem"))
    #expect(template.prompt([:]) == .text("<a>\n\n</a>\n theorem"))
    // Rules further down are no roles of a text that does not begin with one.
    let ruled = try PromptTemplate("a\n--- user\nb", variables: [], source: "f")
    #expect(ruled.prompt([:]) == .text("a\n--- user\nb"))
    #expect(try PromptTemplate("", variables: [], source: "f").prompt([:]) == .text(""))
  }

  @Test func faultsHaveAPlace() {
    func fault(_ text: String) -> String? {
      do {
        _ = try PromptTemplate(text, variables: ["theorem"], source: "p.txt")
        return nil
      } catch { return error.description }
    }
    #expect(fault("a\nb {{theorm}}") == "p.txt:2: '{{theorm}}' is no variable; known: theorem")
    #expect(
      fault("--- user\nx\n--- robot\n")
        == "p.txt:3: 'robot' is no role; known: system, user, assistant")
    #expect(fault("--- user\na\n--- assistant\n{{b}}")?.hasPrefix("p.txt:4:") == true)
    #expect(fault("an open {{ alone") == nil)
  }
}

import Foundation
import Records

/// Requests in the protocol of leanprover-community/repl.
enum ReplText {
  private struct Request: Encodable {
    var cmd: String?
    var env: Int?
    var tactic: String?
    var proofState: Int?
    var pickleTo: String?
    var unpickleEnvFrom: String?

    var text: String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      // Text and numbers can always be written.
      return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
  }

  static func command(_ text: String, in environment: Int?) -> String {
    Request(cmd: text, env: environment).text
  }

  static func pickle(_ environment: Int, _ file: String) -> String {
    Request(env: environment, pickleTo: file).text
  }

  static func unpickle(_ file: String) -> String { Request(unpickleEnvFrom: file).text }

  /// A goal as a theorem with one `sorry`, whose proof state is the goal's.
  static func statement(_ goal: Goal, in environment: Int?) -> String {
    command(GoalStatement(goal).theorem("Lemmaloom.step") + "sorry", in: environment)
  }

  /// A script at one goal of a state. The protocol takes one tactic, and the brackets make one of it; the goals beside
  /// it wait behind those that it leaves.
  static func tactic(_ script: String, at place: KeptStates.Place, of count: Int) -> String {
    let lines = script.replacing("\n", with: "\n  ")
    let turn = place.index == 0 ? "" : "rotate_left \(place.index)\n"
    let text = count == 1 ? "(\n\(script)\n)" : "(\n\(turn)focus\n  \(lines)\n)"
    return Request(tactic: text, proofState: place.state).text
  }
}

/// An answer. What is not there was not said.
struct ReplAnswer: Decodable {
  struct Message: Decodable {
    struct Position: Decodable { var line: Int }
    var severity: String
    var pos: Position?
    var data: String
  }

  struct Sorry: Decodable {
    var goal: String?
    var proofState: Int?
  }

  var env: Int?
  var messages: [Message]?
  var sorries: [Sorry]?
  var proofState: Int?
  var proofStatus: String?
  var goals: [String]?
  /// Why there is no answer.
  var message: String?

  /// In front of why a tactic fails.
  static let tacticFails = "Lean error:"
  /// No goal is left, and the kernel took the proof.
  static let completed = "Completed"
  static let goalsRemain = "Incomplete: open goals remain"
  static let containsSorry = "Incomplete: contains sorry"

  static func read(_ text: String) -> ReplAnswer? {
    try? JSONDecoder().decode(ReplAnswer.self, from: Data(text.utf8))
  }

  static func garbage(_ text: String) -> String { "not the REPL's JSON: \(text.prefix(120))" }

  var errors: [Message] { (messages ?? []).filter { $0.severity == "error" } }

  /// What the errors among the messages make of a statement or a tactic.
  var fault: TacticOutcome? {
    let errors = errors.map(\.data)
    if let limit = errors.first(where: LeanLimits.isLimit) { return .declined(limit) }
    return errors.first.map { .error($0) }
  }
}

import Foundation
import LeanText
import Records

/// A theorem that a Lean file leaves to be proved.
public struct OpenTheorem: Hashable, Sendable {
  public let name: String
  public let fullName: String
  /// What Lean elaborates its statement to, all binders in the context.
  public let goal: Goal
  /// 1-based line of its first `sorry`.
  public let line: Int
}

/// A `sorry` in a theorem's proof.
public struct OpenPlace: Sendable {
  /// Index in `OpenText.theorems`.
  public let theorem: Int
  /// As Lean reads it.
  public let place: SorryPlace
  /// What Lean wants proved there, each goal once: several where a tactic before it runs on several goals. Empty where
  /// Lean says nothing about it.
  public internal(set) var goals: [Goal] = []
  /// Whether other goals wait behind the one to be proved.
  public internal(set) var hasOthers = false

  init(theorem: Int, place: SorryPlace) {
    self.theorem = theorem
    self.place = place
  }
}

extension LeanPool {
  /// Runs of Lean in which wrong guesses about a `sorry` are corrected.
  private static let passesMax = 4

  /// Theorems of a Lean file whose proof has a `sorry`. Lean itself says what they state: in the place of each proof it
  /// shows the goal.
  /// - Throws: `OpenText.Refusal`; `LeanError.doesNotCompile` with the place, when the file has an error.
  public func openTheorems(in text: String, file: String) async throws -> [OpenTheorem] {
    let text = LeanLines.normalized(text)
    let open = try OpenText(text)
    let (changed, lines) = open.replacingProofs(by: ":= by\n  trace_state\n  sorry")
    let messages = try await messages(asking: changed, insteadOf: text, file: file)
    return try open.theorems.enumerated().map { index, theorem in
      // The look stands on the second of the three lines.
      let shown = messages.first { !$0.isError && $0.pos.line == lines[index] + 1 }
      guard var goal = shown.flatMap({ GoalText.parse($0.data).first }) else {
        throw LeanError.doesNotCompile(
          module: file,
          messages: "\(file):\(theorem.line): Lean shows no goal for '\(theorem.name)'")
      }
      goal.caseName = nil
      let line = open.places.first { $0.theorem == index }?.place.line ?? theorem.line
      return OpenTheorem(
        name: theorem.name, fullName: theorem.fullName, goal: goal, line: line)
    }
  }

  /// Every `sorry` of a Lean file with what Lean wants proved there: it shows its goals before it closes them.
  public func openPlaces(of open: OpenText, file: String) async throws -> [OpenPlace] {
    var found: [OpenPlace] = []
    var places = open.places.map(\.place)
    if places.isEmpty { return [] }
    var corrected: Set<Int> = []
    for pass in 1...Self.passesMax {
      let filling = SorryFilling.bracketed(places, in: open.text) {
        ($0.isTactic ? "(" : "(by") + "\ntrace_state\nsorry"
      }
      let messages = try await messages(
        asking: filling.text, insteadOf: pass == 1 ? open.text : nil, file: file)
      var isChanged = false
      found = zip(open.places, places).map { OpenPlace(theorem: $0.theorem, place: $1) }
      for (index, block) in filling.blocks.enumerated() {
        let shown = messages.filter {
          $0.severity == "information" && $0.pos.line == block.line + 1 && $0.pos.column == 0
        }
        let isWrong =
          shown.isEmpty
          && messages.contains {
            $0.isError && block.contains(line: $0.pos.line, column: $0.pos.column)
          }
        found[index].show(shown.flatMap { GoalText.states($0.data) })
        if isWrong, corrected.insert(index).inserted {
          places[index].isTactic.toggle()
          isChanged = true
        }
      }
      if !isChanged { break }
    }
    return found
  }

  /// Lean's messages about a changed text.
  /// - Parameter original: held responsible where Lean has errors; nil when it is known to compile.
  private func messages(asking text: String, insteadOf original: String?, file: String)
    async throws -> [RawMessage]
  {
    let messages = try await look(at: text, file: file)
    if let original, messages.contains(where: \.isError),
      let error = try await look(at: original, file: file).first(where: \.isError)
    {
      throw LeanError.doesNotCompile(
        module: file, messages: "\(file):\(error.pos.line):\(error.pos.column): \(error.data)")
    }
    return messages
  }

  /// Names in full, and nothing left out: what is shown is read again.
  public static let fullText = ["pp.fullNames", "pp.letVarTypes", "pp.proofs", "pp.deepTerms"]

  private func look(at text: String, file: String) async throws -> [RawMessage] {
    let options = Self.fullText.map { "-Dweak.\($0)=true" }
    let run = try await run(["--json", "--stdin"] + definitions + options, input: text)
    guard case .exited(let code) = run.ending, code == 0 || code == 1 else {
      throw LeanError.processStopped(reason: "it \(run.ending) on \(file)")
    }
    let names = Self.quotedNames(in: text)
    return RawMessage.read(run.output).map { message in
      var message = message
      // Lean leaves the quotes away where it puts a dagger.
      for name in names where message.data.contains("✝") {
        message.data = message.data.replacing("\(name)✝", with: "«\(name)»✝")
      }
      return message
    }
  }

  /// What stands between `«` and `»` in names of the text, the longest first.
  private static func quotedNames(in text: String) -> [String] {
    let words = LeanTokens(text).tokens.filter { $0.kind == .word && $0.text.contains("«") }
    return Set(words.flatMap(\.parts)).filter { $0.contains { !$0.isLetter && !$0.isNumber } }
      .sorted { ($1.count, $0) < ($0.count, $1) }
  }
}

extension OpenPlace {
  /// - Parameter states: the goals before the place, for each time that Lean came by.
  fileprivate mutating func show(_ states: [[Goal]]) {
    var seen: Set<String> = []
    for state in states {
      guard let goal = state.first else { continue }
      if state.count > 1 { hasOthers = true }
      if seen.insert(goal.key).inserted { goals.append(goal) }
    }
  }
}

/// What one Lean says of a whole file.
public struct FileReading: Hashable, Sendable {
  /// Whether it ended under the pool's limits, without an error.
  public let isAccepted: Bool
  /// 1-based line of the first declaration that it finds open, whatever hides its `sorry`; nil for none.
  public let openLine: Int?
}

extension LeanPool {
  public func reading(of text: String) async throws(CancellationError) -> FileReading {
    let run = try await run(["--json", "--stdin"] + definitions, input: text)
    let messages = RawMessage.read(run.output)
    return FileReading(
      isAccepted: run.ending == .exited(0) && !messages.contains(where: \.isError),
      openLine: messages.first(where: \.usesSorry)?.pos.line)
  }
}

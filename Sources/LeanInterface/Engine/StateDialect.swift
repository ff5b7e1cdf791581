import Records

/// One tactic at one goal.
struct GoalTrial: Sendable {
  let goal: Goal
  /// The same goal for Lean to read.
  let stated: Goal
  let tactic: String
}

/// What is particular to one kind of process that keeps the proof states of one header: how it is started, and how the
/// header gets into it. A value serves all lanes of the header.
protocol StateDialect: Sendable {
  associatedtype Conversation: StateConversation

  /// A new process that has not been asked anything.
  func start() async -> InteractiveProcess

  /// Has the process take in the header.
  func open(_ process: BoundedProcess) async throws(CancellationError) -> Opening<Conversation>
}

/// What came of a header.
enum Opening<Conversation: StateConversation>: Sendable {
  case open(Conversation)
  /// The process is gone, over a shortcut or by itself: the next one may do.
  case again
  case refused(reason: String)
}

/// What was said so far to one process, and which states it keeps.
protocol StateConversation: Sendable {
  func keeps(_ goal: Goal) -> Bool

  /// Applies tactics in their order: the outcomes of those that were answered, and why the process is of no more use,
  /// where it is not.
  mutating func apply(_ trials: [GoalTrial], _ process: BoundedProcess)
    async throws(CancellationError) -> (outcomes: [TacticOutcome], ending: String?)

  /// Milliseconds of the process's processor time, by what they went to.
  func spent(_ process: BoundedProcess) async throws(CancellationError) -> [String: Double]
}

extension StateConversation {
  func spent(_ process: BoundedProcess) async throws(CancellationError) -> [String: Double] { [:] }
}

/// A process that has so long, and so much memory, for an answer.
struct BoundedProcess: Sendable {
  let process: InteractiveProcess
  let seconds: Double
  let memoryMB: Int

  /// What was answered, and why the process is gone, where it is.
  func ask(_ text: String) async throws(CancellationError) -> (text: String, ending: String?) {
    switch try await process.request(text, seconds: seconds, memoryMB: memoryMB) {
    case .answer(let text): (text, nil)
    case .ended(let reason): (await process.unfinished, reason)
    }
  }
}

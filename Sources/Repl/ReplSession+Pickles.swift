import LeanInterface
import LeanText

/// Environments and proof states in files: the texts that made them.
extension ReplSession {
  /// The answer to a request about a pickle; nil for another request.
  func pickle(_ request: ReplRequest) async throws(CancellationError) -> ReplResponse? {
    let step: Step?
    do throws(ReplPickle.Refusal) {
      step = try self.step(request)
    } catch {
      return .refusal(error.reason)
    }
    switch step {
    case .answer(let answer): return answer
    case .look(let state): return try await look(at: state)
    case nil: return nil
    }
  }

  /// What is left to do once the file is read or written.
  private enum Step {
    case answer(ReplResponse)
    case look(ProofState)
  }

  /// Fields are read in the original's order.
  private func step(_ request: ReplRequest) throws(ReplPickle.Refusal) -> Step? {
    if let file = request.pickleTo, let environment = request.env {
      try check(environment)
      try ReplPickle(environment: pickled(environment)).write(to: file)
      return .answer(ReplResponse(env: environment))
    }
    if let file = request.unpickleEnvFrom {
      let pickle = try ReplPickle.read(from: file)
      guard let environment = pickle.environment, pickle.proofState == nil else {
        throw ReplPickle.Refusal(reason: "The pickle '\(file)' is a proof state's: no environment.")
      }
      return .answer(ReplResponse(env: add(environment)))
    }
    if let file = request.pickleTo {
      guard let state = request.proofState else {
        throw ReplPickle.Refusal(reason: "pickleTo needs env or proofState.")
      }
      guard proofStates.indices.contains(state) else {
        throw ReplPickle.Refusal(reason: Self.unknownProofState)
      }
      try pickled(proofStates[state]).write(to: file)
      return .look(proofStates[state])
    }
    guard let file = request.unpickleProofStateFrom else { return nil }
    if let environment = request.env { try check(environment) }
    let pickle = try ReplPickle.read(from: file)
    guard let state = pickle.proofState else {
      throw ReplPickle.Refusal(reason: "The pickle '\(file)' is an environment's: no proof state.")
    }
    return .look(
      ProofState(
        environment: request.env ?? pickle.environment.map { add($0) }, before: state.before,
        after: state.after, errors: state.errors, usesSorry: state.usesSorry))
  }

  private func check(_ environment: Int) throws(ReplPickle.Refusal) {
    guard environments.indices.contains(environment) else {
      throw ReplPickle.Refusal(reason: Self.unknownEnvironment)
    }
  }

  private func pickled(_ environment: Int) -> ReplPickle.Environment {
    ReplPickle.Environment(
      text: joined(environment), hasErrors: environments[environment].hasErrors)
  }

  private func pickled(_ state: ProofState) -> ReplPickle {
    ReplPickle(
      environment: state.environment.map { pickled($0) },
      proofState: ReplPickle.State(
        before: state.before, after: state.after, errors: state.errors, usesSorry: state.usesSorry))
  }

  private func add(_ environment: ReplPickle.Environment) -> Int {
    environments.append(
      Environment(parent: nil, text: environment.text, hasErrors: environment.hasErrors))
    return environments.count - 1
  }

  /// A proof state under a new number, with its goals and status as Lean sees them now.
  private func look(at state: ProofState) async throws(CancellationError) -> ReplResponse {
    let line = 1 + LeanLines.breaks(in: state.before)
    let messages: [RawMessage]
    switch try await ask(state.before + Place.look + state.after, in: state.environment) {
    case .silence(let reason): return .refusal(reason)
    case .messages(let found): messages = found
    }
    guard let shown = Place.goals(at: line, messages) else {
      return .refusal("Lean shows no goals of this proof state")
    }
    let status = try await status(of: state, goals: shown, messages)
    proofStates.append(state)
    return ReplResponse(
      proofState: proofStates.count - 1, proofStatus: status, goals: shown)
  }
}

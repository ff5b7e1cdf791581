import Foundation
import LeanInterface
import LeanText

/// One conversation in the protocol of leanprover-community/repl. An environment is the text that made it: every
/// request runs a fresh Lean on the texts before and the new one, and reports what Lean says about the new one.
public actor ReplSession {
  /// What a command left behind.
  struct Environment {
    var parent: Int?
    var text: String
    /// Whether Lean reported an error in it or before.
    var hasErrors: Bool
  }

  /// A `sorry` that tactics can be tried in place of.
  struct ProofState {
    var environment: Int?
    /// The command's text before and after the place for tactics, brackets around the place included.
    var before: String
    var after: String
    /// Errors of the command that no tactic here is to blame for.
    var errors: [String]
    /// Whether an earlier tactic of this proof left something unproved.
    var usesSorry = false
  }

  /// What Lean said about a text, lines counted within it.
  enum Reply {
    case messages([RawMessage])
    /// Lean said nothing: a limit, a crash, an environment that cannot be continued.
    case silence(because: String)
  }

  private let pool: LeanPool
  var environments: [Environment] = []
  var proofStates: [ProofState] = []

  public init(pool: LeanPool) { self.pool = pool }

  /// Answers one request as it was read, line breaks removed. nil for a comment (`--` or `#`).
  public func answer(_ request: String) async throws(CancellationError) -> ReplResponse? {
    if request.hasPrefix("--") || request.hasPrefix("#") { return nil }
    let decoded: ReplRequest
    do {
      decoded = try JSONDecoder().decode(ReplRequest.self, from: Data(request.utf8))
    } catch DecodingError.dataCorrupted(let context) {
      let reason = context.underlyingError.map { "\($0)" } ?? context.debugDescription
      return .refusal("Could not parse JSON:\n\(reason)")
    } catch {
      return .refusal("Could not parse as a valid JSON command:\n\(request.prefix(1000))")
    }
    return try await respond(to: decoded)
  }

  public func respond(to request: ReplRequest)
    async throws(CancellationError) -> ReplResponse
  {
    if let tactic = request.tactic, let state = request.proofState {
      return try await run(tactic: tactic, in: state)
    }
    if let answer = try await pickle(request) { return answer }
    if let command = request.cmd { return try await run(command: command, in: request.env) }
    guard let path = request.path else {
      return .refusal("Could not parse as a valid JSON command: it has no cmd, path or tactic.")
    }
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      return .refusal("cannot read '\(path)': \(error.localizedDescription)")
    }
    return try await run(command: text, in: request.env)
  }

  static let unknownEnvironment = "Unknown environment."
  static let unknownProofState = "Unknown proof state."

  private func run(command: String, in environment: Int?)
    async throws(CancellationError) -> ReplResponse
  {
    if let environment, !environments.indices.contains(environment) {
      return .refusal(Self.unknownEnvironment)
    }
    let messages: [RawMessage]
    switch try await ask(command, in: environment) {
    case .silence(let reason): return .refusal(reason)
    case .messages(let found): messages = found
    }
    var sorries: [ReplResponse.Sorry] = []
    if messages.contains(where: \.usesSorry) {
      let state = ProofState(
        environment: environment, before: "", after: "",
        errors: messages.filter(\.isError).map(\.data))
      sorries = try await self.sorries(of: command, in: state, isTactic: false)
    }
    environments.append(
      Environment(
        parent: environment, text: command,
        hasErrors: messages.contains(where: \.isError) || hasErrors(environment)))
    return ReplResponse(
      env: environments.count - 1, messages: ReplResponse.Message.list(messages),
      sorries: sorries.isEmpty ? nil : sorries)
  }

  // MARK: Asking Lean

  /// Closes what a text left open before the next begins.
  private static let separator = "section end\n"

  /// Unlike the search, nothing is changed that a reader of the answers would notice.
  private var definitions: [String] {
    [
      "-DmaxErrors=0", "-DmaxHeartbeats=\(pool.options.heartbeats)",
      "-DmaxRecDepth=\(pool.options.maximumRecursionDepth)", "-Dweak.Elab.async=false",
    ]
  }

  /// Runs `text` after the texts of `environment`. A mark between the two shows that Lean got as far as the new one:
  /// a failed import or an open comment before it must not look like success.
  func ask(_ text: String, in environment: Int?) async throws(CancellationError) -> Reply {
    let mark = "lemmaloom \(UUID().uuidString)"
    let front = environment.map { self.text(of: $0) + "#print \"\(mark)\"\n" } ?? ""
    let lines = LeanLines.breaks(in: front)
    let run = try await pool.run(["--json", "--stdin"] + definitions, input: front + text)
    let errorOutput = run.errorOutput.trimmingCharacters(in: .whitespacesAndNewlines).suffix(300)
    guard case .exited(let code) = run.ending, code == 0 || code == 1 else {
      return .silence(because: "Lean \(run.ending) \(errorOutput)")
    }
    let all = RawMessage.read(run.output)
    let isMarked = all.contains { $0.pos.line == lines && $0.data == mark }
    if let environment, !isMarked {
      let last = all.last { $0.severity != "information" }.map { ": \($0.data)" } ?? ""
      return .silence(
        because: "Environment \(environment) cannot be continued, Lean stops within it\(last)")
    }
    let own = all.filter { $0.pos.line > lines }.map { $0.moved(up: lines) }
    if let limit = own.first(where: { $0.isError && Self.isMemoryLimit($0) }) {
      return .silence(because: limit.data)
    }
    // Exit 1 is a failure even where no message says why, unless what came before explains it.
    if code == 1, !own.contains(where: \.isError), !hasErrors(environment) || !errorOutput.isEmpty {
      return .silence(because: "Lean failed without a message: \(errorOutput)")
    }
    return .messages(own)
  }

  private static func isMemoryLimit(_ message: RawMessage) -> Bool {
    message.data.contains("excessive memory consumption")
  }

  /// The texts that made an environment, each followed by a separator.
  private func text(of environment: Int) -> String { joined(environment) + "\n" + Self.separator }

  /// The texts that made an environment as one.
  func joined(_ environment: Int) -> String {
    var parts: [String] = []
    var index: Int? = environment
    while let current = index {
      parts.append(environments[current].text)
      index = environments[current].parent
    }
    return parts.reversed().joined(separator: "\n" + Self.separator)
  }

  private func hasErrors(_ environment: Int?) -> Bool {
    environment.map { environments[$0].hasErrors } ?? false
  }
}

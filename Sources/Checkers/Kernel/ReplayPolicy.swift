import LeanInterface

/// What may be accepted without a second reading by the kernel.
public enum ReplayPolicy: String, Hashable, Codable, Sendable, CaseIterable {
  /// Nothing.
  case required
  /// Scripts that the search put together from the configured tactics, where there is no second reading to be had.
  case exceptSearched = "except_searched"
  /// Everything: what a backend says is taken for granted.
  case off

  /// Whether a proof may be accepted without the second reading.
  func excuses(isSearched: Bool, on toolchain: Toolchain) -> Bool {
    switch self {
    case .off: true
    case .exceptSearched: isSearched && toolchain.replay == nil
    case .required: false
    }
  }
}

/// What stands behind the verdicts of a backend, in words, for records and for people.
public struct Safeguards: Hashable, Codable, Sendable {
  /// Who has the kernel read compiled proofs again; empty: nobody.
  public var replay: String
  /// What isolates the processes that compile candidates; empty: nothing.
  public var isolation: String
  /// What is missing, and why.
  public var problems: [String]

  /// Of a backend whose word is taken for granted.
  public static let none = Safeguards()

  private init() {
    replay = ""
    isolation = ""
    problems = ["its word is taken for granted: no second reading by the kernel on this machine"]
  }

  /// Of what the local Lean compiles.
  public init(_ toolchain: Toolchain, policy: ReplayPolicy) {
    var problems: [String] = []
    replay = policy == .off ? "" : toolchain.replay?.description ?? ""
    if policy == .off {
      problems.append("no second reading by the kernel: checkers.replay is 'off'")
    } else if toolchain.replay == nil {
      problems.append("no second reading by the kernel: \(toolchain.replayProblem)")
    }
    isolation = toolchain.confinement?.isolation.description ?? ""
    if let isolation = toolchain.confinement?.isolation {
      if !isolation.isWhole { problems.append("isolation is partial: \(isolation.description)") }
    } else {
      problems.append("no isolation: \(toolchain.confinementProblem)")
    }
    self.problems = problems
  }
}

import LeanInterface
import Records

/// A backend whose acceptance counts once Lean's kernel has read the compiled proof again on this machine: whoever
/// judges by messages can be deceived by what a candidate does while it is elaborated.
public struct ConfirmedChecker: Checker {
  private let backend: any Checker
  private let local: LeanChecker
  private let policy: ReplayPolicy
  private let toolchain: Toolchain

  public init(
    _ backend: any Checker, local: LeanChecker, toolchain: Toolchain, policy: ReplayPolicy
  ) {
    self.backend = backend
    self.local = local
    self.policy = policy
    self.toolchain = toolchain
  }

  public var name: String { backend.name }
  public var version: String { backend.version }
  public var safeguards: Safeguards { local.safeguards }

  public func check(_ tasks: [ProofTask]) async throws(CancellationError) -> [Verdict] {
    var verdicts = try await backend.check(tasks)
    guard verdicts.count == tasks.count else { return verdicts }
    let open = tasks.indices.filter {
      verdicts[$0].isAccepted
        && !policy.excuses(isSearched: tasks[$0].isSearched, on: toolchain)
    }
    let confirmed = try await local.check(open.map { tasks[$0] })
    for (index, verdict) in zip(open, confirmed) { verdicts[index] = said(verdict) }
    return verdicts
  }

  public func check(file text: String) async throws(CancellationError) -> Verdict {
    let verdict = try await backend.check(file: text)
    return verdict.isAccepted ? said(try await local.check(file: text)) : verdict
  }

  private func said(_ verdict: Verdict) -> Verdict {
    guard case .declined(let reason) = verdict else { return verdict }
    return .declined(
      reason: "\(name) accepted it, but the kernel could not read it again here: \(reason)")
  }
}

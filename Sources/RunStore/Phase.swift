import Foundation

/// The steps of a round, in order. A stored round says which one is next; killed at any moment, it
/// resumes there.
public enum Phase: String, Codable, Sendable, CaseIterable, Comparable {
  case plan, conjecture, prove, check, record, learn, evaluate, done

  public static func < (left: Phase, right: Phase) -> Bool { left.position < right.position }

  /// The phase after this one; `done` is last.
  public var next: Phase {
    let following = position + 1
    return following < Self.allCases.count ? Self.allCases[following] : .done
  }

  private var position: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// A round as the store knows it.
public struct RoundState: Hashable, Sendable {
  /// From 1.
  public let number: Int
  /// The phase to be done next; `done` for a finished round.
  public let phase: Phase
  /// The curriculum's plan.
  public let plan: JSONText
  public let startedAt: Date
  public let finishedAt: Date?
  /// What the phases measured, by name; units are in the names.
  public let metrics: Metrics

  public init(
    number: Int, phase: Phase, plan: JSONText, startedAt: Date, finishedAt: Date?,
    metrics: Metrics
  ) {
    self.number = number
    self.phase = phase
    self.plan = plan
    self.startedAt = startedAt
    self.finishedAt = finishedAt
    self.metrics = metrics
  }
}

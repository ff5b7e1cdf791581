import Foundation
import Records

/// Sizes (number of symbols) that a statement sampled at some level may have, both ends included.
public struct SizeWindow: Hashable, Codable, Sendable {
  public var lower: Int
  public var upper: Int

  public init(lower: Int, upper: Int) {
    self.lower = lower
    self.upper = upper
  }

  public var range: ClosedRange<Int> { lower...max(lower, upper) }

  public func contains(_ size: Int) -> Bool { lower <= size && size <= upper }
}

/// The scale of difficulty. Three quantities live on it:
///
/// - **measured difficulty** of a proved statement: log₂(1 + tactic applications that the current
///   prover needed). Size is a poor measure: large random tautologies are often vacuous, so size
///   only steers sampling.
/// - **level** 1…`levelMax`: what the conjecturer is asked for.
/// - **bucket** 0…9: the token that conditions the conjecturer; both others map onto it, so that
///   the model is asked in the same words in which its training data were labelled.
public struct DifficultyScale: Hashable, Codable, Sendable {
  /// Number of buckets.
  public static let buckets = 10

  /// Highest level, at least 1.
  public let levelMax: Int
  /// Tactic applications a search may spend; a statement not proved within them lies in the last
  /// bucket.
  public let applicationsMax: Int

  public init(levelMax: Int, applicationsMax: Int) {
    self.levelMax = max(1, levelMax)
    self.applicationsMax = max(1, applicationsMax)
  }

  /// log₂(1 + applications); 0 for a statement that needed none.
  public static func measured(applications: Int) -> Double {
    log2(1 + Double(max(0, applications)))
  }

  /// Bucket of a measured difficulty; `nil` stands for a statement that the budget was too small
  /// for.
  public func bucket(measured: Double?) -> Int {
    guard let measured else { return Self.buckets - 1 }
    let share = measured / Self.measured(applications: applicationsMax)
    return min(Self.buckets - 1, max(0, Int(share * Double(Self.buckets - 1))))
  }

  /// Bucket that a level asks for: level 1 the first, `levelMax` the last.
  public func bucket(level: Int) -> Int {
    Int((height(level) * Double(Self.buckets - 1)).rounded())
  }

  /// Sizes to sample at a level. The upper end climbs from a quarter of the domain's range to all
  /// of it, and is never below what enumeration reaches and a little more: there would be nothing new to sample. The
  /// lower end climbs half as far, because the small general statements are what later proofs are built from.
  public func sizeWindow(level: Int, grammar: GrammarOptions) -> SizeWindow {
    let smallest = max(1, grammar.minimumSize)
    let span = Double(max(0, grammar.maximumSize - smallest))
    let height = height(level)
    let upper = smallest + Int(((0.25 + 0.75 * height) * span).rounded())
    let enumerated = min(grammar.maximumSize, grammar.exhaustiveSize + Self.beyondEnumeration)
    return SizeWindow(
      lower: smallest + Int((0.5 * height * span).rounded()), upper: max(upper, enumerated))
  }

  private static let beyondEnumeration = 3

  /// A level as a share of the way from the first (0) to the last (1).
  private func height(_ level: Int) -> Double {
    guard levelMax > 1 else { return 0 }
    return Double(min(max(level, 1), levelMax) - 1) / Double(levelMax - 1)
  }
}

/// Rewards of several answers to one prompt, turned into advantages: how much better than its siblings each was.
public enum Advantages {
  /// What is added to the deviation, so that nearly equal rewards don't become huge advantages.
  public static let epsilon = 1e-6

  /// (reward − mean) / (deviation + ε), with the deviation of a sample (n − 1), as GRPO has it (Shao et al. 2024, section
  /// 4.1.2). Zeros for equal rewards and for a single one: such groups teach nothing and may be left out.
  public static func normalized(_ rewards: [Float]) throws(LanguageModelError) -> [Float] {
    let centred = try differences(rewards)
    guard centred.count > 1 else { return centred.map { _ in 0 } }
    let variance = centred.reduce(0) { $0 + $1 * $1 } / Double(centred.count - 1)
    let deviation = variance.squareRoot() + epsilon
    return centred.map { Float($0 / deviation) }
  }

  /// reward − mean: without the division, which favours prompts that are nearly always or nearly never solved (Liu et al.
  /// 2025, Dr. GRPO, section 3).
  public static func centred(_ rewards: [Float]) throws(LanguageModelError) -> [Float] {
    try differences(rewards).map(Float.init)
  }

  private static func differences(_ rewards: [Float]) throws(LanguageModelError) -> [Double] {
    for reward in rewards where !reward.isFinite {
      throw .input(
        field: "reward", value: "\(reward)",
        remedy: "give finite numbers, and leave out answers without a verdict")
    }
    // Equal rewards have advantages of exactly 0, which a rounded mean would not give.
    guard let first = rewards.first, rewards.contains(where: { $0 != first }) else {
      return rewards.map { _ in 0 }
    }
    let mean = rewards.reduce(0) { $0 + Double($1) } / Double(rewards.count)
    return rewards.map { Double($0) - mean }
  }
}

import Basics

@testable import Conjecturer

extension Grammar {
  /// The tokens of a random statement.
  func sample(_ sizes: ClosedRange<Int>, _ generator: inout SplitMix64) -> [String] {
    var tokens: [String] = []
    while let token = allowed(after: tokens, sizes: sizes).randomElement(using: &generator) {
      tokens.append(token)
    }
    return tokens
  }
}

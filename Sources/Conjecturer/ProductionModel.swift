import Basics
import Foundation

/// Draws statements token by token. `Workbench` adapts the conjecturer's language model to it.
public protocol ProductionModel: Sendable {
  /// `count` token sequences, without `prefix`. Sample number and tokens so far (without `prefix`)
  /// decide, through `allowed`, what may come next; an empty answer ends the sample. The same
  /// arguments give the same samples.
  func sample(
    count: Int, prefix: [String], maximumLength: Int, temperature: Double, seed: UInt64,
    allowed: @escaping @Sendable (Int, [String]) -> [String]
  ) async throws -> [[String]]
}

/// Sampling without a model: symbols by their weights, leaves as often as the wanted size asks.
public struct GrammarSampler: ProductionModel {
  private let grammar: Grammar
  /// Size aimed at, a sample.
  private let sizes: [Int]

  /// Sample number i aims at `sizes[i % sizes.count]` tokens.
  public init(grammar: Grammar, sizes: [Int]) {
    self.grammar = grammar
    self.sizes = sizes
  }

  public func sample(
    count: Int, prefix: [String], maximumLength: Int, temperature: Double, seed: UInt64,
    allowed: @escaping @Sendable (Int, [String]) -> [String]
  ) async throws -> [[String]] {
    (0..<count).map { index in
      var generator = SplitMix64(seed: seed, "grammar sample \(index)")
      let size = sizes.isEmpty ? maximumLength : sizes[index % sizes.count]
      var tokens: [String] = []
      while tokens.count < maximumLength {
        let options = allowed(index, tokens)
        guard !options.isEmpty, let state = grammar.state(after: tokens),
          let choice = choose(options, state, size, temperature, &generator)
        else { break }
        tokens.append(choice)
      }
      return tokens
    }
  }

  private func choose(
    _ options: [String], _ state: GrammarState, _ size: Int, _ temperature: Double,
    _ generator: inout SplitMix64
  ) -> String? {
    let leaves = options.filter { grammar.byToken[$0]?.arguments.isEmpty ?? true }
    let inner = options.filter { grammar.byToken[$0]?.arguments.isEmpty == false }
    // Tokens that each hole gets on average: a hole becomes a leaf with the inverse of it.
    let share = Double(size - state.size) / Double(max(1, state.holes.count))
    let leaf = generator.uniform() < 1 / max(1, share)
    let group = (leaf && !leaves.isEmpty) || inner.isEmpty ? leaves : inner
    let weights = group.map { weight(of: $0, state, temperature) }
    return generator.index(weights: weights).map { group[$0] }
  }

  private func weight(of token: String, _ state: GrammarState, _ temperature: Double) -> Double {
    guard let production = grammar.byToken[token] else {
      // Every name of the sort is as likely as any other, those that no variable has yet together.
      guard Grammar.variableTokens.firstIndex(of: token) == state.free.count,
        let sort = state.holes.last?.sort
      else { return 2 }
      let unused = min(
        grammar.maximumVariables - state.free.count,
        grammar.names[sort].count - state.free.count { $0 == sort })
      return 2 * Double(max(1, unused))
    }
    return pow(production.symbol.weight, 1 / max(temperature, 0.05))
  }
}

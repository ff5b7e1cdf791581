/// A prefix and the branches that continue it: the shape in which candidates for one proof state
/// are scored. Each branch attends to the whole prefix and causally to itself, never to another
/// branch; its positions go on at `prefix.count`. Without branches it is an ordinary sequence.
public struct TokenTree: Sendable, Equatable {
  /// At least one token.
  public var prefix: [Int32]
  /// Each with at least one token.
  public var branches: [[Int32]]

  public init(prefix: [Int32], branches: [[Int32]] = []) {
    self.prefix = prefix
    self.branches = branches
  }

  public var tokenCount: Int { branches.reduce(prefix.count) { $0 + $1.count } }

  /// Positions that the longest path uses.
  var positionCount: Int { prefix.count + (branches.map(\.count).max() ?? 0) }

  /// Throws `LanguageModelError.input` naming what a model of this configuration cannot take.
  func validate(_ c: ModelConfiguration) throws(LanguageModelError) {
    guard !prefix.isEmpty else {
      throw .input(field: "prefix", value: "empty", remedy: "give at least one token")
    }
    guard positionCount <= c.maximumPositions else {
      throw .input(
        field: "prefix plus longest branch", value: "\(positionCount) tokens",
        remedy: "the model takes at most \(c.maximumPositions) (max_position_embeddings)")
    }
    try TokenTree.validate(prefix, c, field: "prefix")
    for branch in branches {
      guard !branch.isEmpty else {
        throw .input(field: "branch", value: "empty", remedy: "give at least one token")
      }
      try TokenTree.validate(branch, c, field: "branch")
    }
  }

  static func validate(_ tokens: [Int32], _ c: ModelConfiguration, field: String)
    throws(LanguageModelError)
  {
    for token in tokens where token < 0 || token >= c.vocabularySize {
      throw .input(
        field: "token in \(field)", value: "\(token)",
        remedy: "ids go from 0 to \(c.vocabularySize - 1); extend the vocabulary first")
    }
  }
}

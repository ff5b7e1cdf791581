/// Several token trees laid end to end in one token matrix, so that projections are few large
/// GEMMs. Rows of a tree: its prefix, then its branches one after another.
struct PackedBatch {
  struct Tree {
    /// Row of the first prefix token.
    let start: Int
    let prefixCount: Int
    /// Indices into `branches`.
    let branches: Range<Int>
    /// Tokens of all branches together.
    let branchRows: Int
    let longestBranch: Int
    /// Where this tree's attention weights begin. A head takes `headProbabilityCount`:
    /// [prefix, prefixStride], then [branchRows, branchStride].
    let probabilityOffset: Int

    /// Rows of weights are rounded up so that the softmax works in whole lanes.
    var prefixStride: Int { Softmax.roundedUp(prefixCount) }
    var branchStride: Int { Softmax.roundedUp(prefixCount + longestBranch) }
    var headProbabilityCount: Int { prefixCount * prefixStride + branchRows * branchStride }
  }

  struct Branch {
    /// Row of the first token, from the start of the tree's first branch.
    let offset: Int
    let count: Int
  }

  private(set) var tokens: [Int32] = []
  /// RoPE position of each row.
  private(set) var positions: [Int32] = []
  private(set) var trees: [Tree] = []
  private(set) var branches: [Branch] = []
  /// Rows whose final hidden state is wanted, in rising order: the last layer's feed-forward part
  /// and the final norm run on these alone.
  private(set) var readout: [Int] = []
  private(set) var probabilityCount = 0
  private(set) var longestHeadProbabilities = 0

  var rowCount: Int { tokens.count }

  /// Adds a tree and reads out the last row of every branch.
  mutating func appendForRanking(_ tree: TokenTree, headCount: Int) {
    append(tree, headCount: headCount)
    guard let packed = trees.last else { return }
    for branch in branches[packed.branches] {
      readout.append(packed.start + packed.prefixCount + branch.offset + branch.count - 1)
    }
  }

  /// Adds a sequence and reads out the rows whose index is in `rows`.
  mutating func appendSequence(_ tokens: [Int32], rows: [Int], headCount: Int) {
    let start = rowCount
    append(TokenTree(prefix: tokens), headCount: headCount)
    readout.append(contentsOf: rows.map { start + $0 })
  }

  private mutating func append(_ tree: TokenTree, headCount: Int) {
    let start = rowCount
    let firstBranch = branches.count
    let prefixCount = tree.prefix.count
    tokens.append(contentsOf: tree.prefix)
    positions.append(contentsOf: (0..<prefixCount).map(Int32.init))
    var offset = 0
    var longest = 0
    for branch in tree.branches {
      branches.append(Branch(offset: offset, count: branch.count))
      tokens.append(contentsOf: branch)
      positions.append(contentsOf: (prefixCount..<prefixCount + branch.count).map(Int32.init))
      offset += branch.count
      longest = max(longest, branch.count)
    }
    let packed = Tree(
      start: start, prefixCount: prefixCount, branches: firstBranch..<branches.count,
      branchRows: offset, longestBranch: longest, probabilityOffset: probabilityCount)
    trees.append(packed)
    probabilityCount += headCount * packed.headProbabilityCount
    longestHeadProbabilities = max(longestHeadProbabilities, packed.headProbabilityCount)
  }
}

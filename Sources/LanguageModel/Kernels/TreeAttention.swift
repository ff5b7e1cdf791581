/// Attention over token trees with grouped queries (Ainslie et al. 2023). Prefix rows attend
/// causally to the prefix; branch rows to the whole prefix (one GEMM for all branches of a tree)
/// and causally to their own branch, under one softmax.
struct TreeAttention {
  let headCount: Int
  let keyValueHeadCount: Int
  let headSize: Int

  private var scale: Float { 1 / Float(headSize).squareRoot() }
  private var group: Int { headCount / keyValueHeadCount }
  /// Causal squares are cut into strips of this many rows: right of a strip nothing is computed.
  private static let strip = 64

  /// What one head of one tree reads. Rows are the tree's tokens, columns the head's floats.
  private struct Head {
    let queries: Matrix
    let keys: Matrix
    let values: Matrix
    /// Softmax weights, [prefix, prefixStride] and [branchRows, branchStride].
    let prefixWeights: Matrix
    let branchWeights: Matrix
  }

  /// The gradients of the same; the weights' are scratch memory.
  private typealias Gradients = Head

  private func head(
    _ index: Int, of tree: PackedBatch.Tree, rotated: Matrix, projected: Matrix, weights: Floats
  ) -> Head {
    let keyColumn = (headCount + index / group) * headSize
    let valueColumn = keyColumn + keyValueHeadCount * headSize
    let prefixWeights = Matrix(weights, stride: tree.prefixStride)
    return Head(
      queries: rotated.at(row: tree.start, column: index * headSize),
      keys: rotated.at(row: tree.start, column: keyColumn),
      values: projected.at(row: tree.start, column: valueColumn),
      prefixWeights: prefixWeights,
      branchWeights: Matrix(prefixWeights.row(tree.prefixCount), stride: tree.branchStride))
  }

  // MARK: Forward

  /// attended [rows, heads·headSize] from `rotated` [rows, (heads + kvHeads)·headSize] (queries and
  /// keys after norm and RoPE) and the values in the last columns of `projected`
  /// [rows, (heads + 2·kvHeads)·headSize]. The softmax weights are kept in `probabilities`.
  func forward(
    _ batch: PackedBatch, rotated: Matrix, projected: Matrix, probabilities: Floats,
    attended: Matrix
  ) {
    for tree in batch.trees {
      for index in 0..<headCount {
        let weights = probabilities + tree.probabilityOffset + index * tree.headProbabilityCount
        let head = head(
          index, of: tree, rotated: rotated, projected: projected, weights: weights)
        let output = attended.at(row: tree.start, column: index * headSize)
        forwardPrefix(tree, head, output)
        if tree.branchRows > 0 { forwardBranches(tree, batch.branches, head, output) }
      }
    }
  }

  private func forwardPrefix(_ tree: PackedBatch.Tree, _ head: Head, _ output: Matrix) {
    let count = tree.prefixCount
    for start in stride(from: 0, to: count, by: Self.strip) {
      let rows = min(Self.strip, count - start)
      let keys = start + rows
      let weights = head.prefixWeights.at(row: start)
      multiply(
        head.queries.at(row: start), head.keys.transposed, into: weights, m: rows, n: keys,
        k: headSize)
      for row in 0..<rows {
        Softmax.forwardRoomy(weights.row(row), count: start + row + 1, padded: keys, scale: scale)
      }
      multiply(weights, head.values, into: output.at(row: start), m: rows, n: headSize, k: keys)
    }
  }

  private func forwardBranches(
    _ tree: PackedBatch.Tree, _ branches: [PackedBatch.Branch], _ head: Head, _ output: Matrix
  ) {
    let prefix = tree.prefixCount
    multiply(
      head.queries.at(row: prefix), head.keys.transposed, into: head.branchWeights,
      m: tree.branchRows, n: prefix, k: headSize)
    let shared = output.at(row: prefix)
    for index in tree.branches {
      let branch = branches[index]
      let row = prefix + branch.offset
      let weights = head.branchWeights.at(row: branch.offset)
      multiply(
        head.queries.at(row: row), head.keys.at(row: row).transposed,
        into: weights.at(column: prefix), m: branch.count, n: branch.count, k: headSize)
      for step in 0..<branch.count {
        Softmax.forwardRoomy(
          weights.row(step), count: prefix + step + 1, padded: prefix + branch.count, scale: scale)
      }
    }
    multiply(
      head.branchWeights, head.values, into: shared, m: tree.branchRows, n: headSize, k: prefix)
    for index in tree.branches {
      let branch = branches[index]
      multiply(
        head.branchWeights.at(row: branch.offset, column: prefix),
        head.values.at(row: prefix + branch.offset), into: shared.at(row: branch.offset),
        m: branch.count, n: headSize, k: branch.count, adding: true)
    }
  }

  // MARK: Backward

  /// Adds to gradProjected [rows, (heads + 2·kvHeads)·headSize] the gradients of rotated queries,
  /// rotated keys and values, from gradAttended [rows, heads·headSize]. `scratch` holds
  /// `longestHeadProbabilities` floats.
  func backward(
    _ batch: PackedBatch, rotated: Matrix, projected: Matrix, probabilities: Floats,
    gradAttended: Matrix, gradProjected: Matrix, scratch: Floats
  ) {
    for tree in batch.trees {
      for index in 0..<headCount {
        let weights = probabilities + tree.probabilityOffset + index * tree.headProbabilityCount
        let head = head(
          index, of: tree, rotated: rotated, projected: projected, weights: weights)
        let gradients = self.head(
          index, of: tree, rotated: gradProjected, projected: gradProjected, weights: scratch)
        let gradOutput = gradAttended.at(row: tree.start, column: index * headSize)
        backwardPrefix(tree, head, gradOutput, gradients)
        if tree.branchRows > 0 {
          backwardBranches(tree, batch.branches, head, gradOutput, gradients)
        }
      }
    }
  }

  private func backwardPrefix(
    _ tree: PackedBatch.Tree, _ head: Head, _ gradOutput: Matrix, _ gradients: Gradients
  ) {
    let count = tree.prefixCount
    for start in stride(from: 0, to: count, by: Self.strip) {
      let rows = min(Self.strip, count - start)
      let keys = start + rows
      let weights = head.prefixWeights.at(row: start)
      let gradWeights = gradients.prefixWeights.at(row: start)
      let gradRows = gradOutput.at(row: start)
      multiply(gradRows, head.values.transposed, into: gradWeights, m: rows, n: keys, k: headSize)
      multiply(
        weights.transposed, gradRows, into: gradients.values, m: keys, n: headSize, k: rows,
        adding: true)
      for row in 0..<rows {
        Softmax.backwardRoomy(
          weights.row(row), grad: gradWeights.row(row), count: keys, scale: scale)
      }
      multiply(
        gradWeights, head.keys, into: gradients.queries.at(row: start), m: rows, n: headSize,
        k: keys, adding: true)
      multiply(
        gradWeights.transposed, head.queries.at(row: start), into: gradients.keys, m: keys,
        n: headSize, k: rows, adding: true)
    }
  }

  private func backwardBranches(
    _ tree: PackedBatch.Tree, _ branches: [PackedBatch.Branch], _ head: Head,
    _ gradOutput: Matrix, _ gradients: Gradients
  ) {
    let prefix = tree.prefixCount
    let rows = tree.branchRows
    let gradRows = gradOutput.at(row: prefix)
    multiply(
      gradRows, head.values.transposed, into: gradients.branchWeights, m: rows, n: prefix,
      k: headSize)
    multiply(
      head.branchWeights.transposed, gradRows, into: gradients.values, m: prefix, n: headSize,
      k: rows, adding: true)
    for index in tree.branches {
      backwardOwnWeights(branches[index], prefix, head, gradRows, gradients)
    }
    multiply(
      gradients.branchWeights, head.keys, into: gradients.queries.at(row: prefix), m: rows,
      n: headSize, k: prefix, adding: true)
    multiply(
      gradients.branchWeights.transposed, head.queries.at(row: prefix), into: gradients.keys,
      m: prefix, n: headSize, k: rows, adding: true)
  }

  /// One branch's own causal square: its weights' gradients, softmax included, and what flows from
  /// the square into the branch's queries, keys and values.
  private func backwardOwnWeights(
    _ branch: PackedBatch.Branch, _ prefix: Int, _ head: Head, _ gradRows: Matrix,
    _ gradients: Gradients
  ) {
    let row = prefix + branch.offset
    let count = branch.count
    let gradBranch = gradRows.at(row: branch.offset)
    let weights = head.branchWeights.at(row: branch.offset)
    let gradWeights = gradients.branchWeights.at(row: branch.offset)
    let gradOwn = gradWeights.at(column: prefix)
    multiply(
      gradBranch, head.values.at(row: row).transposed, into: gradOwn, m: count, n: count,
      k: headSize)
    multiply(
      weights.at(column: prefix).transposed, gradBranch, into: gradients.values.at(row: row),
      m: count, n: headSize, k: count, adding: true)
    for step in 0..<count {
      Softmax.backwardRoomy(
        weights.row(step), grad: gradWeights.row(step), count: prefix + count, scale: scale)
    }
    multiply(
      gradOwn, head.keys.at(row: row), into: gradients.queries.at(row: row), m: count,
      n: headSize, k: count, adding: true)
    multiply(
      gradOwn.transposed, head.queries.at(row: row), into: gradients.keys.at(row: row), m: count,
      n: headSize, k: count, adding: true)
  }
}

/// What Qwen3 does to queries and keys before attention: RMSNorm of each head, then RoPE.
struct QueryKeyNorm {
  let headCount: Int
  let keyValueHeadCount: Int
  let norm: RMSNorm
  let rope: RotaryEmbedding

  private var heads: Int { headCount + keyValueHeadCount }

  /// rotated [rows, heads·size] from the first columns of `projected`; `inverses` [rows, heads].
  func forward(
    positions: [Int32], projected: Matrix, queryWeight: Floats, keyWeight: Floats,
    rotated: Matrix, inverses: Floats
  ) {
    for row in 0..<positions.count {
      for head in 0..<heads {
        let column = head * norm.width
        let target = rotated.row(row) + column
        inverses[row * heads + head] = norm.forwardRow(
          projected.row(row) + column, weight: head < headCount ? queryWeight : keyWeight,
          output: target)
        rope.rotate(target, position: Int(positions[row]), sign: 1)
      }
    }
  }

  /// Turns the gradients of rotated queries and keys in gradProjected's first columns, in place,
  /// into those of the projection; adds to the two norm weights' gradients. `scratch`: one head.
  func backward(
    positions: [Int32], projected: Matrix, queryWeight: Floats, keyWeight: Floats,
    inverses: Floats, gradProjected: Matrix, gradQueryWeight: Floats, gradKeyWeight: Floats,
    scratch: Floats
  ) {
    let size = norm.width
    for row in 0..<positions.count {
      for head in 0..<heads {
        let isQuery = head < headCount
        let gradient = gradProjected.row(row) + head * size
        rope.rotate(gradient, position: Int(positions[row]), sign: -1)
        scratch.update(from: gradient, count: size)
        gradient.update(repeating: 0, count: size)
        norm.backwardRow(
          gradOutput: scratch, input: projected.row(row) + head * size,
          weight: isQuery ? queryWeight : keyWeight, inverse: inverses[row * heads + head],
          gradInput: gradient, gradWeight: isQuery ? gradQueryWeight : gradKeyWeight)
      }
    }
  }
}

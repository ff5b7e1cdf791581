/// The gated unit of the feed-forward part (Shazeer 2020): silu(gate) · up.
enum SwiGLU {
  /// gateUp [rows, 2·width] holds gate beside up; output [rows, width].
  static func forward(rows: Int, width: Int, gateUp: Floats, output: Floats) {
    for row in 0..<rows {
      let gate = gateUp + row * 2 * width
      let up = gate + width
      let target = output + row * width
      var at = 0
      while at < width {
        let left = width - at
        let g = load(gate + at, left)
        store(g / (1 + exponential(-g)) * load(up + at, left), target + at, left)
        at += 16
      }
    }
  }

  /// gradGateUp [rows, 2·width] from gradOutput [rows, width] and the gateUp of the forward pass.
  static func backward(
    rows: Int, width: Int, gateUp: Floats, gradOutput: Floats, gradGateUp: Floats
  ) {
    for row in 0..<rows {
      let gate = gateUp + row * 2 * width
      let gradGate = gradGateUp + row * 2 * width
      let source = gradOutput + row * width
      var at = 0
      while at < width {
        let left = width - at
        let g = load(gate + at, left)
        let sigmoid = 1 / (1 + exponential(-g))
        let silu = g * sigmoid
        let grad = load(source + at, left)
        let slope = sigmoid + silu * (1 - sigmoid)
        store(grad * load(gate + width + at, left) * slope, gradGate + at, left)
        store(grad * silu, gradGate + width + at, left)
        at += 16
      }
    }
  }
}

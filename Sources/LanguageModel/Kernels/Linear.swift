/// A projection without bias, weight [outputs, inputs] as in Hugging Face files.
enum Linear {
  /// output[rows, outputs] = input[rows, inputs] · weightᵀ, or += with `adding`.
  static func forward(
    rows: Int, input: Matrix, weight: Matrix, output: Matrix, inputs: Int, outputs: Int,
    adding: Bool = false
  ) {
    multiply(
      input, weight.transposed, into: output, m: rows, n: outputs, k: inputs, adding: adding)
  }

  /// gradWeight += gradOutputᵀ · input; gradInput = gradOutput · weight.
  static func backward(
    rows: Int, gradOutput: Matrix, input: Matrix, weight: Matrix, gradInput: Matrix,
    gradWeight: Matrix, inputs: Int, outputs: Int
  ) {
    multiply(
      gradOutput.transposed, input, into: gradWeight, m: outputs, n: inputs, k: rows, adding: true)
    multiply(gradOutput, weight, into: gradInput, m: rows, n: inputs, k: outputs)
  }
}

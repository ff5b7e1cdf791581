/// A weight matrix transposed and cut into panels of outputs, [inputs, width] each: so small that
/// OpenBLAS multiplies a few rows with one without first packing it, which takes as long as the
/// multiplication itself. Measured with 16 rows of 128 and 512 outputs: 83 against 39 GFLOP/s.
final class MatrixPanels {
  /// Rows · outputs · inputs up to which OpenBLAS packs nothing.
  private static let smallProduct = 1_000_000
  /// Rows that are multiplied at once.
  private static let stepRows = 32
  /// Narrower panels than this are slower than the whole matrix.
  private static let widthMin = 48
  /// From more rows than this packing is a small part of the work.
  static let rowsMax = 64

  private let matrix: WeightMatrix
  private let width: Int
  private let floats: FloatBuffer

  /// nil for a matrix with too many inputs.
  init?(_ matrix: WeightMatrix, _ weight: Floats) {
    let most = MatrixPanels.smallProduct / (MatrixPanels.stepRows * matrix.inputs)
    guard most >= MatrixPanels.widthMin else { return nil }
    self.matrix = matrix
    width = most / 16 * 16
    floats = FloatBuffer(matrix.outputs * matrix.inputs)
    for start in stride(from: 0, to: matrix.outputs, by: width) {
      let panel = floats.base + start * matrix.inputs
      let count = min(width, matrix.outputs - start)
      for output in 0..<count {
        let source = weight + (start + output) * matrix.inputs
        for input in 0..<matrix.inputs { panel[input * count + output] = source[input] }
      }
    }
  }

  /// output[rows, outputs] = input[rows, inputs] · weightᵀ, or += with `adding`.
  func multiply(rows: Int, input: Matrix, output: Matrix, adding: Bool) {
    for row in stride(from: 0, to: rows, by: MatrixPanels.stepRows) {
      for start in stride(from: 0, to: matrix.outputs, by: width) {
        let count = min(width, matrix.outputs - start)
        LanguageModel.multiply(
          input.at(row: row), Matrix(floats.base + start * matrix.inputs, stride: count),
          into: output.at(row: row, column: start), m: min(MatrixPanels.stepRows, rows - row),
          n: count, k: matrix.inputs, adding: adding)
      }
    }
  }
}

/// One matrix of the weights, [outputs, inputs], by its place in the parameter layout: neighbours
/// that are used together, as queries, keys and values are, count as one.
struct WeightMatrix {
  let offset: Int
  let outputs: Int
  let inputs: Int
}

/// The weights as a forward pass without gradients needs them, however they are stored.
protocol InferenceWeights: AnyObject {
  var configuration: ModelConfiguration { get }
  var layout: ParameterLayout { get }
  /// Whether workers share the work on one matrix. Otherwise each has samples of its own, which
  /// suits small models: their matrices are done before another worker has woken up.
  var splitsMatrices: Bool { get }

  /// The weights of a norm.
  func vector(_ offset: Int) -> Floats
  /// The embedding of `token`, [width].
  func embed(_ token: Int32, into row: Floats)
  /// output[rows, outputs] = input[rows, inputs] · weightᵀ, or += with `adding`. The bits that come
  /// out depend on `rows`, not on the size of the team.
  func multiply(
    _ matrix: WeightMatrix, rows: Int, input: Matrix, output: Matrix, adding: Bool,
    team: WorkerTeam)
}

/// Weights in memory as f32, laid out as training has them.
final class FlatWeights: InferenceWeights {
  /// Models above this share matrices between workers.
  private static let parametersOfOneWorkerMax = 1 << 25
  /// Rows of a weight matrix that one worker takes at a time.
  private static let blockOutputs = 256

  let configuration: ModelConfiguration
  let layout: ParameterLayout
  let splitsMatrices: Bool
  private let weights: FloatBuffer
  /// Matrices by offset, cut up for few rows.
  private var panels: [Int: MatrixPanels] = [:]

  /// With `forManySteps` the matrices of a small model are copied into a form in which a few rows
  /// are multiplied faster: worth it for some hundred tokens. `splits` overrides the choice by size.
  init(
    _ weights: FloatBuffer, _ c: ModelConfiguration, _ layout: ParameterLayout,
    forManySteps: Bool, splits: Bool? = nil
  ) {
    self.weights = weights
    self.layout = layout
    configuration = c
    splitsMatrices = splits ?? (layout.count > FlatWeights.parametersOfOneWorkerMax)
    guard forManySteps, !splitsMatrices else { return }
    for matrix in layout.matrices(c) {
      panels[matrix.offset] = MatrixPanels(matrix, weights.base + matrix.offset)
    }
  }

  func vector(_ offset: Int) -> Floats { weights.base + offset }

  func embed(_ token: Int32, into row: Floats) {
    let width = configuration.width
    row.update(from: weights.base + layout.embedding + Int(token) * width, count: width)
  }

  func multiply(
    _ matrix: WeightMatrix, rows: Int, input: Matrix, output: Matrix, adding: Bool,
    team: WorkerTeam
  ) {
    if rows <= MatrixPanels.rowsMax, let panels = panels[matrix.offset] {
      return panels.multiply(rows: rows, input: input, output: output, adding: adding)
    }
    let weight = Matrix(weights.base + matrix.offset, stride: matrix.inputs)
    let block = splitsMatrices ? FlatWeights.blockOutputs : matrix.outputs
    team.run((matrix.outputs + block - 1) / block) { item, _ in
      let start = item * block
      Linear.forward(
        rows: rows, input: input, weight: weight.at(row: start), output: output.at(column: start),
        inputs: matrix.inputs, outputs: min(block, matrix.outputs - start), adding: adding)
    }
  }
}

extension ParameterLayout {
  /// The matrices as a forward pass multiplies with them.
  func matrices(_ c: ModelConfiguration) -> [WeightMatrix] {
    layers.flatMap { $0.matrices(c) } + [head(c)]
  }

  func head(_ c: ModelConfiguration) -> WeightMatrix {
    WeightMatrix(offset: head, outputs: c.vocabularySize, inputs: c.width)
  }
}

extension ParameterLayout.Layer {
  func projection(_ c: ModelConfiguration) -> WeightMatrix {
    WeightMatrix(offset: projection, outputs: c.projectionWidth, inputs: c.width)
  }

  func output(_ c: ModelConfiguration) -> WeightMatrix {
    WeightMatrix(offset: output, outputs: c.width, inputs: c.attentionWidth)
  }

  func gateUp(_ c: ModelConfiguration) -> WeightMatrix {
    WeightMatrix(offset: gateUp, outputs: 2 * c.feedForwardWidth, inputs: c.width)
  }

  func down(_ c: ModelConfiguration) -> WeightMatrix {
    WeightMatrix(offset: down, outputs: c.width, inputs: c.feedForwardWidth)
  }

  func matrices(_ c: ModelConfiguration) -> [WeightMatrix] {
    [projection(c), output(c), gateUp(c), down(c)]
  }
}

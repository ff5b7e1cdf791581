/// Weights as they lie in a checkpoint's files, mapped into memory: matrices become f32 block by
/// block in front of each multiplication, so that no f32 copy of the model is ever made.
final class MappedWeights: InferenceWeights {
  /// Floats of a block: with its inputs and outputs it stays in a core's second-level cache.
  private static let blockFloats = 1 << 16
  /// As many rows with one block are multiplied by OpenBLAS without packing the block first.
  private static let smallRows = 1_000_000 / blockFloats
  /// From more rows than this packing is a small part of the work.
  private static let packedRowsMin = 64

  /// Neighbouring rows of one tensor, converted at once.
  private struct Block {
    let type: ScalarType
    let bytes: UnsafeRawPointer
    /// Row of the whole matrix.
    let start: Int
    let count: Int
  }

  let configuration: ModelConfiguration
  let layout: ParameterLayout
  let splitsMatrices = true
  /// Keeps the bytes that the blocks point to.
  private let tensors: CheckpointTensors
  private var blocks: [Int: [Block]] = [:]
  private var vectors: [Int: FloatBuffer] = [:]
  private let embedding: (type: ScalarType, bytes: UnsafeRawPointer)
  /// One block's floats for each worker.
  private let scratch: [FloatBuffer]

  /// Checks that every tensor is there, has its shape and holds finite numbers, which reads the
  /// files once. Throws `.checkpoint` otherwise.
  init(
    _ checkpoint: ModelCheckpoint, workers: Int,
    copiedBytesMax: Int = FileBytes.copiedBytesMax
  ) throws(LanguageModelError) {
    let c = checkpoint.configuration
    configuration = c
    layout = ParameterLayout(c)
    tensors = try CheckpointTensors(
      directory: checkpoint.directory, copiedBytesMax: copiedBytesMax)
    let largestRow = max(c.width, c.attentionWidth, c.feedForwardWidth)
    let floats = max(MappedWeights.blockFloats, largestRow)
    scratch = (0..<workers).map { _ in FloatBuffer(floats) }
    embedding = try tensors.numbers(
      layout.tensors[0].name, shape: [c.vocabularySize, c.width])
    var groups: [Int: [ParameterLayout.Tensor]] = [:]
    var group = 0
    for tensor in layout.tensors {
      if tensor.decays {
        let isJoined = [".k_proj.", ".v_proj.", ".up_proj."].contains(where: tensor.name.contains)
        if !isJoined { group = tensor.offset }
        groups[group, default: []].append(tensor)
      } else {
        let buffer = FloatBuffer(tensor.count)
        try tensors.copy(tensor.name, shape: tensor.shape, into: buffer.base)
        vectors[tensor.offset] = buffer
      }
    }
    for (offset, parts) in groups { blocks[offset] = try MappedWeights.blocks(parts, tensors) }
  }

  private static func blocks(_ parts: [ParameterLayout.Tensor], _ tensors: CheckpointTensors)
    throws(LanguageModelError) -> [Block]
  {
    var result: [Block] = []
    var start = 0
    for part in parts {
      let (type, bytes) = try tensors.numbers(part.name, shape: part.shape)
      let inputs = part.shape[1]
      let step = max(1, blockFloats / inputs)
      for row in stride(from: 0, to: part.shape[0], by: step) {
        let count = min(step, part.shape[0] - row)
        result.append(
          Block(
            type: type, bytes: bytes + row * inputs * type.size, start: start + row, count: count))
      }
      start += part.shape[0]
    }
    return result
  }

  // Both tables have every offset of the layout: `init` walks it.
  func vector(_ offset: Int) -> Floats { vectors[offset]?.base ?? scratch[0].base }

  func embed(_ token: Int32, into row: Floats) {
    let width = configuration.width
    let source = embedding.bytes + Int(token) * width * embedding.type.size
    embedding.type.widen(source, into: row, count: width)
  }

  func multiply(
    _ matrix: WeightMatrix, rows: Int, input: Matrix, output: Matrix, adding: Bool,
    team: WorkerTeam
  ) {
    guard let blocks = blocks[matrix.offset] else { return }
    let inputs = matrix.inputs
    team.run(blocks.count) { item, worker in
      let block = blocks[item]
      let target = output.at(column: block.start)
      block.type.widen(block.bytes, into: scratch[worker].base, count: block.count * inputs)
      let weight = Matrix(scratch[worker].base, stride: inputs)
      let steps = (rows + MappedWeights.smallRows - 1) / MappedWeights.smallRows
      let step = rows < MappedWeights.packedRowsMin ? (rows + steps - 1) / steps : rows
      for row in stride(from: 0, to: rows, by: max(1, step)) {
        Linear.forward(
          rows: min(step, rows - row), input: input.at(row: row), weight: weight,
          output: target.at(row: row), inputs: inputs, outputs: block.count, adding: adding)
      }
    }
  }
}

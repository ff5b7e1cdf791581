import Foundation
import TestSupport
import Testing

@testable import LanguageModel

/// What is saved here loads in `transformers`. Runs where LEMMALOOM_TRANSFORMERS names a Python that has it.
@Suite struct ReferenceTransformersTests {
  private struct Expected: Encodable {
    var texts: [String]
    var ids: [[Int32]]
    var logits: [[[Float]]]
  }

  @Test(arguments: [true, false]) func savedCheckpointsLoadInTransformers(_ tied: Bool) async throws
  {
    guard let python = ProcessInfo.processInfo.environment["LEMMALOOM_TRANSFORMERS"] else {
      print("SKIP savedCheckpointsLoadInTransformers: LEMMALOOM_TRANSFORMERS names no Python")
      return
    }
    let vocabulary = try Vocabulary(["<bos>", "<eos>", "∀", "n", ":", "Nat", ",", "+", "0", "="])
    let model = try LocalModel(
      configuration: ModelConfiguration(
        width: 24, layerCount: 2, headCount: 4, keyValueHeadCount: tied ? 1 : 2, headSize: 10,
        feedForwardWidth: 40, ropeTheta: 50_000, tiesEmbeddings: tied),
      vocabulary: vocabulary, seed: 3, workers: 2)
    let texts = ["<bos> ∀ n : Nat , n + 0 = n <eos>", "0 = zero", "n"]
    let ids = texts.map { text in vocabulary.encode(text.split(separator: " ").map(String.init)) }
    for _ in 0..<10 {
      _ = try await model.train(
        sequences: ids.prefix(2).map { SequenceSample(tokens: $0) },
        options: TrainingOptions(learningRate: 0.01, warmUpSteps: 0))
    }
    let expected = Expected(texts: texts, ids: ids, logits: await model.logits(of: ids))
    try await withTemporaryFolder { folder in
      try await model.save(to: folder + "/checkpoint")
      try JSONEncoder().encode(expected)
        .write(to: URL(fileURLWithPath: folder + "/expected.json"))
      let (status, output) = try Command.run(
        python, ["check.py", folder + "/checkpoint", folder + "/expected.json"],
        directory: ReferenceFixture.root, isQuiet: true)
      #expect(status == 0, "\(output)")
      print("transformers on our checkpoint (tied \(tied)):", output)
    }
  }
}

extension LocalModel {
  /// [sequences][tokens][vocabulary]
  fileprivate func logits(of sequences: [[Int32]]) -> [[[Float]]] {
    sequences.map { tokens in
      let values = transformer.packedLogits([tokens])
      let vocabulary = transformer.configuration.vocabularySize
      return tokens.indices.map { Array(values[$0 * vocabulary..<($0 + 1) * vocabulary]) }
    }
  }
}

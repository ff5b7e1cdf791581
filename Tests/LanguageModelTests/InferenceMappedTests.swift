import Basics
import Foundation
import TestSupport
import Testing

@testable import LanguageModel

/// Models that are used as they lie in their files.
@Suite struct InferenceMappedTests {
  /// A checkpoint of a small model in `folder`, and the model that its files hold.
  private func checkpoint(_ type: ScalarType, tied: Bool, in folder: String) throws
    -> (ModelCheckpoint, Transformer)
  {
    let model = try Fixtures.model(headSize: 20, tied: tied, width: 42, feedForward: 50)
    try ModelCheckpoint.save(
      to: folder, transformer: model, optimizer: nil, type: type == .float16 ? .float32 : type,
      otherFiles: [:])
    if type == .float16 { try narrow(folder + "/model.safetensors", model) }
    let checkpoint = try ModelCheckpoint(directory: folder)
    #expect(try checkpoint.scalarTypes() == [type])
    let copy = try Transformer(model.configuration, workers: 1)
    try checkpoint.load(into: copy.weights.base, layout: copy.layout)
    return (checkpoint, copy)
  }

  /// Writes the weights as float16, after a header whose length leaves them at odd addresses.
  private func narrow(_ path: String, _ model: Transformer) throws {
    var entries: [String] = []
    var data = Data()
    for tensor in model.layout.tensors {
      let start = data.count
      for at in 0..<tensor.count {
        withUnsafeBytes(of: Float16(model.weights.base[tensor.offset + at]).bitPattern) {
          data.append(contentsOf: $0)
        }
      }
      entries.append(
        "\"\(tensor.name)\":{\"dtype\":\"F16\",\"shape\":\(tensor.shape),"
          + "\"data_offsets\":[\(start),\(data.count)]}")
    }
    var header = "{" + entries.joined(separator: ",") + "}"
    if header.utf8.count % 2 == 0 { header += " " }
    var file = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
    file.append(contentsOf: header.utf8)
    try (file + data).write(to: URL(fileURLWithPath: path))
  }

  @Test(arguments: ScalarType.allCases, [true, false])
  func equalsTheModelInMemory(_ type: ScalarType, _ tied: Bool) async throws {
    try await withTemporaryFolder { folder in
      let (checkpoint, copy) = try checkpoint(type, tied: tied, in: folder + "/m")
      var generator = SplitMix64(seed: 41)
      let prefix = Fixtures.tokens(30, vocabulary: 13, &generator)
      let branches = [3, 1, 8].map { Fixtures.tokens($0, vocabulary: 13, &generator) }
      let expected = try copy.generator(tokens: 0).logProbabilities(of: branches, after: prefix)
      let greedy = SamplingSettings(temperature: 0)
      for workers in [1, 3] {
        let mapped = try MappedModel(checkpoint, workers: workers, copiedBytesMax: 0)
        let scores = try await mapped.logProbabilities(of: branches, after: prefix)
        for (a, b) in zip(scores.joined(), expected.joined()) { #expect(abs(a - b) < 1e-4) }
        // Batches of one and of several steps of rows.
        for count in [1, 2, 7, 18] {
          let prompts = (0..<count).map { Array(prefix.prefix(2 + $0)) }
          let options = GenerationOptions(maximumTokens: 10, sampling: greedy, seed: 1)
          let samples = try await mapped.generate(prompts, options)
          let plain = try copy.generate(prompts, options, mask: nil, observer: nil)
          #expect(samples.map(\.tokens) == plain.map(\.tokens))
          let (a, b) = (samples.flatMap(\.logProbabilities), plain.flatMap(\.logProbabilities))
          #expect(a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-4 })
        }
      }
    }
  }

  @Test func workersChangeNoBit() async throws {
    try await withTemporaryFolder { folder in
      let (checkpoint, _) = try checkpoint(.bfloat16, tied: true, in: folder + "/m")
      let options = GenerationOptions(maximumTokens: 20, seed: 3)
      let prompts = [[Int32]](repeating: [1, 2, 3], count: 6)
      let one = try await MappedModel(checkpoint, workers: 1).generate(prompts, options)
      let four = try await MappedModel(checkpoint, workers: 4).generate(prompts, options)
      #expect(one == four)
      #expect(Set(one.map(\.tokens)).count == 6)
    }
  }

  @Test func unsoundCheckpointsAndInputsAreRefused() async throws {
    try await withTemporaryFolder { folder in
      let (checkpoint, model) = try checkpoint(.bfloat16, tied: true, in: folder + "/m")
      #expect(throws: LanguageModelError.self) { try MappedModel(checkpoint, workers: 0) }
      let mapped = try MappedModel(directory: folder + "/m", workers: 1)
      for prompts in [[[]], [[13]], [[-1]], [[Int32](repeating: 1, count: 128)]] as [[[Int32]]] {
        await #expect(throws: LanguageModelError.self) {
          try await mapped.generate(prompts, GenerationOptions(maximumTokens: 1, seed: 1))
        }
      }
      model.weights.base[model.layout.count / 2] = .infinity
      try ModelCheckpoint.save(
        to: folder + "/bad", transformer: model, optimizer: nil, type: .bfloat16, otherFiles: [:])
      let error = #expect(throws: LanguageModelError.self) {
        try MappedModel(directory: folder + "/bad", workers: 1)
      }
      #expect(error?.description.contains("not finite") == true)
    }
  }
}

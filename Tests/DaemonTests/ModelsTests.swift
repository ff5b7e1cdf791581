import Foundation
import LanguageModel
import Prover
import Records
import TestSupport
import Testing

@testable import Daemon

@Suite struct ModelsTests {
  private let folder: TemporaryFolder
  private var configuration: Configuration {
    var configuration = Configuration()
    configuration.model.prover.width = 32
    configuration.model.prover.layers = 1
    configuration.model.conjecturer = configuration.model.prover
    return configuration
  }

  init() throws { folder = try TemporaryFolder() }

  private func loadedWeights() async throws -> [String: PoolWeights] {
    let models = try await Models.load(
      folder.path, name: "round-0001", configuration, grammars: [])
    return await models.poolWeights
  }

  @Test func theWeightsOfTheLearnersAreSavedWithThem() async throws {
    let weights = ["<domain:nat>": PoolWeights(first: 0.25, second: 1.5)]
    let made = try Models.make(configuration, grammars: [])
    let models = Models(
      prover: await made.prover, conjecturer: await made.conjecturer, baseline: LogLinearRanker(),
      poolWeights: weights, checkpointName: "untrained")
    try await models.save(to: folder.path, name: "round-0001")
    #expect(try await loadedWeights() == weights)

    // Checkpoints from before there were such weights: the learners count equally.
    try FileManager.default.removeItem(atPath: folder.path + "/ensemble.json")
    #expect(try await loadedWeights().isEmpty)

    for broken in [
      "", "[]", #"{"<domain:nat>": {"first": 1}}"#,
      #"{"<domain:nat>": {"first": -1, "second": 0.5}}"#,
      #"{"<domain:nat>": {"first": 0.5, "second": 1e300}}"#,
    ] {
      try folder.write("ensemble.json", broken.utf8)
      await #expect {
        _ = try await loadedWeights()
      } throws: { error in
        "\(error)".contains("ensemble.json") && "\(error)".contains("delete the file")
      }
    }
  }
}

import Foundation
import LanguageModel
import Records
import TestSupport
import Testing

@testable import Configuration
@testable import Prover
@testable import Workbench

@Suite struct ModelsTests {
  private let folder: TemporaryFolder
  private var configuration: Configuration {
    var configuration = Configuration()
    configuration.model.prover.width = 32
    configuration.model.prover.layerCount = 1
    configuration.model.conjecturer = configuration.model.prover
    return configuration
  }

  init() throws { folder = try TemporaryFolder() }

  private func loadedWeights() async throws -> [String: PoolWeights] {
    let models = try await Models.load(
      folder.path, name: "round-0001", configuration, grammars: [])
    return await models.poolWeights
  }

  private func stepsLeft(_ models: Models) async throws -> Double? {
    let request = RankingRequest(
      goal: ["<state>", "<domain:nat>", "v0"],
      candidates: [
        Candidate(text: "x", template: 0, tokens: ["<cand>", "<rank>"], relations: [])
      ],
      key: "")
    return try await models.ranker(.ensemble, seed: 1).rank([request])[0].stepsLeft
  }

  @Test func onlyATrainedProverSaysHowManyStepsAreLeft() async throws {
    let models = try Models.make(configuration, grammars: [])
    func afterLoading() async throws -> Double? {
      try await models.save(to: folder.path, name: "round-0001")
      return try await stepsLeft(
        try await Models.load(folder.path, name: "round-0001", configuration, grammars: []))
    }
    #expect(try await stepsLeft(models) == nil)
    #expect(try await afterLoading() == nil)
    await models.proverLearned()
    #expect(try await stepsLeft(models) != nil)
    #expect(try await afterLoading() != nil)
  }

  @Test func theWeightsOfTheLearnersAreSavedWithThem() async throws {
    let weights = ["<domain:nat>": PoolWeights(first: 0.25, second: 1.5)]
    let made = try Models.make(configuration, grammars: [])
    let models = Models(
      prover: await made.prover, conjecturer: await made.conjecturer, logLinear: LogLinearRanker(),
      poolWeights: weights, checkpointName: "untrained")
    try await models.save(to: folder.path, name: "round-0001")
    #expect(try await loadedWeights() == weights)

    // A round whose examples are all of another domain leaves them as they are.
    let examples = (0..<30).map { number in
      RankingExample(
        domain: "logic", goal: ["<state>", "<domain:logic>", "v\(number % 3)"],
        candidates: [["<cand>", "#intro", "<rank>"], ["<cand>", "#left", "<rank>"]], target: 0,
        weight: 1)
    }
    try await models.weighLearners(on: examples)
    let weighed = await models.poolWeights
    #expect(weighed["<domain:nat>"] == weights["<domain:nat>"])
    #expect(weighed["<domain:logic>"]?.isInRange == true)

    // Checkpoints of earlier versions have none: the learners count equally.
    try FileManager.default.removeItem(atPath: folder.path + "/learners.json")
    #expect(try await loadedWeights().isEmpty)

    for broken in [
      "", "[]", #"{"saysStepsLeft": true}"#,
      #"{"saysStepsLeft": true, "weights": {"<domain:nat>": {"first": 1}}}"#,
      #"{"saysStepsLeft": true, "weights": {"<domain:nat>": {"first": -1, "second": 0.5}}}"#,
      #"{"saysStepsLeft": true, "weights": {"<domain:nat>": {"first": 0.5, "second": 1e300}}}"#,
    ] {
      try folder.write("learners.json", broken.utf8)
      await #expect {
        _ = try await loadedWeights()
      } throws: { error in
        "\(error)".contains("learners.json") && "\(error)".contains("delete the file")
      }
    }
  }
}

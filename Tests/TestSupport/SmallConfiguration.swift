import Configuration
import Curriculum
import Foundation
import LanguageModel

/// The shipped configuration with everything small.
package func smallConfiguration() throws -> Configuration {
  let shipped = try String(contentsOfFile: Project.folder + "/config.yaml", encoding: .utf8)
  var small = try Configuration.parse(shipped)
  small.run.seedCorpus = Project.folder + "/corpus"
  small.run.seed = 7
  small.run.diskMBMin = 0
  small.domains = small.domains.filter { ["logic", "nat"].contains($0.name) }
  for index in small.domains.indices {
    small.domains[index].grammar.exhaustiveSize = min(
      7, small.domains[index].grammar.exhaustiveSize)
  }
  small.curriculum.options.stages = [Stage(name: "start", domains: [])]
  let model = ModelConfiguration(
    width: 32, layerCount: 1, headCount: 2, keyValueHeadCount: 1, headSize: 16,
    feedForwardWidth: 64, maximumPositions: 256)
  small.model.prover = model
  small.model.conjecturer = model
  small.training.options.proverSteps = 20
  small.training.options.proverBatch = 8
  small.training.options.conjecturerSteps = 10
  small.training.options.conjecturerBatch = 8
  small.conjecturer.perRound = 20
  small.conjecturer.samplesPerRound = 100
  small.prover.search.options.budget = 24
  small.evaluation.every = 0
  small.evaluation.suites = []
  return small
}

import Configuration
import Curriculum
import Prover

/// Options of modules that depend on more than one section of the configuration.
extension Configuration {
  package var searchOptions: SearchOptions {
    var options = prover.search.options
    options.stepTactics = lean.options.batchTactics
    return options
  }

  /// The search at its most careful: a fixed budget is not spent on full batches, and little of it at random.
  package func evaluationOptions(budget: Int) -> SearchOptions {
    var options = prover.search.options
    options.budget = budget
    options.stepTactics = 0
    options.exploration = 0.02
    return options
  }

  package var curriculumOptions: CurriculumOptions {
    var options = curriculum.options
    options.applicationsMax = prover.search.options.budget
    options.conjecturesPerDomain = conjecturer.perRound
    for index in options.stages.indices where options.stages[index].domains.isEmpty {
      options.stages[index].domains = domains.map(\.name)
    }
    return options
  }

}

extension SearchSettings {
  var searchStrategy: any SearchStrategy {
    SearchStrategies.named(strategy.rawValue, ratio: ratio) ?? BestFirst(ratio: ratio)
  }
}

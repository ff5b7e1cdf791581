import Configuration
import Conjecturer
import Curriculum
import LeanInterface
import Prover
import Trainer

/// Each module's options, filled from the configuration: modules never see YAML.
extension Configuration {
  package var leanOptions: LeanOptions {
    LeanOptions(
      processes: lean.processes, batchTactics: lean.batchTactics,
      batchSeconds: Double(lean.batchSeconds), heartbeats: lean.heartbeats,
      memoryMB: lean.memoryMB, maximumRecursionDepth: lean.maxRecursionDepth)
  }

  package var searchOptions: SearchOptions {
    let search = prover.search
    return SearchOptions(
      budget: search.budget, expansions: search.expansions,
      stepTactics: lean.batchTactics, candidates: search.candidates,
      hypotheses: search.hypotheses, depth: search.depth, concurrent: search.concurrent,
      exploration: search.exploration)
  }

  /// The search at its most careful: a fixed budget is not spent on full batches, and little of it at random.
  package func evaluationOptions(budget: Int) -> SearchOptions {
    var options = searchOptions
    options.budget = budget
    options.stepTactics = 0
    options.exploration = 0.02
    return options
  }

  package var curriculumOptions: CurriculumOptions {
    let names = domains.map(\.name)
    return CurriculumOptions(
      bandLow: curriculum.band.lowerBound, bandHigh: curriculum.band.upperBound,
      evidenceMin: curriculum.evidenceMin, windowRounds: curriculum.windowRounds,
      hysteresis: curriculum.hysteresis, exploration: curriculum.exploration,
      levelMax: curriculum.levelMax, applicationsMax: prover.search.budget,
      conjecturesPerDomain: conjecturer.perRound,
      stages: curriculum.stages.map { stage in
        Stage(
          name: stage.name, domains: stage.domains.isEmpty ? names : stage.domains,
          until: PromotionRule(
            rounds: stage.until.rounds, level: stage.until.level, theorems: stage.until.theorems,
            success: stage.until.success,
            domain: stage.until.domain.isEmpty ? nil : stage.until.domain))
      })
  }

  package var trainerOptions: TrainerOptions {
    TrainerOptions(
      proverSteps: training.steps, proverBatch: training.batch, candidates: training.candidates,
      conjecturerSteps: training.conjecturerSteps, conjecturerBatch: training.conjecturerBatch,
      learningRate: Float(training.learningRate), weightDecay: Float(training.weightDecay),
      warmUpSteps: training.warmupSteps, clip: Float(training.clip))
  }

  package var filterOptions: FilterOptions {
    FilterOptions(
      valuesMax: conjecturer.counterexampleBound,
      assignmentsMax: conjecturer.counterexamplesMax)
  }
}

extension SearchSettings {
  var searchStrategy: any SearchStrategy {
    SearchStrategies.named(strategy.rawValue, ratio: ratio) ?? BestFirst(ratio: ratio)
  }
}

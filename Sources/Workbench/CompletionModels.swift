import Completion
import Configuration
import Conjecturer
import Foundation
import LanguageModel
import LeanInterface
import Prover

extension CompletionModelSettings {
  /// The model, nil where none is set.
  /// - Parameter workers: processors for a checkpoint.
  /// - Throws: `LanguageModelError` for a checkpoint or an address that cannot be used. No server is asked.
  package func model(workers: Int) throws -> (any CompletionModel)? {
    if !checkpoint.isEmpty {
      return try LocalCompletionModel(directory: checkpoint, workers: workers)
    }
    if server.url.isEmpty { return nil }
    return try RemoteModel(server)
  }
}

extension WholeProofSettings {
  package mutating func resolvePaths(_ absolute: (String) -> String) {
    model.checkpoint = absolute(model.checkpoint)
    prompt = absolute(prompt)
    correctionPrompt = absolute(correctionPrompt)
  }

  /// - Throws: `WorkbenchError.unreadable` for a file that cannot be read, `PromptTemplateError` for a fault in it.
  package func prompts() throws -> ProverPrompt {
    var prompts = ProverPrompt()
    if !prompt.isEmpty {
      prompts.problem = try PromptTemplate(
        file: prompt, variables: ProverPrompt.problemVariables.keys)
    }
    if !correctionPrompt.isEmpty {
      prompts.correction = try PromptTemplate(
        file: correctionPrompt, variables: ProverPrompt.correctionVariables.keys)
    }
    return prompts
  }
}

extension PromptTemplate {
  /// - Throws: `WorkbenchError.unreadable` for a file that cannot be read, `PromptTemplateError` for a fault in it.
  package init(file path: String, variables: some Sequence<String>) throws {
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw WorkbenchError.unreadable(path: path, reason: error.localizedDescription)
    }
    try self.init(text, variables: Set(variables), source: path)
  }
}

extension PromptedSettings {
  /// The template in force.
  /// - Throws: `WorkbenchError.unreadable` for a file that cannot be read, `PromptTemplateError` for a fault in it.
  func promptTemplate() throws -> PromptTemplate {
    if template.isEmpty { return try ConjecturePrompt.builtIn(asking.style) }
    return try PromptTemplate(
      file: template, variables: ConjecturePrompt.variables.map(\.name))
  }

  package mutating func resolvePaths(_ absolute: (String) -> String) {
    model.checkpoint = absolute(model.checkpoint)
    template = absolute(template)
  }
}

extension Configuration {
  /// The prover that writes whole proofs; nil where no model is set.
  /// - Parameter pool: reviews drafts.
  package func wholeProofProver(_ pool: LeanPool) throws -> WholeProofProver? {
    let settings = prover.wholeProof
    guard let model = try settings.model.model(workers: self.model.workers) else { return nil }
    return WholeProofProver(
      model: model,
      reviewer: LeanReviewer(
        pool: pool, lint: checkerGate.lint, errorsMax: settings.options.errorsMax),
      prompt: try settings.prompts(),
      options: wholeProofOptions)
  }

  private var wholeProofOptions: WholeProofOptions {
    var options = prover.wholeProof.options
    options.allowsHelpers = checkers.helpers
    options.seed = run.seed
    return options
  }

  /// What answers prompts for conjectures; nil where their share is 0.
  /// - Throws: what `CompletionModelSettings.model` throws, and a fault in the prompt.
  package func conjecturerModel() throws -> (any CompletionModel)? {
    let settings = conjecturer.prompted
    guard conjecturer.shares.prompted > 0,
      let model = try settings.model.model(workers: self.model.workers)
    else { return nil }
    _ = try settings.promptTemplate()
    return model
  }

  /// Proves statements by their steps; nil where that is switched off.
  /// - Parameter pool: shows the goals of sketches.
  package func decomposition(_ prover: WholeProofProver, _ pool: LeanPool) -> Decomposition? {
    guard self.prover.wholeProof.decompose else { return nil }
    return Decomposition(prover: prover, pool: pool, lint: checkerGate.lint)
  }
}

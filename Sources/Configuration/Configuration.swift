import Records

/// Everything that a person can set, with every default. Modules below never see it: the workbench fills
/// their options from it.
///
/// Relative paths are relative to the folder of the configuration file; `Configuration.resolve`
/// makes them absolute.
package struct Configuration: Equatable, Sendable {
  package var run = RunSettings()
  package var lean = LeanSettings()
  package var model = ModelSettings()
  package var training = TrainingSettings()
  package var conjecturer = ConjecturerSettings()
  package var prover = ProverSettings()
  package var library = LibrarySettings()
  package var curriculum = CurriculumSettings()
  package var checkers = CheckerSettings()
  package var evaluation = EvaluationSettings()
  package var logging = LoggingSettings()
  /// In the order of the file.
  package var domains: [Domain] = []

  static let format = Format<Configuration>.record(
    Configuration(),
    fields: [
      Field(
        "run", \.run, RunSettings.format, "The run: its name, its place on disk and its limits."),
      Field(
        "lean", \.lean, LeanSettings.format,
        "Lean, the only judge: where it is and what it may use."),
      Field(
        "model", \.model, ModelSettings.format, "The embedded transformers (Qwen3 architecture)."),
      Field(
        "training", \.training, TrainingSettings.format, "What both models learn after each round."),
      Field(
        "conjecturer", \.conjecturer, ConjecturerSettings.format,
        "How statements are invented and filtered."),
      Field("prover", \.prover, ProverSettings.format, "How proofs are searched."),
      Field(
        "library", \.library, LibrarySettings.format,
        "Which proved theorems become lemmas for later proofs."),
      Field(
        "curriculum", \.curriculum, CurriculumSettings.format,
        "How hard conjectures should be: success rates are steered into a band."),
      Field(
        "checkers", \.checkers, CheckerSettings.format, "Who judges a proof before it is recorded."),
      Field(
        "evaluation", \.evaluation, EvaluationSettings.format,
        "Benchmarks that are never trained on, and the gate for new checkpoints."),
      Field("logging", \.logging, LoggingSettings.format, "What is logged and how."),
      Field(
        "domains", \.domains, .named(.domain, name: \.name, problem: Domain.problem(withName:)),
        "Theories and what conjectures and proofs in them may use; docs/DOMAINS.md explains each key.",
        required: true),
    ],
    check: { $0.findings() })

  /// What is wrong between sections.
  private func findings() -> [Finding] {
    let names = domains.map(\.name)
    var findings: [Finding] = []
    if names.isEmpty {
      findings.append(Finding("domains", "is empty; at least one domain is needed"))
    }
    for domain in domains {
      for (index, other) in domain.borrows.enumerated() {
        let lender = domains.first { $0.name == other }
        if other != domain.name, lender?.module == domain.module { continue }
        let fault =
          lender == nil
          ? "which is no domain of this file" + Suggestion.text(for: other, among: names)
          : "which must be another domain over \(domain.module)"
        findings.append(
          Finding("domains.\(domain.name).borrows[\(index)]", "is '\(other)', \(fault)"))
      }
    }
    for (index, stage) in curriculum.options.stages.enumerated() {
      var mentions = stage.domains.enumerated().map { (key: "domains[\($0)]", domain: $1) }
      if let domain = stage.until.domain { mentions.append(("until.domain", domain)) }
      for (key, domain) in mentions where !names.contains(domain) {
        findings.append(
          Finding(
            "curriculum.stages[\(index)].\(key)",
            "is '\(domain)', which is no domain of this file"
              + Suggestion.text(for: domain, among: names)
          ))
      }
    }
    return findings
  }
}

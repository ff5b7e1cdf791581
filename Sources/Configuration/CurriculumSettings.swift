import Curriculum

/// `curriculum:` how hard conjectures should be.
package struct CurriculumSettings: Equatable, Sendable {
  package var options = CurriculumOptions()

  static let format = Format<CurriculumSettings>.record(
    CurriculumSettings(),
    fields: [
      Field(
        "band", \.options.band, .interval(.number(0...1)),
        "Success rate to stay in: above it the level rises, below it falls."),
      Field(
        "evidence_min", \.options.evidenceMin, .integer(1...1_000_000),
        "Judged attempts at a level before it changes."),
      Field(
        "window_rounds", \.options.windowRounds, .integer(1...10_000),
        "Rounds that the rate is taken over."
      ),
      Field(
        "hysteresis", \.options.hysteresis, .number(0...0.5),
        "How far outside the band the rate must be to take back the move before."),
      Field(
        "exploration", \.options.exploration, .number(0...1),
        "Part of the conjectures that is spread evenly over domains and neighbouring levels."),
      Field("level_max", \.options.levelMax, .integer(1...1000), "Highest level."),
      Field(
        "stages", \.options.stages, .list(Stage.format, count: 1...64),
        "Which domains are played when, in order; the last stage stays."),
    ],
    check: { $0.findings() })

  private func findings() -> [Finding] {
    let stages = options.stages
    var findings: [Finding] = []
    if let (index, name) = firstRepeated(stages.map(\.name)) {
      findings.append(Finding("stages[\(index)].name", "is '\(name)' a second time"))
    }
    for (index, stage) in stages.enumerated() {
      if index < stages.count - 1, stage.until.isEmpty {
        findings.append(
          Finding(
            "stages[\(index)].until",
            "never ends the stage, so the stages after it are never reached; give a rule"))
      }
      if stage.until.level > options.levelMax {
        findings.append(
          Finding(
            "stages[\(index)].until.level",
            "is \(stage.until.level), above curriculum.level_max (\(options.levelMax))"))
      }
    }
    return findings
  }
}

extension PromotionRule {
  static let format = Format<PromotionRule>.record(
    PromotionRule(),
    fields: [
      Field("rounds", \.rounds, .integer(0...1_000_000_000), "Rounds spent in the stage."),
      Field("level", \.level, .integer(0...1000), "Every domain of the stage is at this level."),
      Field(
        "theorems", \.theorems, .integer(0...1_000_000_000),
        "So many theorems in the stage's domains together."),
      Field(
        "success", \.success, .number(0...1),
        "Every domain of the stage succeeds at least so often."),
      Field(
        "domain", \.domain, Format<String>.text(limit: 64).emptyForNone,
        "The one domain that level, theorems and success speak of; empty: the stage's."),
    ])
}

extension Stage {
  static let format = Format<Stage>.record(
    Stage(name: "start", domains: []),
    fields: [
      Field(
        "name", \.name, .text(limit: 64) { $0.isEmpty ? "is empty; a stage needs a name" : nil },
        "Shown in the status.", required: true),
      Field("domains", \.domains, .set(.text(limit: 64)), "Domains of the stage; empty: all."),
      Field("until", \.until, PromotionRule.format, "When the stage ends."),
    ])
}

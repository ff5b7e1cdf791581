/// `curriculum:` how hard conjectures should be.
package struct CurriculumSettings: Equatable, Codable, Sendable {
  package var band = 0.35...0.60
  package var evidenceMin = 32
  package var windowRounds = 3
  package var hysteresis = 0.03
  package var exploration = 0.15
  package var levelMax = 20
  package var stages = [StageSettings()]

  static let format = Format<CurriculumSettings>.record(
    CurriculumSettings(),
    fields: [
      Field(
        "band", \.band, .interval(.number(0...1)),
        "Success rate to stay in: above it the level rises, below it falls."),
      Field(
        "evidence_min", \.evidenceMin, .integer(1...1_000_000),
        "Judged attempts at a level before it changes."),
      Field(
        "window_rounds", \.windowRounds, .integer(1...10_000), "Rounds that the rate is taken over."
      ),
      Field(
        "hysteresis", \.hysteresis, .number(0...0.5),
        "How far outside the band the rate must be to take back the move before."),
      Field(
        "exploration", \.exploration, .number(0...1),
        "Part of the conjectures that is spread evenly over domains and neighbouring levels."),
      Field("level_max", \.levelMax, .integer(1...1000), "Highest level."),
      Field(
        "stages", \.stages, .list(StageSettings.format, count: 1...64),
        "Which domains are played when, in order; the last stage stays."),
    ],
    check: { $0.findings() })

  private func findings() -> [Finding] {
    var findings: [Finding] = []
    if let (index, name) = firstRepeated(stages.map(\.name)) {
      findings.append(Finding("stages[\(index)].name", "is '\(name)' a second time"))
    }
    for (index, stage) in stages.enumerated() {
      if index < stages.count - 1, !stage.until.canHold {
        findings.append(
          Finding(
            "stages[\(index)].until",
            "never ends the stage, so the stages after it are never reached; give a rule"))
      }
      if stage.until.level > levelMax {
        findings.append(
          Finding(
            "stages[\(index)].until.level",
            "is \(stage.until.level), above curriculum.level_max (\(levelMax))"))
      }
    }
    return findings
  }
}

/// A stage of the curriculum.
package struct StageSettings: Equatable, Codable, Sendable {
  /// The stage ends when all rules hold; 0 switches a rule off.
  package struct Until: Equatable, Codable, Sendable {
    package var rounds = 0
    package var level = 0
    package var theorems = 0
    package var success = 0.0
    /// Empty: the stage's domains.
    package var domain = ""

    /// Whether any rule is switched on.
    var canHold: Bool { rounds > 0 || level > 0 || theorems > 0 || success > 0 }

    static let format = Format<Until>.record(
      Until(),
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
          "domain", \.domain, .text(limit: 64),
          "The one domain that level, theorems and success speak of; empty: the stage's."),
      ])
  }

  package var name = "start"
  /// Empty: every domain of the file.
  package var domains: [String] = []
  package var until = Until()

  static let format = Format<StageSettings>.record(
    StageSettings(),
    fields: [
      Field(
        "name", \.name, .text(limit: 64) { $0.isEmpty ? "is empty; a stage needs a name" : nil },
        "Shown in the status.", required: true),
      Field("domains", \.domains, .set(.text(limit: 64)), "Domains of the stage; empty: all."),
      Field("until", \.until, Until.format, "When the stage ends."),
    ])
}

import Curriculum
import Foundation
import LeanInterface
import Records
import RunStore

/// Collects what the views show. Phases report here; the view and `status` read.
package actor ProgressBoard {
  private var progress: RunProgress
  private let pool: LeanPool
  private let start = ContinuousClock.now
  private var phaseStart = ContinuousClock.now
  private var phaseTactics = 0
  private let log: @Sendable (String, [String: String]) -> Void

  package init(
    _ progress: RunProgress, pool: LeanPool,
    log: @escaping @Sendable (String, [String: String]) -> Void
  ) {
    self.progress = progress
    self.pool = pool
    self.log = log
  }

  /// The state at this moment.
  package func current() async -> RunProgress {
    let tactics = await pool.statistics.tactics
    let seconds = (ContinuousClock.now - phaseStart) / .seconds(1)
    var now = progress
    now.elapsedSeconds += Int((ContinuousClock.now - start) / .seconds(1))
    now.tacticsPerSecond = seconds > 0.5 ? Double(tactics - phaseTactics) / seconds : 0
    return now
  }

  package func begin(_ phase: Phase, round: Int) async {
    progress.round = round
    progress.phase = phase.rawValue
    progress.phaseDone = 0
    progress.phaseTotal = 0
    phaseStart = ContinuousClock.now
    phaseTactics = await pool.statistics.tactics
    log("phase begins", ["round": "\(round)", "phase": phase.rawValue])
  }

  package func advance(_ done: Int, of total: Int) {
    progress.phaseDone = done
    progress.phaseTotal = total
  }

  package func message(_ text: String) {
    progress.message = text
    if !text.isEmpty { log(text, ["round": "\(progress.round)"]) }
  }

  /// What happened, for the log alone.
  package func note(_ text: String, _ values: [String: String] = [:]) {
    log(text, values.merging(["round": "\(progress.round)"]) { given, _ in given })
  }

  package func show(_ decision: CurriculumDecision) {
    for state in decision.state.domains {
      guard let index = progress.domains.firstIndex(where: { $0.name == state.domain }) else {
        continue
      }
      if progress.domains[index].level != state.level {
        progress.domains[index].previousLevel = progress.domains[index].level
        progress.domains[index].level = state.level
      }
      note("curriculum", ["domain": state.domain, "reason": state.reason])
    }
  }

  package func show(rates: [String: (rate: Double?, evidence: Int)], theorems: [String: Int]) {
    for index in progress.domains.indices {
      let name = progress.domains[index].name
      if let entry = rates[name] {
        progress.domains[index].successRate = entry.rate
        progress.domains[index].evidence = entry.evidence
      }
      progress.domains[index].theorems = theorems[name] ?? 0
    }
    progress.corpusTheorems = theorems.values.reduce(0, +)
  }

  package func show(newest theorem: Theorem) {
    progress.newestTheorem = "\(theorem.name) \(theorem.statement.signatureText)"
  }

  package func show(answers: RunProgress.AnswerSummary?) { progress.answers = answers }

  package func show(evaluations: [RunProgress.SuiteTrend]) { progress.evaluations = evaluations }
}

import Configuration
import Curriculum
import Evaluation
import Foundation
import RunStore

/// Reads a run's progress out of its store: for `status`, and for a daemon that resumes.
package struct ProgressReader: Sendable {
  package let store: RunStore
  package let configuration: Configuration

  package init(store: RunStore, configuration: Configuration) {
    self.store = store
    self.configuration = configuration
  }

  package func read() async throws -> RunProgress {
    var progress = RunProgress(run: configuration.run.name)
    let last = try await store.lastRound()
    progress.round = last?.number ?? 0
    progress.phase = last?.phase.rawValue ?? ""
    let theorems = try await store.theoremCounts()
    progress.corpusTheorems = theorems.values.reduce(0, +)
    if let newest = try await store.newestTheorem() {
      progress.newestTheorem = "\(newest.name) \(newest.statement.signatureText)"
    }
    let rates = try await rates(until: progress.round)
    for domain in configuration.domains {
      let state = try await store.curriculumState(domain: domain.name, as: DomainState.self)
      progress.domains.append(
        RunProgress.DomainProgress(
          name: domain.name, level: state?.state.level ?? 1,
          previousLevel: state.map { $0.state.level - $0.state.lastMove },
          successRate: rates[domain.name]?.rate, evidence: rates[domain.name]?.evidence ?? 0,
          windowRounds: configuration.curriculum.options.windowRounds,
          band: configuration.curriculum.options.band, theorems: theorems[domain.name] ?? 0))
    }
    progress.evaluations = try await trends()
    let rounds = try await store.rounds()
    progress.answers = Self.answers(rounds)
    progress.elapsedSeconds = Int(
      rounds.reduce(0.0) { sum, round in
        sum + Phase.allCases.compactMap { round.metrics[.seconds($0)] }.reduce(0, +)
      })
    progress.toolchain = try await store.meta("toolchain") ?? ""
    progress.modelParameters = Int(try await store.meta("parameters") ?? "") ?? 0
    return progress
  }

  /// Of the last round that had any.
  package static func answers(_ rounds: [RoundState]) -> RunProgress.AnswerSummary? {
    rounds.sorted { $0.number > $1.number }.lazy
      .compactMap { RunProgress.AnswerSummary(round: $0.number, metrics: $0.metrics) }.first
  }

  /// Proved among judged attempts of the window, by domain; hindsight and generalisations (level 0) stay out.
  package func rates(until round: Int) async throws -> [String: (rate: Double?, evidence: Int)] {
    let first = max(1, round - configuration.curriculum.options.windowRounds + 1)
    var proved: [String: Int] = [:]
    var evidence: [String: Int] = [:]
    for count in try await store.attemptCounts(from: first) where count.level > 0 {
      proved[count.domain, default: 0] += count.proved
      evidence[count.domain, default: 0] += count.evidence
    }
    var found: [String: (rate: Double?, evidence: Int)] = [:]
    for (domain, total) in evidence {
      let rate = total > 0 ? Double(proved[domain] ?? 0) / Double(total) : nil
      found[domain] = (rate, total)
    }
    return found
  }

  /// What the current model solved, by suite.
  package func trends() async throws -> [RunProgress.SuiteTrend] {
    let own = try await store.evaluations().filter { $0.ranker == EvaluationRanker.current }
    return Dictionary(grouping: own, by: \.suite).sorted { $0.key < $1.key }.map { suite, records in
      RunProgress.SuiteTrend(
        name: suite,
        points: records.sorted { $0.round < $1.round }.map {
          .init(round: $0.round, solved: $0.solved.count, total: $0.total)
        })
    }
  }
}

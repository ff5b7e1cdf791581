import Corpus
import Curriculum
import Evaluation
import Records
import RunStore

/// The README of the grown corpus and its figures: the state of the run for people who browse it.
struct CorpusReport: Sendable {
  let readme: String
  /// Path in the corpus → text.
  let figures: [String: String]

  /// - Parameter libraries: lemma libraries after the round, by domain.
  static func make(_ context: RunContext, round: Int, libraries: [String: [LemmaEntry]])
    async throws -> CorpusReport
  {
    let store = context.store
    let counts = try await store.theoremCountsByRound(steps: 3)
    let evaluations = try await store.evaluations()
    let facts = try await store.knownFacts()
    let progress = try await context.reader.read()
    let total = counts.reduce(0) { $0 + $1.all }
    let long = counts.reduce(0) { $0 + $1.long }
    var lines = [
      "# A corpus grown by Lemmaloom", "",
      "Lean theorems that a model conjectured and proved by itself; a Lean process of its own checked each of them. "
        + "Run `\(context.configuration.run.name)`, after round \(round): **\(total) theorems**, "
        + "\(long) of them with proofs of three or more tactics.", "",
      "| domain | theorems | level | proved of judged, last \(context.configuration.curriculum.options.windowRounds) rounds |",
      "|---|---|---|---|",
    ]
    for domain in progress.domains {
      let rate = domain.successRate.map { "\(Wording.percent($0)) of \(domain.evidence)" } ?? "–"
      lines.append("| \(domain.name) | \(domain.theorems) | \(domain.level) | \(rate) |")
    }
    lines += ["", "## Benchmarks", ""]
    var figures: [String: String] = [:]
    for suite in context.suites {
      let own = evaluations.filter { $0.suite == suite.name }
      if own.isEmpty { continue }
      let path = "figures/\(suite.name).svg"
      figures[path] = chart(suite.name, own, lastRound: round).svg()
      lines.append("![\(suite.name)](\(path))")
    }
    lines += [
      "",
      "Solved at \(context.configuration.evaluation.budget) tactic applications a problem; these theorems are never trained on.",
    ]
    if !facts.isEmpty {
      lines += ["", "## Known facts that the run found for itself", ""]
      for fact in facts {
        lines.append("- `\(fact.name)` (\(fact.suite)) as `\(fact.theorem)`")
      }
    }
    lines += ["", "## Lemma libraries", ""]
    for domain in context.configuration.domains {
      lines += library(domain, libraries[domain.name] ?? [])
    }
    lines += [
      "## Reading", "",
      "`Lemmaloom/<Domain>/RoundNNNN.lean` holds the theorems of a round, `traces/` how they were found, `data/` the "
        + "records for machines. Every round is a commit and a tag. `lake build` compiles everything with a stock Lean.",
    ]
    return CorpusReport(
      readme: lines.joined(separator: "\n") + "\n", figures: figures)
  }

  private static func library(_ domain: Domain, _ entries: [LemmaEntry]) -> [String] {
    if entries.isEmpty { return [] }
    return ["\(domain.name):", ""]
      + entries.map {
        "- `\($0.name) \($0.statement.signatureText)`, used \(Wording.count($0.uses, "time"))"
      } + [""]
  }

  /// Learning rankers as curves; the others, measured once, as level lines.
  private static func chart(_ suite: String, _ records: [EvaluationRecord], lastRound: Int)
    -> EvaluationChart
  {
    let names = [
      EvaluationRanker.current, EvaluationRanker.transformer, EvaluationRanker.logLinear,
      EvaluationRanker.fixedOrder, EvaluationRanker.uniform,
    ]
    let lines = names.compactMap { name -> EvaluationChart.Line? in
      var points = records.filter { $0.ranker == name && $0.total > 0 }
        .sorted { $0.round < $1.round }
        .map { (round: $0.round, share: Double($0.solved.count) / Double($0.total)) }
      guard let first = points.first else { return nil }
      let isFixed = [EvaluationRanker.fixedOrder, EvaluationRanker.uniform].contains(name)
      if isFixed, points.count == 1, first.round < lastRound {
        points.append((lastRound, first.share))
      }
      return EvaluationChart.Line(name: name, points: points)
    }
    let total = records.map(\.total).max() ?? 0
    return EvaluationChart(title: "\(suite): share of \(total) problems solved", lines: lines)
  }
}

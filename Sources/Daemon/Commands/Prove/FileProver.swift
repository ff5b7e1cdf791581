import LeanInterface
import LeanText
import Prover
import Records
import Workbench

/// Searches proofs for what a Lean file leaves open and puts them into the file. Each `sorry` is a goal of its own, with
/// the context that Lean has there; nothing else of the file is touched, so it states what it stated.
struct FileProver {
  /// What became of one `sorry`.
  struct Result {
    let place: OpenPlace
    /// One a goal.
    var reports: [SearchReport] = []
    /// As it stands in the file; nil while it is open.
    var filling: ProofFilling?
    /// Modules of the corpus that the proof needs.
    var imports: [String] = []
    var reason = ""

    var outcome: AttemptOutcome {
      if filling != nil { return .proved }
      return reports.contains { $0.outcome == .declined } ? .declined : .failed
    }
    var applications: Int { reports.reduce(0) { $0 + $1.applications } }
  }

  let pool: LeanPool
  let work: DomainContext
  let open: OpenText
  /// Every `sorry` of the file, as Lean shows it.
  let places: [OpenPlace]
  let engine: @Sendable (DomainContext) async -> SearchEngine

  /// What became of the file.
  struct Outcome {
    /// In the order of the places.
    var results: [Result]
    /// 1-based line of a declaration that is open with all proofs found in their places: a macro may hold its `sorry`.
    var openLine: Int?
  }

  func prove() async throws -> Outcome {
    var outcome = Outcome(results: places.map { Result(place: $0) })
    let all = outcome.results.indices.filter { !outcome.results[$0].place.goals.isEmpty }
    for index in outcome.results.indices where outcome.results[index].place.goals.isEmpty {
      outcome.results[index].reason = "Lean shows no goal there"
    }
    try await attempt(all, with: work, &outcome)
    // A module of the library may declare what the file declares.
    let left = all.filter { outcome.results[$0].filling == nil && isProved(outcome.results[$0]) }
    if !left.isEmpty, !work.entries.isEmpty {
      let theory = work.withoutLibrary()
      try await attempt(left, with: theory, &outcome)
    }
    for index in left where outcome.results[index].filling == nil {
      outcome.results[index].reason = "the proof found does not hold at its place"
    }
    return outcome
  }

  /// The file with the proofs of the results, and a remark where one is missing.
  func text(with results: [Result]) -> String {
    open.filled(
      results.map(\.place.place), with: results.map(\.filling),
      remarks: results.map {
        $0.filling == nil ? "not proved in \($0.applications) tactic applications" : nil
      }, imports: Self.imports(of: results))
  }

  private func isProved(_ result: Result) -> Bool {
    !result.reports.isEmpty && result.reports.allSatisfy { $0.outcome == .proved }
  }

  private static func imports(of results: [Result]) -> [String] {
    Set(results.filter { $0.filling != nil }.flatMap(\.imports)).sorted()
  }

  // MARK: Searching

  private func attempt(_ indices: [Int], with work: DomainContext, _ outcome: inout Outcome)
    async throws
  {
    var groups: [(context: String, indices: [Int])] = []
    for index in indices {
      let context = open.context(
        of: outcome.results[index].place.theorem, opens: work.domain.opens)
      if let known = groups.firstIndex(where: { $0.context == context }) {
        groups[known].indices.append(index)
      } else {
        groups.append((context, [index]))
      }
    }
    var scripts: [Int: String] = [:]
    for (context, members) in groups {
      let found = try await search(members.map { outcome.results[$0].place }, within(context, work))
      for (index, (reports, script)) in zip(members, found) {
        outcome.results[index].reports = reports
        outcome.results[index].reason = reports.first { !$0.reason.isEmpty }?.reason ?? ""
        scripts[index] = script
      }
    }
    let proved = indices.filter { scripts[$0] != nil }
    let styles: [ProofFilling.Style] = [
      .plain, .fenced(opens: []), .fenced(opens: work.domain.opens),
    ]
    for style in styles {
      var waiting: [Int: Result] = [:]
      for index in proved where outcome.results[index].filling == nil {
        guard let script = scripts[index] else { continue }
        var result = outcome.results[index]
        result.filling = ProofFilling(
          script: script, style: style, hasOthers: result.place.hasOthers)
        result.imports = work.imports(for: [script])
        waiting[index] = result
      }
      try await accept(waiting, &outcome)
    }
  }

  /// What the search knows where the file has said so much.
  private func within(_ context: String, _ work: DomainContext) -> DomainContext {
    let own = LeanFileHeader(open.text).modules.filter { !work.header.imports.contains($0) }
    let opens = work.domain.opens.map { "open \($0)" }
    let options = LeanPool.fullText.map { "set_option \($0) true" }
    return work.with(
      header: LeanHeader(
        imports: own + work.header.imports,
        prelude: (context.isEmpty ? [] : [context]) + opens + options))
  }

  /// The reports of each place, and a script where all of its goals are proved.
  private func search(_ places: [OpenPlace], _ work: DomainContext) async throws
    -> [(reports: [SearchReport], script: String?)]
  {
    let goals = places.flatMap { place in place.goals.map { (place, NamedGoal($0)) } }
    let tasks = goals.map { place, named in
      // What is to be proved is no lemma for itself, though the corpus may have one of that name.
      SearchTask(
        goal: named.goal, domain: work.domain, excluded: [open.theorems[place.theorem].fullName])
    }
    let reports = try await engine(work).prove(tasks)
    var proofs = try await Minimiser(pool: pool, header: work.header).minimise(
      reports.compactMap { report in report.proof.map { (report.task.goal, $0) } }
    )[...]
    var found = zip(goals, reports).map { goal, report in
      (report, report.proof == nil ? nil : proofs.popFirst().map { goal.1.script($0.script) })
    }[...]
    return places.map { place in
      let own = found.prefix(place.goals.count)
      found = found.dropFirst(own.count)
      let scripts = own.compactMap(\.1)
      return (own.map(\.0), scripts.count == own.count ? Self.joined(scripts) : nil)
    }
  }

  /// One script for a place that Lean comes by with several goals.
  private static func joined(_ scripts: [String]) -> String? {
    var different: [String] = []
    for script in scripts where !different.contains(script) { different.append(script) }
    if different.count < 2 { return different.first }
    return
      (["first"]
      + different.map { script in
        "| (" + script.replacing("\n", with: "\n   ") + ")"
      }).joined(separator: "\n")
  }

  // MARK: Holding it against Lean

  /// Takes over the results with which Lean accepts the file.
  private func accept(_ candidates: [Int: Result], _ outcome: inout Outcome)
    async throws(CancellationError)
  {
    if candidates.isEmpty { return }
    var trial = outcome.results
    for (index, candidate) in candidates { trial[index] = candidate }
    let reading = try await pool.reading(of: text(with: trial))
    if reading.isAccepted {
      outcome = Outcome(results: trial, openLine: reading.openLine)
      return
    }
    if candidates.count == 1 { return }
    let sorted = candidates.keys.sorted()
    for half in [sorted.prefix(sorted.count / 2), sorted.dropFirst(sorted.count / 2)] {
      try await accept(candidates.filter { half.contains($0.key) }, &outcome)
    }
  }
}

/// `checkers:` who judges a proof before it is recorded.
struct CheckerSettings: Equatable, Codable, Sendable {
  enum Quorum: String, CaseIterable, Codable, Sendable {
    case all, majority, any
  }

  /// An address and a key of a Kimina Lean Server.
  struct Kimina: Equatable, Codable, Sendable {
    var url = ""
    var key: Secret = ""

    static let format = Format<Kimina>.record(
      Kimina(),
      fields: [
        Field(
          "url", \.url, .serverURL, "Address of the server, as in http://host:8000.",
          absent: "${LEAN_SERVER_API_URL:-}"),
        Field(
          "key", \.key, .secret, "Its key; never printed.", absent: "${LEAN_SERVER_API_KEY:-}"),
      ])
  }

  /// Backends of this build, and those of the design that are still to come. Adding one moves its
  /// name.
  static let available = ["lean"]
  static let planned = ["kimina", "repl"]
  /// The axioms that Lean's own library rests on.
  static let standardAxioms = ["propext", "Quot.sound", "Classical.choice"]

  var quorum = Quorum.all
  var backends = ["lean"]
  var axioms = standardAxioms
  var kimina = Kimina()

  static let format = Format<CheckerSettings>.record(
    CheckerSettings(),
    fields: [
      Field("quorum", \.quorum, .choice, "Backends that must accept: all, majority or any."),
      Field(
        "backends", \.backends,
        .set(.text(limit: 64, problem: problem(withBackend:)), count: 1...8),
        "lean: a fresh process of the local Lean."),
      Field(
        "axioms", \.axioms,
        .set(.lean(limit: 256, problem: LeanName.problem(with:)), count: 0...16),
        "Axioms that a proof may rest on."),
      Field("kimina", \.kimina, Kimina.format, "A Kimina Lean Server."),
    ])

  private static func problem(withBackend name: String) -> String? {
    if available.contains(name) { return nil }
    let known = "; use one of \(available.joined(separator: ", "))"
    if planned.contains(name) { return "is '\(name)', which is not in this build" + known }
    return "is '\(name)', which is no checker\(Suggestion.text(for: name, among: available))"
      + known
  }
}

/// `evaluation:` benchmarks and the gate for new checkpoints.
struct EvaluationSettings: Equatable, Codable, Sendable {
  /// 0: never.
  var every = 5
  var budget = 128
  var suites = [
    "Benchmarks/Kleene.lean", "Benchmarks/NaturalNumbers.lean", "Benchmarks/Lists.lean",
    "Benchmarks/Tautologies.lean",
  ]
  var gate = 0.9

  static let format = Format<EvaluationSettings>.record(
    EvaluationSettings(),
    fields: [
      Field("every", \.every, .integer(0...1_000_000), "Rounds between evaluations; 0: none."),
      Field("budget", \.budget, .integer(1...1_000_000), "Tactic applications a problem."),
      Field(
        "suites", \.suites, .set(.text(problem: RunSettings.emptyPath), count: 0...64),
        "Lean files with theorems to be proved, below run.seed_corpus."),
      Field(
        "gate", \.gate, .number(0...1),
        "The new prover stays if it ranks held-out steps at least this part as well as the old one."
      ),
    ])
}

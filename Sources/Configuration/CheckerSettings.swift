import Checkers

/// `checkers:` who judges a proof before it is recorded.
package struct CheckerSettings: Equatable, Codable, Sendable {
  package enum Quorum: String, CaseIterable, Codable, Sendable {
    case all, majority, any, confirm
  }
  package enum Isolation: String, CaseIterable, Codable, Sendable {
    case required, optional
  }

  /// The axioms that Lean's own library rests on.
  package static let standardAxioms = ["propext", "Quot.sound", "Classical.choice"]
  /// Backends of this build.
  static let available = ["lean", "batch", "repl", "kimina", "command"]

  package var quorum = Quorum.all
  package var confirm = "lean"
  package var backends = ["lean"]
  package var axioms = standardAxioms
  package var replay = ReplayPolicy.required
  package var isolation = Isolation.optional
  package var helpers = false
  package var options = ["maxHeartbeats", "maxRecDepth"]
  package var canaryEvery = 2000
  package var repl = Repl()
  package var kimina = Kimina()
  package var command = Command()

  static let format = Format<CheckerSettings>.record(
    CheckerSettings(),
    fields: [
      Field(
        "quorum", \.quorum, .choice,
        "Backends that must accept: all, majority, any, or confirm: one has the last word."),
      Field(
        "confirm", \.confirm, .text(limit: 64, problem: problem(withBackend:)),
        "With quorum confirm: the backend that judges what the others accepted."),
      Field(
        "backends", \.backends,
        .set(.text(limit: 64, problem: problem(withBackend:)), count: 1...8),
        "lean (a fresh process a proof), batch (many proofs a process), repl, kimina, command."),
      Field(
        "axioms", \.axioms,
        .set(.lean(limit: 256, problem: LeanName.problem(with:)), count: 0...16),
        "Axioms that a proof may rest on."),
      Field(
        "replay", \.replay, .choice,
        "Second reading of compiled proofs by the kernel: required, except_searched (where none is to be had, scripts of the search do without) or off."
      ),
      Field(
        "isolation", \.isolation, .choice,
        "Whether proofs are declined where the process that compiles them cannot be isolated: required, or optional."
      ),
      Field(
        "helpers", \.helpers, .boolean,
        "Whether a proof may bring lemmas and definitions of its own."),
      Field(
        "options", \.options,
        .set(.lean(limit: 256, problem: LeanName.problem(with:)), count: 0...64),
        "Options that a proof may set."),
      Field(
        "canary_every", \.canaryEvery, .integer(0...1_000_000_000),
        "Checks after which each backend proves itself again; 0: at the start only."),
      Field("repl", \.repl, Repl.format, "A program that speaks the Lean REPL's protocol."),
      Field("kimina", \.kimina, Kimina.format, "Kimina Lean Servers."),
      Field("command", \.command, Command.format, "A checker of yours: docs/CHECKER_PLUGINS.md."),
    ],
    check: { $0.findings() })

  package static func problem(withBackend name: String) -> String? {
    if available.contains(name) { return nil }
    return "is '\(name)', which is no checker\(Suggestion.text(for: name, among: available))"
      + "; use one of \(available.joined(separator: ", "))"
  }

  private func findings() -> [Finding] {
    var found: [Finding] = []
    func need(_ backend: String, _ key: String, isEmpty: Bool) {
      if isEmpty, backends.contains(backend) {
        found.append(Finding(key, "is empty, but checkers.backends names '\(backend)'"))
      }
    }
    need("repl", "repl.command", isEmpty: repl.command.isEmpty)
    need("kimina", "kimina.url", isEmpty: kimina.url.isEmpty)
    need("command", "command.command", isEmpty: command.command.isEmpty)
    if quorum == .confirm, !backends.contains(confirm) {
      found.append(Finding("confirm", "is '\(confirm)', which checkers.backends does not name"))
    }
    return found
  }
}

extension CheckerSettings {
  /// A program that speaks the protocol of leanprover-community/repl.
  package struct Repl: Equatable, Codable, Sendable {
    package var command: [String] = []
    package var directory = ""
    package var processes = 2
    package var seconds = 60.0
    package var commandsMax = 500
    package var memoryMB = 4096

    static let format = Format<Repl>.record(
      Repl(),
      fields: [
        Field(
          "command", \.command, .list(.text(limit: 4096), count: 0...64),
          "Program and arguments, as in [lake, exe, repl]."),
        Field("directory", \.directory, .text(limit: 4096), "Folder it runs in; empty: this one."),
        Field("processes", \.processes, .integer(1...256), "Processes side by side."),
        Field("seconds", \.seconds, .number(0.1...86_400), "Wall-clock limit of a proof."),
        Field(
          "commands_max", \.commandsMax, .integer(1...1_000_000),
          "Commands after which a process is replaced."),
        Field(
          "memory_mb", \.memoryMB, .integer(64...1_048_576),
          "Memory above which a process is replaced."),
      ])
  }

  /// Addresses and a key of Kimina Lean Servers.
  package struct Kimina: Equatable, Codable, Sendable {
    package var url = ""
    package var others: [String] = []
    package var key: Secret = ""
    package var concurrent = 4
    package var seconds = 60
    package var retries = 5

    static let format = Format<Kimina>.record(
      Kimina(),
      fields: [
        Field(
          "url", \.url, .serverURL, "Address of the server, as in http://host:8000.",
          absent: "${LEAN_SERVER_API_URL:-}"),
        Field(
          "others", \.others, .set(.serverURL, count: 0...64),
          "Further servers; requests go to the least busy."),
        Field(
          "key", \.key, .secret, "Their key; never printed.", absent: "${LEAN_SERVER_API_KEY:-}"),
        Field("concurrent", \.concurrent, .integer(1...1024), "Requests at the same time."),
        Field("seconds", \.seconds, .integer(1...86_400), "Time limit of a proof there."),
        Field(
          "retries", \.retries, .integer(0...100),
          "Further attempts where a server is busy or away; the pauses double."),
      ])
  }

  /// A program that judges proofs.
  package struct Command: Equatable, Codable, Sendable {
    package var command: [String] = []
    package var processes = 1
    package var seconds = 60.0

    static let format = Format<Command>.record(
      Command(),
      fields: [
        Field(
          "command", \.command, .list(.text(limit: 4096), count: 0...64),
          "Program and arguments; empty: none."),
        Field("processes", \.processes, .integer(1...256), "Processes side by side."),
        Field("seconds", \.seconds, .number(0.1...86_400), "Wall-clock limit of a proof."),
      ])
  }
}

import Checkers

/// `checkers:` who judges a proof before it is recorded.
package struct CheckerSettings: Equatable, Sendable {
  package enum Quorum: String, CaseIterable, Codable, Sendable {
    case all, majority, any, confirm
  }
  package enum Isolation: String, CaseIterable, Codable, Sendable {
    case required, optional
  }

  package var quorum = Quorum.all
  package var confirm = "lean"
  package var backends = ["lean"]
  package var axioms = LeanChecker.standardAxioms
  package var replay = ReplayPolicy.required
  package var isolation = Isolation.optional
  package var helpers = false
  package var options = ["maxHeartbeats", "maxRecDepth"]
  package var canaryEvery = 2000
  package var repl = ReplOptions()
  package var kimina = KiminaOptions()
  package var command = CommandOptions()

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
        "Who judges: \(CheckerRegistry.summary)."),
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
      Field("repl", \.repl, ReplOptions.format, "A program that speaks the Lean REPL's protocol."),
      Field("kimina", \.kimina, KiminaOptions.format, "Kimina Lean Servers."),
      Field(
        "command", \.command, CommandOptions.format, "A checker of yours: docs/CHECKER_PLUGINS.md."),
    ],
    check: { $0.findings() })

  package static func problem(withBackend name: String) -> String? {
    if CheckerRegistry.names.contains(name) { return nil }
    return
      "is '\(name)', which is no checker\(Suggestion.text(for: name, among: CheckerRegistry.names))"
      + "; use one of \(CheckerRegistry.names.joined(separator: ", "))"
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

extension ReplOptions {
  static let format = Format<ReplOptions>.record(
    ReplOptions(),
    fields: [
      Field(
        "command", \.command, .list(.text(limit: 4096), count: 0...64),
        "Program and arguments, as in [lake, exe, repl]."),
      Field(
        "directory", \.directory, Format<String>.text(limit: 4096).emptyForNone,
        "Folder it runs in; empty: this one."),
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

extension KiminaOptions {
  /// The first server; empty where there is none.
  var url: String {
    get { servers.first ?? "" }
    set { servers = newValue.isEmpty && others.isEmpty ? [] : [newValue] + others }
  }
  var others: [String] {
    get { Array(servers.dropFirst()) }
    set { servers = url.isEmpty && newValue.isEmpty ? [] : [url] + newValue }
  }

  static let format = Format<KiminaOptions>.record(
    KiminaOptions(),
    fields: [
      Field(
        "url", \.url, .serverURL, "Address of the server, as in http://host:8000.",
        absent: "${LEAN_SERVER_API_URL:-}"),
      Field(
        "others", \.others, .set(.serverURL, count: 0...64),
        "Further servers; requests go to the least busy."),
      Field("key", \.key, .secret, "Their key; never printed.", absent: "${LEAN_SERVER_API_KEY:-}"),
      Field("concurrent", \.concurrent, .integer(1...1024), "Requests at the same time."),
      Field("seconds", \.seconds, .integer(1...86_400), "Time limit of a proof there."),
      Field(
        "retries", \.retries, .integer(0...100),
        "Further attempts where a server is busy or away; the pauses double."),
    ])
}

extension CommandOptions {
  static let format = Format<CommandOptions>.record(
    CommandOptions(),
    fields: [
      Field(
        "command", \.command, .list(.text(limit: 4096), count: 0...64),
        "Program and arguments; empty: none."),
      Field("processes", \.processes, .integer(1...256), "Processes side by side."),
      Field("seconds", \.seconds, .number(0.1...86_400), "Wall-clock limit of a proof."),
    ])
}

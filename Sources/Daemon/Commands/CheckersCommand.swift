import ArgumentParser
import Checkers
import Foundation
import LeanInterface
import Workbench

/// `lemmaloom checkers`: each backend of this build, and whether it can be relied on.
struct CheckersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checkers",
    abstract: "Ask each configured checker for a known truth and known falsehoods.",
    discussion: "Exit code 0: the quorum can judge, 2: it cannot.")

  @OptionGroup var common: CommonOptions
  @Flag(help: "One JSON object a checker.") var json = false

  struct Row: Encodable {
    var checker: String
    var configured: Bool
    var version = ""
    /// Seconds for the canaries together.
    var seconds: Double?
    /// `healthy`, `wrong` or `unavailable`; empty when it was not asked.
    var health = ""
    var detail = ""
    /// Who has the kernel read compiled proofs again; empty: nobody.
    var replay = ""
    /// What isolates the processes that compile candidates; empty: nothing.
    var isolation = ""
    var problems: [String] = []
  }

  func run() async throws {
    let configuration = try common.load()
    let bench = try await LeanWorkbench.open(configuration)
    defer { bench.close() }
    let names = configuration.checkers.backends
    let checkers = try bench.checkers(named: names)
    var rows: [Row] = []
    var healthy: [String] = []
    for checker in checkers {
      let start = ContinuousClock.now
      let health = try await checker.health(nonce: .random(in: 0 ... .max))
      var row = Row(checker: checker.name, configured: true, version: checker.version)
      row.seconds = (ContinuousClock.now - start) / .seconds(1)
      row.replay = checker.safeguards.replay
      row.isolation = checker.safeguards.isolation
      row.problems = checker.safeguards.problems
      switch health {
      case .healthy:
        row.health = "healthy"
        healthy.append(checker.name)
      case .wrong(let why): (row.health, row.detail) = ("wrong", why)
      case .unavailable(let why): (row.health, row.detail) = ("unavailable", why)
      }
      rows.append(row)
    }
    rows += CheckerRegistry.names.filter { !names.contains($0) }
      .map { Row(checker: $0, configured: false) }
    if json {
      for row in rows { Output.line(try row.jsonLine()) }
    } else {
      Output.line(Self.table(rows))
      Output.line("quorum: \(configuration.checkers.quorum.rawValue)")
    }
    // Said beside the table, so that nobody overlooks it.
    var told: Set<String> = []
    for problem in rows.flatMap(\.problems) where told.insert(problem).inserted {
      Output.error("warning: \(problem)")
    }
    if let obstacle = configuration.checkerQuorum.obstacle(fit: healthy, of: checkers.count) {
      throw Failure(obstacle, code: Failure.declined)
    }
  }

  private static func table(_ rows: [Row]) -> String {
    let head = ["checker", "version", "canaries", "seconds", "kernel again", "isolation", ""]
    let cells = rows.map { row in
      row.configured
        ? [
          row.checker, row.version, row.health,
          row.seconds.map { String(format: "%.2f", $0) } ?? "",
          row.replay.isEmpty ? "no" : row.replay, row.isolation.isEmpty ? "none" : row.isolation,
          row.detail,
        ] : [row.checker, "not configured"]
    }
    return TerminalText.table([head] + cells)
  }
}

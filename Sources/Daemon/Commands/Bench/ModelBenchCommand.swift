import ArgumentParser
import Foundation
import LanguageModel

/// `lemmaloom bench model`: training, sampling and scoring by the engine of this process.
struct ModelBenchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Measure training, sampling and scoring against this machine's own matrix products.",
    discussion: """
      scripts/bench-model.py sets the figures beside PyTorch's on the same checkpoint, in turn within one call.
      """)

  @Option(help: "A checkpoint to measure; made when it is not there. None: one in memory.")
  var checkpoint: String?
  @Option(help: "Processors that work on it.") var workers = 2
  @Option(help: "How often each is measured.") var rounds = 7
  @Flag(help: "One JSON object.") var json = false

  func run() async throws {
    var options = ModelBench.Options()
    options.workers = workers
    options.rounds = rounds
    if let checkpoint, !FileManager.default.fileExists(atPath: checkpoint + "/config.json") {
      try await ModelBench(options).save(to: checkpoint)
    }
    let report = try await ModelBench(options, directory: checkpoint).run()
    if json { return Output.line(try report.jsonLine()) }
    func rounded(_ value: Double) -> String { String(format: "%.1f", value) }
    Output.line("OpenBLAS core \(report.core), \(report.workers) workers")
    Output.line(
      "\(report.parameters) parameters; the largest this process was: \(rounded(report.peakMemoryMB)) MB"
    )
    let part = Int((report.partOfSgemmPeak * 100).rounded())
    Output.line(
      TerminalText.table([
        ["", "best ms", "median ms", ""],
        [
          "training step", rounded(report.trainingMs.best), rounded(report.trainingMs.median),
          "\(rounded(report.trainingGflops)) GFLOP/s, \(part)% of sgemm's for its processor time",
        ],
        [
          "sampling", rounded(report.samplingMs.best), rounded(report.samplingMs.median),
          "\(Int(report.sampledTokensPerSecond)) tokens a second",
        ],
        [
          "scoring", rounded(report.scoringMs.best), rounded(report.scoringMs.median),
          "\(rounded(report.naiveScoringMs.best / report.scoringMs.best)) times as fast as with the prefix read anew",
        ],
      ]))
  }
}

import Records

extension LeanPool {
  /// Elaborates one file below `root` in a process of its own and, when `output` is given, writes
  /// the compiled module there. A time or memory limit, Lean's own limits, and a crash are
  /// `declined`.
  public func elaborate(file: String, root: String, output: String? = nil) async -> SnippetOutcome {
    let writing = output.map { ["-o", $0] } ?? []
    let run = await run(["--json", "-R", root] + writing + definitions + [file], directory: root)
    switch run.ending {
    case .stopped(let why): return .declined("Lean was stopped: \(why)")
    case .exited(let code) where code != 0 && code != 1:
      return .declined("Lean exited with \(code) \(run.errorOutput.suffix(200))")
    case .exited(let code):
      let messages = RawMessage.read(run.output)
      if let limit = messages.first(where: { $0.isError && $0.isLimit }) {
        return .declined(limit.data)
      }
      // Exit 1 is a failure even where no message says why: a header that cannot be imported, a
      // lost file.
      if code == 1, !messages.contains(where: \.isError) {
        return .declined("Lean failed without a message: \(run.errorOutput.suffix(300))")
      }
      return .finished(
        messages: messages.map(\.message), isSorryFree: !messages.contains(where: \.usesSorry))
    }
  }
}

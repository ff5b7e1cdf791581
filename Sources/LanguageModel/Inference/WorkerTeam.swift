import Dispatch

/// Threads that work on one thing at the same time.
struct WorkerTeam {
  /// At least 1; 1 works on the caller's thread.
  let count: Int

  /// Runs `body` for each of `items`, and returns when all are done. A worker takes neighbouring
  /// items, in order. Which worker takes one must not matter for what comes out.
  func run(_ items: Int, _ body: (_ item: Int, _ worker: Int) -> Void) {
    let workers = min(count, items)
    if workers <= 1 {
      for item in 0..<items { body(item, 0) }
      return
    }
    withoutActuallyEscaping(body) { body in
      let shares = Shares(body: body)
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        for item in items * worker / workers..<items * (worker + 1) / workers {
          shares.body(item, worker)
        }
      }
    }
  }

  // Unchecked because: the closure is not Sendable, but each item and each worker has memory of its own to write, and
  // `concurrentPerform` returns after the last of them.
  private struct Shares: @unchecked Sendable {
    let body: (Int, Int) -> Void
  }
}

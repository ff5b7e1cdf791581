import Dispatch

/// Runs an actor's jobs on a queue of its own: what blocks, or computes for seconds, must not hold one of the few threads
/// that all tasks share.
public final class SerialQueueExecutor: SerialExecutor {
  private let queue: DispatchQueue

  public init(label: String) { queue = DispatchQueue(label: label) }

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}

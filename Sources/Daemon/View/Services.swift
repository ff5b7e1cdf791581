import Rounds
import ServiceLifecycle

/// The rounds of a run, until the group stops.
struct DaemonService: Service {
  let loop: RunLoop

  func run() async throws {
    try await cancelWhenGracefulShutdown { try await loop.run() }
  }
}

/// Shows the progress until the group stops.
struct ViewService: Service {
  let board: ProgressBoard
  let screen: Screen

  func run() async throws {
    do {
      try await cancelWhenGracefulShutdown {
        while true {
          screen.show(await board.current())
          try await Task.sleep(for: .milliseconds(300))
        }
      }
    } catch is CancellationError {}
  }
}

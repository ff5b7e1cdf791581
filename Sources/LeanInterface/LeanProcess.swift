import Foundation
import Subprocess
import Synchronization

/// How one Lean process ended.
public struct LeanRun: Sendable {
  public enum Ending: Hashable, Sendable {
    case exited(Int32)
    /// Ended by a signal that nobody here sent.
    case crashed(signal: Int)
    /// Killed at a limit, or could not be started.
    case stopped(String)
  }
  public var ending: Ending
  public var output: String
  public var errorOutput: String
  /// Wall-clock seconds.
  public var seconds: Double
}

/// Runs one program in a session of its own and leaves nothing of it behind.
enum LeanProcess {
  /// - Parameter memoryMB: bound of the memory that it does not share with files; nil for none.
  /// - Throws: `CancellationError` once the program is gone, for a task that was cancelled meanwhile, whatever it said.
  static func run(
    _ command: [String], input: String = "", environment: [String: String] = [:],
    directory: String? = nil, seconds: Double, memoryMB: Int? = nil, outputBytesMax: Int
  ) async throws(CancellationError) -> LeanRun {
    let clock = ContinuousClock()
    let start = clock.now
    let process = StartedProcess()
    var run = await within(
      { await limit(of: process, seconds: seconds, memoryMB: memoryMB) },
      {
        await execute(
          command, input: input, environment: environment, directory: directory,
          outputBytesMax: outputBytesMax, process)
      })
    if Task.isCancelled { throw CancellationError() }
    run.seconds = (clock.now - start) / .seconds(1)
    return run
  }

  /// Runs `execute` until it ends or `limit` says why it has to.
  private static func within(
    _ limit: @escaping @Sendable () async -> String?,
    _ execute: @escaping @Sendable () async -> LeanRun
  ) async -> LeanRun {
    enum Event: Sendable {
      case ended(LeanRun)
      case reached(String?)
    }
    return await withTaskGroup(of: Event.self) { group in
      group.addTask { .ended(await execute()) }
      group.addTask { .reached(await limit()) }
      var reason: String?
      while let event = await group.next() {
        switch event {
        case .ended(var run):
          group.cancelAll()
          if let reason { run.ending = .stopped(reason) }
          return run
        case .reached(let limit):
          // Cancelling tears the process group down; wait until it is gone.
          reason = limit
          group.cancelAll()
        }
      }
      return LeanRun(ending: .stopped("it never ran"), output: "", errorOutput: "", seconds: 0)
    }
  }

  /// Which limit was reached, once one is; nil when cancelled.
  private static func limit(of process: StartedProcess, seconds: Double, memoryMB: Int?) async
    -> String?
  {
    let limits = ProcessLimits(seconds: seconds, memoryMB: memoryMB)
    return switch await limits.reached({ process.id }) {
    case .time: "over its \(seconds) s"
    case .memory(let megabytes): "over its \(megabytes) MB"
    case nil: nil
    }
  }

  /// The process of a run, once it is there.
  private final class StartedProcess: Sendable {
    private let value = Mutex<Int32?>(nil)
    var id: Int32? {
      get { value.withLock { $0 } }
      set { value.withLock { $0 = newValue } }
    }
  }

  private static func execute(
    _ command: [String], input: String, environment: [String: String], directory: String?,
    outputBytesMax: Int, _ process: StartedProcess
  ) async -> LeanRun {
    guard let descriptor = inputDescriptor(input) else {
      return LeanRun(
        ending: .stopped("no room for its input: \(String(cString: strerror(errno)))"),
        output: "", errorOutput: "", seconds: 0)
    }
    do {
      let result = try await Subprocess.run(
        command[0].contains("/") ? .path(.init(command[0])) : .name(command[0]),
        arguments: Arguments(Array(command.dropFirst())),
        environment: .inheriting(environment),
        workingDirectory: directory.map { .init($0) }, platformOptions: .ownSession,
        input: .fileDescriptor(.init(rawValue: descriptor), closeAfterSpawningProcess: true),
        output: .bytes(limit: outputBytesMax),
        error: .bytes(limit: 1 << 20)
      ) { execution in process.id = execution.processIdentifier.value }
      let output = String(decoding: result.standardOutput, as: UTF8.self)
      let errors = String(decoding: result.standardError, as: UTF8.self)
      switch result.terminationStatus {
      case .exited(let code):
        return LeanRun(
          ending: .exited(Int32(code)), output: output, errorOutput: errors, seconds: 0)
      case .signaled(let signal):
        return LeanRun(
          ending: .crashed(signal: Int(signal)), output: output, errorOutput: errors, seconds: 0)
      }
    } catch {
      return LeanRun(
        ending: .stopped("\(error)"), output: "", errorOutput: "", seconds: 0)
    }
  }

  /// The text in a file without a name, read from its start. A pipe that is written while the process runs would be
  /// left open when the process is killed half-way, and the library takes that for a programming error.
  private static func inputDescriptor(_ text: String) -> Int32? {
    var path = Array("\(FileManager.default.temporaryDirectory.path)/lemmaloom-XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    guard descriptor >= 0 else { return nil }
    unlink(path)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var text = text
    let isWritten = text.withUTF8 { bytes -> Bool in
      var done = 0
      while done < bytes.count, let base = bytes.baseAddress {
        let count = write(descriptor, base + done, bytes.count - done)
        if count <= 0 { return false }
        done += count
      }
      return true
    }
    guard isWritten, lseek(descriptor, 0, SEEK_SET) == 0 else {
      close(descriptor)
      return nil
    }
    return descriptor
  }
}

extension PlatformOptions {
  /// A session and process group of its own, killed as a whole when the program is cancelled.
  static var ownSession: PlatformOptions {
    var options = PlatformOptions()
    options.createSession = true
    options.teardownSequence = [
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .milliseconds(50))
    ]
    return options
  }
}

extension Environment {
  /// This process's variables and these.
  static func inheriting(_ variables: [String: String]) -> Environment {
    .inherit.updating(
      Dictionary(
        uniqueKeysWithValues: variables.map { (Key(stringLiteral: $0), Optional($1)) }))
  }
}

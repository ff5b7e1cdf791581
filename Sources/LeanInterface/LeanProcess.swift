import Foundation
import Subprocess

/// How one Lean process ended.
public struct LeanRun: Sendable {
  public enum Ending: Hashable, Sendable {
    case exited(Int32)
    /// Killed at its wall-clock or output limit, crashed, or could not be started.
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
  static func run(
    _ command: [String], input: String = "", environment: [String: String] = [:],
    directory: String? = nil, seconds: Double, outputBytesMax: Int
  ) async -> LeanRun {
    let clock = ContinuousClock()
    let start = clock.now
    var run = await race(
      command, input: input, environment: environment, directory: directory, seconds: seconds,
      outputBytesMax: outputBytesMax)
    run.seconds = (clock.now - start) / .seconds(1)
    return run
  }

  private static func race(
    _ command: [String], input: String, environment: [String: String], directory: String?,
    seconds: Double, outputBytesMax: Int
  ) async -> LeanRun {
    await withTaskGroup(of: LeanRun?.self) { group in
      group.addTask {
        await execute(
          command, input: input, environment: environment, directory: directory,
          outputBytesMax: outputBytesMax)
      }
      group.addTask {
        try? await Task.sleep(for: .seconds(seconds))
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      if let first { return first }
      // Time is up: cancelling tears the process group down; wait until it is gone.
      while let late = await group.next() {
        if let late {
          let reason = Task.isCancelled ? "cancelled" : "over its \(seconds) s"
          return LeanRun(
            ending: .stopped(reason), output: late.output, errorOutput: late.errorOutput,
            seconds: 0)
        }
      }
      return LeanRun(ending: .stopped("cancelled"), output: "", errorOutput: "", seconds: 0)
    }
  }

  private static func execute(
    _ command: [String], input: String, environment: [String: String], directory: String?,
    outputBytesMax: Int
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
        error: .bytes(limit: 1 << 20))
      let output = String(decoding: result.standardOutput, as: UTF8.self)
      let errors = String(decoding: result.standardError, as: UTF8.self)
      switch result.terminationStatus {
      case .exited(let code):
        return LeanRun(
          ending: .exited(Int32(code)), output: output, errorOutput: errors, seconds: 0)
      case .signaled(let signal):
        return LeanRun(
          ending: .stopped("ended by signal \(signal)"), output: output, errorOutput: errors,
          seconds: 0)
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

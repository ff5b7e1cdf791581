import Foundation
import Subprocess

/// A program that is kept open and answers requests one after another over its standard input and output, in a session
/// of its own. Nothing of it outlives `stop`, nor this process.
public actor InteractiveProcess: OpenProcess {
  /// What ends a request and an answer.
  public enum Framing: Sendable {
    /// A line feed, as in JSON lines.
    case line
    /// An empty line, as the Lean REPL has it.
    case emptyLine

    var terminator: [UInt8] { self == .line ? [10] : [10, 10] }
  }

  public enum Reply: Hashable, Sendable {
    /// The answer without what ends it.
    case answer(String)
    /// No answer, and the process is gone: over its time, crashed, could not be started, too much output.
    case ended(reason: String)
  }

  private enum State {
    case running
    case ended(reason: String)
  }

  private let framing: Framing
  private let answerBytesMax: Int
  private let requests: AsyncStream<String>.Continuation
  private var state = State.running
  private var received: [UInt8] = []
  /// Bytes of `received` that hold no terminator for sure.
  private var searched = 0
  private var errorTail: [UInt8] = []
  private var waiting: CheckedContinuation<Reply, Never>?
  private var work: Task<Void, Never>?
  /// Identifier of the process and of its group; nil before it has started.
  public private(set) var processID: Int32?

  /// Starts `command` at once; what keeps it from starting is the first reply.
  public init(
    _ command: [String], environment: [String: String] = [:], directory: String? = nil,
    framing: Framing, answerBytesMax: Int = 16 << 20
  ) async {
    self.framing = framing
    self.answerBytesMax = answerBytesMax
    let (stream, continuation) = AsyncStream.makeStream(of: String.self)
    requests = continuation
    _ = Self.brokenPipesAreErrors
    work = Task { [weak self] in
      let reason = await Self.run(
        command, environment: environment, directory: directory, requests: stream
      ) { [weak self] event in await self?.take(event) }
      await self?.end(reason)
    }
  }

  /// A program that dies while it is written to must not take this one along.
  private static let brokenPipesAreErrors: Void = { signal(SIGPIPE, SIG_IGN) }()

  deinit {
    requests.finish()
    work?.cancel()
  }

  /// Sends one request and waits for its answer. One at a time: a second one meanwhile is refused.
  /// - Parameter memoryMB: bound of the memory that it does not share with files; nil for none.
  /// - Throws: `CancellationError` for a task that is cancelled meanwhile; the process is ended then.
  public func request(_ text: String, seconds: Double, memoryMB: Int? = nil)
    async throws(CancellationError) -> Reply
  {
    if case .ended(let reason) = state { return .ended(reason: reason) }
    guard waiting == nil else { return .ended(reason: "asked while it was answering") }
    // What came unasked belongs to no request.
    received = []
    searched = 0
    requests.yield(text + String(decoding: framing.terminator, as: UTF8.self))
    let timer = Task { [weak self] in
      let reason = await ProcessLimits(seconds: seconds, memoryMB: memoryMB).reached {
        [weak self] in await self?.processID
      }
      switch reason {
      case .time: await self?.stop(reason: "no answer within \(Self.spelled(seconds)) s")
      case .memory(let megabytes): await self?.stop(reason: "over its \(megabytes) MB")
      case nil: break
      }
    }
    let reply = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Reply, Never>) in
        if case .ended(let reason) = state {
          continuation.resume(returning: .ended(reason: reason))
        } else {
          waiting = continuation
        }
      }
    } onCancel: {
      Task { await self.stop(reason: "nobody waits for its answer any more") }
    }
    timer.cancel()
    if Task.isCancelled { throw CancellationError() }
    return reply
  }

  /// What came of an answer before the process ended.
  var unfinished: String { String(decoding: received, as: UTF8.self) }

  /// Kills the process and all that it started, and waits until it is gone.
  public func stop() async { await stop(reason: "stopped") }

  private func stop(reason: String) async {
    end(reason)
    requests.finish()
    work?.cancel()
    await work?.value
  }

  private static func spelled(_ seconds: Double) -> String {
    seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
  }

  // MARK: The process's side

  private enum Event: Sendable {
    case started(Int32)
    case output([UInt8])
    case error([UInt8])
  }

  private func take(_ event: Event) {
    switch event {
    case .started(let id): processID = id
    case .output(let bytes): receive(bytes)
    case .error(let bytes): errorTail = (errorTail + bytes).suffix(Self.errorBytesKept)
    }
  }

  private func end(_ reason: String) {
    if case .ended = state { return }
    let tail = String(decoding: errorTail, as: UTF8.self)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    let full = tail.isEmpty ? reason : "\(reason): \(tail.suffix(300))"
    state = .ended(reason: full)
    waiting?.resume(returning: .ended(reason: full))
    waiting = nil
  }

  private func receive(_ bytes: [UInt8]) {
    received += bytes
    let terminator = framing.terminator
    // Blank lines before an answer are none.
    while received.first == 10 {
      received.removeFirst()
      searched = 0
    }
    if let at = Self.position(of: terminator, in: received, from: max(0, searched - 1)) {
      let answer = String(decoding: received[..<at], as: UTF8.self)
      received.removeFirst(at + terminator.count)
      searched = 0
      waiting?.resume(returning: .answer(answer))
      waiting = nil
      return
    }
    searched = received.count
    if received.count > answerBytesMax {
      end("an answer of more than \(answerBytesMax) bytes")
      work?.cancel()
    }
  }

  /// Where one or two line feeds begin; answers may have megabytes.
  private static func position(of terminator: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    bytes.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress else { return nil }
      var at = start
      while at + terminator.count <= buffer.count,
        let found = memchr(base + at, 10, buffer.count - at)
      {
        at = UnsafeRawPointer(found) - base
        if at + terminator.count <= buffer.count, buffer[at + terminator.count - 1] == 10 {
          return at
        }
        at += 1
      }
      return nil
    }
  }

  private static let errorBytesKept = 2048

  private static func run(
    _ command: [String], environment: [String: String], directory: String?,
    requests: AsyncStream<String>, report: @escaping @Sendable (Event) async -> Void
  ) async -> String {
    let guarded = ParentDeath.killing(command)
    guard let program = guarded.first else { return "no command is configured" }
    do {
      let result = try await Subprocess.run(
        program.contains("/") ? .path(.init(program)) : .name(program),
        arguments: Arguments(Array(guarded.dropFirst())),
        environment: .inheriting(environment), workingDirectory: directory.map { .init($0) },
        platformOptions: .ownSession, input: .inputWriter, output: .sequence, error: .sequence
      ) { execution in
        let id = Int32(execution.processIdentifier.value)
        await report(.started(id))
        await withTaskGroup(of: Bool.self) { group in
          group.addTask {
            for await text in requests {
              guard (try? await execution.standardInputWriter.write(Array(text.utf8))) != nil else {
                break
              }
            }
            return false
          }
          group.addTask {
            do {
              for try await buffer in execution.standardOutput {
                await report(.output(buffer.withUnsafeBytes { Array($0) }))
              }
            } catch {}
            return true
          }
          group.addTask {
            do {
              for try await buffer in execution.standardError {
                await report(.error(buffer.withUnsafeBytes { Array($0) }))
              }
            } catch {}
            return false
          }
          // Its output has ended: nothing more will be answered.
          while let isOutput = await group.next(), !isOutput {}
          // What it started may hold the pipes open.
          kill(-id, SIGKILL)
          group.cancelAll()
        }
        try? await execution.standardInputWriter.finish()
      }
      switch result.terminationStatus {
      case .exited(let code): return "it exited with \(code)"
      case .signaled(let signal): return "ended by signal \(signal)"
      }
    } catch {
      return "cannot run \(command.joined(separator: " ")): \(error)"
    }
  }
}

/// Has the kernel end a child when this process dies, whatever it died of.
enum ParentDeath {
  static func killing(_ command: [String]) -> [String] {
    guard !command.isEmpty, FileManager.default.isExecutableFile(atPath: setpriv) else {
      return command
    }
    return [setpriv, "--pdeathsig", "KILL", "--"] + command
  }

  /// Of util-linux, which every Debian has.
  private static let setpriv = "/usr/bin/setpriv"
}

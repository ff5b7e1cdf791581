import Foundation

/// What keeps a process that compiles a candidate away from everything but its own files.
public struct Isolation: Hashable, Codable, Sendable {
  /// Version of Landlock's interface; 0: the kernel has none, and files are not protected.
  public var landlock: Int
  /// Whether a filter of system calls keeps network, other processes and other programs out of reach.
  public var seccomp: Bool
  /// Bounds of time, memory, and the size of files.
  public var limits: Bool

  public static let none = Isolation(landlock: 0, seccomp: false, limits: false)

  /// Version 3 is the first that guards against truncation.
  public var isWhole: Bool { landlock >= 3 && seccomp && limits }

  public var description: String {
    let parts =
      (landlock > 0 ? ["Landlock \(landlock)"] : []) + (seccomp ? ["seccomp"] : [])
      + (limits ? ["limits"] : [])
    return parts.isEmpty ? "none" : parts.joined(separator: ", ")
  }
}

/// The program that starts others in isolation, and what it can do on this machine.
public struct Confinement: Hashable, Sendable {
  let program: String
  public let isolation: Isolation

  /// What starts any program.
  private static let loaders = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"]
  /// What any program may need to read.
  private static let libraries = [
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache",
    "/dev/urandom", "/dev/null",
  ]
  /// Where a script finds its interpreter.
  private static let programs = ["/usr", "/bin"]

  /// The same command, started in isolation: it reads `reads` and the system's libraries, runs what is below `runs`, and
  /// writes below `writes` alone.
  func command(
    _ command: [String], runs: [String], reads: [String], writes: [String], seconds: Double,
    memoryMB: Int
  ) -> [String] {
    let interpreters = command.first.map(Self.isScript) == true ? Self.programs : []
    let folders = (Self.loaders + interpreters + runs).flatMap { ["-x", $0] }
    let files = (Self.libraries + reads).flatMap { ["-r", $0] }
    let own = writes.flatMap { ["-w", $0] }
    // Every thread of a process counts, so that an honest one on many processors reaches its wall clock first.
    let processorSeconds = Int(seconds.rounded(.up)) * Self.processors
    // Lean reserves far more than it uses; what it uses is bounded by its own `-M`.
    let megabytes = max(Self.addressSpaceMB, 4 * memoryMB)
    return [program] + folders + files + own
      + ["-s", "\(max(1, processorSeconds))", "-m", "\(megabytes)", "--"] + command
  }

  private static func isScript(_ path: String) -> Bool {
    guard let file = FileHandle(forReadingAtPath: path) else { return false }
    defer { try? file.close() }
    return (try? file.read(upToCount: 2)) == Data("#!".utf8)
  }

  private static let processors = ProcessInfo.processInfo.activeProcessorCount
  private static let addressSpaceMB = 16_384

  /// The one beside this program; nil with the reason where there is none, or it does not work here.
  static func atHand() async throws(CancellationError) -> (tool: Confinement?, problem: String) {
    guard let program = OwnProgram.beside("lemmaloom-confine") else {
      return (nil, "lemmaloom-confine is not beside this program; run 'make build'")
    }
    let run = try await LeanProcess.run(
      [program, "--probe"], seconds: 20, outputBytesMax: 1 << 16)
    guard run.ending == .exited(0),
      let isolation = try? JSONDecoder().decode(Isolation.self, from: Data(run.output.utf8))
    else { return (nil, "\(program) --probe: \(run.ending) \(run.errorOutput.prefix(200))") }
    if isolation == .none { return (nil, "this kernel offers no isolation") }
    return (Confinement(program: program, isolation: isolation), "")
  }
}

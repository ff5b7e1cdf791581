import Basics
import Foundation

/// A Lean to drive: found once, then only started.
public struct Toolchain: Hashable, Sendable {
  /// Path of the `lean` executable; behind symbolic links and elan's proxy the one that they start.
  public let lean: String
  /// The toolchain's own folder; empty where Lean does not say it.
  public let root: String
  /// `LEAN_PATH` that it needs besides its own library.
  public let searchPath: [String]
  /// `4.35.0`, with the commit when Lean says it.
  public let version: String
  /// How it was found, for people: `lean on PATH`.
  public let origin: String
  /// What starts processes in isolation; nil, with the reason, where nothing does.
  public let confinement: Confinement?
  public let confinementProblem: String
  /// What has the kernel read compiled modules again; nil, with the reason, where nothing does.
  public let replay: ReplayTool?
  public let replayProblem: String
  /// What keeps proof states in a process; nil, with the reason, where nothing does.
  public let engine: EngineTool?
  public let engineProblem: String

  public init(
    lean: String, root: String = "", searchPath: [String], version: String, origin: String,
    confinement: (tool: Confinement?, problem: String) = (nil, "not looked for"),
    replay: (tool: ReplayTool?, problem: String) = (nil, "not looked for"),
    engine: (tool: EngineTool?, problem: String) = (nil, "not looked for")
  ) {
    self.lean = lean
    self.root = root
    self.searchPath = searchPath
    self.version = version
    self.origin = origin
    self.confinement = confinement.tool
    confinementProblem = confinement.problem
    self.replay = replay.tool
    replayProblem = replay.problem
    self.engine = engine.tool
    engineProblem = engine.problem
  }

  /// Its own folder below `folder`: what one Lean has compiled another cannot load.
  public func folder(in folder: String) -> String {
    "\(folder)/\(shortVersion)-\(Hash64.hex("\(lean) \(version)"))"
  }

  /// The version without the commit: `4.35.0`.
  public var shortVersion: String {
    version.split(separator: " ").first.map(String.init) ?? version
  }

  /// What Lean can import besides its own library, the one rule for every Lean that is started: the folders given, then
  /// the project's, then those of the LEAN_PATH that this process was started with.
  public func importFolders(
    _ folders: [String], inherited: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String] {
    let set = (inherited["LEAN_PATH"] ?? "").split(separator: ":").map(String.init)
    var seen: Set<String> = []
    return (folders + searchPath + set).filter { seen.insert($0).inserted }
  }

  /// The same as a variable of the environment.
  public func environment(
    _ folders: [String], inherited: [String: String] = ProcessInfo.processInfo.environment
  ) -> [String: String] {
    let path = importFolders(folders, inherited: inherited)
    return path.isEmpty ? [:] : ["LEAN_PATH": path.joined(separator: ":")]
  }

  /// Looks for a toolchain in this order: the configured command, the project's (`lake env`), `LEMMALOOM_LEAN`,
  /// `lean` on PATH, the one that the set-up script fetched.
  public static func discover(
    command: String, project: String, fetched: [String],
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) async throws -> Toolchain {
    if !command.isEmpty {
      return try await probe(command, searchPath: [], origin: "lean.command")
    }
    if !project.isEmpty { return try await fromProject(project, environment) }
    var tried: [String] = []
    if let named = environment["LEMMALOOM_LEAN"], !named.isEmpty {
      return try await probe(named, searchPath: [], origin: "LEMMALOOM_LEAN")
    }
    if let path = ProgramPath.find("lean", environment: environment) {
      return try await probe(path, searchPath: [], origin: "lean on PATH")
    }
    tried.append("lean on PATH")
    for path in fetched {
      if FileManager.default.isExecutableFile(atPath: path) {
        return try await probe(path, searchPath: [], origin: "fetched by make setup")
      }
      tried.append(path)
    }
    throw LeanError.noToolchain(tried: tried)
  }

  /// A Lake project's own toolchain with the search path that Lake gives it.
  private static func fromProject(_ project: String, _ environment: [String: String])
    async throws -> Toolchain
  {
    if ProgramPath.find("lake", environment: environment) == nil {
      throw LeanError.noLake(project: project)
    }
    let shown = try await LeanProcess.run(
      ["lake", "env", "sh", "-c", "command -v lean && printf %s \"$LEAN_PATH\""],
      directory: project, seconds: 120, outputBytesMax: 1 << 20)
    let lines = shown.output.split(separator: "\n", omittingEmptySubsequences: false)
    guard shown.ending == .exited(0), let path = lines.first, !path.isEmpty else {
      throw LeanError.commandFails(
        command: "lake env lean (in \(project))", output: shown.output + shown.errorOutput)
    }
    let search = lines.dropFirst().joined().split(separator: ":").map(String.init)
    return try await probe(String(path), searchPath: search, origin: "lake project \(project)")
  }

  private static func probe(
    _ command: String, searchPath: [String], origin: String
  ) async throws -> Toolchain {
    // All starts side by side: every command waits for them.
    async let saying = LeanProcess.run(
      [command, "--version"], seconds: 60, outputBytesMax: 1 << 16)
    async let naming = LeanProcess.run(
      [command, "--print-prefix"], seconds: 60, outputBytesMax: 1 << 16)
    async let confining = Confinement.atHand()
    async let looking = LibraryTools.atHand(root: likelyRoot(of: command))
    let shown = try await saying
    guard shown.ending == .exited(0), let start = shown.output.range(of: "Lean (version ") else {
      throw LeanError.commandFails(
        command: "\(command) --version",
        output: "\(shown.ending) \(shown.output)\(shown.errorOutput)")
    }
    let rest = shown.output[start.upperBound...]
    let number = rest.prefix { $0 != "," && $0 != ")" && !$0.isNewline }
    var version = String(number)
    if let commit = rest.range(of: "commit ") {
      version += " (\(rest[commit.upperBound...].prefix(12)))"
    }
    // What `lean` on PATH stands for: elan's proxy, say, would have to read its settings each time.
    let prefix = try await naming
    let said = prefix.output.trimmingCharacters(in: .whitespacesAndNewlines)
    let root = prefix.ending == .exited(0) && said.hasPrefix("/") ? said : ""
    let own = "\(root)/bin/lean"
    let isOwn = !root.isEmpty && FileManager.default.isExecutableFile(atPath: own)
    let isSilent = "'\(command) --print-prefix' names no folder"
    var tools = try await looking
    if tools.root != root { tools = try await LibraryTools.atHand(root: root) }
    if root.isEmpty { tools = LibraryTools(root: root, problem: isSilent) }
    // Isolation, too, has to be told where the toolchain lies.
    let confinement = root.isEmpty ? (nil, isSilent) : try await confining
    return Toolchain(
      lean: isOwn ? own : command, root: root, searchPath: searchPath, version: version,
      origin: origin, confinement: confinement, replay: tools.replay, engine: tools.engine)
  }

  /// Where a command's toolchain lies, of which `ROOT/bin/lean` is a part; empty where the command stands for another one,
  /// as elan's does.
  private static func likelyRoot(of command: String) -> String {
    let path = ProgramPath.find(command) ?? command
    let own = URL(fileURLWithPath: path).resolvingSymlinksInPath()
    let root = own.deletingLastPathComponent().deletingLastPathComponent().path
    return OwnProgram.sharedLean(root: root) == nil ? "" : root
  }
}

/// Programs of ours that load a toolchain's library; each nil, with the reason, where it cannot.
private struct LibraryTools {
  let root: String
  let replay: (tool: ReplayTool?, problem: String)
  let engine: (tool: EngineTool?, problem: String)

  init(root: String, problem: String) {
    self.root = root
    replay = (nil, problem)
    engine = (nil, problem)
  }

  private init(
    root: String, replay: (ReplayTool?, String), engine: (EngineTool?, String)
  ) {
    self.root = root
    self.replay = replay
    self.engine = engine
  }

  static func atHand(root: String) async throws(CancellationError) -> LibraryTools {
    if root.isEmpty { return LibraryTools(root: root, problem: "no folder is known") }
    async let replaying = ReplayTool.atHand(root: root)
    async let keeping = EngineTool.atHand(root: root)
    do {
      return LibraryTools(root: root, replay: try await replaying, engine: try await keeping)
    } catch {
      throw CancellationError()
    }
  }
}

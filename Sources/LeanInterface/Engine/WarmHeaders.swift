import Basics
import Foundation

/// Snapshots of headers, so that a Lean starts with its imports done (`--incr-header-save`, an experimental option of
/// newer Leans). One is made when a header comes up for the second time, by a Lean that sees nothing but the header.
actor WarmHeaders {
  private struct Key: Hashable {
    let imports: [String]
    let searchPath: [String]
    let definitions: [String]
  }

  /// What a compiled module looked like when the snapshot was made: the snapshot points into it.
  private struct Stamp: Hashable {
    let size: Int
    let modified: Date
  }

  private struct Snapshot {
    let file: String
    let modules: [String: Stamp]

    var isFresh: Bool { modules.allSatisfy { WarmHeaders.stamp($0.key) == $0.value } }
  }

  private enum State {
    case seenOnce
    case making
    case ready(Snapshot)
    /// The header fails, or this Lean has no snapshots.
    case impossible
  }

  nonisolated let folder = ProcessFolder.path("headers")
  private var states: [Key: State] = [:]
  /// From the one that was used longest ago to the newest.
  private var order: [Key] = []

  /// Headers that are remembered. A run has some for each round; a snapshot takes 7 MB and more of disk.
  private static let headersMax = 16

  /// A snapshot of a header that consists of these imports; nil where there is none (yet).
  func snapshot(_ imports: [String], _ lean: LeanLauncher) async throws(CancellationError)
    -> String?
  {
    let key = Key(
      imports: imports, searchPath: lean.toolchain.importFolders(lean.searchPath),
      definitions: lean.options.definitions)
    order.removeAll { $0 == key }
    order.append(key)
    if order.count > Self.headersMax { forget(order.removeFirst()) }
    switch states[key] {
    case nil:
      states[key] = .seenOnce
      return nil
    case .ready(let snapshot) where snapshot.isFresh: return snapshot.file
    case .making, .impossible: return nil
    case .seenOnce, .ready: break
    }
    states[key] = .making
    let made: Snapshot?
    do {
      made = try await make(imports, lean)
    } catch {
      if states[key] != nil { states[key] = .seenOnce }
      throw error
    }
    guard states[key] != nil else {
      // The header was forgotten meanwhile.
      if let made { remove(made) }
      return nil
    }
    states[key] = made.map { .ready($0) } ?? .impossible
    return made?.file
  }

  /// A snapshot with which Lean failed where it does well without.
  func distrust(_ file: String) {
    for (key, state) in states {
      guard case .ready(let snapshot) = state, snapshot.file == file else { continue }
      remove(snapshot)
      states[key] = .impossible
    }
  }

  private func forget(_ key: Key) {
    if case .ready(let snapshot) = states.removeValue(forKey: key) { remove(snapshot) }
  }

  private func remove(_ snapshot: Snapshot) {
    let own = (snapshot.file as NSString).deletingLastPathComponent
    try? FileManager.default.removeItem(atPath: own)
  }

  /// Removes all snapshots.
  func close() {
    states = [:]
    order = []
    try? FileManager.default.removeItem(atPath: folder)
  }

  private func make(_ imports: [String], _ lean: LeanLauncher) async throws(CancellationError)
    -> Snapshot?
  {
    let own = "\(folder)/\(UUID().uuidString)"
    let file = "\(own)/header"
    guard
      (try? FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true))
        != nil
    else { return nil }
    var isMade = false
    defer { if !isMade { try? FileManager.default.removeItem(atPath: own) } }
    let run = try await lean.run(
      ["--json", "--stdin", "--incr-header-save=\(file)"] + lean.options.definitions,
      input: LeanHeader(imports: imports).text, writes: [own])
    guard run.ending == .exited(0), let data = FileManager.default.contents(atPath: "\(file).deps"),
      let modules = try? JSONDecoder().decode([[String: String]].self, from: data)
    else { return nil }
    var stamps: [String: Stamp] = [:]
    for path in modules.flatMap(\.values) {
      guard let stamp = Self.stamp(path) else { return nil }
      stamps[path] = stamp
    }
    isMade = true
    return Snapshot(file: file, modules: stamps)
  }

  private static func stamp(_ path: String) -> Stamp? {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      let size = attributes[.size] as? Int, let modified = attributes[.modificationDate] as? Date
    else { return nil }
    return Stamp(size: size, modified: modified)
  }
}

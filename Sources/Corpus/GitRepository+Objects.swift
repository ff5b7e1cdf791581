import CLibgit2
import Foundation

/// What a walk over all reachable objects found.
public struct ObjectReport: Sendable, Hashable {
  public var commits = 0
  public var trees = 0
  public var blobs = 0
  public var tags = 0
  /// Objects that are missing or whose bytes do not have their name; empty in a sound repository.
  public var problems: [String] = []
}

extension GitRepository {
  /// Reads every object that a reference leads to; libgit2 compares each with its hash.
  func verifyObjects() throws -> ObjectReport {
    var report = ObjectReport()
    var seen: Set<GitID> = []
    var open = try referencedObjects().map { (id: $0, origin: "a reference") }
    while let next = open.popLast() {
      guard seen.insert(next.id).inserted else { continue }
      var pointer: OpaquePointer?
      var raw = next.id.raw
      let code = git_object_lookup(&pointer, handle, &raw, GIT_OBJECT_ANY)
      guard code >= 0, let pointer else {
        let error = CorpusError.lastGitError(code: code, "read", path: path)
        report.problems.append("\(next.id), named by \(next.origin): \(error)")
        continue
      }
      defer { git_object_free(pointer) }
      open += try children(of: pointer, next.id, &report).map { ($0, "\(next.id)") }
    }
    return report
  }

  private func children(
    of object: OpaquePointer, _ id: GitID, _ report: inout ObjectReport
  ) throws -> [GitID] {
    switch git_object_type(object) {
    case GIT_OBJECT_COMMIT:
      report.commits += 1
      let commit = try commit(id)
      return commit.parents + [commit.tree]
    case GIT_OBJECT_TREE:
      report.trees += 1
      return (0..<git_tree_entrycount(object)).compactMap { index in
        git_tree_entry_byindex(object, index).flatMap { git_tree_entry_id($0) }
          .map { GitID($0.pointee) }
      }
    case GIT_OBJECT_TAG:
      report.tags += 1
      return git_tag_target_id(object).map { [GitID($0.pointee)] } ?? []
    default:
      report.blobs += 1
      return []
    }
  }

  private func referencedObjects() throws -> [GitID] {
    var names = git_strarray()
    try check(git_reference_list(&names, handle), "list its references")
    defer { git_strarray_dispose(&names) }
    return (0..<names.count).compactMap { index in
      var id = git_oid()
      guard git_reference_name_to_id(&id, handle, names.strings[index]) == 0 else { return nil }
      return GitID(id)
    }
  }

  // MARK: Packing

  private var objectDirectory: String { path + "/.git/objects" }

  /// Objects that have a file of their own.
  func looseObjects() -> [GitID] {
    let manager = FileManager.default
    let folders = ((try? manager.contentsOfDirectory(atPath: objectDirectory)) ?? [])
      .filter { $0.utf8.count == 2 }.sorted()
    return folders.flatMap { folder in
      ((try? manager.contentsOfDirectory(atPath: objectDirectory + "/" + folder)) ?? [])
        .sorted().compactMap { GitID(hex: folder + $0) }
    }
  }

  /// Moves all loose objects into one new pack. Their files go only after the pack and its index are on the
  /// disk under their names and can be read, so that a kill at any moment loses nothing.
  func packLooseObjects() throws {
    let loose = looseObjects()
    if loose.isEmpty { return }
    var builder: OpaquePointer?
    try check(git_packbuilder_new(&builder, handle), "pack")
    defer { git_packbuilder_free(builder) }
    // One thread: the same objects give the same pack.
    git_packbuilder_set_threads(builder, 1)
    for id in loose {
      var raw = id.raw
      try check(git_packbuilder_insert(builder, &raw, nil), "pack \(id)")
    }
    try check(git_packbuilder_write(builder, nil, 0, nil, nil), "write a pack")
    let packed = try packedObjects(among: loose)
    for id in packed {
      let name = "\(id)"
      unlink("\(objectDirectory)/\(name.prefix(2))/\(name.dropFirst(2))")
    }
    try check(refreshObjects(), "read the packs again")
  }

  /// Those of the objects that the packs hold, whatever loose files there are.
  private func packedObjects(among ids: [GitID]) throws -> [GitID] {
    var database: OpaquePointer?
    try check(git_odb_new(&database), "open the packs")
    defer { git_odb_free(database) }
    var backend: OpaquePointer?
    try check(git_odb_backend_pack(&backend, objectDirectory), "open the packs")
    try check(git_odb_add_backend(database, backend, 1), "open the packs")
    return ids.filter { id in
      var raw = id.raw
      return git_odb_exists(database, &raw) == 1
    }
  }

  private func refreshObjects() -> Int32 {
    var database: OpaquePointer?
    let code = git_repository_odb(&database, handle)
    guard code >= 0 else { return code }
    defer { git_odb_free(database) }
    return git_odb_refresh(database)
  }
}

extension GitCorpus {
  /// Reads every object of the repository and compares it with its hash.
  public func verifyObjects() throws -> ObjectReport { try repository.verifyObjects() }

  /// Packs the objects when more than `bound` of them have a file of their own: thousands of small files
  /// take many times the space. Returns whether it did.
  @discardableResult
  public func pack(whenLooseObjectsExceed bound: Int = 3000) throws -> Bool {
    guard repository.looseObjects().count > bound else { return false }
    try repository.packLooseObjects()
    return true
  }
}

import CLibgit2
import Foundation

/// What a process killed in the middle leaves behind, and how it is put right.
extension GitRepository {
  private var gitDirectory: String { path + "/.git" }

  /// Removes lock files and temporary objects of a killed process. The caller holds the run's lock, so no
  /// other daemon is at work here; a person's git command may be, so a young lock gets time to go away.
  func removeStaleFiles() {
    for lock in lockFiles() {
      let patience = 2.0
      while let age = age(of: lock), age < patience, age >= 0 { usleep(50_000) }
      unlink(lock)
    }
    for directory in [gitDirectory + "/objects", gitDirectory + "/objects/pack"] {
      // Everything that libgit2 writes and renames into place carries this mark until then.
      for name in names(in: directory) where name.contains("_git2_") {
        unlink(directory + "/" + name)
      }
    }
  }

  private func names(in directory: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted()
  }

  private func lockFiles() -> [String] {
    let top = names(in: gitDirectory).map { gitDirectory + "/" + $0 }
    let references = FileManager.default.enumerator(atPath: gitDirectory + "/refs")?
      .compactMap { ($0 as? String).map { gitDirectory + "/refs/" + $0 } }
    return (top + (references ?? [])).filter { $0.hasSuffix(".lock") }
  }

  /// Seconds since the file was written; nil when it is gone.
  private func age(of file: String) -> Double? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: file)
    return (attributes?[.modificationDate] as? Date).map { -$0.timeIntervalSinceNow }
  }

  /// Makes work tree and index those of HEAD. Files that git does not know are left alone.
  func restoreWorkTree() throws {
    do {
      try checkOutHead()
    } catch CorpusError.git {
      // An index that cannot be read is built again.
      unlink(gitDirectory + "/index")
      try checkOutHead()
    }
  }

  private func checkOutHead() throws {
    var options = git_checkout_options()
    git_checkout_options_init(&options, UInt32(GIT_CHECKOUT_OPTIONS_VERSION))
    options.checkout_strategy = GIT_CHECKOUT_FORCE.rawValue
    try check(git_checkout_head(handle, &options), "check out the work tree")
    try makeIndexThatOfHead()
  }

  /// A checkout leaves files alone that a killed one wrote already, and does not list them in the index.
  private func makeIndexThatOfHead() throws {
    guard let head = try head() else { return }
    let tree = try lookUpTree(head.tree)
    defer { git_tree_free(tree) }
    var index: OpaquePointer?
    try check(git_repository_index(&index, handle), "read the index")
    defer { git_index_free(index) }
    try check(git_index_read_tree(index, tree), "fill the index")
    try check(git_index_write(index), "write the index")
  }
}

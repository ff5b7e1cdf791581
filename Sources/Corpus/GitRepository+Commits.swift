import CLibgit2

extension GitRepository {
  // MARK: Reading

  /// The commit that HEAD names; nil in a repository without commits.
  func head() throws -> Commit? {
    var raw = git_oid()
    let code = git_reference_name_to_id(&raw, handle, "HEAD")
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try check(code, "read HEAD")
    return try commit(GitID(raw))
  }

  /// The branch that HEAD is on: `refs/heads/main`; nil when HEAD is detached.
  func headBranch() throws -> String? {
    var reference: OpaquePointer?
    try check(git_reference_lookup(&reference, handle, "HEAD"), "read HEAD")
    defer { git_reference_free(reference) }
    return git_reference_symbolic_target(reference).map { String(cString: $0) }
  }

  func commit(_ id: GitID) throws -> Commit {
    var pointer: OpaquePointer?
    var raw = id.raw
    try check(git_commit_lookup(&pointer, handle, &raw), "read commit \(id)")
    defer { git_commit_free(pointer) }
    let parents = (0..<git_commit_parentcount(pointer)).compactMap { index in
      git_commit_parent_id(pointer, index).map { GitID($0.pointee) }
    }
    let message = git_commit_message(pointer).map { String(cString: $0) } ?? ""
    guard let tree = git_commit_tree_id(pointer) else {
      throw CorpusError.damaged(path: path, detail: "commit \(id) has no tree")
    }
    return Commit(
      id: id, tree: GitID(tree.pointee), parents: parents, message: message,
      seconds: git_commit_time(pointer), trailers: try trailers(message))
  }

  private func trailers(_ message: String) throws -> [(key: String, value: String)] {
    var array = git_message_trailer_array()
    try check(git_message_trailers(&array, message), "read a commit message")
    defer { git_message_trailer_array_free(&array) }
    return (0..<array.count).map {
      (String(cString: array.trailers[$0].key), String(cString: array.trailers[$0].value))
    }
  }

  /// Commits from HEAD back along first parents, newest first, as long as `body` returns true.
  func walk(_ body: (Commit) throws -> Bool) throws {
    var next = try head()
    while let current = next {
      guard try body(current) else { return }
      next = try current.parents.first.map(commit)
    }
  }

  /// Bytes of a file in a tree; nil when the tree has no such file.
  func file(_ name: String, in tree: GitID) throws -> [UInt8]? {
    let root = try lookUpTree(tree)
    defer { git_tree_free(root) }
    var entry: OpaquePointer?
    let code = git_tree_entry_bypath(&entry, root, name)
    if code == GIT_ENOTFOUND.rawValue { return nil }
    try check(code, "find \(name)")
    defer { git_tree_entry_free(entry) }
    guard git_tree_entry_type(entry) == GIT_OBJECT_BLOB, let id = git_tree_entry_id(entry) else {
      return nil
    }
    var blob: OpaquePointer?
    try check(git_blob_lookup(&blob, handle, id), "read \(name)")
    defer { git_blob_free(blob) }
    let size = Int(git_blob_rawsize(blob))
    guard size > 0, let content = git_blob_rawcontent(blob) else { return [] }
    return Array(UnsafeRawBufferPointer(start: content, count: size))
  }

  /// Paths of all files of a tree, sorted.
  func files(in tree: GitID) throws -> [String] {
    var found: [String] = []
    try list(tree, prefix: "", into: &found)
    return found.sorted()
  }

  private func list(_ tree: GitID, prefix: String, into found: inout [String]) throws {
    let pointer = try lookUpTree(tree)
    defer { git_tree_free(pointer) }
    for index in 0..<git_tree_entrycount(pointer) {
      guard let entry = git_tree_entry_byindex(pointer, index), let id = git_tree_entry_id(entry),
        let name = git_tree_entry_name(entry)
      else { continue }
      let path = prefix + String(cString: name)
      if git_tree_entry_type(entry) == GIT_OBJECT_TREE {
        try list(GitID(id.pointee), prefix: path + "/", into: &found)
      } else {
        found.append(path)
      }
    }
  }

  func lookUpTree(_ id: GitID) throws -> OpaquePointer {
    var tree: OpaquePointer?
    var raw = id.raw
    try check(git_tree_lookup(&tree, handle, &raw), "read tree \(id)")
    return try object(tree, "read tree \(id)")
  }

  // MARK: Writing

  /// The tree `base` (nil: empty) with the given files added or replaced.
  func tree(base: GitID?, adding files: [(path: String, content: [UInt8])]) throws -> GitID {
    let root = try base.map(lookUpTree) ?? emptyTree()
    defer { git_tree_free(root) }
    var names: [UnsafeMutablePointer<CChar>] = []
    defer { for name in names { name.deallocate() } }
    var updates: [git_tree_update] = []
    for file in files {
      var blob = git_oid()
      try check(
        git_blob_create_from_buffer(&blob, handle, file.content, file.content.count),
        "write \(file.path)")
      let name = UnsafeMutablePointer<CChar>.allocate(capacity: file.path.utf8CString.count)
      for (index, character) in file.path.utf8CString.enumerated() {
        (name + index).initialize(to: character)
      }
      names.append(name)
      updates.append(
        git_tree_update(
          action: GIT_TREE_UPDATE_UPSERT, id: blob, filemode: GIT_FILEMODE_BLOB, path: name))
    }
    var result = git_oid()
    try check(
      git_tree_create_updated(&result, handle, root, updates.count, updates), "write a tree")
    return GitID(result)
  }

  private func emptyTree() throws -> OpaquePointer {
    var builder: OpaquePointer?
    try check(git_treebuilder_new(&builder, handle, nil), "write a tree")
    defer { git_treebuilder_free(builder) }
    var id = git_oid()
    try check(git_treebuilder_write(&id, builder), "write a tree")
    return try lookUpTree(GitID(id))
  }

  /// Writes a commit and moves HEAD's branch to it, last: before that nothing refers to the new objects.
  func commit(tree: GitID, parent: GitID?, author: Person, message: String) throws -> GitID {
    let signature = try signature(author)
    defer { git_signature_free(signature) }
    let tree = try lookUpTree(tree)
    defer { git_tree_free(tree) }
    var parents: [OpaquePointer?] = []
    defer { for parent in parents { git_commit_free(parent) } }
    if let parent {
      var pointer: OpaquePointer?
      var raw = parent.raw
      try check(git_commit_lookup(&pointer, handle, &raw), "read commit \(parent)")
      parents.append(pointer)
    }
    var id = git_oid()
    try check(
      git_commit_create(
        &id, handle, "HEAD", signature, signature, nil, message, tree, parents.count, &parents),
      "commit")
    return GitID(id)
  }

  /// Makes an annotated tag unless there is one of that name.
  func tag(_ name: String, at commit: GitID, tagger: Person, message: String) throws {
    var existing = git_oid()
    if git_reference_name_to_id(&existing, handle, "refs/tags/\(name)") == 0 { return }
    var target: OpaquePointer?
    var raw = commit.raw
    try check(git_object_lookup(&target, handle, &raw, GIT_OBJECT_COMMIT), "read \(commit)")
    defer { git_object_free(target) }
    let signature = try signature(tagger)
    defer { git_signature_free(signature) }
    var id = git_oid()
    try check(git_tag_create(&id, handle, name, target, signature, message, 0), "tag \(name)")
  }
}

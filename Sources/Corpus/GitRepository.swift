import CLibgit2
import Foundation

/// One open repository of libgit2. Not Sendable on purpose: its handles belong to one thread at a time, and
/// `git_error_last` is the thread's.
final class GitRepository {
  /// A commit's name, author time and message.
  struct Commit {
    let id: GitID
    let tree: GitID
    let parents: [GitID]
    let message: String
    let seconds: Int64
    let trailers: [(key: String, value: String)]

    var round: Int? { trailers.last { $0.key == "Round" }.flatMap { Int($0.value) } }
    var summary: String { String(message.prefix { $0 != "\n" }) }
  }

  struct Person {
    var name: String
    var email: String
    /// Seconds since 1970, UTC.
    var seconds: Int64
  }

  /// Work tree, without a slash at the end.
  let path: String
  let handle: OpaquePointer

  /// Once a process; libgit2 is never shut down.
  private static let start: Void = {
    git_libgit2_init()
    _ = clibgit2_set_fsync(1)
  }()

  /// Makes an empty repository on branch `main`.
  init(creating path: String) throws {
    _ = Self.start
    self.path = path
    var options = git_repository_init_options()
    git_repository_init_options_init(&options, UInt32(GIT_REPOSITORY_INIT_OPTIONS_VERSION))
    options.flags = GIT_REPOSITORY_INIT_MKPATH.rawValue | GIT_REPOSITORY_INIT_NO_REINIT.rawValue
    var opened: OpaquePointer?
    let code = "main".withCString { head in
      options.initial_head = head
      return git_repository_init_ext(&opened, path, &options)
    }
    guard code >= 0, let opened else {
      throw CorpusError.lastGitError(code: code, "create the repository", path: path)
    }
    handle = opened
    try setConfiguration()
  }

  /// Opens the repository whose work tree is `path` itself, never one further up.
  init(opening path: String) throws {
    _ = Self.start
    self.path = path
    var opened: OpaquePointer?
    let code = git_repository_open_ext(
      &opened, path, GIT_REPOSITORY_OPEN_NO_SEARCH.rawValue, nil)
    guard code >= 0, let opened else {
      let error = CorpusError.lastGitError(code: code, "open", path: path)
      if case .git(_, _, let detail) = error {
        throw CorpusError.notARepository(path: path, detail: detail)
      }
      throw error
    }
    handle = opened
  }

  deinit { git_repository_free(handle) }

  /// The user's global settings must not change what is written.
  private func setConfiguration() throws {
    var configuration: OpaquePointer?
    try check(git_repository_config(&configuration, handle), "read its configuration")
    defer { git_config_free(configuration) }
    try check(git_config_set_bool(configuration, "core.autocrlf", 0), "configure")
  }

  @discardableResult
  func check(_ code: Int32, _ call: String) throws -> Int32 {
    if code < 0 { throw CorpusError.lastGitError(code: code, call, path: path) }
    return code
  }

  /// An object handle that a successful call has filled in.
  func object(_ pointer: OpaquePointer?, _ call: String) throws -> OpaquePointer {
    guard let pointer else {
      throw CorpusError.git(path: path, call: call, detail: "no object came back")
    }
    return pointer
  }

  func signature(_ person: Person) throws -> UnsafeMutablePointer<git_signature> {
    var signature: UnsafeMutablePointer<git_signature>?
    try check(
      git_signature_new(&signature, person.name, person.email, person.seconds, 0),
      "use the author '\(person.name) <\(person.email)>'")
    guard let signature else {
      throw CorpusError.git(path: path, call: "sign", detail: "no signature came back")
    }
    return signature
  }
}

/// Name of an object: its SHA-1.
struct GitID: Hashable, Sendable, CustomStringConvertible {
  let bytes: [UInt8]

  init(_ raw: git_oid) { bytes = withUnsafeBytes(of: raw) { Array($0) } }

  init?(hex: String) {
    var raw = git_oid()
    guard hex.utf8.count == 40, git_oid_fromstr(&raw, hex) == 0 else { return nil }
    self.init(raw)
  }

  var raw: git_oid {
    var raw = git_oid()
    withUnsafeMutableBytes(of: &raw) { $0.copyBytes(from: bytes.prefix($0.count)) }
    return raw
  }

  var description: String {
    let digits = Array("0123456789abcdef")
    return String(bytes.prefix(20).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
  }
}

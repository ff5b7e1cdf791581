import Foundation

/// The bytes of a file that stay readable as long as this lives. Files above `copiedBytesMax` are
/// mapped, so that the system reads what is used and may drop it again; smaller ones are copied.
/// A mapped file must not be cut short while it is in use: reading past its new end stops the
/// process. Checkpoints that are replaced by renaming, as they are here, keep their bytes.
// Unchecked because: the bytes are written by nobody between `init` and `deinit`.
final class FileBytes: @unchecked Sendable {
  static let copiedBytesMax = 1 << 24

  let base: UnsafeRawPointer
  let count: Int
  let isMapped: Bool

  init(path: String, copiedBytesMax: Int = copiedBytesMax) throws(LanguageModelError) {
    // Without waiting, as opening a pipe would for its writer; files are read the same either way.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileAccess.failure("read", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileAccess.failure("read", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .file(path: path, operation: "read", reason: "it is not a regular file")
    }
    count = Int(status.st_size)
    isMapped = count > copiedBytesMax && count > 0
    if isMapped {
      guard let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0),
        address != MAP_FAILED
      else { throw FileAccess.failure("map", path) }
      base = UnsafeRawPointer(address)
      return
    }
    let copy = FileBytes.allocate(count)
    var done = 0
    while done < count {
      let found = read(descriptor, copy + done, count - done)
      if found < 0 && errno == EINTR { continue }
      guard found > 0 else {
        let error =
          found < 0
          ? FileAccess.failure("read", path)
          : .file(path: path, operation: "read", reason: "it became shorter while being read")
        copy.deallocate()
        throw error
      }
      done += found
    }
    base = UnsafeRawPointer(copy)
  }

  /// A copy of bytes that are in memory.
  init(_ data: Data) {
    count = data.count
    isMapped = false
    let copy = FileBytes.allocate(count)
    UnsafeMutableRawBufferPointer(start: copy, count: count).copyBytes(from: data)
    base = UnsafeRawPointer(copy)
  }

  deinit {
    if isMapped {
      munmap(UnsafeMutableRawPointer(mutating: base), count)
    } else {
      UnsafeMutableRawPointer(mutating: base).deallocate()
    }
  }

  private static func allocate(_ count: Int) -> UnsafeMutableRawPointer {
    .allocate(byteCount: max(1, count), alignment: 64)
  }
}

import CMalloc
import Foundation

/// What the kernel says about the memory of one process.
public struct ProcessMemory: Hashable, Sendable {
  public let residentMB: Int
  /// Of that, what it shares with no file.
  public let privateMB: Int

  /// nil when there is no such process.
  public init?(of process: Int32) {
    // statm of proc(5): size, resident, shared.
    guard let text = try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8) else {
      return nil
    }
    let pages = text.split(separator: " ").prefix(3).compactMap { Int($0) }
    guard pages.count == 3 else { return nil }
    residentMB = Self.megabytes(pages: pages[1])
    privateMB = Self.megabytes(pages: max(0, pages[1] - pages[2]))
  }

  /// Of this process.
  public static var own: ProcessMemory? { ProcessMemory(of: getpid()) }

  public static func megabytes(pages: Int) -> Int {
    pages * Int(sysconf(Int32(_SC_PAGESIZE))) / (1 << 20)
  }
}

/// The C library's allocator, from which Swift takes its objects.
public enum Heap {
  /// What is handed out now, in megabytes. What is resident beyond it is free or none of the allocator's.
  public static var allocatedMB: Int {
    let info = mallinfo2()
    return Int(info.uordblks + info.hblkhd) >> 20
  }

  /// Keeps pieces together. By itself the allocator has eight arenas for each core, and takes pieces of up to 32 MB from
  /// them once it has seen such a one: free pieces then lie between used ones, and none can be given back. To be called
  /// before there are threads.
  public static func configure() {
    mallopt(M_ARENA_MAX, Int32(clamping: ProcessInfo.processInfo.activeProcessorCount))
    mallopt(M_MMAP_THRESHOLD, 1 << 18)
  }

  /// Gives the pages that hold nothing back to the kernel.
  public static func trim() { malloc_trim(0) }
}

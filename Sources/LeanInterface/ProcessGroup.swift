import Basics
import Foundation

/// What the kernel says about processes and their memory.
public enum ProcessGroup {
  /// Resident memory of the group's processes together, in megabytes; 0 when there are none.
  public static func residentMB(of group: Int32) -> Int {
    ProcessMemory.megabytes(pages: all().filter { $0.group == group }.reduce(0) { $0 + $1.pages })
  }

  /// A process that another one started, directly or not.
  public struct Descendant: Hashable, Sendable {
    public var id: Int32
    public var residentMB: Int
    /// Processor time that it has used, in the kernel's ticks.
    public var ticks: Int
  }

  public static func descendants(of ancestor: Int32) -> [Descendant] {
    let children = Dictionary(grouping: all(), by: \.parent)
    var open = [ancestor]
    var found: [Descendant] = []
    while let next = open.popLast() {
      for child in children[next] ?? [] {
        found.append(
          Descendant(
            id: child.id, residentMB: ProcessMemory.megabytes(pages: child.pages),
            ticks: child.ticks))
        open.append(child.id)
      }
    }
    return found
  }

  private struct Entry {
    var id: Int32
    var parent: Int32
    var group: Int32
    var pages: Int
    var ticks: Int
  }

  private static func all() -> [Entry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { name in
      guard let id = Int32(name),
        let stat = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
        // The program's name may hold spaces and brackets: fields are counted from its end.
        let end = stat.lastIndex(of: ")")
      else { return nil }
      let fields = stat[stat.index(after: end)...].split(separator: " ")
      guard fields.count > residentField, let parent = Int32(fields[parentField]),
        let group = Int32(fields[groupField])
      else { return nil }
      return Entry(
        id: id, parent: parent, group: group, pages: Int(fields[residentField]) ?? 0,
        ticks: fields[timeFields].reduce(0) { $0 + (Int($1) ?? 0) })
    }
  }

  /// Positions after the name in `/proc/PID/stat` (proc(5): fields 4, 5, 14, 15 and 24).
  private static let parentField = 1
  private static let groupField = 2
  private static let timeFields = 11..<13
  private static let residentField = 21
}

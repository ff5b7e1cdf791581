import Foundation

/// What the kernel says about a process and all that it started in its group.
public enum ProcessGroup {
  /// Resident memory of the group's processes together, in megabytes; 0 when there are none.
  public static func residentMB(of group: Int32) -> Int {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    var pages = 0
    for name in names where name.allSatisfy(\.isNumber) {
      guard let stat = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8),
        // The program's name may hold spaces and brackets: fields are counted from its end.
        let end = stat.lastIndex(of: ")")
      else { continue }
      let fields = stat[stat.index(after: end)...].split(separator: " ")
      guard fields.count > residentField, Int32(fields[groupField]) == group else { continue }
      pages += Int(fields[residentField]) ?? 0
    }
    return pages * Int(sysconf(Int32(_SC_PAGESIZE))) / (1 << 20)
  }

  /// Positions after the name in `/proc/PID/stat` (proc(5): fields 5 and 24).
  private static let groupField = 2
  private static let residentField = 21
}

import Foundation

/// Programs of this project that stand beside the running one.
enum OwnProgram {
  static func beside(_ name: String) -> String? {
    guard let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    else { return nil }
    let path = "\((own as NSString).deletingLastPathComponent)/\(name)"
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }

  /// The library that holds a toolchain's Lean.
  static func sharedLean(root: String) -> String? {
    ["\(root)/lib/libleanshared.so", "\(root)/lib/lean/libleanshared.so"]
      .first(where: FileManager.default.fileExists(atPath:))
  }

  /// Why a program that loads Lean's library cannot use this one; nil where it can.
  static func probe(_ program: String, _ library: String) async throws(CancellationError) -> String?
  {
    let run = try await LeanProcess.run(
      [program, "--lean", library, "--probe"], seconds: 60, outputBytesMax: 1 << 16)
    if run.ending == .exited(0) { return nil }
    let said = (run.errorOutput + run.output).trimmingCharacters(in: .whitespacesAndNewlines)
    let name = (program as NSString).lastPathComponent
    return "\(name) cannot use \(library): \(said.prefix(300)) (\(run.ending))"
  }
}

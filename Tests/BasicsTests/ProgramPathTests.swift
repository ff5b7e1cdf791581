import Basics
import Foundation
import TestSupport
import Testing

@Suite struct ProgramPathTests {
  @Test func theFirstProgramOfThePathIsTaken() throws {
    let folder = try TemporaryFolder()
    func write(_ name: String, isProgram: Bool = true) throws -> String {
      let path = try folder.write(name, "#!/bin/sh\n".utf8)
      try FileManager.default.setAttributes(
        [.posixPermissions: isProgram ? 0o755 : 0o644], ofItemAtPath: path)
      return path
    }
    _ = try write("a/tool", isProgram: false)
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/b/tool", withIntermediateDirectories: true)
    let tool = try write("c/tool")
    _ = try write("d/tool")
    let path = ["a", "b", "c", "d", "none"].map { "\(folder.path)/\($0)" }.joined(separator: ":")
    #expect(ProgramPath.find("tool", environment: ["PATH": path]) == tool)
    #expect(ProgramPath.find("other", environment: ["PATH": path]) == nil)
    #expect(ProgramPath.find("tool", environment: [:]) == nil)
    // A path is taken as it is.
    #expect(ProgramPath.find("\(folder.path)/d/tool", environment: [:]) == "\(folder.path)/d/tool")
    #expect(ProgramPath.find("\(folder.path)/a/tool", environment: ["PATH": path]) == nil)
  }
}

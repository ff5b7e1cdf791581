import ArgumentParser
import Foundation
import Rounds
import RunStore
import Workbench

/// `lemmaloom status`: what the run has done, while it works and after.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Show what a run has done, while it works or after.")

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let configuration = try common.load()
    let runFolder = common.runFolder(configuration)
    guard FileManager.default.fileExists(atPath: runFolder.database) else {
      throw WorkbenchError.noRun(folder: runFolder.path)
    }
    let store = try RunStore(path: runFolder.database, mode: .reading)
    var progress = try await ProgressReader(store: store, configuration: configuration).read()
    let holder = RunLock.holder(of: runFolder)
    progress.message = holder.map { "running as process \($0)" } ?? "not running"
    Output.line(StatusText.render(progress))
  }
}

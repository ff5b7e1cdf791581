import Configuration
import Foundation
import Logging
import Rounds

/// Where the daemon speaks: a live view on a terminal, JSON lines otherwise.
struct Screen: Sendable {
  private let view: LiveView?
  private let logger: Logger

  init(_ settings: LoggingSettings) {
    let environment = ProcessInfo.processInfo.environment
    let view =
      settings.format == .json ? nil : LiveView.onStandardOutput(environment: environment)
    let level = Logger.Level(rawValue: settings.level.rawValue) ?? .info
    self.view = view
    logger = Logger(label: "lemmaloom") { label in
      if let view { return TextLogHandler(level: level) { view.log($0) } }
      return JSONLogHandler.onStandardError(label: label, level: level)
    }
  }

  func show(_ progress: RunProgress) { view?.show(progress) }

  func log(_ text: String, _ values: [String: String]) {
    logger.info("\(text)", metadata: values.mapValues { .string($0) })
  }

  func finish(_ progress: RunProgress) {
    view?.show(progress)
    view?.finish()
  }
}

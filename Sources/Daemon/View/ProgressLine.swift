import Foundation

/// A bar in one line of standard error for commands that take a while; nothing where that is no terminal.
struct ProgressLine: Sendable {
  let label: String
  private let frame: LiveFrame?

  private static let cells = 30

  init(_ label: String, environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.label = label
    let style = TerminalStyle.detect(environment)
    frame =
      isatty(STDERR_FILENO) == 1 && style.canRedraw
      ? LiveFrame(width: 80, height: 1, style: style) : nil
  }

  /// - Parameter part: 0…1.
  func show(_ part: Double) {
    guard let frame else { return }
    let share = min(1, max(0, part))
    Output.errorText("\r\(label) \(frame.cellBar(share, Self.cells)) \(Int(share * 100))% ")
  }

  /// Leaves the line empty for what follows.
  func end() {
    guard frame != nil else { return }
    Output.errorText("\r" + String(repeating: " ", count: label.count + Self.cells + 7) + "\r")
  }
}

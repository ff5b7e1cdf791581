import Foundation
import Rounds
import Synchronization

/// The live view on a terminal: redraws in place, at most four times a second. Lines written
/// through it scroll by above. `finish` leaves the last frame and gives the cursor back; call it on
/// every way out.
final class LiveView: Sendable {
  /// Columns and rows.
  struct Size: Equatable, Sendable {
    var columns: Int
    var rows: Int
  }

  /// Shortest time between two frames.
  static let interval = Duration.milliseconds(250)

  private struct State {
    /// Widths of the lines on the screen, in columns.
    var drawn: [Int] = []
    var lastFrame: ContinuousClock.Instant?
    var lastLines: [String] = []
    var pending: RunProgress?
    var isFinished = false
  }

  private let state = Mutex(State())
  private let style: TerminalStyle
  private let size: @Sendable () -> Size
  private let now: @Sendable () -> ContinuousClock.Instant
  private let write: @Sendable (String) -> Void

  /// - Parameters:
  ///   - size: asked before each frame, so that the view follows the window.
  ///   - write: takes text and control sequences to the terminal, in order.
  init(
    style: TerminalStyle, size: @escaping @Sendable () -> Size,
    now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
    write: @escaping @Sendable (String) -> Void
  ) {
    self.style = style
    self.size = size
    self.now = now
    self.write = write
  }

  /// A view on standard output; nil where that is no terminal, or one whose cursor cannot be moved.
  static func onStandardOutput(environment: [String: String]) -> LiveView? {
    let style = TerminalStyle.detect(environment)
    guard isatty(STDOUT_FILENO) == 1, style.canRedraw else { return nil }
    return LiveView(
      style: style, size: { terminalSize(STDOUT_FILENO, environment) },
      write: { DescriptorWriter.write($0, to: STDOUT_FILENO) })
  }

  /// Shows progress, now or, when the last frame is too fresh, with a later call.
  func show(_ progress: RunProgress) {
    state.withLock { state in
      guard !state.isFinished else { return }
      let time = now()
      if let last = state.lastFrame, time - last < Self.interval {
        state.pending = progress
        return
      }
      state.lastFrame = time
      state.pending = nil
      draw(progress, &state)
    }
  }

  /// Writes a line above the view, where it stays.
  func log(_ text: String) {
    state.withLock { state in
      let clean = TerminalText.clean(text)
      let line = style.isUnicode ? clean : TerminalText.ascii(clean)
      if state.isFinished { return write(line + "\n") }
      write(erase(state.drawn) + line + "\n")
      state.drawn = []
      if !state.lastLines.isEmpty { place(state.lastLines, &state) }
    }
  }

  /// Draws what is pending, leaves it on the screen and gives the cursor back. Again: nothing
  /// happens.
  func finish() {
    state.withLock { state in
      guard !state.isFinished else { return }
      if let pending = state.pending { draw(pending, &state) }
      state.isFinished = true
      if !state.drawn.isEmpty { write("\u{1B}[?25h") }
    }
  }

  deinit { finish() }

  // MARK: Drawing

  private func draw(_ progress: RunProgress, _ state: inout State) {
    let size = size()
    let lines = LiveFrame(width: size.columns, height: size.rows, style: style).lines(progress)
    // A frame that would look the same is not sent.
    if lines == state.lastLines, !state.drawn.isEmpty { return }
    place(lines, &state)
  }

  /// One write a frame, so that a terminal never shows half of one. The cursor is hidden while it
  /// moves about.
  private func place(_ lines: [String], _ state: inout State) {
    let body = lines.map { $0 + "\u{1B}[K\n" }.joined()
    write("\u{1B}[?25l" + erase(state.drawn) + body)
    state.drawn = lines.map(Self.visibleWidth)
    state.lastLines = lines
  }

  /// Moves to the first line of what was drawn and clears from there. A window made narrower has
  /// wrapped the lines.
  private func erase(_ drawn: [Int]) -> String {
    guard !drawn.isEmpty else { return "" }
    let columns = max(1, size().columns)
    let rows = drawn.reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
    return "\r\u{1B}[\(rows)A\u{1B}[J"
  }

  static func visibleWidth(_ line: String) -> Int {
    TerminalText.width(line.replacing(/\u{1B}\[[0-9;]*m/, with: ""))
  }

  static func terminalSize(_ descriptor: Int32, _ environment: [String: String]) -> Size {
    var window = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 {
      return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
    }
    return Size(
      columns: environment["COLUMNS"].flatMap { Int($0) } ?? 80,
      rows: environment["LINES"].flatMap { Int($0) } ?? 24)
  }
}

import Foundation
import Logging
import RunStore
import Synchronization
import Testing

@testable import Daemon
@testable import Rounds

/// A run in the middle of a round.
func someProgress() -> RunProgress {
  var progress = RunProgress(run: "default")
  progress.round = 12
  progress.phase = "prove"
  progress.phaseDone = 96
  progress.phaseTotal = 192
  progress.tacticsPerSecond = 512.4
  progress.domains = [
    .init(
      name: "nat", level: 5, previousLevel: 4, successRate: 0.61, evidence: 48, windowRounds: 3,
      band: 0.35...0.60, theorems: 120),
    .init(name: "logic", level: 11, windowRounds: 3, band: 0.35...0.60, theorems: 1),
  ]
  progress.newestTheorem = "theorem nat_0042 (a b : Nat) : a + b = b + a"
  progress.corpusTheorems = 1234
  progress.evaluations = [
    .init(
      name: "NaturalNumbers",
      points: [
        .init(round: 0, solved: 3, total: 24), .init(round: 5, solved: 12, total: 24),
        .init(round: 10, solved: 11, total: 24),
      ])
  ]
  progress.elapsedSeconds = 3 * 3600 + 7 * 60
  progress.toolchain = "Lean 4.35.0"
  progress.modelParameters = 91_000
  return progress
}

private let plain = TerminalStyle(isUnicode: true, isColoured: false, canRedraw: true)
private let ascii = TerminalStyle(isUnicode: false, isColoured: false, canRedraw: true)

@Suite struct ViewFrameTests {
  @Test func aFrameShowsTheRun() {
    let lines = LiveFrame(width: 80, height: 24, style: plain).lines(someProgress())
    #expect(
      lines == [
        "lemmaloom default · round 12 · 1,234 theorems · 3 h 07 min",
        "prove      ████████████████████                      96/192  512 tactics/s",
        "nat    level 4→5  61% of 48        band 35–60%  120 theorems",
        "logic  level 11   no attempts yet  band 35–60%  1 theorem",
        "NaturalNumbers  11/24   ▂▅▄",
        "newest  theorem nat_0042 (a b : Nat) : a + b = b + a",
        "Lean 4.35.0 · 91,000 parameters · Ctrl-C stops and saves",
      ])
  }

  @Test func withoutUnicodeItIsASCII() {
    var progress = someProgress()
    progress.newestTheorem = "theorem t (p q : Prop) : p ∧ q → ¬¬p ⊤"
    let lines = LiveFrame(width: 70, height: 24, style: ascii).lines(progress)
    #expect(lines.allSatisfy { $0.utf8.allSatisfy { (0x20..<0x7F).contains($0) } })
    #expect(lines[1] == "prove      [################-----------------]  96/192  512 tactics/s")
    #expect(lines[2] == "nat    level 4->5  61% of 48        band 35-60%  120 theorems")
    #expect(lines[3] == "logic  level 11    no attempts yet  band 35-60%  1 theorem")
    #expect(lines[4] == "NaturalNumbers  11/24   .+=")
    #expect(lines[5] == "newest  theorem t (p q : Prop) : p /\\ q -> not not p ?")
  }

  @Test(arguments: [1, 2, 7, 12, 20, 33, 60, 81, 200])
  func noLineIsTooWideAndNoFrameTooHigh(width: Int) {
    var progress = someProgress()
    progress.newestTheorem =
      "theorem 数学 (e\u{301} : 集合) : 👩‍🚀 🇩🇪 = ∀ x, " + String(repeating: "数", count: 90)
    progress.message = "stopping\u{1B}[2J after\r\nthis round"
    for style in [plain, ascii] {
      for height in [1, 2, 5, 24] {
        let lines = LiveFrame(width: width, height: height, style: style).lines(progress)
        #expect(lines.count <= max(1, height - 1))
        for line in lines {
          #expect(TerminalText.width(line) <= max(1, width - 1), "\(line)")
          #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F })
        }
      }
    }
  }

  @Test func coloursEndWhereTheyBegin() {
    let style = TerminalStyle(isUnicode: true, isColoured: true, canRedraw: true)
    let coloured = LiveFrame(width: 80, height: 24, style: style).lines(someProgress())
    let bare = coloured.map { $0.replacing(/\u{1B}\[[0-9]+m/, with: "") }
    #expect(bare == LiveFrame(width: 80, height: 24, style: plain).lines(someProgress()))
    for line in coloured where line.contains("\u{1B}") {
      #expect(line.matches(of: /\u{1B}\[0m/).count * 2 == line.matches(of: /\u{1B}\[/).count)
    }
    // A success rate outside the band stands out.
    #expect(coloured[2].hasPrefix("\u{1B}[33m"))
  }

  @Test func barsAndSparklinesReachTheirEnds() {
    let frame = LiveFrame(width: 80, height: 24, style: plain)
    #expect(frame.cellBar(0, 4) == "    ")
    #expect(frame.cellBar(1, 4) == "████")
    #expect(frame.cellBar(0.5 + 1.0 / 32, 4) == "██▏ ")
    #expect(frame.sparkline([0, 0.5, 1, 7, -1, 0.99]) == "▁▅██▁█")
    let narrow = LiveFrame(width: 80, height: 24, style: ascii)
    #expect(narrow.cellBar(0, 6) == "[----]")
    #expect(narrow.cellBar(1, 6) == "[####]")
  }

  @Test func widthsAreThoseOfATerminal() {
    #expect(TerminalText.width("∀ α → β") == 7)
    #expect(TerminalText.width("数学") == 4)
    #expect(TerminalText.width("e\u{301}\u{302}") == 1)
    #expect(TerminalText.width("🇩🇪❤\u{FE0F}😀") == 6)
    #expect(TerminalText.cut("数学数学", to: 6, mark: "…") == "数学…")
    #expect(TerminalText.cut("abe\u{301}d", to: 4, mark: "…") == "abe\u{301}d")
    #expect(TerminalText.cut("abe\u{301}de", to: 4, mark: "…") == "abe\u{301}…")
    #expect(TerminalText.cut("abc", to: 2, mark: "...") == "..")
    #expect(TerminalText.clean("a\u{1B}[31m\n\u{202E}b\u{200D}") == "a [31m b")
  }

  @Test func theStyleFollowsTheEnvironment() {
    func style(_ environment: [String: String]) -> TerminalStyle { .detect(environment) }
    let xterm = ["TERM": "xterm", "LANG": "C.UTF-8"]
    #expect(style(xterm) == .init(isUnicode: true, isColoured: true, canRedraw: true))
    #expect(style(xterm.merging(["NO_COLOR": "1"]) { $1 }).isColoured == false)
    #expect(style(xterm.merging(["NO_COLOR": ""]) { $1 }).isColoured)
    #expect(style(xterm.merging(["LC_ALL": "C"]) { $1 }).isUnicode == false)
    #expect(style(xterm.merging(["LC_ALL": "", "LC_CTYPE": "de_DE.utf8"]) { $1 }).isUnicode)
    #expect(style(["TERM": "dumb"]).canRedraw == false)
    #expect(style([:]) == .init(isUnicode: false, isColoured: false, canRedraw: false))
  }
}

/// What a terminal was sent, and a clock that a test moves.
private final class Screen: Sendable {
  private struct State {
    var writes: [String] = []
    var time = ContinuousClock.now
    var size = LiveView.Size(columns: 80, rows: 24)
  }
  private let state = Mutex(State())

  var writes: [String] { state.withLock(\.writes) }
  func advance(milliseconds: Int) {
    state.withLock { $0.time = $0.time + .milliseconds(milliseconds) }
  }
  func resize(columns: Int) { state.withLock { $0.size.columns = columns } }

  func view() -> LiveView {
    LiveView(
      style: plain, size: { [self] in state.withLock(\.size) },
      now: { [self] in state.withLock(\.time) },
      write: { [self] text in state.withLock { $0.writes.append(text) } })
  }
}

@Suite struct LiveViewTests {
  @Test func itRedrawsInPlaceAtMostFourTimesASecond() {
    let screen = Screen()
    let view = screen.view()
    var progress = someProgress()
    view.show(progress)
    #expect(screen.writes.count == 1)
    #expect(screen.writes[0].hasPrefix("\u{1B}[?25llemmaloom default"))
    progress.round = 13
    view.show(progress)
    screen.advance(milliseconds: 249)
    view.show(progress)
    #expect(screen.writes.count == 1)
    screen.advance(milliseconds: 1)
    view.show(progress)
    #expect(screen.writes.count == 2)
    #expect(screen.writes[1].contains("\r\u{1B}[7A\u{1B}[Jlemmaloom default · round 13"))
    screen.advance(milliseconds: 500)
    view.show(progress)
    #expect(screen.writes.count == 2, "an unchanged frame is not sent")
  }

  @Test func itLeavesTheLastFrameAndTheCursor() {
    let screen = Screen()
    let view = screen.view()
    view.show(someProgress())
    var last = someProgress()
    last.round = 99
    view.show(last)
    view.finish()
    #expect(screen.writes.count == 3)
    #expect(screen.writes[1].contains("round 99"))
    #expect(screen.writes[2] == "\u{1B}[?25h")
    view.finish()
    view.show(someProgress())
    #expect(screen.writes.count == 3)
  }

  @Test func aViewThatGoesAwayGivesTheCursorBack() {
    let screen = Screen()
    do {
      let view = screen.view()
      view.show(someProgress())
    }
    #expect(screen.writes.last == "\u{1B}[?25h")
  }

  @Test func logLinesStandAboveIt() {
    let screen = Screen()
    let view = screen.view()
    view.log("before\u{7}")
    #expect(screen.writes == ["before \n"])
    view.show(someProgress())
    view.log("between")
    #expect(screen.writes[2] == "\r\u{1B}[7A\u{1B}[Jbetween\n")
    #expect(screen.writes[3].contains("lemmaloom default"))
    view.finish()
    view.log("after")
    #expect(screen.writes.last == "after\n")
  }

  @Test func aNarrowerWindowIsClearedWhole() {
    let screen = Screen()
    let view = screen.view()
    var progress = RunProgress(run: "a-name-of-thirty-columns-in-all")
    progress.phase = "plan"
    view.show(progress)
    screen.resize(columns: 20)
    screen.advance(milliseconds: 1000)
    view.show(progress)
    // The title, 69 columns wide, has wrapped to 4 rows; the second line to 1, the last, 22, to 2.
    #expect(screen.writes[1].contains("\u{1B}[7A"))
  }
}

@Suite struct StatusTextTests {
  @Test func itSaysWhatIsKnown() {
    #expect(
      StatusText.render(someProgress()) == """
        run default, round 12, prove 96 of 192
        1,234 theorems in the corpus after 3 h 07 min
        nat: level 4→5, 61% of 48 over the last 3 rounds, band 35–60%, 120 theorems
        logic: level 11, no judged attempts yet, band 35–60%, 1 theorem
        NaturalNumbers: 11 of 24 in round 10, best 12
        newest: theorem nat_0042 (a b : Nat) : a + b = b + a
        Lean 4.35.0, model of 91,000 parameters, 512 tactic applications a second

        """)
    #expect(
      StatusText.render(RunProgress(run: "new\u{1B}[2J"))
        == "run new [2J, round 0\n0 theorems in the corpus after 0 s\n")
  }

  @Test func durationsAndCountsAreReadable() {
    #expect(
      [59, 60, 3599, 3600, 90_000].map(Wording.duration) == [
        "59 s", "1 min 00 s", "59 min 59 s", "1 h 00 min", "1 d 01 h",
      ])
    #expect(
      [0, 999, 1000, 1_234_567, -1000].map { Wording.count($0) } == [
        "0", "999", "1,000", "1,234,567", "-1,000",
      ])
  }
}

@Suite struct LogHandlerTests {
  /// Lines that a logger wrote.
  private final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    @Sendable func add(_ line: String) { lines.withLock { $0.append(line) } }
  }

  @Test func eachEventIsOneLineOfJSON() throws {
    let lines = Lines()
    var handler = JSONLogHandler(
      label: "round", now: { Date(timeIntervalSince1970: 1_700_000_000.25) }, write: lines.add)
    handler[metadataKey: "round"] = .stringConvertible(3)
    let logger = Logger(label: "round") { _ in handler }
    logger.debug("not shown")
    logger.info(
      "theorem proved",
      metadata: [
        "name": "nat\n\u{1B}\"1", "rate": .stringConvertible(0.5), "ok": .stringConvertible(true),
        "level": "9", "list": ["a", ["k": "v"]], "bad": .stringConvertible(Double.nan),
      ])
    #expect(
      lines.all == [
        #"{"time":"2023-11-14T22:13:20.250Z","level":"info","logger":"round","#
          + #""message":"theorem proved","bad":"nan","metadata.level":"9","list":["a",{"k":"v"}],"name":"nat\n\u001b\"1","#
          + #""ok":true,"rate":0.5,"round":3}"# + "\n"
      ])
    let object = try JSONSerialization.jsonObject(with: Data(lines.all[0].utf8)) as? [String: Any]
    #expect(object?["name"] as? String == "nat\n\u{1B}\"1")
  }

  @Test func longTextsAreCutAndMetadataIsAValue() {
    let lines = Lines()
    var first = Logger(label: "x") { _ in JSONLogHandler(label: "x", write: lines.add) }
    first[metadataKey: "round"] = "1"
    var second = first
    second[metadataKey: "round"] = "2"
    second.logLevel = .error
    first.info("a")
    second.info("b")
    #expect(lines.all.count == 1)
    #expect(lines.all[0].hasSuffix("\"message\":\"a\",\"round\":\"1\"}\n"))
    first.info("c", metadata: ["goal": .string(String(repeating: "a", count: 1_000_000))])
    #expect(lines.all[1].utf8.count < JSONLogHandler.textMax + 200)
  }

  @Test func peopleGetWords() {
    let lines = Lines()
    let logger = Logger(label: "x") { _ in TextLogHandler(level: .info, write: lines.add) }
    logger.info("round finished", metadata: ["round": .stringConvertible(3), "proved": "40"])
    logger.warning("the disk is nearly full")
    #expect(
      lines.all == ["round finished (proved 40, round 3)", "warning: the disk is nearly full"])
  }
}

@Suite struct AnswerSummaryTests {
  @Test func whatALanguageModelAnsweredIsSaidInALine() throws {
    var metrics: Metrics = [
      .turnAnswers(1): 640, .valid(1): 0.92, .best(1, of: 1): 0.2, .best(1, of: 8): 0.45,
      .turns: 1, .bestOf: 8,
    ]
    var progress = someProgress()
    progress.answers = RunProgress.AnswerSummary(round: 3, metrics: metrics)
    let first = try #require(progress.answers)
    #expect(first.text == "640 answers in round 3, 92% valid, best@8 45%")
    metrics.merge([.turnAnswers(2): 300, .best(2, of: 8): 0.52, .turns: 2])
    progress.answers = RunProgress.AnswerSummary(round: 3, metrics: metrics)
    let line = "whole proofs: 640 answers in round 3, 92% valid, best@8 45% → 52% corrected"
    #expect(StatusText.render(progress).contains(line))
    #expect(RunProgress.AnswerSummary(round: 3, metrics: [.seconds(.prove): 1]) == nil)
  }
}

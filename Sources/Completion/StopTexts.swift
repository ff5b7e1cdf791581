import LanguageModel

/// The text of one completion as it is drawn, and where a stop text ends it.
struct StopTexts: Sendable {
  private var decoder: IncrementalDecoder
  private var cut: StopCut
  /// What has been drawn and given out, without the stop text.
  private(set) var text = ""

  init(_ stops: [String], _ tokenizer: BytePairTokenizer) {
    decoder = IncrementalDecoder(tokenizer)
    cut = StopCut(stops)
  }

  var isStopped: Bool { cut.hasStopped }

  /// What can be given out with this token; nothing of a stop text ever is.
  mutating func append(_ token: Int32) -> String { give(cut.take(decoder.append(token))) }

  /// What is left when no token follows.
  mutating func finish() -> String { give(cut.take(decoder.finish()) + cut.end()) }

  private mutating func give(_ piece: String) -> String {
    text += piece
    return piece
  }
}

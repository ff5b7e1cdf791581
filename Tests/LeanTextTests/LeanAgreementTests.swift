import Basics
import Foundation
import LeanText
import TestSupport
import Testing

/// What LeanText reads against what Lean reads: on the corpus, on Lean's own sources and on mutations of them. How long
/// it mutates is bounded; LEMMALOOM_FUZZ_SECONDS makes it longer, LEMMALOOM_FUZZ_SEED repeats a run.
@Suite(
  .serialized,
  .enabled(if: LeanOracle.shared != nil, "no Lean: set LEMMALOOM_LEAN"))
struct LeanAgreementTests {
  private let oracle: LeanOracle
  private static let environment = ProcessInfo.processInfo.environment
  private static let seconds = Int(environment["LEMMALOOM_FUZZ_SECONDS"] ?? "") ?? 10
  private static let seed =
    UInt64(environment["LEMMALOOM_FUZZ_SEED"] ?? "") ?? UInt64.random(in: 0...UInt64.max)

  init() throws { oracle = try #require(LeanOracle.shared) }

  // MARK: Commands

  /// Each declaration begins and ends where Lean says, in the namespace that Lean says.
  @Test func declarationsAreWhereLeanPlacesThem() throws {
    for name in AgreementTexts.initNames {
      try compare(
        name, AgreementTexts.initPath(name), with: try oracle.declarations(ofInit: name))
    }
    for module in AgreementTexts.corpusModules {
      let path = AgreementTexts.corpusPath(module)
      try compare(module, path, with: try oracle.declarations(ofModule: module, at: path))
    }
  }

  private func compare(_ name: String, _ path: String, with places: [String: [Int]]) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let outline = LeanOutline(text)
    #expect(outline.problem == nil, "\(name)")
    let starts = LineStarts(text)
    var found = 0
    for command in outline.commands where !command.fullName.isEmpty && !command.isPrivate {
      // Lean keeps the places of most.
      guard let place = places[LeanToken.unquoted(command.fullName)], place.count >= 4 else {
        continue
      }
      found += 1
      let start = starts.offset(place[0], place[1])
      #expect(
        starts.offset(place[2], place[3]) == command.scalars.upperBound,
        "\(name): \(command.fullName) ends at \(place)")
      // `open A in` in front is a command of its own to Lean.
      #expect(
        start == command.scalars.lowerBound || isBehindIn(start, text, command.scalars),
        "\(name): \(command.fullName) begins at \(place)")
    }
    // What has no name in the text, and what a declaration makes besides itself, stands within one command.
    for (declared, place) in places where place.count >= 4 {
      let start = starts.offset(place[0], place[1])
      let end = starts.offset(place[2], place[3])
      let isWithin = outline.commands.contains {
        $0.scalars.lowerBound <= start && end <= $0.scalars.upperBound
      }
      #expect(isWithin, "\(name): \(declared)")
    }
    #expect(2 * found >= min(places.count, outline.commands.count), "\(name): \(found)")
  }

  private func isBehindIn(_ start: Int, _ text: String, _ command: Range<Int>) -> Bool {
    guard command.contains(start) else { return false }
    let rest = LeanLines.cut(text, at: command.lowerBound).after
    let front = LeanLines.cut(rest, at: start - command.lowerBound).before
    return LeanTokens(front).tokens.last?.text == "in"
  }

  // MARK: Tokens

  /// Lean takes each token, with what follows on its line, for a token of the same kind and length.
  @Test func tokensAreCutAsLeanCutsThem() throws {
    var random = SplitMix64(seed: Self.seed)
    var probes: [TokenProbe] = []
    for (_, text) in try AgreementTexts.all() {
      let found = TokenProbe.all(of: text)
      // All of the rare ones, some of each word.
      var seen: [String: Int] = [:]
      probes += found.shuffled(using: &random).filter {
        seen[$0.text, default: 0] += 1
        return seen[$0.text, default: 0] <= 2
      }.prefix(800)
    }
    #expect(probes.count > 3000)
    try check(probes)
  }

  private func check(_ probes: [TokenProbe]) throws {
    for start in stride(from: 0, to: probes.count, by: 250) {
      let part = Array(probes[start..<min(start + 250, probes.count)])
      let text = part.enumerated().map { "\($1.text)\n#print \"probe \($0)\"\n" }.joined()
      let messages = Dictionary(grouping: try oracle.messages(text), by: \.pos.line)
      for (index, probe) in part.enumerated() {
        let mark = messages[2 * index + 2]?.contains { $0.data == "probe \(index)" } ?? false
        let first = messages[2 * index + 1]?.first { $0.pos.column == 0 && $0.severity == "error" }
        let isRead = mark && probe.agrees(with: first?.data)
        #expect(
          isRead, "seed \(Self.seed): '\(probe.text)' as \(probe.token), Lean: \(first?.data ?? "")"
        )
      }
    }
  }

  // MARK: Mutations

  /// A mutated text says the same to Lean without its comments, and a command can stand at each of its cuts.
  @Test func mutationsAreReadAsLeanReadsThem() throws {
    var random = SplitMix64(seed: Self.seed)
    let texts = try AgreementTexts.all().filter { $0.name.hasPrefix("Theory") || $0.name == "Core" }
      .map { AgreementMutation.pieces($0.text) }
    let end = Date().addingTimeInterval(TimeInterval(Self.seconds))
    var read = 0
    var mutations = 0
    while Date() < end {
      mutations += 1
      let pieces = texts[Int(random.next() % UInt64(texts.count))]
      let text = AgreementMutation.mutated(pieces, &random)
      let tokens = LeanTokens(text)
      if tokens.problem != nil { continue }
      read += 1
      try compareWithoutComments(text, tokens)
      try compareMarks(text)
    }
    print("fuzz: seed \(Self.seed), \(mutations) mutations, \(read) read")
    #expect(read > 0)
  }

  private func compareWithoutComments(_ text: String, _ tokens: LeanTokens) throws {
    var scalars = Array(text.unicodeScalars)
    var at = 0
    for token in tokens.tokens {
      for index in at..<token.offset where scalars[index] != "\n" { scalars[index] = " " }
      at = token.end
    }
    for index in at..<scalars.count where scalars[index] != "\n" { scalars[index] = " " }
    let bare = String(String.UnicodeScalarView(scalars))
    let before = try oracle.messages(text)
    let after = try oracle.messages(bare)
    #expect(before == after, "seed \(Self.seed):\n\(text)")
  }

  private func compareMarks(_ text: String) throws {
    let outline = LeanOutline(text)
    if outline.problem != nil { return }
    var marked = ""
    var at = 0
    for (index, command) in outline.commands.enumerated() {
      let rest = LeanLines.cut(text, at: at).after
      marked += LeanLines.cut(rest, at: command.scalars.lowerBound - at).before
      marked += "\n#print \"mark \(index)\"\n"
      at = command.scalars.lowerBound
    }
    marked += LeanLines.cut(text, at: at).after
    let shown = Set(try oracle.messages(marked).map(\.data))
    for index in outline.commands.indices {
      #expect(shown.contains("mark \(index)"), "seed \(Self.seed): mark \(index) in\n\(marked)")
    }
  }
}

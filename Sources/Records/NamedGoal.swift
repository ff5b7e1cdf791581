import Terms

/// A goal under names that tactics can use. Lean shows hypotheses that nobody named, or whose name another one took, as
/// `x✝`; others have quoted names, which no tactic of ours is written with.
public struct NamedGoal: Hashable, Sendable {
  /// Says what Lean's goal says, each hypothesis under a name of its own.
  public let goal: Goal
  /// The names here of hypotheses that Lean shows with a dagger, in their order.
  private let unnamed: [String]
  /// The names here of hypotheses that are called otherwise there.
  private let written: [String: String]

  /// - Parameter shown: the goal as Lean shows it.
  public init(_ shown: Goal) {
    let writable = Self.pieces(of: shown.text).filter { !$0.text.contains("✝") }.map(\.text)
    var used = Set(Identifiers.words(in: writable.joined()).map(String.init))
    var renaming: [String: String] = [:]
    var unnamed: [String] = []
    var written: [String: String] = [:]
    func fresh(_ stem: String) -> String {
      var name = stem
      var number = 0
      while number == 0 && stem.isEmpty || used.contains(name) {
        number += 1
        name = (stem.isEmpty ? "x" : stem) + "\(number)"
      }
      used.insert(name)
      return name
    }
    for entry in shown.context where Self.needsName(entry.name) {
      let name = fresh(Self.stem(entry.name))
      renaming[entry.name] = name
      if entry.name.contains("✝") { unnamed.append(name) } else { written[name] = entry.name }
    }
    var texts = shown.context.flatMap { [$0.type, $0.value ?? ""] } + [shown.target]
    // What a term binds may have such a name too.
    for name in Set(texts.flatMap(Self.oddNames)).sorted() where renaming[name] == nil {
      renaming[name] = fresh(Self.stem(name))
    }
    texts = texts.map { Self.replacing(renaming, in: $0) }
    self.unnamed = unnamed
    self.written = written
    goal = Goal(
      caseName: shown.caseName,
      context: shown.context.enumerated().map { index, entry in
        Binder(
          name: renaming[entry.name] ?? entry.name, type: texts[2 * index],
          value: entry.value == nil ? nil : texts[2 * index + 1])
      }, target: texts[texts.count - 1])
  }

  /// A proof of `goal` as it stands where Lean showed the goal.
  public func script(_ proof: String) -> String {
    let words = Set(
      Identifiers.words(in: proof).map { String($0.prefix { $0 != "." }) })
    let text = Identifiers.replacing(written, in: proof)
    // It names the last ones.
    guard let first = unnamed.firstIndex(where: words.contains) else { return text }
    let names = unnamed[first...].map { words.contains($0) ? $0 : "_" }
    return "rename_i \(names.joined(separator: " "))\n" + text
  }

  // MARK: Names

  private static func needsName(_ name: String) -> Bool {
    name == "this" || name.contains { "✝«".contains($0) }
  }

  /// What a name begins with that can be written anywhere: `inst` of `inst✝¹`.
  private static func stem(_ name: String) -> String {
    let stem = name.prefix { $0.isLetter || $0.isNumber || "_'".contains($0) }
    let isName = stem.first.map { $0.isLetter || $0 == "_" } ?? false
    return isName && stem != "this" && stem != "_" ? String(stem) : ""
  }

  private static func oddNames(in text: String) -> [String] {
    pieces(of: text).filter { $0.isName && $0.text.contains("✝") }.map(\.text)
  }

  /// The text with names of hypotheses replaced; `this.1` is about `this`.
  private static func replacing(_ map: [String: String], in text: String) -> String {
    if map.isEmpty { return text }
    return pieces(of: text).map { $0.isName ? map[$0.text] ?? $0.text : $0.text }.joined()
  }

  /// A text cut at the ends of its names, so that the pieces together are the text. Dots part names.
  private static func pieces(of text: String) -> [(text: String, isName: Bool)] {
    var pieces: [(text: String, isName: Bool)] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first == "\"" {
        let end = stringEnd(rest)
        pieces.append((String(rest[..<end]), false))
        rest = rest[end...]
      } else if first == "«", let close = rest.firstIndex(of: "»") {
        let end = daggerEnd(rest, rest.index(after: close))
        pieces.append((String(rest[..<end]), true))
        rest = rest[end...]
      } else if first.isLetter || first == "_" {
        let end = daggerEnd(rest, rest.firstIndex { !isPart($0) } ?? rest.endIndex)
        pieces.append((String(rest[..<end]), pieces.last?.text != "."))
        rest = rest[end...]
      } else {
        pieces.append((String(first), false))
        rest = rest.dropFirst()
      }
    }
    return pieces
  }

  /// Behind a dagger and its number, where they stand at `index`.
  private static func daggerEnd(_ text: Substring, _ index: Substring.Index) -> Substring.Index {
    guard text[index...].first == "✝" else { return index }
    let behind = text.index(after: index)
    return text[behind...].firstIndex { !"⁰¹²³⁴⁵⁶⁷⁸⁹".contains($0) } ?? text.endIndex
  }

  private static func isPart(_ character: Character) -> Bool {
    (character.isLetter || character.isNumber || "_'!?".contains(character))
      && !"⁰¹²³⁴⁵⁶⁷⁸⁹".contains(character)
  }

  /// Behind the string that the text begins with.
  private static func stringEnd(_ text: Substring) -> Substring.Index {
    var isEscaped = false
    for index in text.indices.dropFirst() {
      if isEscaped {
        isEscaped = false
        continue
      }
      if text[index] == "\\" { isEscaped = true }
      if text[index] == "\"" { return text.index(after: index) }
    }
    return text.endIndex
  }
}
